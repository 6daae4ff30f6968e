#!/usr/bin/env python3
"""Serves a site by web servers that were told what `dateline` says, and looks at all that they answer.

    hosting.py DATELINE WORK

The servers are Apache by `.htaccess`, nginx and Caddy by `dateline hosting`, at the root of a host and below it. `_headers` and
`_redirects` are read by the hosts' own readers: rules.mjs does that.
"""

import http.client
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.parse

from media import media_type
from servers import Serving, free_port

PROGRAM, WORK = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
WIKI = "https://wiki.example"
POLICY = f"frame-ancestors 'self' {WIKI}"
# Files that are not there for readers, or that the server does not give out.
HIDDEN = {".htaccess", "_headers", "_redirects"}

ARTICLE = """+++
title = "The ferry is late"
published = 2021-04-14
aliases = ["/2021/04/ferry/", "news/ferry.html", "أخبار/قديم"]
topics = ["lost-decade"]
+++
Mayor Ines Calloway said on Monday that the council would meet in Tern Bay on 20 April 2021. “The ferry is late,” she said.
"""
ACTOR = '+++\nname = "Ines Calloway"\nredirect_from = ["people/ines+calloway"]\n+++\nShe sits on the council.\n'
# A name that ends like a digest.
TOPIC = '+++\nname = "The lost decade"\n+++\nTen years of ferries.\n'
MOVED = {
    "2021/04/ferry": "articles/ferry/",
    "2021/04/ferry/": "articles/ferry/",
    "news/ferry.html": "articles/ferry/",
    "أخبار/قديم/": "articles/ferry/",
    "people/ines+calloway": "actors/ines-calloway/",
}


def fail(what, more=""):
    sys.exit(f"hosting: {what}\n{more}")


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        fail(" ".join(str(a) for a in arguments), done.stdout + done.stderr)
    return done.stdout


def site(base):
    """A site with every kind of file, built and published to a folder that has compressed copies."""
    folder = WORK / "site"
    shutil.rmtree(WORK, ignore_errors=True)
    (folder / "content/articles").mkdir(parents=True)
    (folder / "content/actors").mkdir()
    (folder / "content/topics").mkdir()
    (folder / "static").mkdir()
    (folder / "content/articles/ferry.md").write_text(ARTICLE)
    (folder / "content/actors/ines.md").write_text(ACTOR)
    (folder / "content/topics/lost-decade.md").write_text(TOPIC)
    (folder / "static/app.0a1b2c3d.js").write_text("// made for good\n" * 80)
    (folder / "static/report-20210414.txt").write_text("A date is no digest: é.\n")
    (folder / "static/map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    (folder / "dateline.toml").write_text(
        f'title = "The Desk"\nbase_url = "{base}"\n\n[hosting]\nwrite = ["_headers", "_redirects", ".htaccess"]\n'
        f'frames = ["{WIKI}"]\npage_max_age = 600\n\n[publish.www]\n'
        f'to = "../www{urllib.parse.urlsplit(base).path}"\ncompress = "beside"\n'
    )
    run(PROGRAM, "build", folder, "--strict")
    run(PROGRAM, "publish", "--site", folder)
    return folder


def apache(prefix):
    port = free_port()
    names = "mpm_event authz_core alias dir mime headers rewrite".split()
    loads = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in names)
    config = WORK / "httpd.conf"
    config.write_text(
        f"{loads}ServerRoot {WORK}\nPidFile {WORK}/httpd.pid\nListen 127.0.0.1:{port}\nServerName localhost\n"
        f"{'User www-data' if os.getuid() == 0 else ''}\n{'Group www-data' if os.getuid() == 0 else ''}\nTypesConfig /etc/mime.types\nErrorLog {WORK}/error.log\n"
        f"DocumentRoot {WORK}/www\nDirectoryIndex index.html\n<Directory {WORK}/www>\nAllowOverride FileInfo AuthConfig\n"
        f"</Directory>\n"
    )
    return Serving(["apache2", "-d", str(WORK), "-f", str(config), "-DFOREGROUND"], port)


def nginx(prefix):
    port = free_port()
    config, lines = WORK / "nginx.conf", WORK / "lines.conf"
    lines.write_text(run(PROGRAM, "hosting", "nginx", WORK / "site"))
    places = "".join(f"{kind}_temp_path {WORK}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config.write_text(
        f"daemon off; pid {WORK}/nginx.pid; error_log {WORK}/nginx.log;\nevents {{}}\nhttp {{\n{places} access_log off;\n"
        f"server {{\nlisten 127.0.0.1:{port};\nroot {WORK}/www;\ninclude {lines};\n}}\n}}\n"
    )
    return Serving(["nginx", "-c", str(config)], port)


def caddy(prefix):
    port = free_port()
    config = WORK / "Caddyfile"
    lines = run(PROGRAM, "hosting", "caddy", WORK / "site")
    config.write_text(
        f"{{\nadmin off\nauto_https off\nstorage file_system {WORK}/caddy\n}}\n"
        f"http://127.0.0.1:{port} {{\nroot * {WORK}/www\n{lines}}}\n"
    )
    return Serving(["caddy", "run", "--config", str(config), "--adapter", "caddyfile"], port)


def get(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", urllib.parse.quote(path, safe="/+"), headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def look(name, server, prefix):
    www = WORK / f"www{prefix}"
    paths = sorted(path.relative_to(www).as_posix() for path in www.rglob("*") if path.is_file())
    kinds = set()
    for path in paths:
        if path in HIDDEN or path.endswith((".gz", ".br")):
            continue
        if path.startswith(".dateline-"):
            status = get(server, f"{prefix}/{path}")[0]
            status in (403, 404) or fail(f"{name} gives out `{path}`: {status}")
            continue
        kinds.add(media_type(path))
        check(name, server, prefix, path, www)
    len(kinds) > 12 or fail(f"the site has few kinds of files: {kinds}")
    for old, new in MOVED.items():
        status, headers, _ = get(server, f"{prefix}/{old}")
        there = urllib.parse.urlsplit(headers.get("Location") or "").path
        (status, there) == (301, f"{prefix}/{new}") or fail(f"{name}: `{old}` leads to {status} {there}")
    status, headers, body = get(server, f"{prefix}/not/there/")
    (status, body) == (404, (www / "404.html").read_bytes()) or fail(f"{name}: an address that leads nowhere: {status}")


def check(name, server, prefix, path, www):
    address = path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path
    kept = "31536000, immutable" if ".0a1b2c3d." in path else "600, must-revalidate"
    expected = {
        "Content-Type": media_type(path),
        "Cache-Control": f"public, max-age={kept}",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    for coding, ending in ((None, ""), ("gzip", ".gz"), ("br", ".br")):
        status, headers, body = get(server, f"{prefix}/{address}", **({"Accept-Encoding": coding} if coding else {}))
        given = {key: headers.get(key) for key in expected}
        (status, given) == (200, expected) or fail(f"{name}: `{address}`, {coding}: {status}", f"{given}\n{expected}")
        packed = headers.get("Content-Encoding")
        packed in (None, coding) or fail(f"{name}: `{address}` as {packed}, not {coding}")
        # nginx has brotli only with a module of others.
        there = (www / f"{path}{ending}").exists() and not (name == "nginx" and coding == "br")
        (packed is not None) == (coding is not None and there) or fail(f"{name}: `{address}` for {coding} as {packed}")
        body == (www / (path + (ending if packed else ""))).read_bytes() or fail(f"{name}: `{address}` as {packed} is another")


def main():
    for base in ("https://desk.example", "https://desk.example/a/b"):
        prefix = urllib.parse.urlsplit(base).path
        site(base)
        # For servers that run as a user of their own.
        for path in (WORK, *WORK.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        for start in (apache, nginx, caddy):
            server = start(prefix)
            try:
                look(start.__name__, server, prefix)
            finally:
                server.end()
        if not prefix:
            run("node", pathlib.Path(__file__).with_name("rules.mjs"), WORK / "site/public", WORK)
        print(f"hosting: apache, nginx and caddy at {base}", flush=True)


main()
