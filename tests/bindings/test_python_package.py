#!/usr/bin/env python3
"""The Python binding as a package: it installs from a checkout without a network, its types hold, it parses as Python
3.9, its names are documented, and a missing library is told with every place that was tried."""

import ast
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

PACKAGE = pathlib.Path(tap.environment("KOOR_SOURCE")) / "bindings" / "python"
EXAMPLE = "import koor; print(len(koor.Engine().variants('We are hiring a baker in Ghent! Apply before 1 May.', n=1)))"


def run(*command, **environment):
    kept = {key: value for key, value in os.environ.items() if key not in 
            ("LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH", "KOOR_LIBRARY")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**kept, **environment})


def modules():
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "koor").glob("*.py"))}


def test_pip_installs_a_checkout_without_a_network():
    with tempfile.TemporaryDirectory() as folder:
        made = run(sys.executable, "-m", "venv", folder)
        if made.returncode:
            raise tap.Skip("this Python makes no virtual environment with pip (package python3-venv)")
        python = pathlib.Path(folder, "bin", "python")
        copy = shutil.copytree(PACKAGE, pathlib.Path(folder, "checkout"))
        # No index and a proxy that answers nobody: what looks for the network fails.
        for kind in ([], ["--editable"]):
            done = run(python, "-m", "pip", "install", "--no-index", "--force-reinstall", *kind, copy,
                       https_proxy="http://127.0.0.1:9", http_proxy="http://127.0.0.1:9")
            assert done.returncode == 0, done.stdout + done.stderr
            if sanitized.runtime():
                continue
            done = run(python, "-c", EXAMPLE, KOOR_LIBRARY=sanitized.LIBRARY)
            assert done.stdout == "1\n", done.stderr


def test_types_hold():
    checker = shutil.which("mypy")
    if not checker:
        raise tap.Skip("mypy is not installed")
    done = run(checker, "--strict", "--no-incremental", "--cache-dir", os.devnull, str(PACKAGE / "koor"))
    assert done.returncode == 0, done.stdout


def test_types_are_those_that_a_program_needs():
    checker = shutil.which("mypy")
    if not checker:
        raise tap.Skip("mypy is not installed")
    program = """
import datetime, koor
with koor.Engine(options={"rewrite.strength": "light"}) as engine:
    texts: list[str] = [variant.text for variant in engine.variants("A post", n=3)]
    campaign = koor.Campaign(engine, post="A post", window=("2026-12-01", datetime.date(2026, 12, 14)))
    campaign.add_person("p1", opted_in=True, circle="gent")
    when: list[datetime.datetime | None] = [item.publish_at for item in campaign.plan(lambda s, done, n: done < 9)]
    campaign.plan()[0].text = "read-only"
    campaign.add_person("p2")
"""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "program.py")
        path.write_text(program, encoding="utf-8")
        done = run(checker, "--strict", "--no-incremental", "--cache-dir", os.devnull, str(path), MYPYPATH=str(PACKAGE))
        wrong = [line for line in done.stdout.splitlines() if "error:" in line]
        assert len(wrong) == 2 and "read-only" in wrong[0] and "opted_in" in wrong[1], done.stdout


def test_it_parses_as_python_3_9():
    for name, text in modules().items():
        ast.parse(text, name, feature_version=(3, 9))


def test_an_older_python_runs_it():
    python = shutil.which("python3.9")
    if not python or run(python, "-V").returncode or sanitized.runtime():
        raise tap.Skip("python3.9 is not installed, or the library has sanitizers")
    done = run(python, "-c", EXAMPLE, KOOR_LIBRARY=sanitized.LIBRARY, PYTHONPATH=str(PACKAGE))
    assert done.stdout == "1\n", done.stderr


def test_every_public_name_is_documented():
    def undocumented(body, place):
        for node in body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
                overload = any("overload" in ast.unparse(one) for one in getattr(node, "decorator_list", []))
                if not overload and not ast.get_docstring(node):
                    yield f"{place}.{node.name}"
                if isinstance(node, ast.ClassDef):
                    yield from undocumented(node.body, f"{place}.{node.name}")

    for name in ("__init__.py", "_items.py"):  # what a program sees
        tree = ast.parse(modules()[name])
        assert ast.get_docstring(tree)
        assert not list(undocumented(tree.body, name))


def test_a_missing_library_is_told_with_each_place():
    done = run(sys.executable, "-c", "import koor", PYTHONPATH=str(PACKAGE), KOOR_LIBRARY="/nowhere/libkoor.so")
    if done.returncode == 0:
        raise tap.Skip("a libkoor is installed on this machine, and was found by its soname")
    assert "ImportError" in done.stderr and "set KOOR_LIBRARY" in done.stderr, done.stderr
    for place in ("/nowhere/libkoor.so", PACKAGE / "koor" / "libkoor.so.0", "libkoor.so.0"):
        assert f"\n  {place}: " in done.stderr, (place, done.stderr)


tap.run()
