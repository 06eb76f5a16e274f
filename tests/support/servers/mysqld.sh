# shellcheck shell=bash
# MariaDB and MySQL. Small and fast rather than durable: these servers live as long as a test.

mysql_user=mysync_test
mysql_password=for-tests-only

sql_options=(
  --character-set-server=utf8mb4 --bind-address=127.0.0.1 --skip-name-resolve --max-connections=200
  --innodb-buffer-pool-size=128M --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0
  --innodb-flush-method=nosync --secure-file-priv=
)

write_grants() { # FILE: what the server runs when it starts; one statement a line
  cat >"$1" <<SQL
CREATE USER IF NOT EXISTS '$mysql_user'@'%' IDENTIFIED BY '$mysql_password';
GRANT ALL PRIVILEGES ON *.* TO '$mysql_user'@'%' WITH GRANT OPTION;
SQL
  chmod a+r "$1"
}

mysql_ready() { # PORT
  local client
  client=$(command -v mariadb || command -v mysql)
  "$client" --no-defaults --protocol=tcp --host=127.0.0.1 --port="$1" --user="$mysql_user" \
    --password="$mysql_password" --execute='SELECT 1'
}

# The account for a server that is started by root, which both servers refuse to run as.
service_account() {
  if id -u mysql >/dev/null 2>&1; then echo mysql; else echo nobody; fi
}

finish_mysqld() { # FOLDER PORT
  await 60 "$1" mysql_ready "$2"
  echo "mysql://$mysql_user:$mysql_password@127.0.0.1:$2" >"$1/uri"
}

start_mariadb() { # FOLDER
  local folder=$1 port as=()
  port=$(free_port)
  if ((EUID == 0)); then
    as=("--user=$(service_account)")
    chown "${as[0]#--user=}" "$folder"
  fi
  write_grants "$folder/grants.sql"
  mariadb-install-db --no-defaults "${as[@]}" --datadir="$folder/data" --skip-test-db \
    --auth-root-authentication-method=normal --innodb-flush-method=nosync >>"$folder/log" 2>&1 ||
    fail "mariadb: no data folder: $(tail -n 5 "$folder/log")"
  launch "$folder" mariadbd --no-defaults "${as[@]}" "${sql_options[@]}" --datadir="$folder/data" \
    --port="$port" --socket="$folder/sock" --pid-file="$folder/pid" --init-file="$folder/grants.sql"
  finish_mysqld "$folder" "$port"
}

# MySQL's own server: the one on the PATH.
start_mysqld() { # FOLDER
  local folder=$1 as=()
  if ((EUID == 0)); then
    as=("--user=$(service_account)")
    chown "${as[0]#--user=}" "$folder"
  fi
  start_mysql_with "$folder" "$folder" "${as[@]}" -- mysqld
}

# MySQL 9 in the root folder of root.sh, which sees FOLDER as /srv/mysync.
start_mysql9() { # FOLDER
  local folder=$1 inside=("$here/root.sh" run "$MYSYNC_MYSQL_ROOT" --bind "$1")
  "$here/root.sh" make "$MYSYNC_MYSQL_ROOT" mysql-server-core
  "${inside[@]}" chown nobody /srv/mysync # the package makes no account
  start_mysql_with "$folder" /srv/mysync --user=nobody -- "${inside[@]}" mysqld
}

start_mysql_with() { # FOLDER SEEN-AS OPTION… -- COMMAND…: SEEN-AS is the folder's name for the server
  local folder=$1 seen=$2 options=() port
  shift 2
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  port=$(free_port)
  options=(--no-defaults "${options[@]}" "${sql_options[@]}" --datadir="$seen/data" --disable-log-bin)
  write_grants "$folder/grants.sql"
  "$@" "${options[@]}" --initialize-insecure >>"$folder/log" 2>&1 ||
    fail "mysqld: no data folder: $(tail -n 5 "$folder/log")"
  launch "$folder" "$@" "${options[@]}" --port="$port" --socket="$seen/sock" \
    --pid-file="$seen/pid" --mysqlx=OFF --init-file="$seen/grants.sql"
  finish_mysqld "$folder" "$port"
}
