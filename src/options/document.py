#!/usr/bin/env python3
"""docs/options.md from the option registry. Usage: document.py options.def > docs/options.md

tests/contracts runs it and compares, so that the page is never stale.
"""

import re
import sys

ENTRY = re.compile(r'^KR_OPTION\(\w+,\s*"(?P<key>[^"]*)",\s*"(?P<type>[^"]*)",\s*"(?P<standard>(?:[^"\\]|\\.)*)",\s*'
                   r'"(?P<range>[^"]*)",\s*"(?P<help>(?:[^"\\]|\\.)*)"\)', re.M)


def cell(text):
    return text.replace("\\\"", '"').replace("|", "\\|")


with open(sys.argv[1], encoding="utf-8") as file:
    entries = list(ENTRY.finditer(file.read()))
print("""# Options

    koor plan post.txt -n 12 --set rewrite.strength=light --set schedule.min_gap=30

One registry drives the setters of the library, the flags of the command line, the keys of a campaign file and
the names in the bindings. This page is made from it (`src/options/document.py`).

| option | type | default | what it does |
|---|---|---|---|""")
for entry in entries:
    kind = cell(entry["type"]) + (f" {entry['range']}" if entry["range"] else "")
    standard = f"`{cell(entry['standard'])}`" if entry["standard"] else ""
    print(f"| `{entry['key']}` | {kind} | {standard} | {cell(entry['help'])} |")
