# shellcheck shell=bash disable=SC2154
# A script's steps: one line each, with its duration; what a step prints goes to a log, whose end is shown when
# the step fails. Sourced, under `set -e`, by a script that sets `logs` to a folder and traps EXIT with a
# function that calls report_failure.

exec 3>&1 4>&2
step_name=''
said=''

now() { # milliseconds
  local microseconds=${EPOCHREALTIME/[.,]/} # the decimal point is the locale's
  echo "${microseconds%???}"
}

since() { # MILLISECONDS
  local passed=$(($(now) - $1))
  printf '%d.%d s' $((passed / 1000)) $((passed % 1000 / 100))
}

announce() { # TEXT: a line for the reader in the middle of a step
  printf '  %-12s %s\n' "$step_name" "$*" >&3
}

# Runs COMMAND in this shell, where it may leave words for the step's line in `said`. It is called plainly, not
# as a condition, so that `set -e` still ends it at its first failure.
step() { # NAME COMMAND…
  local began
  began=$(now)
  step_name=$1
  step_log=$logs/${1// /-}.log
  said=''
  shift
  if [[ -t 3 ]]; then printf '  %-12s …\r' "$step_name" >&3; fi
  "$@" >"$step_log" 2>&1
  printf '  %-12s %-48s %9s\n' "$step_name" "$said" "$(since "$began")" >&3
  step_name=''
}

report_failure() { # STATUS
  (($1)) && [[ -n $step_name ]] || return 0
  {
    local where='what it said is above'
    if [[ -n $step_log ]]; then
      tail -n "${step_tail:-20}" "$step_log" | sed 's/^/  | /'
      where="its log: $step_log"
    fi
    echo "${0##*/}: the step '$step_name' failed (status $1); $where"
  } >&4
}
