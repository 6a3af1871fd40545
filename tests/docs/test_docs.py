#!/usr/bin/env python3
"""Every command and every piece of code in README.md and docs/ runs: each page in a folder of its own, its blocks in
their order. A block is indented, and then a command, or fenced with its kind:

    sh  c  python  js  php     runs
    console                    commands behind "$ ", each with what it prints (".." stands for anything)
    text FILE  json FILE  markup FILE  pack FILE      a file that the page's next commands read
    json                       is JSON;  json of FILE: has only keys that a record of this output has in the same place
    pack LANGUAGE              a part of a pack, which koor takes
    text                       a figure: the only kind that nothing runs

A block of no known kind fails. What a machine lacks (Node.js, benches) is skipped with that reason."""

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
from command import features, need_pictures  # noqa: E402
from model import GOOD, Model  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
BUILD = pathlib.Path(tap.environment("KOOR_BUILD"))
FOLDER = tempfile.TemporaryDirectory()
ROOT = pathlib.Path(FOLDER.name)

PAGES = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", *sorted((SOURCE / "docs").glob("*.md"))]
COMMAND = re.compile(r"(\(cd build|koor|packcheck|python3|meson|npm|node|cc|cd|valgrind|\./examples/\S+|build/\S+) ")
# What a block that runs says otherwise in a test: it takes the build and the npm packages that are there, installs beside
# them, and measures less.
INSTEAD = [
    (r"meson setup build-install \S+ \S+ && meson install -C build-install && ldconfig", "meson install -C build --no-rebuild"),
    (r"meson setup build(?: -\S+)+ && (?:ninja -C build)?", ""),
    (r"^\(cd build && npm install [^)]*\).*\n", ""),
    (r"(npm install) (--install-links)", r"\1 --no-audit --no-fund --prefer-offline \2"),
    # under another name: the log of the run that this test is a part of stands in the same folder
    (r"meson test -C build --benchmark", "meson test -C build --no-rebuild --logbase bench --benchmark realise"),
    (r"bench_schedule 1000000", "bench_schedule 20000"),
    (r"(template-62\.txt)", r"\1 1"),
    (r"--rounds 8", "--rounds 1"),
    (r"valgrind --tool=callgrind ", ""),
]
# The npm packages that a block is about: tests/run.sh installs them.
NPM = {"spintax.mjs": "spintax-extended spintax mel-spintax", "bench/peers/images": "sharp", "--install-links": "koffi"}
ENDPOINT = "http://127.0.0.1:8080/v1"  # the pages' language model
NO_REGISTRY = re.compile(r"ENOTCACHED|EAI_AGAIN|ECONN|ETIMEDOUT|ENOTFOUND|SELF_SIGNED|network")
PEOPLE = "id,circle,timezone,opted_in\nnoor,gent,Europe/Brussels,yes\nbram,gent,Europe/Brussels,yes\n"
POST = ("We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. "
        "Apply before 1 May: https://example.com/baker #hiring\n")


def blocks(text):
    """(kind, content) of each block: fenced with its kind, or indented commands."""
    parts = re.split(r"^```([^\n]*)\n(.*?)^```\n", text, flags=re.M | re.S)
    for prose, info, content in zip(parts[0::3], [*parts[1::3], None], [*parts[2::3], None]):
        for block in re.findall(r"(?:\A\n*|\n\n)((?: {4}.*\n(?:\n(?= {4}))?)+)", prose):
            plain = re.sub(r"^ {4}", "", block, flags=re.M)
            yield ("sh" if COMMAND.match(plain) else ""), plain
        if info is not None:
            yield info, content


def run(*command, folder, installed_koor=True):
    environment = dict(os.environ, KOOR_LIBRARY=sanitized.LIBRARY, HOME=str(ROOT), DESTDIR=str(ROOT / "installed"), NODE_PATH=str(BUILD / "node_modules"),
                       PYTHONPATH=str(SOURCE / "bindings" / "python"), LD_LIBRARY_PATH=str(BUILD / "src"),
                       PATH=os.pathsep.join([str(ROOT / "bin"), os.environ["PATH"]]), **(installed.environment() if installed_koor else {}))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment, timeout=600)
    assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def need(program, arguments, reason):
    """Skips where the program is missing, or fails with the arguments that ask for what a block needs."""
    path = shutil.which(program, path=os.pathsep.join([str(ROOT / "bin"), os.environ["PATH"]]))
    environment = dict(os.environ, NODE_PATH=str(BUILD / "node_modules"))
    if not path or subprocess.run([path, *arguments], capture_output=True, env=environment, check=False).returncode:
        raise tap.Skip(reason)


def answer(number, _sentence, _messages):
    """Of a language model to the sentences of POST."""
    return GOOD[{1: 1, 2: 2, 3: 4}[number]]


def need_what_a_command_takes(content):
    if "dask_campaign" in content:
        need("python3", ["-c", "import distributed"], "Dask distributed is not installed (package python3-distributed)")
    if "bench/peers/images" in content:
        need("python3", ["-c", "import PIL"], "Pillow, which makes the bench's pictures, is not installed (package python3-pil)")
    if "python3 -m venv" in content:
        need("python3", ["-c", "import ensurepip"], "Python makes no venv (package python3-venv)")
    for words, packages in NPM.items():
        if words in content:
            need("node", ["-e", "process.argv.slice(1).forEach(name => require(name))", *packages.split()],
                 f"not installed: Node.js or {packages}")
    if "bench" in content and not (BUILD / "tests" / "bench" / "bench_realise").exists():
        raise tap.Skip("this build has no benches (-Dbenchmarks=true)")
    if "--images" in content:
        need_pictures()
    if "image.headline" in content and "module" not in features():
        raise tap.Skip("this build has no module koor-vips")


def run_sh(content, folder):
    if content.startswith("./examples/quickstart.sh"):
        return run_quickstart()
    need_what_a_command_takes(content)
    for said, instead in INSTEAD:
        content = re.sub(said, instead, content, flags=re.M)
    with Model(answer) as model:
        command = content.replace(ENDPOINT, model.url)
        if "ask --config" in content:
            file = folder / "campaign.json"
            file.write_text(file.read_text(encoding="utf-8").replace(ENDPOINT, model.url), encoding="utf-8")
        try:
            return run("bash", "-euo", "pipefail", "-c", command, folder=folder)
        except AssertionError as failed:
            if "npm install" in command and NO_REGISTRY.search(str(failed)):
                raise tap.Skip("the npm registry cannot be reached") from failed
            raise


def run_quickstart():
    """In a copy of the source, where nothing was built. The second line of the block, tests/run.sh, runs this test."""
    if not shutil.which("dpkg-query"):
        raise tap.Skip("it installs Debian's packages")
    missing = run("sh", "-c", ". tests/packages.sh; missing_packages $BUILD_PACKAGES", folder=SOURCE).split()
    if missing:
        raise tap.Skip(f"it would install {' '.join(missing)}")

    def not_of_the_source(at, names):
        return [name for name in names if pathlib.Path(at) == SOURCE and re.match(r"build|env|\.git$", name)]
    copy = ROOT / "copy"
    shutil.copytree(SOURCE, copy, ignore=not_of_the_source)
    said = run("./examples/quickstart.sh", folder=copy, installed_koor=False)
    page = copy / said.split()[-1]
    assert page.name == "preview.html" and page.stat().st_size > 100_000, said


def run_console(content, folder):
    """Each command prints what stands below it."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", content, re.M):
        said = run_sh(command, folder)
        pattern = ".*".join(re.escape(part.strip("\n")) for part in shown.split(".."))
        assert re.match(pattern, said, re.S), f"{command} prints\n{said}"


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


def run_json(content, _folder):
    json.loads(content)


def run_pack(content, folder, language):
    """A part of a pack, which stands for itself."""
    (folder / "part.pack").write_text(f"pack {language} 1\n{content}", encoding="utf-8")
    run("koor", "pack", "check", "part.pack", folder=folder)


def has_keys(shown, made):
    """Whether all keys of the one are in the other, in the same place and with the same kind of value."""
    if isinstance(shown, dict):
        return isinstance(made, dict) and all(key in made and has_keys(value, made[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return isinstance(made, list) and all(any(has_keys(value, other) for other in made) for value in shown)
    return shown is None or made is None or isinstance(made, type(shown)) or isinstance(shown, int) and isinstance(made, float)


def compare_json(content, folder, name):
    """What is shown of a file that a command of the page has written."""
    made = folder / name
    if not made.exists():
        raise tap.Skip(f"{name} was not made")
    text = made.read_text(encoding="utf-8")
    records = [json.loads(line) for line in text.splitlines()] if name.endswith(".jsonl") else [json.loads(text)]
    assert any(has_keys(json.loads(content), record) for record in records), f"{name} has other keys"


RUNNERS = {"sh": run_sh, "console": run_console, "c": run_c, "python": run_python, "js": run_js, "php": run_php, "json": run_json}
FILES = {"text", "json", "markup", "pack"}


def page_folder(page):
    """A folder in which the blocks of a page find what they name."""
    folder = ROOT / page.stem
    if folder.exists():
        return folder
    folder.mkdir()
    sample = SOURCE / "examples" / "campaign"
    for name, target in {"bindings": SOURCE / "bindings", "examples": SOURCE / "examples", "src": SOURCE / "src",
                         "tests": SOURCE / "tests", "build": BUILD, "hello.c": SOURCE / "examples" / "hello.c"}.items():
        (folder / name).symlink_to(target)
    shutil.copytree(sample / "pictures", folder / "pictures")
    shutil.copy(sample / "pictures" / "klas.jpg", folder / "pictures" / "team.jpg")
    shutil.copytree(sample / "brand", folder / "brand")
    (folder / "brand" / "fonts").mkdir()
    (folder / "brand" / "fonts" / "Inter-Bold.ttf").write_bytes(b"read only where a card is drawn")
    for name, logo in {"logo-white.png": "mark-light.png", "logo-blue.png": "mark-dark.png"}.items():
        shutil.copy(sample / "brand" / logo, folder / "brand" / name)
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "koor").symlink_to(SOURCE / "bindings" / "node")
    (folder / "post.txt").write_text(POST, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "people.jsonl").write_text('{"id":"noor","circle":"gent","opted_in":true}\n', encoding="utf-8")
    (folder / "campaign.json").write_text(json.dumps({
        "options": {"campaign.window": "2026-12-01/2026-12-14", "campaign.now": "2026-11-30"},
        "posts": [{"id": "baker", "language": "en", "file": "post.txt"}], "people": "people.csv",
        **({"images": "pictures"} if "jpeg" in features() else {})}), encoding="utf-8")
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


def run_block(page, info, content):
    programs()
    folder = page_folder(page)
    kind, _, name = info.partition(" ")
    if kind == "json" and name.startswith("of "):
        compare_json(content, folder, name[3:])
    elif kind == "pack" and name in ("en", "nl"):
        run_pack(content, folder, name)
    elif name:
        assert kind in FILES, f"no such kind of block: {info}"
        if kind == "json":
            run_json(content, folder)
        (folder / name).write_text(content, encoding="utf-8")
    else:
        assert kind in RUNNERS, f"a block of no known kind: {info or 'indented, and no command'}"
        RUNNERS[kind](content, folder)


def test_readme_shows_the_example_as_it_is():
    shown = [content for language, content in blocks(PAGES[0].read_text(encoding="utf-8")) if language == "c"]
    example = (SOURCE / "examples" / "hello.c").read_text(encoding="utf-8")
    assert len(shown) == 1 and example.endswith(shown[0])


def test_a_block_that_does_not_hold_fails():
    page = pathlib.Path("page.md")
    for kind, block in (("", "perl -e 1\n"), ("perl", "1;\n"), ("sh", "koor chek post.txt\n"), ("json", "{..}\n"),
                        ("console", "$ koor version\nkoor 99..\n"), ("pack en", "nouns a\n"), ("c", "int f(void) { return x; }\n"),
                        ("json of people.jsonl", '{"name": ".."}\n'), ("perl FILE", "1;\n")):
        try:
            run_block(page, kind, block)
        except (AssertionError, ValueError):
            continue
        raise AssertionError(f"{kind or 'indented'}: {block}")
    run_block(page, "json of people.jsonl", '{"opted_in": false}\n')
    run_block(page, "console", "$ koor version\nkoor ..\n")


def anchors(page):
    """Of its headings, as GitHub names them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target, anchor in re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(page.parent / target if target else page), f"{page.name}: {target}#{anchor}"


def test_lists_that_the_engine_asks_for_are_told_and_filled():
    header = (SOURCE / "src" / "rewrite" / "pack_blob.h").read_text(encoding="utf-8")
    names = re.findall(r'^    X\(\w+, "([a-z.-]+)"\)', header, re.MULTILINE)
    assert len(names) > 20, names
    page = (SOURCE / "docs" / "packs.md").read_text(encoding="utf-8")
    packs = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "src" / "packs").glob("*/*.pack"))
    assert not [name for name in names if f"`{name}`" not in page], "a list that docs/packs.md does not tell"
    assert not [name for name in names if f"\nlist {name} = " not in packs], "a list that no pack has"


def test_commands_inside_the_prose_are_there():
    programs()
    told = json.loads(run("koor", "help", "--json", folder=ROOT))
    commands = {command["name"].split()[0] for command in told["commands"]}
    flags = {name for flag in told["flags"] for name in (flag["name"], flag["short"])}
    for page in PAGES:
        prose = re.sub(r"^```.*?^```\n", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for code in re.findall(r"`([^`\n]*[^`\s][^`\n]*)`", prose):
            words = code.split()
            if words[0] == "koor" and len(words) > 1:
                assert words[1] in commands, f"{page.name}: {code}"
                assert all(word in flags for word in words if re.match(r"--?[a-z]", word)), f"{page.name}: {code}"
            if re.match(r"(tests|src|docs|examples|include|bindings)/[\w./-]+[a-z]$", words[0]):
                assert (SOURCE / words[0].replace("LANG", "nl")).exists(), f"{page.name}: {code}"


for source in PAGES:
    for number, (kind, block) in enumerate(blocks(source.read_text(encoding="utf-8")), 1):
        if kind != "text":
            globals()[f"test_{source.name} block {number}: {block.splitlines()[0][:50]}".replace("#", "")] = \
                functools.partial(run_block, source, kind, block)

if sanitized.runtime():
    print("1..0 # SKIP the other build runs what the pages say")
else:
    tap.run()
