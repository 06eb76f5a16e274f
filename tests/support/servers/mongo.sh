# shellcheck shell=bash
# Servers that speak MongoDB's protocol: SecantusDB from PyPI, FerretDB over PostgreSQL with DocumentDB, and
# MongoDB itself where the user has it.

secantusdb_cache=1G

mongo_ready() { # URI
  "$MYSYNC_TEST_PYTHON" - "$1" <<'PYTHON'
import sys
import pymongo
pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=20000).admin.command("ping")
PYTHON
}

finish_mongo() { # FOLDER PORT
  local uri="mongodb://127.0.0.1:$2/?directConnection=true"
  await 60 "$1" mongo_ready "$uri"
  echo "$uri" >"$1/uri"
}

# Test commands give the tests `configureFailPoint`.
start_secantusdb() { # FOLDER
  local folder=$1 port
  port=$(free_port)
  : >"$folder/secantusd.toml" # keeps it from looking for the user's own
  launch "$folder" "${MYSYNC_TEST_PYTHON%/*}/secantusd-py" --config "$folder/secantusd.toml" --host 127.0.0.1 \
    --port "$port" --storage-path "$folder/data" --cache-size "$secantusdb_cache" \
    --enable-test-commands --log-level WARNING
  finish_mongo "$folder" "$port"
}

start_mongod() { # FOLDER
  local folder=$1 port
  port=$(free_port)
  mkdir "$folder/data"
  launch "$folder" mongod --dbpath "$folder/data" --bind_ip 127.0.0.1 --port "$port" \
    --unixSocketPrefix "$folder"
  finish_mongo "$folder" "$port"
}

postgres_settings() { # PORT
  cat <<CONF
listen_addresses = '127.0.0.1'
port = $1
unix_socket_directories = '/srv/mysync'
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
cron.database_name = 'postgres'
cron.host = '127.0.0.1'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
CONF
}

start_ferretdb() { # FOLDER
  local folder=$1 postgres_port port
  local inside=("$here/root.sh" run "$MYSYNC_MYSQL_ROOT" --bind "$1" --user postgres)
  local programs=/usr/lib/postgresql/18/bin
  "$here/ferretdb.sh"
  "$here/root.sh" make "$MYSYNC_MYSQL_ROOT" postgresql-18 postgresql-18-documentdb
  "$here/root.sh" run "$MYSYNC_MYSQL_ROOT" --bind "$folder" chown postgres /srv/mysync
  postgres_port=$(free_port)
  "${inside[@]}" "$programs/initdb" --auth=trust --no-sync --pgdata=/srv/mysync/data >>"$folder/log" 2>&1 ||
    fail "postgres: no data folder: $(tail -n 5 "$folder/log")"
  postgres_settings "$postgres_port" >>"$folder/data/postgresql.conf"
  launch "$folder" "${inside[@]}" "$programs/postgres" -D /srv/mysync/data
  await 60 "$folder" "${inside[@]}" psql -h 127.0.0.1 -p "$postgres_port" -d postgres \
    -c 'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE'
  port=$(free_port)
  mkdir "$folder/state"
  launch "$folder" "$MYSYNC_FERRETDB" --listen-addr="127.0.0.1:$port" --no-auth --telemetry=disable \
    --postgresql-url="postgres://postgres@127.0.0.1:$postgres_port/postgres" \
    --state-dir="$folder/state" --debug-addr=- --log-level=warn
  finish_mongo "$folder" "$port"
}
