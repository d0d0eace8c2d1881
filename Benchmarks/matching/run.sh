#!/bin/bash
# Compares the matching engine with its peers on the same instances, in one run. What it needs comes from the environment:
#   MATCHING_TOOLS    folder with gen.py, gen_flow.py, check.py and the peer_*.py scripts
#   MATCHING_PYTHON   interpreter with numpy, scipy, ortools and highspy (default python3)
#   MATCHING_KEEP     folder for instances and answers (default: a new temporary one)
#   MATCHING_ARGS     passed on to bench.py instead of the sizes below
# LEMON takes part when its headers (Debian: liblemon-dev) and a C++ compiler are there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [[ -z "${MATCHING_TOOLS:-}" ]]; then
    echo "Set MATCHING_TOOLS to the folder of the instance generator and the checker; see $here/README.md" >&2
    exit 2
fi
keep=${MATCHING_KEEP:-$(mktemp -d)}
mkdir -p "$keep"
lemon=()
if command -v g++ >/dev/null && echo '#include <lemon/network_simplex.h>' | g++ -x c++ -fsyntax-only - 2>/dev/null; then
    g++ -O2 -std=c++14 -w -o "$keep/network" "$here/network.cpp"
    lemon=(--lemon "$keep/network")
else
    echo "LEMON skipped: no headers or no compiler" >&2
fi
read -r -a args <<<"${MATCHING_ARGS:---sizes S,M,L,XL --seeds 1,2,3 --variants plain,no-vouchers,no-compute,tight --quality fast,standard,best --threads 1,2 --peers highs,cpsat --flow assign2000,geom2000,trans20k,trans100k}"
exec "${MATCHING_PYTHON:-python3}" "$here/bench.py" --labelmarket "$here/../../.build/release/labelmarket" \
    --tools "$MATCHING_TOOLS" --keep "$keep" "${lemon[@]}" "${args[@]}"
