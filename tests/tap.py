"""Runs the test_* functions of a script and prints TAP, so that meson counts each of them."""

import contextlib
import locale
import os
import sys
import traceback


class Skip(Exception):
    """Raise it with the reason."""


def environment(name):
    """A path that meson hands to the tests; a test that needs it cannot run without."""
    if name not in os.environ:
        raise Skip(f"{name} is not set: run it with meson test")
    return os.environ[name]


def run(module="__main__"):
    with contextlib.suppress(locale.Error):  # a machine may name a locale that it does not have
        locale.setlocale(locale.LC_ALL, "")  # as many hosts do: see tests/locale.sh
    tests = [(name, function) for name, function in vars(sys.modules[module]).items()
             if name.startswith("test_") and callable(function)]
    print(f"1..{len(tests)}")
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        label = name[5:].replace("_", " ")
        try:
            function()
            print(f"ok {number} - {label}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {label} # SKIP {reason}", flush=True)
        except Exception:  # a failing test must not end the others
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("#", line)
            print(f"not ok {number} - {label}", flush=True)
    sys.exit(1 if failed else 0)
