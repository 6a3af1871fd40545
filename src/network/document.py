#!/usr/bin/env python3
"""Writes the tables of docs/networks.md from the data, or with --check tells whether they are up to date.

    python3 src/network/document.py [--check]
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "docs", "networks.md")
DATA = os.path.join(HERE, "..", "packs", "networks.json")
BEGIN, END = "<!-- tables: src/network/document.py -->\n", "<!-- end of tables -->\n"
HEADER = ("title", "tested", "as_of", "source")


def show(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(name, network):
    lines = [f"### {network['title']} (`{name}`)", "", network["tested"][0].upper() + network["tested"][1:] + ".",
             "", "| rule | value | as of | source |", "|---|---|---|---|"]
    for key, rule in network.items():
        if key in HEADER:
            continue
        if not isinstance(rule, dict):
            rule = {"value": rule}
        source = rule.get("source", network["source"])
        lines.append(f"| `{key}` | {show(rule['value'])} | {rule.get('as_of', network['as_of'])} | {source} |")
    return "\n".join(lines) + "\n\n"


def main():
    with open(DATA, encoding="utf-8") as data:
        networks = json.load(data)["networks"]
    with open(PAGE, encoding="utf-8") as page:
        text = page.read()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = before + BEGIN + "\n" + "".join(table(n, networks[n]) for n in networks) + END + after
    if "--check" in sys.argv:
        if text != wanted:
            sys.exit("docs/networks.md is behind src/packs/networks.json: run src/network/document.py")
        return
    with open(PAGE, "w", encoding="utf-8") as page:
        page.write(wanted)


if __name__ == "__main__":
    main()
