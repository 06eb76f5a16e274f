#!/usr/bin/env bash
# Measures speed, CPU and memory of build/mysync (or $MYSYNC_BINARY) and prints a table. See README.md.
#   tests/bench/run.sh [--quick] [--rows N] [--repeats N]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${MYSYNC_BUILD:-$root/build}
servers=$root/tests/support/servers/servers.sh
export MYSYNC_BINARY=${MYSYNC_BINARY:-$build/mysync}
export MYSYNC_TEST_PYTHON=${MYSYNC_TEST_PYTHON:-$build/venv/bin/python}

[[ -x $MYSYNC_BINARY ]] || { echo "no $MYSYNC_BINARY: build it first (Release), or set MYSYNC_BINARY" >&2; exit 2; }

options=()
for option; do
  if [[ $option == --quick ]]; then options+=(--rows 200000 --repeats 1); else options+=("$option"); fi
done

work=$(mktemp -d)
cleanup() {
  "$servers" stop "$work/servers" >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
chmod a+rx "$work"

if [[ -z ${MYSYNC_TEST_MYSQL:-} ]]; then
  MYSYNC_TEST_MYSQL=$("$servers" start mariadb "$work/servers")
fi
if [[ -z ${MYSYNC_TEST_MONGODB:-} ]]; then
  MYSYNC_TEST_MONGODB=$("$servers" start secantusdb "$work/servers")
fi
export MYSYNC_TEST_MYSQL MYSYNC_TEST_MONGODB

"${CXX:-g++}" -O2 -std=c++20 -pthread "$here/write_sink.cpp" -o "$work/write_sink"
PYTHONPATH=$root/tests/support "$MYSYNC_TEST_PYTHON" -B "$here/bench.py" --sink "$work/write_sink" "${options[@]}"
