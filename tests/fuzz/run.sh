#!/usr/bin/env bash
# Builds the fuzzers with clang and lets each look for SECONDS. What one finds is kept in the build folder.
#   tests/fuzz/run.sh [SECONDS]     600 when not given; MYSYNC_FUZZ_BUILD is the build folder
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-600}
build=${MYSYNC_FUZZ_BUILD:-$PWD/build/fuzz}
fuzzers=(decimal json geo date)

cmake -S . -B "$build" -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' -DMYSYNC_SANITIZE=address,undefined -DMYSYNC_FUZZ=ON
cmake --build "$build" --target fuzzers

# FUZZER: its corpus grows from run to run, in the build folder.
look() {
  local corpus=$build/corpus/$1 dictionary=texts
  if [[ $1 == geo ]]; then dictionary=wkb; fi
  mkdir -p "$corpus" "$build/findings"
  "$build/fuzz_$1" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -dict="tests/fuzz/$dictionary.dict" -artifact_prefix="$build/findings/$1-" "$corpus" >"$build/fuzz_$1.log" 2>&1
}

for name in "${fuzzers[@]}"; do look "$name" & done
wait # what came of them is in their logs
status=0
for name in "${fuzzers[@]}"; do
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz_$name.log")
  echo "$name: ${executed:-no} inputs tried in $seconds s"
  if [[ -z $executed ]] || compgen -G "$build/findings/$name-*" >/dev/null; then
    status=1
    echo "$name: a finding; the end of $build/fuzz_$name.log:" >&2
    tail -n 40 "$build/fuzz_$name.log" >&2
  fi
done
exit "$status"
