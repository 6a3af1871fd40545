#!/usr/bin/env python3
"""The binary interface against the committed baseline of release 0.1, by libabigail. Additions pass, changes and
removals fail; that the check can fail is tested with a library whose interface was changed on purpose.

After a change that is meant: abidw --exported-interfaces-only --drop-private-types --headers-dir include
--no-corpus-path --no-comp-dir-path build/src/libkoor.so.0 > tests/abi/koor-0.1.abi, from a debug build.
"""

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


def abidiff(baseline, library):
    return subprocess.run(["abidiff", "--no-added-syms", "--headers-dir2", HEADERS, baseline, library],
                          capture_output=True, text=True, check=False)


def test_interface_is_that_of_the_baseline():
    need_abidiff()
    run = abidiff(BASELINE, os.path.join(BUILD, "src", "libkoor.so"))
    assert run.returncode == 0, run.stdout[-3000:]


def test_a_deliberate_break_is_found():
    need_abidiff()
    with open(BASELINE, encoding="utf-8") as file:
        text = file.read()
    name = "koor_plan_count"
    broken = re.sub(rf"<elf-symbol name='{name}'.*?/>\n", f"<elf-symbol name='{name}_gone' version='KOOR_0.1' "
                    "is-default-version='yes' type='func-type' binding='global-binding' "
                    "visibility='default-visibility' is-defined='yes'/>\n", text)
    assert broken != text
    with tempfile.NamedTemporaryFile("w", suffix=".abi") as file:
        file.write(broken)
        file.flush()
        run = abidiff(file.name, os.path.join(BUILD, "src", "libkoor.so"))
        assert run.returncode != 0 and f"{name}_gone" in run.stdout, run.stdout[-2000:]


tap.run()
