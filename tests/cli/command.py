"""Runs the command line for the tests that are about it."""

import json
import os
import subprocess

import tap

KOOR = os.path.join(tap.environment("KOOR_BUILD"), "examples", "koor")


def koor(*arguments, stdin=None, status=0, env=None, cwd=None):
    run = subprocess.run([KOOR, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                         encoding="utf-8", errors="surrogateescape", timeout=300, check=False, env=env, cwd=cwd)
    assert run.returncode == status, f"exit {run.returncode}, wanted {status}: {run.stderr[-2000:]}"
    return run


def lines(text):
    return [json.loads(line) for line in text.splitlines()]
