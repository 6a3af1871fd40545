#!/usr/bin/env python3
"""Writes a file as a C array of bytes: embed.py INPUT OUTPUT NAME."""
import sys

source, target, name = sys.argv[1:]
with open(source, "rb") as data:
    content = data.read()
with open(target, "w", encoding="ascii") as out:
    out.write("static const unsigned char %s[] = {\n" % name)
    for at in range(0, len(content), 20):
        out.write("    " + ", ".join(map(str, content[at:at + 20])) + ",\n")
    out.write("};\n")
