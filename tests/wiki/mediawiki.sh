#!/usr/bin/env bash
# MediaWiki for a test: Debian's, on loopback, with a SQLite database. The package is served where it lies; all that belongs to
# this wiki stands in the folder.
#
#   mediawiki.sh FOLDER PORT [SETTINGS]
#
# SETTINGS is PHP that is added to LocalSettings.php. Called again for a folder that is being served, it puts new settings into
# force and touches nothing else. WIKI_USER and WIKI_PASS name the administrator, who may also edit the site's scripts.
# To end it: kill -- -"$(cat FOLDER/server.pid)"
set -euo pipefail
# shellcheck source=serve.sh
. "$(dirname "$0")/serve.sh"
usage="usage: mediawiki.sh FOLDER PORT [SETTINGS]"
folder=$(realpath -m "${1:?$usage}") port=${2:?$usage} settings=${3-}
user=${WIKI_USER:-Admin} password=${WIKI_PASS:-embedcheck-1234}
code=/usr/share/mediawiki
[ -f $code/maintenance/install.php ] || die "there is no MediaWiki in $code; Debian's package is called mediawiki"

mkdir -p "$folder/data" "$folder/cache" "$folder/images"
# What of MediaWiki runs here must not find the settings of a wiki that the machine has already.
export MW_CONFIG_FILE=$folder/LocalSettings.php

if [ ! -f "$folder/installed.php" ]; then
  rm -f "$MW_CONFIG_FILE" "$folder"/data/*
  # The administrator it makes may edit the site's scripts too.
  php -d memory_limit=256M $code/maintenance/install.php --confpath "$folder" --dbtype sqlite --dbpath "$folder/data" --dbname wiki \
    --server "http://127.0.0.1:$port" --scriptpath "" --lang en --skins Vector --pass "$password" "Test wiki" "$user" \
    >"$folder/install.log" 2>&1 || { tail -n 20 "$folder/install.log" >&2; die "the installation failed"; }
  mv "$MW_CONFIG_FILE" "$folder/installed.php"
fi

{
  cat "$folder/installed.php"
  cat <<PHP

\$wgArticlePath = '/index.php?title=\$1'; // PHP's server takes a dot in a path for a file's
\$wgUploadDirectory = $(quoted "$folder/images");
\$wgCacheDirectory = $(quoted "$folder/cache");
\$wgMainCacheType = \$wgParserCacheType = CACHE_NONE; // what a test has changed shows at once
\$wgPingback = false;
PHP
  added "$settings"
} >"$folder/settings.new"
# In one step: a request meets the old settings or the new ones.
mv "$folder/settings.new" "$MW_CONFIG_FILE"

serving "$folder" || serve "$folder" "$port" $code "/api.php?action=query&meta=siteinfo&format=json"
echo "http://127.0.0.1:$port"
