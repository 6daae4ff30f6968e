#!/usr/bin/env python3
"""Write src/text/words.bin from the SCOWL word lists.

    tools/words.py /usr/share/dict/american-english /usr/share/dict/british-english

Both lists are those of SCOWL 2020.12.07, size 60 (Debian packages wamerican and wbritish). Words are kept that are
ASCII letters in lower case (`forces`) or with one capital at the start (`October`); a capital marks a name. Run by
hand when the lists change; the result is part of the repository. The form is described in src/text/words.rs.
"""
import struct
import sys

BLOCK = 16  # words; the same number stands in src/text/words.rs
OUT = "src/text/words.bin"


def words(paths):
    found = set()
    for path in paths:
        for word in open(path, encoding="utf-8").read().split():
            rest = word[1:]
            if word.isascii() and word.isalpha() and len(word) > 1 and rest.islower():
                found.add(word)
    # Single letters are words of their own only as these two.
    return sorted(found | {"a", "I"})


def front_coded(block):
    before, out = "", bytearray()
    for word in block:
        shared = 0
        while shared < min(len(before), len(word)) and before[shared] == word[shared]:
            shared += 1
        rest = word[shared:].encode()
        out += bytes([shared, len(rest)]) + rest
        before = word
    return bytes(out)


def main():
    every = words(sys.argv[1:])
    blocks = [front_coded(every[at : at + BLOCK]) for at in range(0, len(every), BLOCK)]
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block)
    with open(OUT, "wb") as file:
        file.write(struct.pack("<I", len(blocks)))
        file.write(b"".join(struct.pack("<I", start) for start in starts))
        file.write(b"".join(blocks))
    print(f"{len(every)} words in {len(blocks)} blocks")


main()
