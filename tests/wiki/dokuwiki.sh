#!/usr/bin/env bash
# DokuWiki for a test: Debian's, on loopback. The package is served where it lies; the wiki's pages and settings stand in the folder.
#
#   dokuwiki.sh FOLDER PORT [SETTINGS]
#
# SETTINGS is PHP that is added to conf/local.php; other files go into FOLDER/conf as they are (userscript.js,
# interwiki.local.conf). Called again for a folder that is being served, it puts new settings into force and touches nothing
# else. Everybody may read, and WIKI_USER with WIKI_PASS may do everything, through the API as well.
# To end it: kill -- -"$(cat FOLDER/server.pid)"
set -euo pipefail
# shellcheck source=serve.sh
. "$(dirname "$0")/serve.sh"
usage="usage: dokuwiki.sh FOLDER PORT [SETTINGS]"
folder=$(realpath -m "${1:?$usage}") port=${2:?$usage} settings=${3-}
user=${WIKI_USER:-admin} password=${WIKI_PASS:-embedcheck-1234}
code=/usr/share/dokuwiki defaults=/etc/dokuwiki
[ -f $code/doku.php ] || die "there is no DokuWiki in $code; Debian's package is called dokuwiki"

for kind in attic cache index locks log media media_attic media_meta meta pages tmp; do
  mkdir -p "$folder/data/$kind"
done
mkdir -p "$folder/conf"
# Which plugins are on is read from the wiki's own folder alone; the other defaults come from the package's.
cp $defaults/plugins.php $defaults/plugins.required.php "$folder/conf/"
[ -f "$folder/conf/users.auth.php" ] || {
  hash=$(WORD=$password php -r 'echo password_hash(getenv("WORD"), PASSWORD_BCRYPT);')
  printf '%s:%s:Test:test@example.invalid:admin,user\n' "$user" "$hash" >"$folder/conf/users.auth.php"
  printf '*\t@ALL\t1\n*\t@admin\t255\n' >"$folder/conf/acl.auth.php"
}

# Runs before each script of the wiki, and wins over where Debian looks.
printf '<?php\ndefined("DOKU_CONF") or define("DOKU_CONF", %s);\n' "$(quoted "$folder/conf/")" >"$folder/before.php"

{
  cat <<PHP
<?php
\$conf['title'] = 'Test wiki';
\$conf['savedir'] = $(quoted "$folder/data");
\$conf['baseurl'] = 'http://127.0.0.1:$port';
\$conf['basedir'] = '/';
\$conf['license'] = '0';
\$conf['updatecheck'] = 0;
\$conf['cachetime'] = 0; // what a test has changed shows at once
\$conf['useacl'] = 1;
\$conf['superuser'] = '@admin';
\$conf['authtype'] = 'authplain';
\$conf['passcrypt'] = 'bcrypt';
\$conf['remote'] = 1;
\$conf['remoteuser'] = $(quoted "$user");
PHP
  added "$settings"
} >"$folder/settings.new"
# In one step: a request meets the old settings or the new ones.
mv "$folder/settings.new" "$folder/conf/local.php"

serving "$folder" || serve "$folder" "$port" $code "/doku.php?id=start" -d auto_prepend_file="$folder/before.php"
echo "http://127.0.0.1:$port"
