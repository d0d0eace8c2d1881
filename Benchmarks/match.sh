#!/bin/bash
# Measures a match run over 20,000 open jobs in the database (goal: freeze, solve and adopt in 10 s) and one job on demand
# (50 ms from the question to the stored proposal), in a new folder that is removed afterwards.
# usage: bash Benchmarks/match.sh [BINARY]
set -euo pipefail
binary=${1:-.build/release/labelmarket}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$binary" bench match --data "$folder"
