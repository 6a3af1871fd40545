#!/usr/bin/env python3
"""What `meson install` leaves: a C program compiled by pkg-config alone, the man page, and completion in bash and zsh."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import installed  # noqa: E402
import sanitized  # noqa: E402
import tap  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
BUILD = pathlib.Path(tap.environment("KOOR_BUILD"))
KOOR = BUILD / "examples" / "koor"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, (command, done.stdout[-3000:], done.stderr[-3000:])
    return done.stdout


def test_a_c_program_needs_pkg_config_only():
    if not shutil.which("pkg-config") or not shutil.which("cc"):
        raise tap.Skip("pkg-config or cc is not installed")
    flags = run("pkg-config", "--cflags", "--libs", "koor", env={**os.environ, **installed.environment()}).split()
    extra = ["-fsanitize=address,undefined"] if sanitized.runtime() else []
    program = installed.root() / "hello"
    run("cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-o", program, SOURCE / "examples" / "hello.c", *flags, *extra)
    folder = str(installed.find("libkoor.so.0").parent)
    texts = run(program, env=dict(os.environ, LD_LIBRARY_PATH=folder))
    assert texts.count("-- ") == 5 and texts.count("https://example.com/baker") == 5, texts


def test_the_program_finds_its_library():
    program = installed.find("bin") / "koor"
    if program.relative_to(installed.root()) == pathlib.Path("usr", "bin", "koor"):
        raise tap.Skip("in /usr the loader's own folders are meant")
    plain = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    assert run(program, "version", env=plain) == run(KOOR, "version")


def test_pkg_config_tells_the_version_and_what_a_static_program_needs():
    config = installed.find("koor.pc").read_text(encoding="utf-8")
    version = run(KOOR, "version").split()[1]
    assert f"Version: {version}" in config, config
    for name in ("libpcre2-8", "libutf8proc", "jansson"):
        assert name in config, config


def test_bindings_find_the_header_without_preprocessor():
    assert "koor_plan_new(" in installed.find("koor.cdef.h").read_text(encoding="utf-8")
    assert installed.find("koor-api.json")


def options():
    return [line.split()[0] for line in run(KOOR, "options").splitlines() if line[:1].strip()]


def test_the_man_page_names_each_command_and_option():
    page = installed.find("koor.1").read_text(encoding="utf-8")
    commands = [line.split()[0] for line in run(KOOR, "help").splitlines() if line.startswith("  ")]
    assert "plan" in commands and len(options()) > 40
    for name in commands:
        assert f"\n.SS {name}\n" in page, name
    for key in options():
        assert f"\n.B {key}\n" in page, key


def test_every_flag_is_in_the_man_page_and_both_completions():
    flags = json.loads(run(KOOR, "help", "--json"))["flags"]
    assert len(flags) > 30
    for name in ("koor.1", "koor.bash", "_koor"):
        words = set(re.findall(r"--?[a-z][a-z-]*", installed.find(name).read_text(encoding="utf-8").replace("\\-", "-")))
        missing = [flag["name"] for flag in flags if not words & {flag["name"], flag["short"]}]
        assert not missing, (name, missing)


def test_the_man_page_is_set_without_a_warning():
    if not shutil.which("groff"):
        raise tap.Skip("groff is not installed")
    done = subprocess.run(["groff", "-man", "-ww", "-z", installed.find("koor.1")], capture_output=True, text=True, check=True)
    assert not done.stderr, done.stderr


def completed(*words):
    """What bash offers for the last of the words, split as bash splits them."""
    script = f"source {installed.find('koor.bash')}; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _koor; " \
             "printf '%s\\n' \"${COMPREPLY[@]}\""
    return run("bash", "--norc", "-c", script, "bash", *words).split()


def test_bash_completes():
    assert completed("koor", "pl") == ["plan"]
    assert "--window" in completed("koor", "plan", "--w")
    assert completed("koor", "ask", "--mod") == ["--model"] and completed("koor", "plan", "--keep", "n") == ["name"]
    assert completed("koor", "variants", "--format", "") == ["text", "jsonl"]
    assert "linkedin" in completed("koor", "check", "--network", "l")
    assert completed("koor", "plan", "--set", "rewrite.st") == ["rewrite.strength="]
    assert completed("koor", "plan", "--set", "rewrite.strength", "=") == ["light", "medium", "strong"]
    assert completed("koor", "plan", "--set", "rewrite.strength", "=", "m") == ["medium"]
    assert completed("koor", "help", "dif") == ["diff"]
    assert completed("koor", "plan", "--write", "cs") == ["csv"]
    assert completed("koor", "plan", "--write", "jsonl,cal") == ["jsonl,calendar"]
    assert sorted(completed("koor", "plan", "--set", "")) == sorted(key + "=" for key in options())


def test_zsh_completes():
    if not shutil.which("zsh"):
        raise tap.Skip("zsh is not installed")
    # A terminal of zsh's own, in which Tab is pressed.
    script = f"""
fpath=({installed.find('_koor').parent} $fpath)
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'fpath=('$fpath[1]' $fpath); autoload -U compinit; compinit -u -D; PS1="go> "; zstyle ":completion:*" list-separator "--"'
# behind its prompt the line editor listens; what comes before is echoed as it is
zpty -w z 'echo rea''dy'; zpty -r -m z line '*ready*go> *' || exit 3
zpty -n -w z $'koor vari\\t post.txt --form\\t jso\\t --set rewrite.stren\\tli\\t'
zpty -n -w z $'\\n'
zpty -w z 'echo do''ne'; zpty -r -m z out '*done*'
print -r -- $out
"""
    out = run("zsh", "-f", "-c", script, env={**os.environ, "TERM": "dumb", "HOME": str(installed.root())}, timeout=60)
    for word in ("variants", "--format", "jsonl", "rewrite.strength=light"):
        assert word in out, out


tap.run()
