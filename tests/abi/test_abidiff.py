#!/usr/bin/env python3
"""The binary interface against the committed baseline of release 0.1, by libabigail. Additions pass, changes and
removals fail; that the check can fail is tested with a library whose interface was changed on purpose.

After a change that is meant: abidw --exported-interfaces-only --drop-private-types --headers-dir include
--no-corpus-path --no-comp-dir-path build/src/libkoor.so.0 > tests/abi/koor-0.1.abi, from a debug build.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = tap.environment("KOOR_SOURCE")
BUILD = tap.environment("KOOR_BUILD")
HEADERS = os.path.join(SOURCE, "include")
BASELINE = os.path.join(SOURCE, "tests", "abi", "koor-0.1.abi")


def need_abidiff():
    if not shutil.which("abidiff"):
        raise tap.Skip("abidiff (package abigail-tools) is not installed")


@functools.lru_cache(maxsize=None)
def built():
    """The interface of the library that was built, told as the baseline is: by symbols and public types. Both sides of
    the comparison are such descriptions, because abidiff's own --headers-dir takes size_t and int32_t, which koor.h
    does not define, for private types, and passes every change of them."""
    done = subprocess.run(["abidw", "--exported-interfaces-only", "--drop-private-types", "--headers-dir", HEADERS,
                           "--no-corpus-path", "--no-comp-dir-path", os.path.join(BUILD, "src", "libkoor.so")],
                          capture_output=True, text=True, check=True)
    return done.stdout


def abidiff(baseline_text):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("baseline.abi", "built.abi")]
        for path, text in zip(paths, (baseline_text, built())):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.run(["abidiff", "--no-added-syms", *paths], capture_output=True, text=True, check=False)


def baseline():
    with open(BASELINE, encoding="utf-8") as file:
        return file.read()


def test_interface_is_that_of_the_baseline():
    need_abidiff()
    run = abidiff(baseline())
    assert run.returncode == 0, run.stdout[-3000:]


def test_a_function_that_is_gone_is_found():
    need_abidiff()
    name = "koor_plan_count"
    broken = re.sub(rf"<elf-symbol name='{name}'.*?/>\n", f"<elf-symbol name='{name}_gone' version='KOOR_0.1' "
                    "is-default-version='yes' type='func-type' binding='global-binding' "
                    "visibility='default-visibility' is-defined='yes'/>\n", baseline())
    assert broken != baseline()
    run = abidiff(broken)
    assert run.returncode != 0 and f"{name}_gone" in run.stdout, run.stdout[-2000:]


def returned(text, name):
    """The part of the baseline that tells what a function returns, and the id of that type."""
    return re.search(rf"<function-decl name='{name}'.*?<return type-id='([^']+)'/>", text, re.S)


def test_a_type_that_changed_is_found():
    """Only with debug information: without it abidiff knows names and no types, and passes every such break."""
    need_abidiff()
    if "<function-decl" not in built():
        raise tap.Skip("this build has no debug information; the debug build runs it")
    text = baseline()
    count, feature = returned(text, "koor_plan_count"), returned(text, "koor_has_feature")
    assert count[1] != feature[1]
    run = abidiff(text.replace(count[0], count[0].replace(f"<return type-id='{count[1]}'", f"<return type-id='{feature[1]}'")))
    assert run.returncode != 0 and "koor_plan_count" in run.stdout and "return type changed" in run.stdout, run.stdout[-2000:]


tap.run()
