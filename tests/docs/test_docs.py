#!/usr/bin/env python3
"""Every command and every piece of code in README.md and docs/ runs: each page in a folder of its own, its blocks in
their order. A block is fenced, with its language ("text FILE" is a file to write), or indented and starts with a
command. What cannot run in a test is named in NOT_RUN, and skipped with that reason."""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cli"))
import installed  # noqa: E402
import sanitized  # noqa: E402
import tap  # noqa: E402
from model import GOOD, Model  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
BUILD = pathlib.Path(tap.environment("KOOR_BUILD"))
FOLDER = tempfile.TemporaryDirectory()
ROOT = pathlib.Path(FOLDER.name)

PAGES = [SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))]
COMMAND = re.compile(r"(koor|packcheck|python3|pip|meson|ninja|npm|node|cc|cd|cat|echo|\./\S+|build/\S+) ?")
NOT_RUN = {
    "./examples/quickstart.sh": "it and the next line install packages and build",
    "cd tests/bench/peers && npm": "it installs the engines to compare with from the npm registry",
    "import cv2": "OpenCV (200 MB) and its model are not koor's; the loop shows how a sidecar is made",
}
# What a block that runs says otherwise in a test: it takes the build that is there, installs beside it, and measures less.
INSTEAD = [
    (r"meson setup build-install \S+ \S+ && meson install -C build-install && ldconfig", "meson install -C build --no-rebuild"),
    (r"meson setup build(?: -\S+)+ && (?:ninja -C build)?(?: && \(cd build && npm install sharp\))?", ""),
    # under another name: the log of the run that this test is a part of stands in the same folder
    (r"meson test -C build --benchmark", "meson test -C build --no-rebuild --logbase bench --benchmark realise"),
    (r"bench_schedule 1000000", "bench_schedule 20000"),
    (r"--rounds 8", "--rounds 1"),
]
PEOPLE = "id,circle,timezone,opted_in\nnoor,gent,Europe/Brussels,yes\nbram,gent,Europe/Brussels,yes\n"
POST = ("We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. "
        "Apply before 1 May: https://example.com/baker #hiring\n")


def blocks(text):
    """(language, content) of each block that is code: fenced with a language, or indented commands and JSON."""
    parts = re.split(r"^```([^\n]*)\n(.*?)^```\n", text, flags=re.M | re.S)
    for prose, info, content in zip(parts[0::3], [*parts[1::3], None], [*parts[2::3], None]):
        for block in re.findall(r"(?:\A|\n\n)((?: {4}.*\n(?:\n(?= {4}))?)+)", prose):
            plain = re.sub(r"^ {4}", "", block, flags=re.M)
            if COMMAND.match(plain):
                yield "sh", plain
            elif plain.startswith("{\n"):
                yield "json", plain
            elif plain.startswith("import "):
                yield "python", plain
        if info is not None:
            yield info, content


def run(*command, folder):
    environment = dict(os.environ, KOOR_LIBRARY=sanitized.LIBRARY, HOME=str(ROOT), DESTDIR=str(ROOT / "installed"), NODE_PATH=str(BUILD / "node_modules"),
                       PYTHONPATH=str(SOURCE / "bindings" / "python"), LD_LIBRARY_PATH=str(BUILD / "src"),
                       PATH=os.pathsep.join([str(ROOT / "bin"), os.environ["PATH"]]), **installed.environment())
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-2000:]}"


def need(program, arguments, reason):
    """Skips where the program is missing, or fails with the arguments that ask for what a block needs."""
    path = shutil.which(program, path=os.pathsep.join([str(ROOT / "bin"), os.environ["PATH"]]))
    environment = dict(os.environ, NODE_PATH=str(BUILD / "node_modules"))
    if not path or subprocess.run([path, *arguments], capture_output=True, env=environment, check=False).returncode:
        raise tap.Skip(reason)


def answer(number, _sentence, _messages):
    """Of a language model to the sentences of POST."""
    return GOOD[{1: 1, 2: 2, 3: 4}[number]]


def run_sh(content, folder):
    if "dask_campaign" in content:
        need("python3", ["-c", "import distributed"], "Dask distributed is not installed (package python3-distributed)")
    if "npm install sharp" in content:
        need("node", ["-e", "require('sharp')"], "Node.js or its package sharp is not installed")
    if "bench" in content and not (BUILD / "tests" / "bench" / "bench_realise").exists():
        raise tap.Skip("this build has no benches (-Dbenchmarks=true)")
    for said, instead in INSTEAD:
        content = re.sub(said, instead, content)
    with Model(answer) as model:
        run("bash", "-euo", "pipefail", "-c", content.replace("http://127.0.0.1:8080/v1", model.url), folder=folder)


def run_c(content, folder):
    """A program is linked and run; functions alone are compiled."""
    (folder / "block.c").write_text(content, encoding="utf-8")
    compiler = "cc -std=c11 -Wall -Wextra -Werror -Wno-unused-function $(pkg-config --cflags koor)"
    whole = "int main(" in content
    run("bash", "-ec", f"{compiler} -o block block.c $(pkg-config --libs koor) && ./block" if whole
        else f"{compiler} -c block.c", folder=folder)


def run_python(content, folder):
    run("python3", "-c", content, folder=folder)


def run_js(content, folder):
    need("node", ["-e", "require('koffi')"], "Node.js or its package koffi is not installed")
    run("node", "-e", content, folder=folder)


def run_php(content, folder):
    need("php", ["-r", "exit(extension_loaded('FFI') ? 0 : 1);"], "PHP or its FFI extension is not installed")
    run("php", "-r", content, folder=folder)


def run_json(content, folder):
    json.loads(content)


RUNNERS = {"sh": run_sh, "c": run_c, "python": run_python, "js": run_js, "php": run_php, "json": run_json}


def page_folder(page):
    """A folder in which the blocks of a page find what they name."""
    folder = ROOT / page.stem
    if folder.exists():
        return folder
    folder.mkdir()
    sample = SOURCE / "examples" / "campaign"
    for name, target in {"bindings": SOURCE / "bindings", "examples": SOURCE / "examples", "src": SOURCE / "src",
                         "tests": SOURCE / "tests", "build": BUILD, "pictures": sample / "pictures",
                         "brand": sample / "brand", "hello.c": SOURCE / "examples" / "hello.c"}.items():
        (folder / name).symlink_to(target)
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "koor").symlink_to(SOURCE / "bindings" / "node")
    (folder / "post.txt").write_text(POST, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "people.jsonl").write_text('{"id":"noor","circle":"gent","opted_in":true}\n', encoding="utf-8")
    (folder / "campaign.json").write_text(json.dumps({
        "options": {"campaign.window": "2026-12-01/2026-12-14", "campaign.now": "2026-11-30"},
        "posts": [{"id": "baker", "language": "en", "file": "post.txt"}], "people": "people.csv"}), encoding="utf-8")
    return folder


def programs():
    """The programs of this build, and the Python of the system where there is one: Debian's has Dask."""
    folder = ROOT / "bin"
    if folder.exists():
        return
    folder.mkdir()
    for target in (BUILD / "examples" / "koor", BUILD / "tests" / "tools" / "packcheck", pathlib.Path("/usr/bin/python3")):
        if target.exists():
            (folder / target.name).symlink_to(target)


def run_block(page, language, content):
    if sanitized.runtime():
        raise tap.Skip("the other build runs what the pages say")
    for start, reason in NOT_RUN.items():
        if content.startswith(start):
            raise tap.Skip(reason)
    programs()
    kind, _, name = language.partition(" ")
    folder = page_folder(page)
    if kind == "text":
        (folder / name).write_text(content, encoding="utf-8")
    else:
        RUNNERS[kind](content, folder)


def test_readme_shows_the_example_as_it_is():
    shown = [content for language, content in blocks(PAGES[0].read_text(encoding="utf-8")) if language == "c"]
    example = (SOURCE / "examples" / "hello.c").read_text(encoding="utf-8")
    assert len(shown) == 1 and example.endswith(shown[0])


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


for source in PAGES:
    for number, (kind, block) in enumerate(blocks(source.read_text(encoding="utf-8")), 1):
        globals()[f"test_{source.name} block {number}: {block.splitlines()[0][:50]}".replace("#", "")] = \
            functools.partial(run_block, source, kind, block)

tap.run()
