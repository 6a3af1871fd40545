"""The Python binding over a library that may be built with sanitizers: their runtime has to be loaded first."""

import os
import pathlib
import re
import subprocess
import sys

import tap

LIBRARY = os.path.join(tap.environment("KOOR_BUILD"), "src", "libkoor.so.0")


def runtime():
    """The sanitizers' libraries that the library needs; none in a plain build."""
    needed = subprocess.run(["ldd", LIBRARY], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S*lib(?:a|ub)san\.so\S*)", needed)


def restart():
    """Starts the script again with the sanitizers' runtime preloaded, where the library needs it."""
    preload = runtime()
    if preload and "KOOR_RESTARTED" not in os.environ:
        environment = dict(os.environ, KOOR_RESTARTED="1", LD_PRELOAD=" ".join(preload),
                           ASAN_OPTIONS="detect_leaks=0")
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)


def binding():
    """The module koor, over the library of the build."""
    os.environ["KOOR_LIBRARY"] = LIBRARY
    sys.path.insert(0, str(pathlib.Path(tap.environment("KOOR_SOURCE")) / "bindings" / "python"))
    import koor  # pylint: disable=import-outside-toplevel
    return koor
