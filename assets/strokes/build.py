#!/usr/bin/env python3
"""Builds strokes.txt from npm cnchar-order, checked against Unihan kTotalStrokes.

    npm pack cnchar-order && tar xzf cnchar-order-*.tgz
    apt-get install unicode-data
    python3 build.py package/cnchar.order.min.js > strokes.txt

The check is printed on standard error.
"""
import bz2
import json
import pathlib
import re
import sys

UNIHAN = "/usr/share/unicode/Unihan_IRGSources.txt.bz2"
# Letters of cnchar-order as the five classes 横提, 竖竖钩, 撇, 点捺; every other letter is 折.
CLASSES = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "l": "4", "d": "4"}
# 皙 lacks the first stroke of its lower half 白 in cnchar-order 3.2.6.
CORRECTIONS = {"皙": "jfskssjfsfcjj"}


def letters(source):
    """The table character -> letters inside the minified script."""
    found = re.search(r"JSON\.parse\('(\{\"一\":\"j\".*?\})'\)", source, re.S)
    return json.loads(found.group(1)) | CORRECTIONS


def totals():
    """Unihan's first (mainland) stroke count of each character."""
    counts = {}
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTotalStrokes\t" in line:
                point, _, value = line.rstrip("\n").split("\t")
                counts[chr(int(point[2:], 16))] = int(value.split()[0])
    return counts


def additions(table):
    """Characters put together from parts of the table; the count must agree."""
    here = pathlib.Path(__file__).with_name("additions.txt")
    for line in here.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        character, count, *parts = line.split()
        try:
            strokes = "".join(part if part.isdigit() else table[part] for part in parts)
        except KeyError as missing:
            print(f"left out {character}: no part {missing}", file=sys.stderr)
            continue
        if len(strokes) != int(count) or character in table:
            print(f"left out {character}: {len(strokes)} strokes, stated {count}", file=sys.stderr)
            continue
        yield character, strokes


def main():
    source = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    table = {c: "".join(CLASSES.get(s, "5") for s in order) for c, order in letters(source).items()}
    table |= dict(additions(table))
    counts = totals()
    for character in sorted(table):
        if counts.get(character) != len(table[character]):
            print(f"differs {character}: {len(table[character])}, Unihan {counts.get(character)}", file=sys.stderr)
    lines = {}
    for character in sorted(table):
        lines.setdefault(table[character], []).append(character)
    for strokes in sorted(lines, key=lambda s: (len(s), s)):
        print(strokes, "".join(lines[strokes]))
    print(f"{len(table)} characters, {len(lines)} sequences", file=sys.stderr)


main()
