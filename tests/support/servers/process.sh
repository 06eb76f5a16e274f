# shellcheck shell=bash
# What all servers share: ports, starting, waiting, stopping. Sourced by servers.sh.
# A server's folder holds `log` (what it printed), `uri`, and `pids`: one "PID START" a line, in the order of
# starting. START is the process's start time, so that a number used again by somebody else is never killed.

fail() {
  echo "$*" >&2
  return 1
}

free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 12000)) # below the range from which the kernel takes ports for clients
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

start_time() { # PID
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra fields <<<"${stat##*) }" # the name in parentheses may hold spaces
  echo "${fields[19]}"
}

same_process() { # PID START
  [[ $(start_time "$1") == "$2" ]]
}

launch() { # FOLDER COMMAND…: in a session of its own, so that Ctrl-C reaches the tests and not the servers
  local folder=$1
  shift
  setsid "$@" >>"$folder/log" 2>&1 </dev/null &
  echo "$! $(start_time "$!")" >>"$folder/pids"
}

all_run() { # FOLDER
  local pid start
  while read -r pid start; do
    same_process "$pid" "$start" || return 1
  done <"$1/pids"
}

await() { # SECONDS FOLDER COMMAND…: until COMMAND succeeds
  local deadline=$((SECONDS + $1)) folder=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)) || ! all_run "$folder"; then
      tail -n 20 "$folder/log" >&2
      fail "${folder##*/}: not ready; the end of its log, $folder/log, is above"
      return
    fi
    sleep 0.1
  done
}

# Asked politely, then killed: what it holds is thrown away.
stop_process() { # PID START
  local tries=40
  same_process "$1" "$2" && kill -TERM "$1" 2>/dev/null || return 0
  while same_process "$1" "$2"; do
    sleep 0.05
    if ((tries-- == 0)); then kill -KILL "$1" 2>/dev/null || true; fi
  done
}

stop_folder() { # FOLDER
  local pid start
  [[ -f $1/pids ]] || return 0
  while read -r pid start; do
    stop_process "$pid" "$start"
  done < <(tac "$1/pids")
}
