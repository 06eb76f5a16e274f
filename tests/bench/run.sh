#!/usr/bin/env bash
# Measures build/mysync (or $MYSYNC_BINARY) beside what no program can beat and beside other programs, and writes
# RESULTS.md beside this file, or FILE. See README.md.
#   tests/bench/run.sh [--quick] [--sources KIND…] [--rows N…] [--peer-rows N] [--target-rows N] [--rounds N]
#     [--patience SECONDS] [--into FILE]
# --quick: small tables, one round, and the table to standard output alone. KIND: mariadb (default) | mysql9 | mysqld
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${MYSYNC_BUILD:-$root/build}
servers=$root/tests/support/servers/servers.sh
tools=$build/bench
peers=$build/peers
export MYSYNC_BINARY=${MYSYNC_BINARY:-$build/mysync}
export MYSYNC_TEST_PYTHON=${MYSYNC_TEST_PYTHON:-$build/venv/bin/python}

[[ -x $MYSYNC_BINARY ]] || { echo "no $MYSYNC_BINARY: build it first (Release), or set MYSYNC_BINARY" >&2; exit 2; }

options=() sources=() quick=no into=$here/RESULTS.md
while (($#)); do
  case $1 in
    -h | --help)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
      exit
      ;;
    --sources)
      while [[ ${2---} != --* ]]; do
        sources+=("$2")
        shift
      done
      ;;
    --into)
      into=$2
      shift
      ;;
    --quick) quick=yes options+=(--quick) ;;
    *) options+=("$1") ;;
  esac
  shift
done
((${#sources[@]})) || sources=(mariadb)

compile() { # NAME SOURCE FLAG…
  local name=$1 source=$2
  shift 2
  "${CXX:-g++}" -O2 -std=c++20 -pthread -I"$here" "$here/$source" -o "$tools/$name" "$@"
}
mkdir -p "$tools"
read -ra clients < <(pkg-config --cflags --libs libmariadb libmongoc-1.0)
compile write_sink write_sink.cpp
compile resources resources.cpp
compile ceilings ceilings.cpp "${clients[@]}"
compile loop peers/loop.cpp "${clients[@]}"
"$here/peers/install.sh" "$peers"

work=$(mktemp -d)
cleanup() {
  "$servers" stop "$work/servers" >/dev/null 2>&1 || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
chmod a+rx "$work"

target=mongod
command -v mongod >/dev/null || target=${BENCH_TARGET_KIND:-secantusdb}
if [[ -z ${MYSYNC_TEST_MONGODB:-} ]]; then
  MYSYNC_TEST_MONGODB=$("$servers" start "$target" "$work/servers")
fi
export MYSYNC_TEST_MONGODB BENCH_SERVERS="${BENCH_SERVERS:-} $work/servers"

versions() {
  echo "- $("$MYSYNC_BINARY" --version | paste -sd ' ' | sed 's/ lib/, lib/g')"
  echo "- target: ${MYSYNC_TEST_MONGODB##*@}, $("$MYSYNC_TEST_PYTHON" "$here/versions.py")"
  echo "- $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r)"
  echo "- load average when it began: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  if [[ -x $peers/python/bin/pip ]]; then
    echo "- $("$peers/python/bin/pip" list 2>/dev/null | awk '/^(pymysql|pymongo|pyspark) /{printf "%s%s %s", s, $1, $2; s = ", "}')"
  fi
  if [[ -d $peers/node/node_modules ]]; then
    echo "- node $(node --version), mysql2 $(npm_version mysql2), mongodb $(npm_version mongodb)"
  fi
  if [[ -d $peers/jars ]]; then
    echo "- $(cd "$peers/jars" && printf '%s\n' *.jar | grep -E '^(mongo-spark|mysql-connector)' | paste -sd ' ')"
  fi
}
npm_version() { sed -n 's/^ *"version": "\(.*\)".*/\1/p' "$peers/node/node_modules/$1/package.json" | head -n 1; }

results=$work/results.md
{
  echo '# Results'
  echo
  echo "Made by \`tests/bench/run.sh ${options[*]+"${options[*]}"} --sources ${sources[*]}\`; what the columns mean is in README.md."
  echo
  versions
  for kind in "${sources[@]}"; do
    given=${MYSYNC_TEST_MYSQL:-}
    [[ -n $given ]] || given=$("$servers" start "$kind" "$work/servers")
    MYSYNC_TEST_MYSQL=$given PYTHONPATH=$root/tests/support "$MYSYNC_TEST_PYTHON" -B "$here/bench.py" \
      --tools "$tools" --peers "$peers" "${options[@]}"
  done
} | tee "$results"
if [[ $quick == no ]]; then cp "$results" "$into"; fi
