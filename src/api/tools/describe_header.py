#!/usr/bin/env python3
"""Make koor.cdef.h and koor-api.json from koor.h.

koor.cdef.h is the header without preprocessor lines and comments, for PHP's FFI and cffi;
koor-api.json tells each function's result and arguments, from which the bindings' tables are made.
Usage: describe_header.py koor.h koor.cdef.h koor-api.json
"""

import json
import re
import sys

DECLARATION = re.compile(r"^KOOR_API\s+(?P<result>.+?)(?P<name>koor_\w+)\((?P<arguments>.*)\)\Z", re.S)


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def statements(text):
    """The declarations of the header, each on one line."""
    lines = [line for line in without_comments(text).splitlines()
             if line.strip() and not line.lstrip().startswith("#") and 'extern "C"' not in line]
    body = re.sub(r"\}\s*\Z", "", "\n".join(lines).strip())
    return [" ".join(statement.split()) for statement in body.split(";") if statement.strip()]


def split_arguments(text):
    """Splits at the commas that are not inside a function pointer's own arguments."""
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts]


def argument(text):
    callback = re.match(r"(.+?)\(\*(\w+)\)\((.*)\)\Z", text, re.S)
    if callback:
        return {"name": callback[2], "callback": {
            "result": callback[1].strip(),
            "arguments": [argument(part) for part in split_arguments(callback[3])]}}
    match = re.match(r"(.*?[\s*])(\w+)\Z", text, re.S)
    return {"name": match[2], "type": " ".join(match[1].split())}


def function(statement):
    match = DECLARATION.match(statement)
    arguments = [] if match["arguments"] == "void" else \
        [argument(part) for part in split_arguments(match["arguments"])]
    return {"name": match["name"], "result": match["result"].strip(), "arguments": arguments}


def main(header, cdef, api):
    with open(header, encoding="utf-8") as file:
        found = statements(file.read())
    with open(cdef, "w", encoding="utf-8") as file:
        file.write("".join(s.replace("KOOR_API ", "") + ";\n" for s in found))
    description = {
        "types": [s.split()[-1] for s in found if s.startswith("typedef struct")],
        "functions": [function(s) for s in found if s.startswith("KOOR_API")],
    }
    with open(api, "w", encoding="utf-8") as file:
        json.dump(description, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
