# For mediawiki.sh and dokuwiki.sh: a wiki's files behind PHP's own web server.
# shellcheck shell=bash

die() {
  echo "$(basename "$0"): $1" >&2
  exit 1
}

# Whether the wiki in the folder is being served.
serving() {
  [ -f "$1/server.pid" ] && kill -0 "$(cat "$1/server.pid")" 2>/dev/null
}

# A word for use in PHP between single quotes.
quoted() {
  local word=${1//\\/\\\\}
  printf "'%s'" "${word//\'/\\\'}"
}

# What the caller adds to the settings: PHP without its opening tag.
added() {
  if [ -n "$1" ]; then sed '1s/^<?php//' "$1"; fi
}

# serve FOLDER PORT ROOT PATH [PHP-OPTION]...: serves ROOT on loopback until its process group is killed, and waits until PATH is
# answered. A process that serves one request at a time would wait for itself where a wiki asks itself something, and settings that
# were written anew are in force with the next request.
serve() {
  local folder=$1 port=$2 root=$3 path=$4
  shift 4
  PHP_CLI_SERVER_WORKERS=4 setsid php -d memory_limit=256M -d opcache.enable_cli=1 -d opcache.revalidate_freq=0 "$@" \
    -S "127.0.0.1:$port" -t "$root" >"$folder/server.log" 2>&1 </dev/null &
  echo $! >"$folder/server.pid"
  local tries
  for tries in $(seq 100); do
    curl --silent --fail --output /dev/null "http://127.0.0.1:$port$path" && return
    serving "$folder" || break
    sleep 0.2
  done
  tail -n 5 "$folder/server.log" >&2
  die "no answer at 127.0.0.1:$port$path after $tries tries"
}
