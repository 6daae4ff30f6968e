#!/usr/bin/env python3
"""Scores extraction on annotated texts and compares with the figures in docs/quality.md.

    tests/scores/check.py DATELINE GOLD [--write]

DATELINE is the program, GOLD a folder with `dev/NAME.{input,gold}.jsonl`, the scorers `score_*.py` and `adapt.py`. Each line of
the table between `<!-- scores -->` and `<!-- /scores -->` in docs/quality.md names a set, a measure as the scorer prints it, and
an F1. A figure more than a point under the table, or one that is missing, is an error; `--write` writes the table anew.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

QUALITY = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
TABLE = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", re.S)
SLACK = 1.0  # points

# A set, the options of its scorer, and the measures that are kept.
SETS = [
    ("ner-gmb", [], ["exact PERSON", "exact ORG", "exact PLACE", "exact ALL"]),
    ("ner-re3d", [], ["exact PERSON", "exact ORG", "exact PLACE", "exact ALL"]),
    ("quotes-polnear-dev", [], ["direct found", "direct found + speaker", "all found", "all found + speaker"]),
    ("dates-gum", ["--types", "DATE"], ["strict", "value", "day"]),
    ("dates-wikiwars", [], ["strict", "value", "day"]),
]
ROW = re.compile(r"^(?:all (?=exact|trimmed|overlap|span))?(.+?)\s+P\s+\S+\s+R\s+\S+\s+F1\s+(\S+)")


def scores(program, gold):
    """The F1 of each measure of each set, in percent."""
    found = {}
    with tempfile.TemporaryDirectory() as work:
        for name, options, measures in SETS:
            documents, adapted = Path(work, "documents"), Path(work, "adapted")
            with open(gold / "dev" / f"{name}.input.jsonl", "rb") as given, open(documents, "wb") as out:
                subprocess.run([program, "extract", "--jsonl"], stdin=given, stdout=out, check=True)
            with open(adapted, "wb") as out:
                subprocess.run([sys.executable, gold / "adapt.py", documents], stdout=out, check=True)
            scorer = [sys.executable, gold / f"score_{name.split('-')[0]}.py", *options, gold / "dev" / f"{name}.gold.jsonl", adapted]
            printed = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
            rows = dict(match.groups() for match in map(ROW.match, printed.splitlines()) if match)
            found.update({(name, measure): float(rows[measure]) for measure in measures})
    return found


def main():
    program, gold = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    found = scores(program, gold)
    text = QUALITY.read_text(encoding="utf-8")
    table = TABLE.search(text)
    if table is None:
        sys.exit(f"{QUALITY}: no table between <!-- scores --> and <!-- /scores -->")
    if "--write" in sys.argv[3:]:
        rows = "".join(f"| {name} | {measure} | {f1:.1f} |\n" for (name, measure), f1 in found.items())
        QUALITY.write_text(TABLE.sub("| set | measure | F1 |\n| --- | --- | --- |\n" + rows, text), encoding="utf-8")
    kept = {}
    for line in table.group().splitlines()[2:]:
        name, measure, f1 = (cell.strip() for cell in line.strip().strip("|").split("|"))
        kept[name, measure] = float(f1)
    for key, f1 in found.items():
        print(f"{key[0]:20} {key[1]:24} {f1:6.1f}   (committed {kept.get(key, float('nan')):.1f})")
    if "--write" in sys.argv[3:]:
        return
    dropped = [key for key in found if key not in kept or found[key] < kept[key] - SLACK]
    if dropped or kept.keys() - found.keys():
        sys.exit(f"under the figures of docs/quality.md, or not compared: {dropped or kept.keys() - found.keys()}")


main()
