#!/usr/bin/env bash
# Counts the instructions that encoding and batching a row of the benchmark's table takes, and fails when they are
# more than 5 % from the number recorded below: unlike seconds, they are the same on a busy machine. The number is
# that of Debian 12's g++ at -O2; a change that means to move it records the new one.
#   tests/bench/instructions.sh PROGRAM     PROGRAM: build/bench_encode of a Release build
set -euo pipefail
recorded=1836 # instructions a row
rows=100000

counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
valgrind --tool=callgrind --callgrind-out-file="$counts" --toggle-collect='mysync::convert::Plan::encode(*' \
  "${1:?usage: instructions.sh PROGRAM}" >/dev/null 2>&1
total=$(sed -n 's/^\(totals\|summary\): *\([0-9]*\).*/\2/p' "$counts" | head -n 1)
each=$((total / rows))
echo "$each instructions a row, $recorded recorded"
if ((each * 100 > recorded * 105 || each * 100 < recorded * 95)); then
  echo "instructions.sh: more than 5 % from what is recorded; see the head of this file" >&2
  exit 1
fi
