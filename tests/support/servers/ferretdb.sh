#!/usr/bin/env bash
# Builds FerretDB as $MYSYNC_FERRETDB, once, with the Go on the PATH, else with the one of the root folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
module=github.com/FerretDB/FerretDB/v2/cmd/ferretdb@v2.7.0
folder=$(dirname "$MYSYNC_FERRETDB")

[[ -x $MYSYNC_FERRETDB ]] && exit
mkdir -p "$folder"
echo "building $module into $folder (some minutes, once)" >&2
if command -v go >/dev/null; then
  GOBIN=$folder GOFLAGS=-buildvcs=false go install "$module" >&2
else
  "$here/root.sh" make "$MYSYNC_MYSQL_ROOT" golang-go ca-certificates
  inside=("$here/root.sh" run "$MYSYNC_MYSQL_ROOT" --bind "$folder" env HOME=/root GOBIN=/srv/mysync
    GOTOOLCHAIN=local GOFLAGS=-buildvcs=false)
  trusted=/etc/ssl/certs/ca-certificates.crt # the root trusts whom this machine trusts
  if [[ -f $trusted ]]; then
    cp "$trusted" "$folder/trusted.crt"
    inside+=(SSL_CERT_FILE=/srv/mysync/trusted.crt)
  fi
  "${inside[@]}" go install "$module" >&2
fi
