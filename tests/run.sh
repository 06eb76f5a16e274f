#!/usr/bin/env bash
# Builds mysync and runs all of its tests against throw-away servers; installs what is missing.
#   tests/run.sh [--mysql] [--ferretdb] [CTEST-OPTION…]
#     --mysql      MySQL 9 is the source: the one on the PATH, else one in a root folder of its own
#     --ferretdb   FerretDB over PostgreSQL is the target
# Servers already running are used when MYSYNC_TEST_MYSQL (mysql://USER:PASSWORD@HOST:PORT) or
# MYSYNC_TEST_MONGODB names them. MYSYNC_BUILD is the build folder, MYSYNC_MYSQL_ROOT a root folder made before.
# MYSYNC_TEST_MONGODB_2 is a second target for half of the tests, started for one that uses one processor only.
set -euo pipefail
cd "$(dirname "$0")/.."
export MYSYNC_BUILD=${MYSYNC_BUILD:-$PWD/build}
venv=$MYSYNC_BUILD/venv
export MYSYNC_TEST_PYTHON=${MYSYNC_TEST_PYTHON:-$venv/bin/python}
servers=tests/support/servers/servers.sh
folder=$(mktemp -d "${TMPDIR:-/tmp}/mysync-tests.XXXXXX")
logs=$MYSYNC_BUILD/logs/tests
mkdir -p "$logs"
# shellcheck source-path=SCRIPTDIR/.. source=tests/support/step.sh
source tests/support/step.sh
# shellcheck source-path=SCRIPTDIR/.. source=tests/support/install.sh
source tests/support/install.sh

finish() {
  local status=$?
  trap - EXIT
  report_failure "$status"
  "$servers" stop "$folder/second" >&4 2>&4 || true
  "$servers" stop "$folder" >&4 2>&4 || true
  exit "$status"
}

parse() {
  while (($#)); do
    case $1 in
      --mysql) source=$(if has_mysql; then echo mysqld; else echo mysql9; fi) ;;
      --ferretdb) target=ferretdb ;;
      --help) sed -n '2,/^set/{/^#/s/^# \?//p}' "$0"; exit ;;
      *) ctest_options+=("$1") ;;
    esac
    shift
  done
}

choose_servers() {
  if [[ -z $source && -z ${MYSYNC_TEST_MYSQL-} ]]; then source=$(source_kind); fi
  if [[ -z $target && -z ${MYSYNC_TEST_MONGODB-} ]]; then target=$(target_kind); fi
}

install_packages() {
  local server
  read -ra server <<<"$(server_packages "$source" "$target" | tr '\n' ' ')"
  need "${build_packages[@]}" "${test_packages[@]}" "${python_packages[@]}" "${data_packages[@]}" "${server[@]}"
}

build() {
  local werror=OFF
  if [[ ${CI-} == true ]]; then werror=ON; fi
  cmake -S . -B "$MYSYNC_BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMYSYNC_TESTS=ON -DMYSYNC_WERROR=$werror
  cmake --build "$MYSYNC_BUILD"
}

start_source() {
  MYSYNC_TEST_MYSQL=$("$servers" start "$source" "$folder")
  said=$source
}

start_target() {
  MYSYNC_TEST_MONGODB=$("$servers" start "$target" "$folder")
  said=$target
  if [[ $target == secantusdb ]]; then
    MYSYNC_TEST_MONGODB_2=$("$servers" start "$target" "$folder/second")
    said="two of $target"
  fi
}

# In CI a test that did not run is a failure: it would hide what it was written to show.
refuse_skips() { # LOG
  [[ ${CI-} == true ]] || return 0
  if grep -E '\*\*\*(Skipped|Not Run)' "$1" >&2; then
    echo "tests/run.sh: tests were skipped, which CI does not accept" >&2
    return 1
  fi
}

run_tests() {
  export MYSYNC_TEST_MYSQL MYSYNC_TEST_MONGODB MYSYNC_TEST_MONGODB_2
  local log=$logs/ctest.log status=0
  ctest --test-dir "$MYSYNC_BUILD" --output-on-failure --no-tests=error --parallel "$((2 * $(nproc)))" \
    "${ctest_options[@]}" 2>&1 | tee "$log" || status=$?
  refuse_skips "$log" || status=1
  return "$status"
}

source='' target='' ctest_options=()
MYSYNC_TEST_MONGODB_2=${MYSYNC_TEST_MONGODB_2-}
trap finish EXIT
parse "$@"
choose_servers
step packages install_packages
if [[ $MYSYNC_TEST_PYTHON == "$venv"/* ]]; then step python make_venv "$venv"; fi
step build build
if [[ -n $source ]]; then step source start_source; fi
if [[ -n $target ]]; then step target start_target; fi
run_tests
