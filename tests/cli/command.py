"""Runs the command line for the tests that are about it."""

import functools
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


@functools.cache
def features():
    """What this build has, in the words of `koor doctor`: jpeg, module, time zones, .."""
    told = subprocess.run([KOOR, "doctor", "--json"], capture_output=True, text=True, check=False, timeout=60).stdout
    return {check["what"] for check in json.loads(told)["checks"] if check["ok"]}


def need_pictures():
    """Leaves a test out that renders pictures, in a build that cannot."""
    if "jpeg" not in features():
        raise tap.Skip("this build renders no pictures")


def lines(text):
    return [json.loads(line) for line in text.splitlines()]
