#!/usr/bin/env bash
# Installs what the market needs from Debian, when it is missing.
#   base     headers of the system libraries, xmllint
#   browser  headless Chromium with its driver, and Chinese fonts, for the browser story
#   bench    wrk, and Python for the scripts that drive it
set -euo pipefail

declare -A sets=(
  [base]="libsqlite3-dev libxml2-dev libxml2-utils libzip-dev zlib1g-dev"
  [browser]="chromium chromium-driver curl fonts-noto-cjk fonts-liberation"
  [bench]="wrk python3"
)
packages=${sets[${1:-base}]:?"unknown set: $1"}

missing=()
for package in $packages; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

echo "installing: ${missing[*]}"
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
