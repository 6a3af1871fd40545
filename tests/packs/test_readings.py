#!/usr/bin/env python3
"""The strength of every rule agrees with what readers marked (src/packs/LANG/readings.tsv), and the script that says so
sees it where it does not."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TOOL = pathlib.Path("tools", "strength.py")
RULE = "phrase en/t/{name}\n{strength}  when {name}\n  say  it\n"


def packs():
    return pathlib.Path(tap.environment("KOOR_SOURCE"), "src", "packs")


def script(root, *arguments):
    return subprocess.run([sys.executable, str(root / TOOL), *arguments], capture_output=True, encoding="utf-8", check=False)


def small(root, rules, record):
    """Two packs of a few rules, with the script beside them."""
    (root / "tools").mkdir()
    shutil.copy(packs() / TOOL, root / TOOL)
    for lang in ("en", "nl"):
        (root / lang).mkdir()
        (root / lang / "t.pack").write_text("pack en 1\n\n", encoding="utf-8")
        (root / lang / "readings.tsv").write_text("# none\n", encoding="utf-8")
    text = "\n".join(RULE.format(name=name, strength=f"  strength {s}\n" if s else "") for name, s in rules)
    (root / "en" / "t.pack").write_text("pack en 1\n\n" + text, encoding="utf-8")
    (root / "en" / "readings.tsv").write_text(record, encoding="utf-8")


def test_no_rule_that_readers_marked_too_often_is_used_by_itself():
    result = script(packs())
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr


def test_marks_make_a_rule_strong_and_clean_readings_clear_it():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        small(root, [("marked", ""), ("clean", ""), ("cleared", "strong"), ("unread", "strong"), ("little", "strong"), ("few", "light")],
              "en/t/clean\t30\t1\nen/t/cleared\t12\t0\nen/t/few\t5\t1\nen/t/gone\t3\t0\nen/t/little\t3\t0\nen/t/marked\t9\t3\n")
        result = script(root)
        assert result.returncode == 1, result.stdout
        assert "en: 2 to be strong\n  en/t/few\n  en/t/marked\n" in result.stdout, result.stdout
        assert "en: 1 cleared\n  en/t/cleared\n" in result.stdout, result.stdout
        assert "en: 1 in no pack\n  en/t/gone\n" in result.stdout, result.stdout
        assert script(root, "--apply").returncode == 0
        assert script(root).returncode == 0, "what was applied does not agree with itself"
        expected = "pack en 1\n\n" + "\n".join(RULE.format(name=name, strength="  strength strong\n" if s else "") for name, s in
                                               [("marked", 1), ("clean", 0), ("cleared", 0), ("unread", 1), ("little", 1), ("few", 1)])
        assert (root / "en" / "t.pack").read_text(encoding="utf-8") == expected


def test_readings_are_added_to_those_before():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        small(root, [("a", ""), ("b", "")], "en/t/b\t4\t1\n")
        (root / "new").write_text("en/t/b\t6\t0\nen/t/a\t2\t1\n", encoding="utf-8")
        assert script(root, "--add", "en", str(root / "new")).returncode == 0
        lines = (root / "en" / "readings.tsv").read_text(encoding="utf-8").splitlines()
        assert lines[1:] == ["en/t/a\t2\t1", "en/t/b\t10\t1"], lines


def test_broken_readings_are_told_with_their_line_and_add_nothing():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        small(root, [("a", "")], "en/t/a\t2\t1\n")
        (root / "new").write_text("en/t/a\t6\t0\nen/t/a six\n", encoding="utf-8")
        result = script(root, "--add", "en", str(root / "new"))
        assert result.returncode and "new:2: not rule" in result.stderr, result.stderr
        assert (root / "en" / "readings.tsv").read_text(encoding="utf-8") == "en/t/a\t2\t1\n"
        for arguments in (("xx", "new"), ("en", "absent")):
            result = script(root, "--add", arguments[0], str(root / arguments[1]))
            assert result.returncode and "Traceback" not in result.stderr and "--add LANG F" in result.stderr, result.stderr


def test_a_broken_record_is_told_with_its_line():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        small(root, [("a", "")], "en/t/a\t2\t1\nen/t/b two\n")
        result = script(root)
        assert result.returncode and "readings.tsv:2" in result.stderr, result.stderr
        (root / "en" / "readings.tsv").write_text("en/t/a\t2\t3\n", encoding="utf-8")
        assert "readings.tsv:1: more marked than read" in script(root).stderr


tap.run()
