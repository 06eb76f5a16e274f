# shellcheck shell=bash disable=SC2034
# What building and testing need, installed when it is missing. Sourced.

build_packages=(g++ cmake ninja-build pkg-config libmariadb-dev libmariadb-dev-compat libmongoc-dev
  libcli11-dev libtomlplusplus-dev libfmt-dev libhowardhinnant-date-dev libsimdjson-dev libssl-dev nlohmann-json3-dev)
test_packages=(catch2 libfaketime openssl)
lint_packages=(clang libclang-rt-dev clang-tidy clang-format shellcheck valgrind) # the sanitizers of Debian 12's clang are apart
mariadb_packages=(mariadb-server-core mariadb-client-core) # without the service that mariadb-server starts
python_packages=(python3 python3-venv)
data_packages=(iso-codes unicode-data) # what real_data_test.py loads
root_packages=(debootstrap)

missing_packages() { # PACKAGE…
  local package
  for package; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

as_root() { # COMMAND…
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

need() { # PACKAGE…
  local missing apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
  if ! command -v dpkg-query >/dev/null; then
    echo "not a Debian machine: this needs what Debian calls $*" >&2
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    echo "missing packages, and neither root nor sudo to install them; as root: apt-get install ${missing[*]}" >&2
    return 1
  fi
  announce "installing ${missing[*]}"
  as_root "${apt[@]}" update
  as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
}

make_venv() { # FOLDER
  local wanted=${BASH_SOURCE[0]%/*}/servers/requirements.txt python=/usr/bin/python3
  cmp -s "$wanted" "$1/requirements.txt" && return
  announce "installing the Python packages of ${wanted#"$PWD/"} in ${1#"$PWD/"}"
  [[ -x $python ]] || python=python3
  "$python" -m venv --clear "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" "$1/requirements.txt"
}

has_mysql() { # a mysqld on the PATH that is MySQL's own; MariaDB answers to that name too
  command -v mysqld >/dev/null && [[ $(mysqld --version 2>/dev/null) != *MariaDB* ]]
}

source_kind() { if has_mysql; then echo mysqld; else echo mariadb; fi; }
target_kind() { if command -v mongod >/dev/null; then echo mongod; else echo secantusdb; fi; }

server_packages() { # KIND…
  local kind
  for kind; do
    case $kind in
      mariadb) command -v mariadbd >/dev/null || echo "${mariadb_packages[@]}" ;;
      mysql9) echo "${root_packages[@]}" mariadb-client-core ;;
      ferretdb) echo "${root_packages[@]}" ;;
    esac
  done
}
