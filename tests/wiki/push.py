#!/usr/bin/env python3
"""Pushes a site into real wikis on this machine and holds what readers see there against what the site says.

    push.py DATELINE WORK [WIKI]...

DATELINE is the program with the feature `push`, WORK a folder to make things in. MediaWiki and DokuWiki are Debian's; Confluence,
and the newer interface of DokuWiki, are stand-ins (`confluence.py` and `jsonrpc.py` say what they are). For each wiki: make,
nothing changed, change, words of people around the part, words of people in it, pages of others, pages that are gone, hostile
titles and texts, wrong logins, no rights, a kill after every few requests, a wiki that is busy or goes down on the way.
"""

import hashlib
import html.parser
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xmlrpc.client

import confluence
import gate
import jsonrpc

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM, WORK = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PASSWORD = "embedcheck-1234"
WRONG = "not-the-right-password-7"

# Each of these says something to one of the wikis; readers have to see it as it stands.
HOSTILE = [
    "{{DELETE}} [[Category:Oops]] [[File:x.png]]",
    "<nowiki>x</nowiki> <script>alert(1)</script> <b>bold</b>",
    "'''b''' ''i'' **b** //i// __u__",
    "~~~~ and ~~~ and ~~NOTOC~~",
    "<!-- dateline:end article/hostile --> and on",
    "|dateline:end article/hostile 0123456789abcdef",
    "%%raw%% %%% <nowiki>%%</nowiki>",
    "==== no heading ==== and ((no note))",
    "&amp; &#60;b&#62; &nbsp;. &ldquo;x&rdquo;",
    "{{:image.png}} {{rss>http://x.example 5}} [[wiki|link]]",
    "http://x.example/a_b?c=1&d=2#e and me@x.example",
    "__TOC__ #REDIRECT [[X]] ---- {|",
    "| a | b | ^ h ^ * star # hash ; semi",
    "]]> CDATA <![CDATA[ <ac:structured-macro>",
    "ISBN 0306406152 and RFC 2616 and (c) -> 640x480",
    "back\\\\slash \\\\ and $HOME and `code`",
]

TITLES = {
    "t1.txt": "<b>Tags</b> & [[links]] {{and}} | more #1 of 100%41",
    "t2.txt": "== A title == with ~~~~ and &amp; and 'quotes\"",
    "t3.txt": "../up/./and/../down",
    "t4.txt": "Same title",
    "t5.txt": "same Title",
    "t6.txt": "المحافظة تجتمع يوم الاثنين " * 6,
    "t7.txt": "A very long title " * 30,
}


def expect(holds, what, said=""):
    if not holds:
        print(f"push.py: {what}\n{said}", file=sys.stderr)
        sys.exit(1)


def article(title, text):
    return f"date 2021-04-14 Sam Porter\n\n{title.strip()}\n\nTERN BAY: {text}\n"


BRIDGE = article("The bridge", "“The bridge has earned a second life,” Mayor Ines Calloway said on Tuesday.")
BASE = {
    "bridge.txt": BRIDGE,
    "ferry.txt": article("The ferry", "The ferry sails again, Ines Calloway said on Monday."),
    "market.txt": article("The market", "The market was closed, Ines Calloway said on Friday."),
}


def text_of(source):
    """What a reader sees of HTML, with one space for any white space."""

    class Reader(html.parser.HTMLParser):
        parts, hidden = [], 0

        def handle_starttag(self, tag, _):
            self.hidden += tag in ("script", "style")

        def handle_endtag(self, tag):
            self.hidden -= tag in ("script", "style")
            if tag in ("p", "li", "h1", "h2", "h3", "div", "td"):
                self.parts.append(" ")

        def handle_data(self, data):
            if self.hidden <= 0:
                self.parts.append(data)

    reader = Reader()
    reader.parts = []
    reader.feed(source)
    return " ".join("".join(reader.parts).split())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Real:
    """A wiki that a script of this folder brings up."""

    def up(self, settings=""):
        self.settings = WORK / f"{self.name}.php"
        self.settings.write_text(f"<?php\n{settings}\n")
        self.folder, self.port = WORK / self.name, getattr(self, "port", None) or free_port()
        script = [HERE / self.script, self.folder, str(self.port), self.settings]
        done = subprocess.run(script, env=os.environ | {"WIKI_PASS": PASSWORD}, capture_output=True, text=True)
        expect(done.returncode == 0, f"{self.name} does not come up", done.stdout + done.stderr)

    def down(self):
        pid = self.folder / "server.pid"
        if pid.exists():
            try:
                os.killpg(int(pid.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                pass
            pid.unlink()


class MediaWiki(Real):
    kill_every = 10
    name, kind, script, prefix = "mediawiki", "mediawiki", "mediawiki.sh", "Briefings/"
    user = "Admin"

    def __init__(self):
        self.up()
        self.account(self.user)

    def account(self, user):
        """Writes for people, by its own session."""
        self.http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        token = self.api(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        said = self.api(True, action="login", lgname=user, lgpassword=PASSWORD, lgtoken=token)
        expect(said["login"]["result"] == "Success", "the test cannot log in", said)
        self.token = self.api(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]

    def api(self, post=False, **fields):
        data = urllib.parse.urlencode(fields | {"format": "json", "formatversion": "2"})
        url = f"http://127.0.0.1:{self.port}/api.php"
        request = urllib.request.Request(url, data.encode()) if post else f"{url}?{data}"
        said = json.load(self.http.open(request, timeout=60))
        expect("error" not in said, f"MediaWiki says no to {fields}", said)
        return said

    def login(self):
        return {"USER": self.user, "PASSWORD": PASSWORD}

    def revisions(self, name):
        query = {"action": "query", "titles": name, "prop": "revisions", "rvlimit": "500"}
        return self.api(**query, rvprop="ids")["query"]["pages"][0].get("revisions", [])

    def times(self, name):
        return len(self.revisions(name))

    def raw(self, name):
        query = {"action": "query", "titles": name, "prop": "revisions", "rvprop": "content", "rvslots": "main"}
        return self.api(**query)["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"]

    def put(self, name, text):
        self.api(True, action="edit", title=name, text=text, token=self.token)

    def read(self, name):
        return text_of(self.api(action="parse", page=name, prop="text")["parse"]["text"])

    def is_edit(self, _method, path, body):
        return b"action=edit" in body

    def own_checks(self, site):
        bot_password(self, site)
        protected(self, site)
        for settings, words in [
            ("$wgGroupPermissions['user']['edit'] = $wgGroupPermissions['sysop']['edit'] = $wgGroupPermissions['*']['edit'] = false;", "no right to `edit`"),
            ("$wgReadOnly = 'Moving house';", "Moving house"),
        ]:
            self.up(settings)
            site.fails(2, words)
        self.up()
        maintenance = ["php", "/usr/share/mediawiki/maintenance/createAndPromote.php", "Writer", PASSWORD]
        subprocess.run(maintenance, env=self.php(), check=True, capture_output=True)
        self.api(True, action="block", user="Writer", reason="A test", token=self.token)
        site.fails(2, "the account is blocked: A test", login={"USER": "Writer", "PASSWORD": PASSWORD})

    def php(self):
        return os.environ | {"MW_CONFIG_FILE": str(self.folder / "LocalSettings.php")}


def bot_password(wiki, site):
    word = "0123456789abcdef" * 2
    grants = "basic,createeditmovepage,editpage,highvolume"
    script = ["php", "/usr/share/mediawiki/maintenance/createBotPassword.php", "--appid", "desk", "--grants", grants, wiki.user, word]
    subprocess.run(script, env=wiki.php(), check=True, capture_output=True)
    site.build(BASE | {"bridge.txt": BRIDGE + "By a bot password.\n"})
    site.ok(login={"USER": f"{wiki.user}@desk", "PASSWORD": word})
    expect("By a bot password." in wiki.read(site.named("article/bridge")), "a bot password")


def protected(wiki, site):
    """A page that only administrators may write, in the way of an account that is none."""
    maintenance = ["php", "/usr/share/mediawiki/maintenance/createAndPromote.php", "Editor", PASSWORD]
    subprocess.run(maintenance, env=wiki.php(), check=True, capture_output=True)
    name = site.named("article/bridge")
    wiki.api(True, action="protect", title=name, protections="edit=sysop", token=wiki.token)
    site.build(BASE | {"bridge.txt": BRIDGE + "More.\n", "ferry.txt": BASE["ferry.txt"] + "More of it.\n"})
    said = site.fails(1, "refused", login={"USER": "Editor", "PASSWORD": PASSWORD})
    expect("1 refused" in said and "1 changed" in said, "a protected page stops the others", said)
    wiki.api(True, action="protect", title=name, protections="edit=all", token=wiki.token)
    site.ok()


class DokuWiki(Real):
    kill_every = 13
    name, kind, script, prefix = "dokuwiki", "dokuwiki", "dokuwiki.sh", "briefings:"

    def __init__(self):
        self.up()

    def login(self):
        return {"USER": "admin", "PASSWORD": PASSWORD}

    @property
    def rpc(self):
        return xmlrpc.client.ServerProxy(f"http://admin:{PASSWORD}@127.0.0.1:{self.port}/lib/exe/xmlrpc.php")

    def changes(self, name):
        log = self.folder / "data" / "meta" / (name.replace(":", "/") + ".changes")
        return log.read_text().splitlines() if log.exists() else []

    def times(self, name):
        return len(self.changes(name))

    def raw(self, name):
        return self.rpc.wiki.getPage(name)

    def put(self, name, text):
        # Its clock knows seconds, and two edits in one are one to it.
        time.sleep(1.1)
        self.rpc.wiki.putPage(name, text, {"sum": "", "minor": False})
        time.sleep(1.1)

    def read(self, name):
        url = f"http://127.0.0.1:{self.port}/doku.php?id={name}&do=export_xhtmlbody"
        return text_of(urllib.request.urlopen(url, timeout=60).read().decode())

    def is_edit(self, _method, path, body):
        return b"wiki.putPage" in body or b"core.savePage" in body

    def own_checks(self, site):
        name = site.named("article/bridge")
        site.build(BASE | {"bridge.txt": BRIDGE + "Under a lock.\n"})
        lock = self.folder / "data" / "locks" / (hashlib.md5(name.encode()).hexdigest() + ".lock")
        lock.write_text("somebody\nelse")
        said = site.fails(1, "refused")
        expect("somebody is editing it" in said, "a lock is told", said)
        lock.unlink()
        site.ok()
        users = self.folder / "conf" / "users.auth.php"
        line = users.read_text().splitlines()[0]
        users.write_text(f"{line}\n{line.replace('admin:', 'reader:', 1).replace(':admin,user', ':user')}\n")
        self.up("$conf['remoteuser'] = '@user,@admin';")
        site.fails(2, "may not create pages", login={"USER": "reader", "PASSWORD": PASSWORD})
        self.up("$conf['remote'] = 0;")
        site.fails(2, "switched off")
        self.up()


class NewerDokuWiki(DokuWiki):
    """The same wiki behind the stand-in for its newer interface."""

    name = "dokuwiki-json"

    def up(self, settings=""):
        super().up(settings)
        self.back, self.front = self.port, jsonrpc.serve(self.port)

    def own_checks(self, site):
        pass


class Confluence:
    kill_every = 3
    name, kind, prefix = "confluence", "confluence", "Briefings/"

    def __init__(self):
        self.server = confluence.serve()
        self.port, self.wiki = self.server.server_address[1], self.server.wiki

    def down(self):
        self.server.shutdown()

    def login(self):
        return {"USER": confluence.USER, "TOKEN": confluence.PASSWORD}

    def page(self, name):
        found = self.wiki.titled(name)
        return self.wiki.pages[found[0]] if found else {"versions": []}

    def times(self, name):
        return len(self.page(name)["versions"])

    def raw(self, name):
        return self.page(name)["versions"][-1]

    def put(self, name, text):
        found = self.wiki.titled(name)
        self.wiki.write(name, text, found[0] if found else None)

    def read(self, name):
        root = confluence.parsed(self.raw(name))
        for macro in root.iter("{urn:ac}structured-macro"):
            macro.clear()
        # Blocks end words.
        for element in root.iter():
            element.tail = (element.tail or "") + (" " if element.tag in ("p", "li", "h2", "h3", "td", "th") else "")
        return " ".join("".join(root.itertext()).split())

    def is_edit(self, method, path, body):
        return method in ("PUT", "POST")

    def own_checks(self, site):
        site.build(BASE | {"bridge.txt": BRIDGE + "By a personal token.\n"})
        site.ok(login={"TOKEN": confluence.TOKEN})
        site.fails(2, "there is no space", more=["--space", "NOWHERE"])
        riddle = lambda *_: (403, {"X-Seraph-LoginReason": "AUTHENTICATION_DENIED"})
        site.gate.hold(riddle)
        site.fails(2, "riddle")
        site.gate.hold(lambda _n, method, *_: (405, {}) if method in ("PUT", "POST") else None)
        site.build(BASE)
        site.fails(2, "takes no edits")
        site.gate.open()
        site.ok()


class Site:
    """A site and the wiki it goes to."""

    def __init__(self, wiki):
        self.wiki, self.folder = wiki, WORK / f"site-{wiki.name}"
        self.gate = gate.Gate(getattr(wiki, "front", wiki.port))
        self.build(BASE)

    def build(self, articles, more=""):
        content = self.folder / "content" / "articles"
        shutil.rmtree(content, ignore_errors=True)
        content.mkdir(parents=True)
        for name, text in articles.items():
            (content / name).write_text(text)
        space = f'space = "{confluence.SPACE}"\n' if self.wiki.kind == "confluence" else ""
        (self.folder / "dateline.toml").write_text(
            'title = "The Desk"\nbase_url = "https://desk.example/b"\n\n[push.the-wiki]\n'
            f'to = "{self.wiki.kind}"\nurl = "{self.gate.url}"\npages = ["article"]\n{space}{more}'
        )

    def command(self, more=()):
        # A space on the command line has to stand alone.
        return [str(PROGRAM), "push", "the-wiki", "--site", str(self.folder), *more]

    def environment(self, login=None):
        login = self.wiki.login() if login is None else login
        clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_PUSH")}
        own = {f"DATELINE_PUSH_THE_WIKI_{name}": value for name, value in login.items()}
        return clean | own | {"NETRC": str(WORK / "no-netrc")}

    def push(self, *more, login=None):
        done = subprocess.run(self.command(more), env=self.environment(login), capture_output=True, text=True, timeout=300)
        said = done.stdout + done.stderr
        for secret in (PASSWORD, WRONG, confluence.PASSWORD, confluence.TOKEN):
            expect(secret not in said, f"{self.wiki.name}: a secret is shown", said)
        return done.returncode, said

    def ok(self, *more, login=None):
        status, said = self.push(*more, login=login)
        expect(status == 0, f"{self.wiki.name}: status {status}", said)
        return said

    def fails(self, status, words, login=None, more=()):
        got, said = self.push(*more, login=login)
        expect(got == status, f"{self.wiki.name}: status {got} instead of {status}", said)
        expect(words in said, f"{self.wiki.name}: «{words}» is not said", said)
        expect(status != 2 or "hint: " in said, f"{self.wiki.name}: no hint", said)
        return said

    def plan(self):
        return {step["page"]: step for step in json.loads(self.push("--dry-run", "--format", "json")[1])["pages"]}

    def named(self, page):
        return self.plan()[page]["name"]


def check(kind):
    begun = time.monotonic()
    wiki = kind()
    try:
        site = Site(wiki)
        for part in wiki.parts:
            part(wiki, site)
        wiki.own_checks(site)
    finally:
        wiki.down()
    print(f"push: {wiki.name} in {time.monotonic() - begun:.1f} s", flush=True)


def first(wiki, site):
    """Make, nothing changed, one change."""
    said = site.ok("--dry-run")
    expect("would push: 3 to make" in said, f"{wiki.name}: a dry run", said)
    bridge, ferry = site.named("article/bridge"), site.named("article/ferry")
    expect(wiki.times(bridge) == 0, f"{wiki.name}: a dry run writes")
    said = site.ok()
    expect("pushed 3 made" in said, f"{wiki.name}: the first push", said)
    seen = wiki.read(bridge)
    expect("“The bridge has earned a second life,” Mayor Ines Calloway said" in seen, f"{wiki.name}: the text", seen)
    expect("dateline:" not in seen and "dateline:begin" in wiki.raw(bridge), f"{wiki.name}: markers show", seen)
    site.gate.open()
    said = site.ok()
    expect("nothing to push, 3 as they were" in said, f"{wiki.name}: nothing changed", said)
    expect(wiki.times(bridge) == wiki.times(ferry) == 1, f"{wiki.name}: an edit where nothing changed")
    site.build(BASE | {"bridge.txt": BRIDGE + "It opens in June.\n"})
    said = site.ok()
    expect("pushed 1 changed, 2 as they were" in said, f"{wiki.name}: one change", said)
    expect("It opens in June." in wiki.read(bridge), f"{wiki.name}: the change")
    expect((wiki.times(bridge), wiki.times(ferry)) == (2, 1), f"{wiki.name}: one edit for one change")


def people(wiki, site):
    """What people write, around the part and in it, and pages of their own."""
    bridge = site.named("article/bridge")
    paragraph = (lambda text: f"<p>{text}</p>") if wiki.kind == "confluence" else (lambda text: f"{text}\n\n")
    wiki.put(bridge, paragraph("Call the mayor first.") + wiki.raw(bridge) + "\n" + paragraph("See the minutes."))
    times = wiki.times(bridge)
    expect("nothing to push" in site.ok(), f"{wiki.name}: words around the part are a change")
    site.build(BASE | {"bridge.txt": BRIDGE + "It opens in July.\n"})
    site.ok()
    seen = wiki.read(bridge)
    kept = seen.startswith("Call the mayor first.") and "See the minutes." in seen and "in July" in seen and "in June" not in seen
    expect(kept and wiki.times(bridge) == times + 1, f"{wiki.name}: words around the part", seen)

    edited = wiki.raw(bridge).replace("July", "August")
    wiki.put(bridge, edited)
    for text in ("July", "September"):
        site.build(BASE | {"bridge.txt": BRIDGE + f"It opens in {text}.\n"})
        site.fails(1, "conflict")
        expect("in August" in wiki.read(bridge), f"{wiki.name}: a change by a person is written over")
    site.ok("--overwrite")
    seen = wiki.read(bridge)
    expect("in September" in seen and "See the minutes." in seen, f"{wiki.name}: --overwrite", seen)

    site.build(BASE | {"harbour.txt": article("The harbour", "The harbour froze.")})
    harbour = site.named("article/harbour")
    wiki.put(harbour, paragraph("Our own page on the harbour."))
    said = site.fails(1, "foreign")
    expect("1 of others" in said and wiki.times(harbour) == 1, f"{wiki.name}: a page of somebody else", said)
    site.build(BASE)
    site.ok()


def gone(wiki, site):
    """A page that the site no longer has."""
    market = site.named("article/market")
    site.build({name: text for name, text in BASE.items() if name != "market.txt"})
    said = site.ok()
    expect("gone" in said and "1 no longer in the site" in said, f"{wiki.name}: gone", said)
    expect("The market was closed" in wiki.read(market), f"{wiki.name}: what is gone stays")
    site.ok("--empty")
    expect("The market was closed" not in wiki.read(market), f"{wiki.name}: --empty")
    expect("nothing to push" in site.ok("--empty"), f"{wiki.name}: --empty again")
    site.build(BASE)
    site.ok()
    expect("The market was closed" in wiki.read(market), f"{wiki.name}: back again")


def hostile(wiki, site):
    """Titles that no wiki allows, and texts that look like markup."""
    articles = dict(BASE)
    for number, (name, title) in enumerate(TITLES.items()):
        articles[name] = article(title, f"The council met for the {number}. time.")
    sentences = [f"The council read {text} on Monday." for text in HOSTILE]
    articles["hostile.txt"] = article("Hostile", "The council met.\n\n" + "\n\n".join(sentences))
    site.build(articles)
    site.ok()
    said = site.ok()
    expect("nothing to push" in said, f"{wiki.name}: hostile texts change on their way", said)
    plan = site.plan()
    names = [step["name"] for step in plan.values()]
    apart = {name.lower() if wiki.kind == "confluence" else name for name in names}
    expect(len(apart) == len(articles), f"{wiki.name}: names that are not apart", names)
    seen = wiki.read(plan["article/hostile"]["name"])
    for text in HOSTILE:
        expect(f"The council read {' '.join(text.split())} on Monday." in seen, f"{wiki.name}: «{text}»", seen)
    for number, title in enumerate(TITLES.values()):
        step = [step for step in plan.values() if f"met for the {number}. time." in wiki.read(step["name"])]
        expect(len(step) == 1, f"{wiki.name}: «{title}» has {len(step)} pages")
        seen = wiki.read(step[0]["name"])
        whole = " ".join(title.split())
        # What reads as the title in spite of what the wiki forbids.
        expect(whole in seen.replace("\u200b", ""), f"{wiki.name}: «{title}» does not stand on its page", seen)
    site.build(BASE)
    site.ok("--empty")


def at_once(wiki, site):
    """Somebody writes between our reading and our writing."""
    bridge = site.named("article/bridge")
    done = []

    def meanwhile(_number, method, path, body):
        if wiki.is_edit(method, path, body) and not done:
            done.append(1)
            extra = "<p>Just now.</p>" if wiki.kind == "confluence" else "\n\nJust now.\n"
            wiki.put(bridge, wiki.raw(bridge) + extra)

    # A lock keeps people out of DokuWiki while it is written to, and there MediaWiki joins what both wrote.
    if wiki.kind == "dokuwiki":
        return
    site.build(BASE | {"bridge.txt": BRIDGE + "It opens today.\n"})
    site.gate.hold(meanwhile)
    site.ok()
    site.gate.open()
    seen = wiki.read(bridge)
    expect(done and "It opens today." in seen and "Just now." in seen, f"{wiki.name}: an edit is lost", seen)
    expect("nothing to push" in site.ok(), f"{wiki.name}: after an edit at the same time")


def killed(wiki, site):
    """Killed after every few requests, then run again."""
    names = [site.named(f"article/{name}") for name in ("bridge", "ferry", "market")]
    for turn, number in enumerate(range(0, 60, wiki.kill_every)):
        before = [wiki.times(name) for name in names]
        site.build({name: text + f"It is number {number}.\n" for name, text in BASE.items()})
        process = None
        stop = number + 1

        def kill(now, *_):
            # Every other time the request is passed on before the end.
            if now == stop and process is not None:
                process.kill()
                return gate.CUT if turn % 2 else None
            return None

        site.gate.hold(kill)
        process = subprocess.Popen(
            site.command(), env=site.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        status = process.wait()
        site.gate.open()
        site.ok()
        for name, times in zip(names, before):
            expect(f"It is number {number}." in wiki.read(name), f"{wiki.name}: {name} after a kill at {number}")
            expect(wiki.times(name) == times + 1, f"{wiki.name}: {name} is written twice after a kill at {number}")
        if wiki.kind == "dokuwiki":
            time.sleep(1.1)
        if status == 0:
            expect(number > 4, f"{wiki.name}: never killed")
            return


def troubles(wiki, site):
    """Wrong logins, a wiki that is busy, a wiki that goes down on the way."""
    bridge = site.named("article/bridge")
    login = wiki.login()
    wrong = {name: WRONG if name in ("PASSWORD", "TOKEN") else value for name, value in login.items()}
    site.fails(2, "cannot open the wiki", login=wrong)
    site.fails(2, "there is no login for it", login={})

    times = wiki.times(bridge)
    site.build(BASE | {"bridge.txt": BRIDGE + "While busy.\n"})
    site.gate.hold(lambda number, *_: (503, {"Retry-After": "1"}) if number in (2, 3, 8) else None)
    site.ok()
    expect(wiki.times(bridge) == times + 1, f"{wiki.name}: a busy wiki gets an edit twice")

    # The answer to an edit is lost: it was made, and is not made again.
    site.build(BASE | {"bridge.txt": BRIDGE + "While lost.\n"})
    lost = []

    def lose(_number, method, path, body):
        if wiki.is_edit(method, path, body) and not lost:
            lost.append(1)
            return gate.LOST
        return None

    site.gate.hold(lose)
    site.ok()
    site.gate.open()
    expect(wiki.times(bridge) == times + 2 and "While lost." in wiki.read(bridge), f"{wiki.name}: a lost answer")

    site.build({name: text + "While down.\n" for name, text in BASE.items()})
    edits = []

    def down(_number, method, path, body):
        if wiki.is_edit(method, path, body):
            edits.append(1)
        return gate.CUT if len(edits) > 1 else None

    site.gate.hold(down)
    said = site.fails(2, "run it again later")
    expect("cannot write" in said and "after 1 of 3 pages" in said, f"{wiki.name}: down on the way", said)
    site.gate.open()
    said = site.ok()
    expect("pushed 2 changed" in said, f"{wiki.name}: the run after it", said)


# What all have to stand; the stand-in in front of DokuWiki only what could be different there.
EVERYTHING = [first, people, gone, at_once, killed, troubles, hostile]
MediaWiki.parts = DokuWiki.parts = Confluence.parts = EVERYTHING
NewerDokuWiki.parts = [first, people, gone]
ALL = [MediaWiki, DokuWiki, NewerDokuWiki, Confluence]


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    chosen = sys.argv[3:]
    for kind in ALL:
        if not chosen or kind.name in chosen:
            check(kind)


main()
