#!/usr/bin/env python3
"""The Python binding's table of types against the header, argument by argument."""

import ctypes
import importlib.util
import json
import os
import pathlib
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = tap.environment("KOOR_SOURCE")
BUILD = tap.environment("KOOR_BUILD")

SCALARS = {"int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64, "size_t": ctypes.c_size_t,
           "double": ctypes.c_double, "uint64_t": ctypes.c_uint64, "void": None}


def table():
    path = os.path.join(SOURCE, "bindings", "python", "koor", "_library.py")
    spec = importlib.util.spec_from_file_location("_library", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ctype(text):
    """The ctypes type that a C type of the header needs."""
    plain = text.replace("const ", "").strip()
    if plain == "char *":
        return ctypes.c_char_p
    if plain in ("void *",) or (plain.startswith("koor_") and plain.count("*") == 1):
        return ctypes.c_void_p
    if plain.count("*") == 2:
        return ctypes.POINTER(ctypes.c_void_p)
    if plain.endswith("*"):
        return ctypes.POINTER(SCALARS[plain[:-1].strip()])
    return SCALARS[plain]


def callback(description):
    arguments = [ctype(a["type"]) for a in description["arguments"]]
    return ctypes.CFUNCTYPE(ctype(description["result"]), *arguments)


def functions():
    with open(os.path.join(BUILD, "src", "koor-api.json"), encoding="utf-8") as file:
        return json.load(file)["functions"]


def test_every_function_is_there():
    assert [f["name"] for f in functions()] == list(table().TABLE)


# What handles, errors, items and folders tell in other words: a binding may do without.
ELSEWISE = {"koor_engine_open", "koor_plan_open", "koor_error_code", "koor_plan_person", "koor_plan_publish_unix",
            "koor_plan_text", "koor_image_type"}


def out_of_reach(folder, table):
    """The functions of the header that no file of a binding calls, its table aside."""
    root = pathlib.Path(SOURCE, "bindings", folder)
    code = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*")
                   if path.suffix in (".py", ".js", ".php") and path.name != table)
    return {f["name"] for f in functions() if not re.search(rf"\b{f['name']}\b", code)} - ELSEWISE


def test_every_function_is_within_reach_of_python():
    assert not out_of_reach("python", "_library.py"), out_of_reach("python", "_library.py")


def test_every_function_is_within_reach_of_node():
    """Here, too, because the Node.js suite is skipped where koffi is not installed."""
    table_of_node = pathlib.Path(SOURCE, "bindings", "node", "library.js").read_text(encoding="utf-8")
    named = re.findall(r"koor_\w+(?=\()", table_of_node.partition("const FUNCTIONS")[2])
    assert named == [f["name"] for f in functions()]
    assert not out_of_reach("node", "library.js"), out_of_reach("node", "library.js")


def test_the_types_of_node_name_what_its_module_has():
    root = pathlib.Path(SOURCE, "bindings", "node")
    types = (root / "index.d.ts").read_text(encoding="utf-8")
    code = "".join((root / name).read_text(encoding="utf-8") for name in ("index.js", "plan.js", "errors.js"))
    methods = set(re.findall(r"^  (?:async |get )?(\w+)\([^)]*.*\{$", code, re.M)) - {"constructor", "for", "if"}
    exported = set(re.findall(r"\b(\w+)(?=,|:|$)", re.search(r"^module\.exports = \{(.*?)^\};", code, re.M | re.S)[1], re.M))
    assert {"plan", "openPlan", "report"} <= methods and {"Engine", "KoorError"} <= exported
    missing = {name for name in methods if not re.search(rf"^  (readonly )?{name}[(:]", types, re.M)} | \
              {name for name in exported if not re.search(rf"^export (class|function) {name}\b", types, re.M)}
    assert not missing, missing


def test_every_function_is_within_reach_of_php():
    assert not out_of_reach("php", ""), out_of_reach("php", "")


def test_every_type_agrees():
    types = table().TABLE
    for function in functions():
        result, arguments = types[function["name"]]
        assert result is ctype(function["result"]), function["name"]
        assert len(arguments) == len(function["arguments"]), function["name"]
        for given, wanted in zip(arguments, function["arguments"]):
            place = f"{function['name']}: {wanted['name']}"
            if "callback" in wanted:
                expected = callback(wanted["callback"])
                assert given._restype_ is expected._restype_, place
                assert given._argtypes_ == expected._argtypes_, place
            else:
                assert given is ctype(wanted["type"]), place


tap.run()
