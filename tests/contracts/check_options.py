#!/usr/bin/env python3
"""docs/options.md is what the registry gives, and names every option."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = tap.environment("KOOR_SOURCE")


def test_options_page_is_not_stale():
    made = subprocess.run([sys.executable, os.path.join(SOURCE, "src/options/document.py"),
                           os.path.join(SOURCE, "src/options/options.def")], check=True, capture_output=True, text=True,
                          encoding="utf-8").stdout
    with open(os.path.join(SOURCE, "docs/options.md"), encoding="utf-8") as file:
        assert file.read() == made, "run src/options/document.py src/options/options.def > docs/options.md"


def test_every_option_is_on_the_page():
    listed = subprocess.run([os.path.join(tap.environment("KOOR_BUILD"), "examples", "koor"), "options"], check=True,
                            capture_output=True, text=True, encoding="utf-8").stdout
    with open(os.path.join(SOURCE, "docs/options.md"), encoding="utf-8") as file:
        page = file.read()
    names = [line.split()[0] for line in listed.splitlines() if line and not line.startswith(" ")]
    assert len(names) > 30 and all(f"`{name}`" in page for name in names)


tap.run()
