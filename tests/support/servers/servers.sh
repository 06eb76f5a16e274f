#!/usr/bin/env bash
# Throw-away servers for the tests and the quickstart, on free ports of 127.0.0.1.
#   servers.sh start KIND FOLDER    starts one in FOLDER/KIND and prints its URI
#   servers.sh stop FOLDER          stops every server of FOLDER and removes the folder
# KIND: mariadb | mysqld (MySQL on the PATH) | mysql9 (in MYSYNC_MYSQL_ROOT) | secantusdb | mongod | ferretdb
# Everything a server writes is in its folder. What a kind needs has been installed by ../install.sh.
set -euo pipefail
kinds=(mariadb mysqld mysql9 secantusdb mongod ferretdb)
here=$(cd "$(dirname "$0")" && pwd)
build=${MYSYNC_BUILD:-$(cd "$here/../../.." && pwd)/build}
export MYSYNC_MYSQL_ROOT=${MYSYNC_MYSQL_ROOT:-$build/servers/root}
export MYSYNC_FERRETDB=${MYSYNC_FERRETDB:-$build/servers/ferretdb}
export MYSYNC_TEST_PYTHON=${MYSYNC_TEST_PYTHON:-$build/venv/bin/python}
# shellcheck source-path=SCRIPTDIR
source "$here/process.sh"
# shellcheck source-path=SCRIPTDIR
source "$here/mysqld.sh"
# shellcheck source-path=SCRIPTDIR
source "$here/mongo.sh"

start() { # KIND FOLDER
  local folder=$2/$1
  mkdir -p "$2"
  mkdir "$folder" || fail "$1 was already started in $2"
  chmod a+rx "$2" "$folder" # the server may run under another account
  # shellcheck disable=SC2064
  trap "stop_folder '$folder'" EXIT
  "start_$1" "$folder"
  trap - EXIT
  cat "$folder/uri"
}

stop() { # FOLDER
  local kind
  for kind in "${kinds[@]}"; do
    { stop_folder "$1/$kind" && rm -rf --one-file-system "${1:?}/$kind"; } &
  done
  wait
  if [[ -d $1 ]]; then rmdir --ignore-fail-on-non-empty "$1"; fi
}

known() { # KIND
  [[ " ${kinds[*]} " == *" $1 "* ]] || fail "unknown kind of server '$1'; known: ${kinds[*]}"
}

# Entering a root folder needs root; the rest runs as anybody.
become_root() { # ARGUMENT…
  ((EUID != 0)) || return 0
  command -v sudo >/dev/null || fail "$2 needs root: run this as root or install sudo"
  exec sudo --preserve-env=MYSYNC_BUILD,MYSYNC_MYSQL_ROOT,MYSYNC_FERRETDB,MYSYNC_TEST_PYTHON \
    "$here/servers.sh" "$@"
}

(($# >= 2)) || fail "usage: servers.sh start KIND FOLDER | servers.sh stop FOLDER"
case $1 in
  start)
    known "$2"
    if [[ $2 == mysql9 || $2 == ferretdb ]]; then become_root "$@"; fi
    start "$2" "$(realpath -m "${3:?a folder}")"
    ;;
  stop)
    if [[ -d $2/mysql9 || -d $2/ferretdb ]]; then become_root "$@"; fi
    stop "$(realpath -m "$2")"
    ;;
  *) fail "servers.sh: start or stop, not '$1'" ;;
esac
