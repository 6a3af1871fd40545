#!/usr/bin/env python3
"""What reads the code without running it: gcc's -fanalyzer, clang-tidy and cppcheck, over src/ and examples/.

    tests/static.py [analyzer|tidy|cppcheck]...     all three by default

A finding is mended, or a comment at its line says why it is none: "NOLINT(check): why" for clang-tidy,
"cppcheck-suppress id" for cppcheck, and "-fanalyzer: why" for gcc, which has no mark of its own. Prints what is left
and how many that are; exit status 1 where there is one. Builds in build-static. About ten minutes on two cores.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build-static"
FINDING = re.compile(r"^(?P<file>[^:\s]+):(?P<line>\d+):\d+: (?:warning|error|style|performance|portability): (?P<what>.*)$")
# What cppcheck does not see, for it reads no headers of the system.
MACROS = ["json_object_foreach(object,key,value)=for(key=json_key(object);(value=json_get(object,key));)",
          "json_array_foreach(array,i,value)=for(i=0;(value=json_array_get(array,i));i++)",
          "KOOR_HAS_VIPS=1", 'KOOR_VERSION=""', "KOOR_API="]


def run(command):
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def sources():
    return run(["git", "ls-files", "src/*.c", "examples/*.c"]).stdout.split()


def build():
    """The compiler's arguments and the generated sources are wanted, so that all start by a build."""
    done = run(["sh", "-c", ". tests/build.sh && build build-static -Dtests=false -Dbuildtype=debugoptimized"])
    if done.returncode:
        sys.exit(done.stdout)


def at_once(work, things):
    """What `work` gives for each, in as many processes as there are cores."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return "\n".join(pool.map(work, things))


def is_explained(file, line):
    """Whether the line or the one before it says why it is no fault."""
    lines = pathlib.Path(ROOT, file).read_text(encoding="utf-8").split("\n")
    return any("-fanalyzer: " in text for text in lines[max(0, line - 2):line])


def findings(text, explained=lambda file, line: False):
    """{(file, line, what)} of the project's own files."""
    found = set()
    for match in filter(None, map(FINDING.match, text.split("\n"))):
        file = os.path.relpath(os.path.join(BUILD, match["file"]), ROOT)
        if file.startswith(("src/", "examples/")) and not explained(file, int(match["line"])):
            found.add((file, int(match["line"]), match["what"]))
    return found


def analyze(command):
    """One entry of compile_commands.json, its object thrown away."""
    words = shlex.split(command["command"])
    words[words.index("-o") + 1] = os.devnull
    return subprocess.run([*words, "-fanalyzer"], cwd=command["directory"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False).stdout


def analyzer():
    commands = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
    own = [command for command in commands if command["file"].startswith(("../src/", "../examples/"))]
    return findings(at_once(analyze, own), is_explained)


def tidy():
    return findings(at_once(lambda file: run(["clang-tidy", "--quiet", "-p", str(BUILD), file]).stdout, sources()))


def cppcheck():
    log = run(["cppcheck", "--quiet", "--std=c11", "--enable=warning,performance,portability", "--inline-suppr",
               "--template={file}:{line}:{column}: {severity}: {message} [{id}]", "--template-location=",
               "--suppress=missingIncludeSystem", "-Isrc", "-Iinclude", "-Iexamples", "-Ibuild-static/src",
               *(f"-D{macro}" for macro in MACROS), *sources()]).stdout
    return findings("\n".join(f"../{line}" for line in log.split("\n")))


def main(tools):
    for tool in ["clang-tidy", "cppcheck"]:
        if not shutil.which(tool):
            sys.exit(f"{tool} is needed (Debian: {tool})")
    build()
    found = set()
    for name in tools or ["analyzer", "tidy", "cppcheck"]:
        of_tool = {"analyzer": analyzer, "tidy": tidy, "cppcheck": cppcheck}[name]()
        print(f"{name}: {len(of_tool)} findings", flush=True)
        found |= of_tool
    for file, line, what in sorted(found):
        print(f"{file}:{line}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
