#!/usr/bin/env python3
"""Publishes a site to real servers on this machine and holds what is there against what was built, byte for byte.

    check.py DATELINE WORK [TARGET]

DATELINE is the program with the feature `publish-cloud`, WORK a folder to make things in. For each target: first publish,
no change, one change, a rename, a deletion, the limit of deletions, a kill after every few requests (files, where there are
no requests) and the run after it, wrong credentials, a server that is slow and fails, a full disk or quota, files of others,
and two at once.
"""

import concurrent.futures
import os
import shutil
import subprocess
import sys
import time

import buckets
import targets
from targets import PROGRAM, WORK, article, expect, files, run

# How many targets are tested at once.
AT_ONCE = 5

ARTICLES = {f"a{n}.txt": article(n, f"The council met on Monday. It was meeting {n}, Ines Calloway said.") for n in range(1, 6)}


class Site:
    """The site in some state, built."""

    def __init__(self, target, articles):
        self.folder = WORK / "site"
        self.target = target
        self.build(articles)

    def build(self, articles):
        content = self.folder / "content" / "articles"
        shutil.rmtree(content, ignore_errors=True)
        content.mkdir(parents=True)
        for name, text in articles.items():
            (content / name).write_text(text)
        (self.folder / "static").mkdir(exist_ok=True)
        (self.folder / "static" / "app.0a1b2c3d.js").write_text("// made for good\n" * 80)
        (self.folder / "dateline.toml").write_text(f'title = "The Desk"\n\n[publish.live]\n{self.target.config()}\n')
        run([PROGRAM, "build", self.folder], check=True)

    def tree(self):
        return {path: bytes for path, bytes in files(self.folder / "public").items() if path != ".dateline-build"}


def check(target):
    begun = time.monotonic()
    try:
        walk(target, Site(target, ARTICLES))
    finally:
        target.end()
    print(f"publish: {target.name} in {time.monotonic() - begun:.1f} s", flush=True)


def walk(target, site):
    """All that a target has to stand."""
    said = target.ok("--dry-run")
    expect("would send" in said, f"{target.name}: a dry run", said)
    target.requests()
    target.ok()
    target.equal(site, "first publish")
    target.requests()
    said = target.ok()
    expect("nothing to publish" in said, f"{target.name}: no change", said)
    expect(target.requests() in (None, 1), f"{target.name}: no change is one request")

    changed = ARTICLES | {"a3.txt": ARTICLES["a3.txt"] + "One sentence more.\n"}
    site.build(changed)
    target.ok()
    target.equal(site, "one change")

    renamed = {("b3.txt" if name == "a3.txt" else name): text for name, text in changed.items()}
    renamed["b3.txt"] = renamed["b3.txt"].replace("Title 3", "Another title")
    site.build(renamed)
    done = target.publish("--max-deletes", "0")
    expect(done.returncode == 2 and "would delete" in done.stderr, f"{target.name}: the limit of deletions", done.stderr)
    target.ok()
    target.equal(site, "rename")

    fewer = {name: text for name, text in renamed.items() if name != "a5.txt"}
    site.build(fewer)
    target.ok()
    target.equal(site, "delete")

    killed(target, site, fewer)
    troubles(target, site, fewer)
    two(target, site, fewer)
    for more in ("nowhere", "special"):
        if hasattr(target, more):
            getattr(target, more)(site)


def killed(target, site, articles):
    """Killed after every k-th request, then run again."""
    number, times = 0, 0
    while True:
        site.build(articles | ({"a5.txt": ARTICLES["a5.txt"]} if times % 2 == 0 else {}))
        process = target.start_killed(number)
        said = process.communicate()[1]
        target.calm()
        if process.returncode == 0:
            break
        expect(process.returncode == -9, f"{target.name}: ended by itself when killed after {number}", said)
        target.ok()
        target.equal(site, f"killed after {number} requests and run again")
        number, times = number + target.kill_every, times + 1
    expect(times > 2, f"{target.name}: killed {times} times only")
    site.build(articles)
    target.ok()


def troubles(target, site, articles):
    grown = articles | {"a8.txt": article(8, "The council met again, and it took long." * 40)}
    site.build(grown)
    wrong = target.wrong()
    if wrong is not None:
        done = target.publish(environment=wrong)
        expect(done.returncode == 2, f"{target.name}: wrong credentials", done.stderr)
        expect("hint: check the credentials" in done.stderr, f"{target.name}: wrong credentials", done.stderr)
        expect(targets.SECRET not in done.stdout + done.stderr, f"{target.name}: a secret was shown", done.stderr)
        target.calm()
    undo = target.fill()
    if undo is not None:
        done = target.publish()
        expect(done.returncode == 2 and "make room" in done.stderr, f"{target.name}: a full disk", done.stderr)
        undo()
        target.ok()
        target.equal(site, "full, then with room")
    site.build(articles)
    if target.flaky():
        target.ok()
        target.calm()
        target.equal(site, "from a server that fails now and then")


def two(target, site, articles):
    """Two at once, as if on two machines: the folder in which a machine remembers its lock is not shared."""
    site.build(articles | {"a9.txt": article(9, "At once.")})
    other = WORK / "site-other"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(site.folder, other)
    processes = [target.start()]
    processes.append(
        subprocess.Popen(
            [str(PROGRAM), "publish", "live", "--site", str(other)],
            env=os.environ | target.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    )
    said = [process.communicate()[1] for process in processes]
    codes = [process.returncode for process in processes]
    expect(0 in codes, f"{target.name}: neither of two got through", str(said))
    for code, text in zip(codes, said):
        told = any(word in text for word in ("another run", "somebody else", "rejected", "cannot lock ref", "failed to update"))
        expect(code == 0 or told, f"{target.name}: the second was not told", text)
    target.ok()
    target.equal(site, "after two at once")


def alone(kind):
    """One target in a process and a folder of its own: most of the time is waiting, so several go at once."""
    arguments = [sys.executable, __file__, PROGRAM, WORK / kind.__name__, kind.__name__]
    return run(arguments)


def main():
    kinds = {kind.__name__: kind for kind in targets.ALL + buckets.ALL}
    WORK.mkdir(parents=True, exist_ok=True)
    if sys.argv[3:]:
        check(kinds[sys.argv[3]]())
        return
    failed = False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for done in pool.map(alone, kinds.values()):
            print(done.stdout + done.stderr, end="", flush=True)
            failed |= done.returncode != 0
    sys.exit(1 if failed else 0)


main()
