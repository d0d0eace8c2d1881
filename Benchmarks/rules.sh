#!/bin/bash
# Measures what the rules of programmes cost: one firm before 100 programmes of 30 rules (goal: 1 ms), the best use of 20
# vouchers (1 ms), a round of 100,000 applications checked and shared out (5 s). Medians; on one core where taskset is there.
# usage: bash Benchmarks/rules.sh [BINARY]
set -euo pipefail
binary=${1:-.build/release/labelmarket}
if command -v taskset > /dev/null; then
    exec taskset -c 0 "$binary" bench rules
fi
exec "$binary" bench rules
