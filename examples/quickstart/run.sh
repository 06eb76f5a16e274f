#!/usr/bin/env bash
# From a fresh Debian machine to a shop's rows in MongoDB, with one command.
#   examples/quickstart/run.sh [--keep]     --keep leaves the servers and the shop, and says how to stop them
# Servers: those that MYSYNC_QUICKSTART_MYSQL (mysql://USER:PASSWORD@HOST:PORT) and MYSYNC_QUICKSTART_MONGODB
# (mongodb://…) name, else throw-away ones: of the mysqld and mongod on the PATH, else of packages. On your own
# servers only a database named mysync_shop is made, and dropped again. MYSYNC_PROGRAM names a mysync built before.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=examples/quickstart
servers=tests/support/servers/servers.sh
export MYSYNC_BUILD=${MYSYNC_BUILD:-$PWD/build}
build=${MYSYNC_BUILD#"$PWD/"} # as the reader would type it
logs=$build/logs/quickstart
settings=$build/quickstart.env
program=${MYSYNC_PROGRAM:-$build/mysync}
export MYSYNC_TEST_PYTHON=$MYSYNC_BUILD/venv/bin/python
python=$MYSYNC_TEST_PYTHON
mkdir -p "$logs"
unset "${!MYSQL_@}" "${!MONGODB_@}" "${!SYNC_@}" # they would win over sync.toml
# shellcheck source-path=SCRIPTDIR/../.. source=tests/support/step.sh
source tests/support/step.sh
# shellcheck source-path=SCRIPTDIR/../.. source=tests/support/install.sh
source tests/support/install.sh
# shellcheck source-path=SCRIPTDIR/../.. source=examples/quickstart/shop.sh
source $here/shop.sh

parse() {
  keep=no
  case ${1-} in
    '') ;;
    --keep) keep=yes ;;
    --help) sed -n '2,/^set/{/^#/s/^# \?//p}' "$0"; exit ;;
    *) echo "run.sh: unknown option '$1'; there is --keep" >&2; exit 2 ;;
  esac
}

choose_servers() {
  source='' target=''
  if [[ -z ${MYSYNC_QUICKSTART_MYSQL-} ]]; then source=$(source_kind); fi
  if [[ -z ${MYSYNC_QUICKSTART_MONGODB-} ]]; then target=$(target_kind); fi
}

install_packages() {
  local more=()
  read -ra more <<<"$(server_packages "$source" "$target" | tr '\n' ' ')"
  if [[ -z $source ]] && ! mysql_client >/dev/null; then more+=(mariadb-client-core); fi
  need "${build_packages[@]}" "${python_packages[@]}" "${more[@]}"
}

# The Python packages arrive while the program is being compiled.
begin_python() {
  local step_name=python
  make_venv "$MYSYNC_BUILD/venv" >"$logs/python.log" 2>&1 &
  python_pid=$!
}

await_python() {
  wait "$python_pid"
  python_pid=''
}

build() {
  local options=(-DCMAKE_BUILD_TYPE=Release)
  if [[ ! -f $build/build.ninja ]]; then options+=(-DMYSYNC_TESTS=OFF); fi # Catch2 is not needed here
  cmake -S . -B "$build" -G Ninja "${options[@]}"
  cmake --build "$build" --target mysync
  said=$program
}

start_source() {
  local uri=${MYSYNC_QUICKSTART_MYSQL-}
  if [[ -n $source ]]; then uri=$("$servers" start "$source" "$folder"); fi
  split_mysql_uri "$uri"
  said="$(sql --execute='SELECT VERSION()') on $host:$port"
}

start_target() {
  mongodb_uri=${MYSYNC_QUICKSTART_MONGODB-}
  if [[ -n $target ]]; then mongodb_uri=$("$servers" start "$target" "$folder"); fi
  drop_documents
  said=${target:+"$target on "}$(sed -E 's|^[^:]*://([^@/]*@)?([^/?]*).*|\2|' <<<"$mongodb_uri")
}

mysync() { # COMMAND…: what the program says is what is to be seen here
  step_name="mysync $1" step_log=''
  printf '\n$ mysync %s\n' "$*"
  "$program" -c $here/sync.toml --env-file "$settings" "$@"
  step_name=''
}

show_documents() {
  step_name=documents step_log=''
  printf '\nsome documents of each collection\n'
  "$python" $here/show.py "$mongodb_uri" "$database"
  step_name=''
}

finish() {
  local status=$?
  trap - EXIT
  report_failure "$status"
  if [[ -n ${python_pid-} ]]; then kill "$python_pid" 2>/dev/null || true; fi
  if ((status)) || [[ $keep == no ]]; then
    # Throw-away servers take the shop with them; of your own, each is cleaned even when the other fails.
    if [[ -n ${shop_begun-} && -z $source ]]; then drop_tables >/dev/null 2>&1 || true; fi
    if [[ -n ${shop_begun-} && -z $target ]]; then drop_documents >/dev/null 2>&1 || true; fi
    for log in "$folder"/*/log; do
      if [[ -f $log ]]; then cp "$log" "$logs/server-$(basename "${log%/log}").log"; fi
    done
    "$servers" stop "$folder" || true
    rm -f "$settings"
  fi
  exit "$status"
}

say_what_next() {
  cat <<NEXT

next
  look around      examples/quickstart/run.sh --keep
  test it all      tests/run.sh
  your own data    cp sync.toml.example sync.toml, edit it, then $program discover
NEXT
}

say_how_to_stop() {
  cat <<KEPT

the servers and the shop are left to you
  configuration    $here/sync.toml with $settings
  sync again       $program -c $here/sync.toml --env-file $settings run
  MySQL            $(mysql_client) --protocol=tcp -h $host -P $port -u $user -p $database
  MongoDB          $mongodb_uri
  the password     in $settings
KEPT
  if [[ -n $source$target ]]; then echo "  stop             $servers stop $folder"; fi
  if [[ -z $source || -z $target ]]; then echo "  yours to drop    the databases named $database"; fi
}

parse "$@"
folder=$(mktemp -d "${TMPDIR:-/tmp}/mysync-shop.XXXXXX")
trap finish EXIT
choose_servers
step packages install_packages
begin_python
if [[ -z ${MYSYNC_PROGRAM-} ]]; then step build build; fi
step python await_python
step source start_source
step target start_target
shop_begun=yes
step shop make_shop
write_settings "$settings"
mysync discover
mysync run
mysync status
echo
step changes change_shop
mysync run
show_documents
if [[ $keep == yes ]]; then say_how_to_stop; else say_what_next; fi
