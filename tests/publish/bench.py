#!/usr/bin/env python3
"""Publishes 10,000 files to a server that answers as S3 does: at first, with nothing changed, and with one article changed.
Run by hand: `bench.py DATELINE WORK`. Counts requests; the times are mostly the server's."""

import os
import resource
import sys
import time

import buckets
from targets import PROGRAM, WORK, article, run

FILES = 10_000


def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    target = buckets.Amazon()
    folder = WORK / "site"
    for part in ("content/articles", "static/many"):
        (folder / part).mkdir(parents=True)
    (folder / "content/articles/a.txt").write_text(article(1, "The council met on Monday."))
    for number in range(FILES):
        text = f"<!DOCTYPE html><title>{number}</title>" + f"<p>Part {number} of a long story.</p>" * 200
        (folder / f"static/many/{number}.html").write_text(text)
    (folder / "dateline.toml").write_text(f'title = "The Desk"\n\n[publish.live]\n{target.config()}\n')
    for what in ("first", "nothing changed", "one article changed"):
        if what == "one article changed":
            (folder / "content/articles/a.txt").write_text(article(1, "The council met on Tuesday."))
        run([PROGRAM, "build", folder], check=True)
        target.requests()
        begun, used = time.monotonic(), spent()
        said = run([PROGRAM, "publish", "--site", folder], env=os.environ | target.environment(), check=True).stderr
        print(
            f"{what}: {time.monotonic() - begun:.1f} s, {spent() - used:.2f} s of the processor, "
            f"{target.requests()} requests: {said.splitlines()[-1]}"
        )
    target.end()


sys.exit(main())
