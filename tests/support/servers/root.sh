#!/usr/bin/env bash
# A folder with Debian unstable in it, for servers and libraries that a stable Debian lacks.
#   root.sh make ROOT PACKAGE…                              makes it, or adds what is missing
#   root.sh run ROOT [--bind FOLDER] [--user NAME] COMMAND… runs COMMAND in it, FOLDER seen as /srv/mysync
# Mounts live in a mount namespace of the command's own: nothing has to be unmounted, and deleting the root
# can never reach the machine's own /dev. Needs root, and debootstrap for making.
set -euo pipefail

die() {
  echo "root.sh: $*" >&2
  exit 1
}

mirror() {
  if [[ -f /etc/apt/sources.list.d/debian.sources ]]; then
    sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources | head -n 1
  elif [[ -f /etc/apt/sources.list ]]; then
    sed -nE 's/^deb +(\[[^]]*\] +)?([^ ]+) .*/\2/p' /etc/apt/sources.list | head -n 1
  fi
}

make_base() { # ROOT
  local from
  command -v debootstrap >/dev/null || die "debootstrap is missing"
  rm -rf --one-file-system "$1.part"
  mkdir -p "$(dirname "$1")"
  from=$(mirror)
  debootstrap --variant=minbase sid "$1.part" ${from:+"$from"} >"$1.log" 2>&1 ||
    die "debootstrap failed: $(tail -n 3 "$1.log"); the log is $1.log"
  mv "$1.part" "$1"
}

missing_in() { # ROOT PACKAGE…
  local root=$1 package
  shift
  for package; do
    dpkg-query --admindir="$root/var/lib/dpkg" -W -f='${db:Status-Status}\n' "$package" 2>/dev/null |
      grep -qx installed || echo "$package"
  done
}

make() { # ROOT PACKAGE…
  local root=$1 missing apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Check-Valid-Until=false
    -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
  shift
  [[ -x $root/usr/bin/apt-get ]] || make_base "$root"
  mapfile -t missing < <(missing_in "$root" "$@")
  ((${#missing[@]})) || return 0
  echo "installing in $root: ${missing[*]}" >&2
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  # No service is started by a package's installation.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  { "$0" run "$root" "${apt[@]}" update &&
    "$0" run "$root" "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >>"$root.log" 2>&1 ||
    die "apt-get failed: $(tail -n 3 "$root.log"); the log is $root.log"
}

# A chroot cannot make its mounts private, and needs not to: nothing is mounted there to be shared.
namespace() {
  if unshare --mount true 2>/dev/null; then echo private; else echo unchanged; fi
}

run() { # ROOT [--bind FOLDER] [--user NAME] COMMAND…
  local root=$1 bind='' user=root
  shift
  while [[ $1 == --* ]]; do
    case $1 in
      --bind) bind=$2 ;;
      --user) user=$2 ;;
      *) die "unknown option $1" ;;
    esac
    shift 2
  done
  # shellcheck disable=SC2016
  exec unshare --mount --propagation "$(namespace)" bash -c '
    root=$1 bind=$2 user=$3
    shift 3
    mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" || exit
    if [[ -n $bind ]]; then
      mkdir -p "$root/srv/mysync" && mount --bind "$bind" "$root/srv/mysync" || exit
      cd / || exit
    fi
    exec env -u LC_ALL LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot --userspec="$user" "$root" "$@"
  ' bash "$root" "$bind" "$user" "$@"
}

((EUID == 0)) || die "needs root"
case ${1-} in
  make | run) (($# >= 3)) || die "usage: root.sh make|run ROOT …"; "$@" ;;
  *) die "usage: root.sh make|run ROOT …" ;;
esac
