#!/usr/bin/env python3
"""The API reference by doxygen says nothing: each function and type of koor.h is documented."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))


def doxygen(header):
    """What doxygen says of it, "" where it makes the reference without a warning."""
    if not shutil.which("doxygen"):
        raise tap.Skip("doxygen is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "include").mkdir()
        (folder / "docs").mkdir()
        (folder / "include" / "koor.h").write_text(header, encoding="utf-8")
        settings = (SOURCE / "docs" / "Doxyfile.in").read_text(encoding="utf-8")
        for key in ("source", "build"):
            settings = settings.replace(f"@{key}@", name)
        (folder / "Doxyfile").write_text(settings.replace("@version@", "0"), encoding="utf-8")
        done = subprocess.run(["doxygen", folder / "Doxyfile"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        page = folder / "docs" / "html" / "koor_8h.html"
        assert done.returncode or page.exists() and "koor_plan_new" in page.read_text(encoding="utf-8"), "no reference was made"
        return done.stderr if done.returncode else ""


HEADER = (SOURCE / "include" / "koor.h").read_text(encoding="utf-8")


def test_the_reference_is_made_without_a_warning():
    said = doxygen(HEADER)
    assert not said, said


def test_a_function_that_is_not_documented_would_be_told():
    here = "KOOR_API const char *koor_version(void);\n"
    assert HEADER.count(here) == 1
    said = doxygen(HEADER.replace(here, here + "KOOR_API int koor_more(void);\n"))
    assert "koor_more" in said, said


tap.run()
