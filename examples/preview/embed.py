#!/usr/bin/env python3
"""Turn the parts of the preview page into C strings. Usage: embed.py FILE... OUT.h"""

import os
import re
import sys


def literal(text):
    """A C string literal, a source line for each line of the text."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "?": "\\?"}
    lines = text.splitlines(keepends=True)
    return "\n".join('    "' + "".join(escapes.get(c, c) for c in line) + '"' for line in lines)


with open(sys.argv[-1], "w", encoding="utf-8") as out:
    for path in sys.argv[1:-1]:
        with open(path, encoding="utf-8") as file:
            name = re.sub(r"\W", "_", os.path.basename(path))
            # Arrays of lines, because C11 promises literals of 4,095 characters only.
            out.write(f"static const char *const {name}[] = {{\n")
            out.write("".join(literal(line) + ",\n" for line in file))
            out.write("    NULL};\n")
