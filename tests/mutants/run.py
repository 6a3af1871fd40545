#!/usr/bin/env python3
"""Do the tests notice a fault? Changes one token of a source file at a time and runs the tests.

    tests/mutants/run.py [--count 60] [--seed 1] [FILE...]

In a copy of the tree it draws places by chance (the same seed draws the same ones): a comparison, an
operator, a whole number, a negation, a constant result. By default in what keeps a promise: the guard, the ledger,
the time zones and the comb of moments. The suite of the file's own stage runs first, then the other
suites that run without a machine's extras, all with the sanitizers of tests/run.sh; a mutant that they let pass has
survived. It ends with how many were noticed, and exit status 1 where fewer than nine in ten were. Survivors are
printed as FILE:LINE: FUNCTION: FROM -> TO, for a person to judge: either a test is missing, or the change makes no
difference (tests/mutants/equal.txt names those, with the reason). About a minute each where it survives, less where it
is noticed.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = [*sorted(f"src/guard/{path.name}" for path in (ROOT / "src/guard").glob("*.c")),
         "src/analyse/ledger.c", "src/analyse/figures.c",
         "src/schedule/zoneset.c", "src/schedule/zonerule.c", "src/schedule/zones.c", "src/schedule/civil.c",
         "src/schedule/place.c", "src/schedule/spread.c", "src/schedule/move.c", "src/schedule/sites.c"]
CHANGES = [  # what is replaced, by what
    (r"(?<=[\w)\]] )<(?= [\w(*&-])", ["<="]), (r"(?<=[\w)\]] )<=(?= )", ["<"]), (r"(?<=[\w)\]] )>(?= [\w(*&-])", [">="]),
    (r"(?<=[\w)\]] )>=(?= )", [">"]), (r"==", ["!="]), (r"!=", ["=="]), (r"&&", ["||"]), (r"\|\|", ["&&"]),
    (r"(?<=[\w)\]] )\+(?= [\w(])", ["-"]), (r"(?<=[\w)\]] )-(?= [\w(])", ["+"]),
    (r"(?<=[(&| ])!(?=[a-z(])", [""]), (r"(?<=return )[01](?=;)", ["!"]), (r"(?<![\w.-])[1-9]\d?(?![\w.]|\];)", ["+1"]),  # not -1, a mere sign, and no length of an array
]
# Arguments of meson test: the quick ones first, for the first failure ends the look.
WIDER = [["--suite", "unit", "--suite", "packs"], ["--suite", "property", "--suite", "cli"]]
# A mutant that takes memory without end is noticed, and is not the machine's end.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="hard_rss_limit_mb=4096:detect_leaks=1")


def code_of(line):
    """The line without comments and texts, blanks in their place."""
    blank = lambda match: " " * len(match.group())
    return re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|/\*.*?(?:\*/|$)|//.*$', blank, line)


def places(file, text):
    """All (file, line, start, end, replacement) of the text where a change can be made."""
    found, in_comment = [], False
    for number, line in enumerate(text.split("\n")):
        code = code_of(line)
        if in_comment or line.startswith("#") or line.lstrip().startswith("*"):
            code = ""
        in_comment = (in_comment or "/*" in line) and "*/" not in line[line.rfind("/*"):]
        for pattern, replacements in CHANGES:
            for match in re.finditer(pattern, code):
                for new in replacements:
                    if new == "!":
                        new = str(1 - int(match.group()))
                    elif new == "+1":
                        new = str(int(match.group()) + 1)
                    found.append((file, number, match.start(), match.end(), new))
    return found


class Tree:
    """A copy of the tree with a build in it."""

    def __init__(self, folder):
        self.folder = folder
        if (ROOT.parent / "shared").is_dir():  # the tests' data, where they are there
            (folder.parent / "shared").symlink_to(ROOT.parent / "shared")
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, names.decode().split("\0")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        self.run(["meson", "setup", "build", "-Doptimization=1", "-Ddebug=false", "-Db_sanitize=address,undefined",
                  "-Db_lundef=false"], check=True)
        self.run(["ninja", "-C", "build"], check=True)
        listed = self.run(["meson", "introspect", "--tests", "build"], check=True).stdout
        self.tests = json.loads(listed)

    def run(self, command, check=False):
        result = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                errors="replace", env=ENVIRONMENT)
        if check and result.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{result.stdout[-2000:]}")
        return result

    def programs(self, suite):
        """The build targets of a suite's tests: what has to be linked anew. Scripts are named through the build folder
        too, as build/../tests/..., and are none."""
        build = os.path.join(self.folder, "build")
        words = [os.path.normpath(word) for test in self.tests if f"koor:{suite}" in test["suite"] for word in test["cmd"]]
        return sorted({os.path.relpath(word, build) for word in words if word.startswith(build + "/")})

    def passes(self, suites):
        """Half of a test's time limit is enough for it without a mutant; a mutant may never end."""
        command = ["meson", "test", "-C", "build", "--no-rebuild", "--maxfail", "1", "--no-suite", "slow", "-t", "0.5"]
        return self.run(command + suites).returncode == 0

    def check_unchanged(self, files):
        """Where the tests fail without a mutant they show nothing."""
        stages = sorted({pathlib.Path(file).parts[1] for file in files})
        for suites in [["--suite", stage] for stage in stages] + WIDER:
            if not self.passes(suites):
                sys.exit(f"{' '.join(suites)} fails without any mutant")

    def survives(self, file):
        """None where it does not compile."""
        stage = pathlib.Path(file).parts[1]
        programs = self.programs(stage)
        if self.run(["ninja", "-C", "build", *programs]).returncode:
            return None
        if programs and not self.passes(["--suite", stage]):
            return False
        self.run(["ninja", "-C", "build"])
        return all(self.passes(suites) for suites in WIDER)


def mutate(tree, place):
    file, number, start, end, new = place
    whole = (tree.folder / file).read_text()
    lines = whole.split("\n")
    old = lines[number]
    lines[number] = old[:start] + new + old[end:]
    (tree.folder / file).write_text("\n".join(lines))
    survived = tree.survives(file)
    (tree.folder / file).write_text(whole)
    heads = [line for line in lines[:number + 1] if re.match(r"\w.*\(", line)]
    function = re.search(r"(\w+)\(", heads[-1])[1] if heads else "-"
    return survived, f"{file}:{number + 1}: {function}: {old.strip()} -> {lines[number].strip()}"


def known_equal():
    path = ROOT / "tests/mutants/equal.txt"
    lines = path.read_text().split("\n") if path.exists() else []
    return {line.split(" # ")[0].strip() for line in lines if " # " in line}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", default=FILES)
    asked = parser.parse_args()
    drawn = [place for file in asked.files for place in places(file, (ROOT / file).read_text())]
    random.Random(asked.seed).shuffle(drawn)
    equal, tried, noticed = known_equal(), 0, 0
    with tempfile.TemporaryDirectory(prefix="koor-mutants-") as folder:
        tree = Tree(pathlib.Path(folder) / "koor")
        tree.check_unchanged(asked.files)
        for place in drawn:
            if tried == asked.count:
                break
            survived, told = mutate(tree, place)
            shown = re.sub(r":\d+:", ":", told, count=1)
            if survived is None or (survived and shown in equal):
                continue
            tried += 1
            noticed += not survived
            print(("SURVIVED " if survived else "noticed  ") + told, flush=True)
    print(f"{noticed} of {tried} mutants noticed")
    return 0 if noticed * 10 >= tried * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
