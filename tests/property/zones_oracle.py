"""Compares koor's TZif reader with zdump and with Python's zoneinfo, near the transitions of all zones
from 1970 to 2100.

    zones_oracle.py PROGRAM [--every N]     a sample of about one in N; 1 checks all

Fat and slim files take the same path; where zic is there, the check is done on both kinds.
"""
import argparse
import calendar
import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zoneinfo

MONTHS = {name: i for i, name in enumerate(calendar.month_abbr)}
LINE = re.compile(r"^(\S+)\s+\w{3} (\w{3})\s+(\d+) (\d\d):(\d\d):(\d\d) (\d+) UT = .* gmtoff=(-?\d+)$")
EPOCH = datetime.datetime(1970, 1, 1)


def transitions(directory, names):
    """(zone, moment, offset) of both sides of each transition, as zdump tells them."""
    paths = [str(directory / name) for name in names]
    out = subprocess.run(["zdump", "-v", "-c", "1970,2100", *paths], capture_output=True, text=True).stdout
    for line in out.splitlines():
        match = LINE.match(line)
        if match:
            path, month, day, hour, minute, second, year, offset = match.groups()
            moment = calendar.timegm((int(year), MONTHS[month], int(day), int(hour), int(minute), int(second)))
            yield path[len(str(directory)) + 1:], moment, int(offset)


def wall_questions(directory, name, moments):
    """(local, moment) near each transition by zoneinfo with fold=0: gaps later, folds earlier."""
    with open(directory / name, "rb") as file:
        zone = zoneinfo.ZoneInfo.from_file(file)
    for moment in moments:
        around = int(zone.utcoffset(datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
                                    .astimezone(zone)).total_seconds())
        for shift in (-7200, -3601, -1800, -1, 0, 1, 1799, 3599, 3600, 7200):
            local = moment + around + shift
            asked = EPOCH + datetime.timedelta(seconds=local)
            answer = local - int(asked.replace(tzinfo=zone).utcoffset().total_seconds())
            shown = datetime.datetime.fromtimestamp(answer, datetime.timezone.utc).astimezone(zone)
            # A moment shows the wall clock asked for, or a later one after a gap. The slim file of
            # America/Ojinaga contradicts its own footer in October 2022; zoneinfo then gives an earlier
            # one, and is no oracle.
            if shown.replace(tzinfo=None) >= asked:
                yield local, answer


def check(program, directory, every):
    names = sorted(str(path.relative_to(directory)) for path in directory.rglob("*")
                   if path.is_file() and path.parts[len(directory.parts)] not in ("right", "posix")
                   and path.read_bytes()[:4] == b"TZif")
    step = max(1, every // 4)  # fewer zones, and every fourth transition of those
    names = [name for name in names if "." not in name][::step]
    every = min(every, 4)
    questions, expected, moments = [], [], {}
    for i, (name, moment, offset) in enumerate(transitions(directory, names)):
        if i // 2 % every == 0:
            questions.append(f"{name} o {moment}")
            expected.append(offset)
            moments.setdefault(name, []).append(moment)
    for name, near in moments.items():
        for local, moment in wall_questions(directory, name, near):
            questions.append(f"{name} l {local}")
            expected.append(moment)
    out = subprocess.run([program, str(directory)], input="\n".join(questions), capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    answers = [int(line) for line in out.stdout.split()]
    wrong = [(q, e, a) for q, e, a in zip(questions, expected, answers) if e != a]
    for question, want, got in wrong[:20]:
        print(f"{directory}: {question}: {got}, expected {want}")
    print(f"{directory}: {len(names)} zones, {len(answers)} answers, {len(wrong)} wrong")
    return not wrong and len(answers) == len(questions) > 500


def compiled(target, kind):
    """The machine's zones compiled once more, fat or slim."""
    subprocess.run(["zic", "-b", kind, "-d", target, "/usr/share/zoneinfo/tzdata.zi"], check=True)
    return pathlib.Path(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--every", type=int, default=40)
    options = parser.parse_args()
    system = pathlib.Path("/usr/share/zoneinfo")
    if not shutil.which("zdump") or not (system / "Europe/Brussels").exists():
        print("skipped: zdump and /usr/share/zoneinfo are needed")
        sys.exit(77)
    good = check(options.program, system, options.every)
    if shutil.which("zic") and (system / "tzdata.zi").exists():
        for kind in ("fat", "slim"):
            with tempfile.TemporaryDirectory() as target:
                good &= check(options.program, compiled(target, kind), options.every)
    sys.exit(not good)


if __name__ == "__main__":
    main()
