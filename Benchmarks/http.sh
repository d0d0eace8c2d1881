#!/usr/bin/env bash
# Pages, transfers, start, memory and a large upload, measured side by side in one run.
#   ROUNDS=3 SECONDS_EACH=4 JOBS=100000 TRANSFERS=1000000 Benchmarks/http.sh
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/install.sh bench
exec python3 Benchmarks/measure.py "${BUILD:-.build/release/labelmarket}"
