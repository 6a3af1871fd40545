"""What `meson install` leaves, in a root of its own: made at the first question, for the process that asks."""

import functools
import os
import pathlib
import subprocess
import tempfile

import tap

_FOLDER = tempfile.TemporaryDirectory()


@functools.lru_cache(maxsize=None)
def root():
    """The folder that everything was installed into."""
    done = subprocess.run(["meson", "install", "-C", tap.environment("KOOR_BUILD"), "--no-rebuild"], check=False,
                          env=dict(os.environ, DESTDIR=_FOLDER.name), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return pathlib.Path(_FOLDER.name)


def find(name):
    """The installed file of that name."""
    found = list(root().rglob(name))
    assert found, f"{name} is not installed"
    return found[0]


def environment():
    """What pkg-config needs to find koor there."""
    return {"PKG_CONFIG_PATH": str(find("koor.pc").parent), "PKG_CONFIG_SYSROOT_DIR": str(root())}
