#!/usr/bin/env python3
"""koor as a subproject of a host's meson project, as a static library: the host builds, links nothing of libkoor.so,
and runs. Its build folder is kept inside ours, so that the next run compiles only what changed."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
WORK = pathlib.Path(tap.environment("KOOR_BUILD")) / "outer"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **more})
    assert done.returncode == 0, (command, done.stdout[-3000:], done.stderr[-3000:])
    return done.stdout


def build():
    if sanitized.runtime():
        raise tap.Skip("the host's own build has no sanitizers; the other build runs this")
    if not shutil.which("meson"):
        raise tap.Skip("meson is not in PATH")
    (WORK / "subprojects").mkdir(parents=True, exist_ok=True)
    for name in ("meson.build", "guest.c"):
        shutil.copy(SOURCE / "tests" / "embed" / "outer" / name, WORK / name)
    link = WORK / "subprojects" / "koor"
    if not link.is_symlink():
        link.symlink_to(SOURCE)
    if not (WORK / "build" / "build.ninja").exists():
        run("meson", "setup", "--force-fallback-for=koor", WORK / "build", WORK)  # where one is installed, too
    run("ninja", "-C", WORK / "build")


def test_a_host_builds_links_and_runs():
    build()
    words = run(WORK / "build" / "guest").split()
    assert words[0].startswith("0.") and words[1] == "4", words
    assert "libkoor" not in run("ldd", WORK / "build" / "guest")


def test_a_subproject_is_the_library_alone():
    build()
    made = {path.name for path in (WORK / "build").rglob("*") if path.is_file() and os.access(path, os.X_OK)}
    assert "koor" not in made and not any(name.startswith("test_") for name in made), made


def test_a_static_library_is_installed_and_linked():
    build()
    with tempfile.TemporaryDirectory() as root:
        run("meson", "install", "-C", WORK / "build", "--no-rebuild", DESTDIR=root)
        program = pathlib.Path(root, "hello")
        config = next(pathlib.Path(root).rglob("koor.pc")).parent
        flags = run("pkg-config", "--cflags", "--libs", "koor", PKG_CONFIG_PATH=str(config), PKG_CONFIG_SYSROOT_DIR=root).split()
        run("cc", "-o", program, SOURCE / "examples" / "hello.c", *flags)
        assert "libkoor" not in run("ldd", program) and run(program).count("-- ") == 5


tap.run()
