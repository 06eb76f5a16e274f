#!/usr/bin/env bash
# Installs the programs that mysync is measured beside into FOLDER. One that cannot be had is named and left out.
#   tests/bench/peers/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
into=$(realpath -m "${1:?usage: install.sh FOLDER}")
mkdir -p "$into"
cd "$into"

try() { # NAME COMMAND…
  local name=$1
  shift
  "$@" >"$name.log" 2>&1 || echo "not installed: $name; its log is $into/$name.log" >&2
}

python() {
  [[ -x python/bin/pip ]] || python3 -m venv python
  python/bin/pip install --quiet pymysql pymongo 'pyspark==3.5.*'
}

node() {
  mkdir -p node
  cp "$here/script.js" node/
  [[ -d node/node_modules/mongodb && -d node/node_modules/mysql2 ]] ||
    npm --prefix node install --no-audit --no-fund mysql2 mongodb
}

spark_jars() {
  compgen -G 'jars/mongo-spark-connector*.jar' ||
    mvn --batch-mode --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$into/jars" \
      -DincludeScope=runtime
}

try python python
try node node
try spark-jars spark_jars
