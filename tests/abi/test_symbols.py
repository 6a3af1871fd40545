#!/usr/bin/env python3
"""The exported symbols of the library are those of the map and of the header, no more and no fewer; the
library has no writable data of its own but what the linker makes."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = tap.environment("KOOR_SOURCE")
BUILD = tap.environment("KOOR_BUILD")
LIBRARY = os.path.join(BUILD, "src", "libkoor.so")


def declared():
    with open(os.path.join(BUILD, "src", "koor-api.json"), encoding="utf-8") as file:
        return {function["name"] for function in json.load(file)["functions"]}


def mapped():
    with open(os.path.join(SOURCE, "src", "koor.map"), encoding="utf-8") as file:
        return set(re.findall(r"^\s+(koor_\w+);", file.read(), re.M))


def exported():
    lines = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    return {line.split()[-1].split("@")[0] for line in lines if line.split()[1] in "TDBRVW"}


def test_map_holds_the_header():
    assert mapped() == declared(), mapped() ^ declared()


def test_library_exports_the_map():
    assert exported() == mapped(), exported() ^ mapped()


def test_header_names_no_foreign_type():
    with open(os.path.join(BUILD, "src", "koor.cdef.h"), encoding="utf-8") as file:
        text = file.read()
    assert "koor_plan_new" in text
    assert not re.search(r"\b(g(u?int|char|object)|Vips|json_t|FILE|time_t|off_t|bool|long)\b", text)


def comments():
    """The comment of each function, by its name."""
    with open(os.path.join(SOURCE, "include", "koor.h"), encoding="utf-8") as file:
        text = file.read()
    return {name: comment for comment, name in
            re.findall(r"/\*\*((?:(?!\*/).)*)\*/\nKOOR_API[^;(]*?(koor_\w+)\(", text, re.S)}


def test_every_function_says_since_when_and_what_it_may_give():
    told = comments()
    assert set(told) == declared(), set(told) ^ declared()
    with open(os.path.join(BUILD, "src", "koor-api.json"), encoding="utf-8") as file:
        failing = {function["name"] for function in json.load(file)["functions"]
                   if any(argument.get("type") == "koor_error **" for argument in function["arguments"])}
    assert len(failing) > 30
    for name, comment in told.items():
        assert re.search(r"@since \d+\.\d+", comment), name
        # koor_engine_open has no error but those that the head of the header names for all.
        assert name not in failing - {"koor_engine_open"} or re.search(r"KOOR_E_|[Ee]rrors", comment), name
        assert name.endswith("_new") <= bool(re.search(r"caller\s+(\* )?frees", comment)), name


def test_the_program_of_0_1_calls_all_of_0_1():
    with open(os.path.join(SOURCE, "src", "koor.map"), encoding="utf-8") as file:
        node = re.search(r"^KOOR_0\.1 \{(.*?)^\}", file.read(), re.M | re.S)[1]
    with open(os.path.join(SOURCE, "tests", "embed", "prebuilt_calls.h"), encoding="utf-8") as file:
        table = {"koor_" + name for name in re.findall(r"CALL\([^,(]+, (\w+),", file.read())}
    with open(os.path.join(SOURCE, "tests", "embed", "prebuilt.c"), encoding="utf-8") as file:
        called = {"koor_" + name for name in re.findall(r"\bc->(\w+)\(", file.read())}
    assert table == set(re.findall(r"^\s+(koor_\w+);", node, re.M)), "table"
    assert called == table, called ^ table


def test_memory_comes_from_the_allocator():
    """Of the library's objects only base/memory.c asks the C library for memory."""
    listed = subprocess.run(["nm", "--undefined-only", os.path.join(BUILD, "src", "libkoor-internal.a")], check=True,
                            text=True, capture_output=True).stdout
    asking, member = {}, ""
    for line in listed.splitlines():
        if line.endswith(":"):
            member = os.path.basename(line[:-1])
        elif re.fullmatch(r"\s*U (malloc|calloc|realloc|reallocarray|aligned_alloc|posix_memalign|strn?dup|v?asprintf|getline"
                          r"|open_memstream|fopen|opendir|scandir|realpath|qsort_r)", line):
            asking.setdefault(member, set()).add(line.split()[1])
    assert "base_memory.c.o" in asking, listed[:500]
    del asking["base_memory.c.o"]
    assert not asking, asking


def test_no_writable_data():
    """Names of symbols in .data and .bss, from an unsanitized object list."""
    objects = os.path.join(BUILD, "src", "libkoor-internal.a")
    lines = subprocess.run(["nm", "--defined-only", objects], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    names = {line.split()[2] for line in lines if len(line.split()) == 3 and line.split()[1] in "dDbBC"}
    names = {name for name in names if not re.match(r"(__(asan|odr_asan|ubsan|tsan)|\.L|\.?LASANPC)", name)}
    # What gcc's sanitizers make of their own checks is theirs; relocated constant tables carry the names
    # of const objects, which the section tells apart.
    allowed = writable_sections(objects, names)
    assert not allowed, allowed


def writable_sections(archive, names):
    """Those of the names that stand in a section which stays writable after relocation."""
    table = subprocess.run(["objdump", "-t", archive], check=True, text=True,
                           capture_output=True).stdout
    found = set()
    for line in table.splitlines():
        match = re.match(r"[0-9a-f]+ \S*\s.*?\s(\.data|\.bss)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line)
        if match and match[2] in names and not re.match(r"\.?Lubsan|__", match[2]):
            found.add(match[2])
    return found


tap.run()
