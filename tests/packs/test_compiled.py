#!/usr/bin/env python3
"""The library has every pack of its folders: a file that no meson.build names is tested, and reaches nobody.
Arguments: the files that are compiled."""

import os
import pathlib
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402


def test_every_pack_is_compiled():
    folder = pathlib.Path(tap.environment("KOOR_SOURCE"), "src", "packs")
    compiled = {pathlib.Path(name).resolve() for name in sys.argv[1:]}
    assert compiled, "no file is compiled at all"
    left_out = sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.pack") if path.resolve() not in compiled)
    assert not left_out, f"in no meson.build: {', '.join(left_out)}"


tap.run()
