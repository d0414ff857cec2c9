#!/bin/sh
# Installs sqlite3 as it is locked here: its maker's build where that can be had and loads, or else compiled.
set -u
DOWNLOAD_LIMIT_S=60

loads() {
  node --eval "require('sqlite3')"
}

download() (
  cd node_modules/sqlite3 && timeout "$DOWNLOAD_LIMIT_S" ../.bin/prebuild-install --runtime napi
)

# Node's headers come with its image; those of another Node will do, as sqlite3 uses nothing but Node-API.
compile() (
  headers=/usr/local
  packages='python3 make g++'
  [ -e "$headers/include/node/node_api.h" ] || headers=/usr/include/nodejs packages="$packages libnode-dev"
  apt-get update -qq && apt-get install -qq --yes --no-install-recommends $packages >/dev/null || return
  cd node_modules/sqlite3 && CFLAGS=-w ../.bin/node-gyp rebuild --silent --nodedir="$headers"
)

npm ci --ignore-scripts || exit
if ! { download && loads; } && ! { compile && loads; }; then
  echo 'sqlite3 has no build for this machine that can be had and loads, and it could not be compiled' >&2
  exit 1
fi

# What is needed to run it.
for package in node_modules/* node_modules/.[!.]*; do
  case $package in
    */sqlite3 | */bindings | */file-uri-to-path) ;;
    *) rm -rf "$package" ;;
  esac
done
cd node_modules/sqlite3 && rm -rf deps src && find build -type f ! -name node_sqlite3.node -delete
