# shellcheck shell=bash disable=SC2154,SC2034
# The shop: where its two servers are, and what is done to it. Sourced by run.sh.

database=mysync_shop # the name in sync.toml; nothing else is touched on a server that is yours

mysql_client() {
  command -v mariadb || command -v mysql
}

decode() { # TEXT: %41 is A
  printf '%b' "${1//%/\\x}"
}

split_mysql_uri() { # URI
  local pattern='^mysql://([^:@/]+)(:([^@/]*))?@([^:/@]+)(:([0-9]+))?/?$'
  if [[ ! $1 =~ $pattern ]]; then
    echo 'MYSYNC_QUICKSTART_MYSQL: write mysql://USER:PASSWORD@HOST:PORT'
    return 1
  fi
  user=$(decode "${BASH_REMATCH[1]}")
  password=$(decode "${BASH_REMATCH[3]}")
  host=${BASH_REMATCH[4]}
  port=${BASH_REMATCH[6]:-3306}
}

# The password goes through the environment: a command line can be read by everybody on the machine.
sql() { # [OPTION…] [DATABASE]
  MYSQL_PWD=$password "$(mysql_client)" --no-defaults --protocol=tcp --host="$host" --port="$port" \
    --user="$user" --default-character-set=utf8mb4 --batch --skip-column-names "$@"
}

drop_documents() {
  MONGODB=$mongodb_uri "$python" - "$database" <<'PYTHON'
import os, sys
import pymongo
try:
    pymongo.MongoClient(os.environ["MONGODB"], serverSelectionTimeoutMS=10000).drop_database(sys.argv[1])
except pymongo.errors.PyMongoError as error:
    sys.exit(f"MongoDB: {str(error).split(', Topology')[0]}")
PYTHON
}

quoted() { # TEXT, for an env file
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "${text//\$/\\\$}"
}

write_settings() { # FILE
  (umask 077 && rm -f "$1" && : >"$1")
  cat >"$1" <<ENV
SHOP_HOST=$(quoted "$host")
MYSQL_PORT=$port
SHOP_USER=$(quoted "$user")
SHOP_PASSWORD=$(quoted "$password")
SHOP_MONGODB_URI=$(quoted "$mongodb_uri")
ENV
}

make_shop() {
  drop_tables
  sql --execute="CREATE DATABASE $database CHARACTER SET utf8mb4"
  sql "$database" <"$here/shop.sql"
  said='101,590 rows in 6 tables'
}

change_shop() {
  sql "$database" <"$here/changes.sql"
  said='orders, prices, stock, one number that is too large'
}

drop_tables() {
  sql --execute="DROP DATABASE IF EXISTS $database"
}
