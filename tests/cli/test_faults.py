#!/usr/bin/env python3
"""Faults from outside: signals, folders that cannot be written, links, hostile names, other locales. What stands under a
final name is whole, nothing is written outside the output folder, and what a program reads next is escaped."""

import csv
import html.parser
import json
import os
import pathlib
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from command import KOOR, features, koor, need_pictures  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
PICTURES = SOURCE / "examples" / "campaign" / "pictures"
POST = ("We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. We bake 2,400 loaves a "
        "day, and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring\n")
NOBODY = 65534


def campaign(folder, people, post=POST):
    """The arguments of a plan for these people, [(id, circle)]."""
    path = pathlib.Path(folder)
    (path / "post.txt").write_text(post, encoding="utf-8")
    with open(path / "people.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "circle", "networks", "opted_in"])
        table.writerows([name, circle, "linkedin", "yes"] for name, circle in people)
    return ["plan", path / "post.txt", "--people", path / "people.csv", "--now", "2027-03-20T09:00:00Z",
            "--set", "policy.disclosure=off"]


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in pathlib.Path(folder).rglob("*") if p.is_file()}


def items_of(out):
    with open(out / "plan.jsonl", encoding="utf-8") as file:  # splitlines() would end a line at U+2028
        return [json.loads(line) for line in file]


# -- signals ----------------------------------------------------------------------------------------------------------


def stopped(arguments, number, after):
    """Sends the signal so many seconds after the start; the exit status, None where the run was over before."""
    with subprocess.Popen([KOOR, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        time.sleep(after)
        early = run.poll() is None
        run.send_signal(number)
        told = run.stderr.read().decode()
    return (run.returncode, told) if early else (None, told)


def stop_at_every_tenth(number, check):
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        plan = [*campaign(folder, [(f"p{i}", f"c{i % 7}") for i in range(60)]), "--images", PICTURES, "--write", "all"]
        whole, out = pathlib.Path(folder, "whole"), pathlib.Path(folder, "out")
        begun = time.monotonic()
        koor(*plan, "-o", whole)
        took, stops = time.monotonic() - begun, 0
        for tenth in range(1, 10):
            status, told = stopped([*plan, "-o", out], number, took * tenth / 10)
            if out.exists():
                assert tree(out) == tree(whole), "files of a plan that was stopped are not whole"
            else:
                stops += status is not None
                check(folder, status, told)
        assert stops >= 1, "no run was stopped before its end"
        koor(*plan, "-o", out)
        assert tree(out) == tree(whole)


def test_a_killed_plan_leaves_nothing_under_the_final_name():
    def killed(_, status, __):
        assert status in (None, -signal.SIGKILL), status
    stop_at_every_tenth(signal.SIGKILL, killed)


def test_an_interrupted_plan_cleans_up():
    def interrupted(folder, status, told):
        # Before the handler is in place the signal ends the program, as it would any.
        assert status in (1, -signal.SIGINT), (status, told)
        assert status != 1 or "stopped: nothing was written" in told, told
        assert not list(pathlib.Path(folder).glob("*.partial-*")), "a folder was left behind"
    stop_at_every_tenth(signal.SIGINT, interrupted)


# -- folders and pictures ---------------------------------------------------------------------------------------------


def as_nobody(arguments):
    """Runs without root's right to write everywhere."""
    drop = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        return subprocess.run([KOOR, *map(str, arguments)], capture_output=True, text=True, check=False, **drop)
    except PermissionError as reason:
        raise tap.Skip(f"the program cannot be run as another user: {reason}") from reason


def test_an_output_that_cannot_be_written_is_told_and_left_alone():
    with tempfile.TemporaryDirectory() as folder:
        plan, shut, kept = campaign(folder, [("a", "c")]), pathlib.Path(folder, "shut"), pathlib.Path(folder, "kept")
        shut.mkdir(mode=0o555)
        kept.mkdir()
        (kept / "plan.jsonl").write_text("of before\n", encoding="utf-8")
        kept.chmod(0o555)
        os.chmod(folder, 0o777)
        run = as_nobody([*plan, "-o", shut / "out"])
        assert run.returncode == 1 and "Permission denied" in run.stderr and str(shut) in run.stderr, run.stderr
        run = as_nobody([*plan, "-o", kept])
        assert run.returncode == 1 and "Permission denied" in run.stderr and str(kept) in run.stderr, run.stderr
        assert tree(kept) == {"plan.jsonl": b"of before\n"} and not tree(shut)
        assert not list(pathlib.Path(folder).glob("*.partial-*"))


def test_a_picture_that_is_cut_off_is_told():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        plan = [*campaign(folder, [(f"p{i}", "c") for i in range(6)]), "--images", folder + "/pictures", "--write", "all"]
        pictures, out = pathlib.Path(folder, "pictures"), pathlib.Path(folder, "out")
        pictures.mkdir()
        source = next(p for p in sorted(PICTURES.iterdir()) if p.suffix == ".jpg").read_bytes()
        (pictures / "a.jpg").write_bytes(source[:len(source) // 3])
        run = subprocess.run([KOOR, *map(str, plan), "-o", out], capture_output=True, text=True, check=False)
        assert run.returncode == 1 and "a.jpg" in run.stderr and not out.exists(), run.stderr
        (pictures / "a.jpg").write_bytes(source)
        koor(*plan, "-o", out)
        assert all((out / item["image"]["file"]).read_bytes().endswith(b"\xff\xd9") for item in items_of(out))


def png_of_depth_3():
    """A header that no PNG may have: eight bits a channel, or sixteen."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 600, 600, 3, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(bytes(1801 * 600))) + chunk(b"IEND", b""))


def test_a_broken_picture_is_told_in_words():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        plan, picture = [*campaign(folder, [("a", "c")]), "--images", folder + "/pictures"], pathlib.Path(folder, "pictures", "a")
        picture.parent.mkdir()
        broken = bytearray((PICTURES / "klas.jpg").read_bytes())
        broken[broken.find(b"\xff\xc4") + 5] = 255
        cases = [("a.jpg", broken, "a JPEG that is broken (Bogus Huffman table definition); save it anew")]
        if "module" in features():  # libvips has no words for this one
            cases.append(("a.png", png_of_depth_3(), "broken or not what its header says; save it anew"))
        for name, content, told in cases:
            picture.with_name(name).write_bytes(content)
            assert told in koor(*plan, "-o", folder + "/out", status=1).stderr, told
            picture.with_name(name).unlink()


def test_what_is_wrong_beside_a_picture_is_told_with_file_and_place():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        plan, pictures = [*campaign(folder, [("a", "c")]), "--images", folder + "/pictures"], pathlib.Path(folder, "pictures")
        pictures.mkdir()
        source = (PICTURES / "klas.jpg").read_bytes()
        side = pictures / "klas.json"
        for picture, text, told in [
                (source, '{"zz":1}', f"{side}: zz: an unknown key"), (source, '{"focus":[{}]}', f"{side}: focus[0]: a focus needs"),
                (source, '{"alt":\n oops}', f"{side}:2:"), (source, "[1]", f"{side}:1:1: a sidecar is an object"),
                (source[:700], '{"alt":"x"}', f"{pictures}/klas.jpg: ")]:
            (pictures / "klas.jpg").write_bytes(picture)
            side.write_text(text, encoding="utf-8")
            assert told in koor(*plan, "-o", folder + "/out", status=1).stderr, told


def test_links_in_the_output_lead_nowhere():
    with tempfile.TemporaryDirectory() as folder:
        plan, out, away = campaign(folder, [("a", "c")]), pathlib.Path(folder, "out"), pathlib.Path(folder, "away")
        out.mkdir()
        away.mkdir()
        (away / "victim").write_text("untouched", encoding="utf-8")
        (out / "plan.jsonl").symlink_to(away / "victim")
        koor(*plan, "-o", out)
        assert not (out / "plan.jsonl").is_symlink() and len(items_of(out)) == 1  # replaced, not followed
        for calendar in (out / "calendar").iterdir():
            calendar.unlink()
        (out / "calendar").rmdir()
        (out / "calendar").symlink_to(away)
        told = koor(*plan, "-o", out, status=1).stderr
        assert f"{out}/calendar" in told, told
        assert tree(away) == {"victim": b"untouched"}


# -- the plan before --------------------------------------------------------------------------------------------------


def test_nothing_of_the_plan_before_stays():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        out, people = pathlib.Path(folder, "out"), [("anna", "c"), ("bert", "c"), ("chris", "d")]
        pictures = ["--images", PICTURES, "--write", "all"]
        koor(*campaign(folder, people), *pictures, "-o", out)
        before = tree(out)
        assert "calendar/bert.ics" in before and any(name.startswith("kits/bert/") for name in before)
        own = {"notes.txt": "mine", "calendar/team.ics": "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n", "kits/bert/letter.txt": "to Bert",
               "kits/anna/2027-plan.txt": "hers", "images/team.jpg": "\xff", "images/0123456789abcdef.png": "\xff", "kits/readme.txt": "x"}
        for name, text in own.items():
            (out / name).write_text(text, encoding="latin-1")
        own = {name: text.encode("latin-1") for name, text in own.items()}
        plan = [*campaign(folder, people[::2]), "--seed", "9"]  # bert withdraws, and others move
        told = koor(*plan, *pictures, "-o", out).stderr
        koor(*plan, *pictures, "-o", pathlib.Path(folder, "fresh"))
        fresh = tree(pathlib.Path(folder, "fresh"))
        assert tree(out) == {**fresh, **own}, sorted(tree(out).keys() ^ {*fresh, *own})
        gone = len(before.keys() - fresh.keys())
        assert f"{out} held another plan: {gone} files of it, which this one does not have, are removed" in told, told


def test_another_plan_is_never_beside_its_plan_file():
    with tempfile.TemporaryDirectory() as folder:
        out, plan = pathlib.Path(folder, "out"), campaign(folder, [("anna", "c"), ("bert", "c")])
        koor(*plan, "-o", out)
        (out / "alternatives.jsonl").write_text("decided\n", encoding="utf-8")
        whole = tree(out)
        told = koor(*plan, "--seed", "9", "-o", out, "--write", "calendar", status=1).stderr
        assert f"{out} holds another plan" in told and "add jsonl to --write" in told and tree(out) == whole, told
        koor(*plan, "-o", out, "--write", "kits,digest")  # the same plan: more of its files
        assert {**tree(out), **whole} == tree(out) and (out / "kits" / "bert").exists()
        koor(*plan, "--seed", "9", "-o", out, "--write", "jsonl")
        assert set(tree(out)) == {"plan.jsonl", "plan.meta.json", "alternatives.jsonl"}, sorted(tree(out))
        for name in ("report.json", "plan.csv"):
            (out / name).write_bytes(whole[name])
        assert "the report of the plan is that of another plan" in koor("merge", out, "-o", folder + "/merged", status=1).stderr
        # Calendars alone, again and again: there is no plan that they could contradict.
        only = pathlib.Path(folder, "only")
        koor(*plan, "-o", only, "--write", "calendar")
        koor(*campaign(folder, [("anna", "c")]), "-o", only, "--write", "calendar")
        assert set(tree(only)) == {"plan.meta.json", "calendar/anna.ics"}


def test_files_of_no_plan_are_never_removed():
    with tempfile.TemporaryDirectory() as folder:
        out, away = pathlib.Path(folder, "out"), pathlib.Path(folder, "away")
        plan = campaign(folder, [("anna", "c"), ("bert", "c")])
        koor(*plan, "-o", away)
        out.mkdir()
        (out / "report.json").write_text("mine", encoding="utf-8")
        (out / "plan.meta.json").write_text('{"schema":"another program"}', encoding="utf-8")
        koor(*plan, "-o", out, "--write", "csv")
        assert (out / "report.json").read_text(encoding="utf-8") == "mine"
        (out / "calendar").symlink_to(away / "calendar")  # a link leads nowhere when files are removed, too
        koor(*campaign(folder, [("anna", "c")]), "-o", out, "--write", "csv")
        assert not (out / "report.json").exists() and (away / "calendar" / "bert.ics").exists()


def test_a_merge_replaces_the_shard_that_it_is_written_over():
    with tempfile.TemporaryDirectory() as folder:
        plan = campaign(folder, [(f"p{i}", f"c{i % 3}") for i in range(9)]) + ["--set", "select.max_similarity=0.9"]  # texts for all, whatever the rules are
        koor(*plan, "-o", folder + "/whole", "--write", "all")
        for k in (1, 2):
            koor(*plan, "-o", f"{folder}/{k}", "--shard", f"{k}/2", "--write", "all")
        koor("merge", folder + "/1", folder + "/2", "-o", folder + "/1", "--write", "all")
        assert tree(folder + "/1") == tree(folder + "/whole")
        assert "koor: " not in koor("merge", folder + "/1", "-o", folder + "/1", "--write", "jsonl,report").stderr.replace("koor: the post", "")
        assert tree(folder + "/1") == tree(folder + "/whole")


HOSTILE = ["../../up", "..", ".", "/etc/passwd", "a/../../b", "~root", "a\\..\\b", "con", "x\u202eyz", "-rf", ".hidden",
           "%2e%2e%2f", "a" * 120 + "é" * 60 + "1", "a" * 120 + "é" * 60 + "2"]


def fnv(text):
    total = 14695981039346656037
    for byte in text.encode():
        total = (total ^ byte) * 1099511628211 % 2**64
    return total


def test_names_stay_inside_the_output():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        inside = pathlib.Path(folder, "deep", "inside")
        inside.mkdir(parents=True)
        pictures = inside / "pictures"
        pictures.mkdir()
        for name, source in zip(("..jpg.jpg", "..%2f..%2fx.jpg", "a\\..\\b.jpg"), sorted(PICTURES.glob("*.jpg")) * 3):
            (pictures / name).write_bytes(source.read_bytes())
        plan, out = campaign(inside, [(name, f"../{name}") for name in HOSTILE]), inside / "out"
        before = set(pathlib.Path(folder).rglob("*"))
        koor(*plan, "--images", pictures, "--write", "all", "-o", out)
        new = set(pathlib.Path(folder).rglob("*")) - before
        assert all(path == out or out in path.parents for path in new), sorted(map(str, new))
        planned = {item["person"] for item in items_of(out)}
        assert planned == set(HOSTILE)
        # The bindings make the same names: the sum behind "~" is FNV-1a of the whole id.
        assert "a" * 120 + "%C3%A9" * 10 + "~" + "%016x" % fnv(HOSTILE[-1]) + ".ics" in os.listdir(out / "calendar")
        assert len(list((out / "calendar").iterdir())) == len(list((out / "kits").iterdir())) == len(HOSTILE)


# -- what other programs read -----------------------------------------------------------------------------------------

CELLS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.example","y")']
MARKUP = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>', "a&amp;b", "<!--", "\u2028"]


def test_no_cell_is_a_formula():
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        koor(*campaign(folder, [(name, name) for name in CELLS], "=cmd|' /C calc'!A0 is what a cell said. " + POST), "-o", out)
        with open(out / "plan.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        items = {item["id"]: item for item in items_of(out)}
        assert len(rows) == len(items) >= len(CELLS) - 1
        for row in rows:
            for column, value in row.items():
                assert not value or value[0] not in "=+-@\t\r\n", (column, value)
            person = items[row["id"]]["person"]
            assert row["person"] in (person, "'" + person)


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, [name for name, _ in attrs if name.startswith("on")]))


def elements(page):
    parser = Elements()
    parser.feed(page)
    return parser.seen


def test_pages_calendars_and_json_escape_what_they_carry():
    with tempfile.TemporaryDirectory() as folder:
        def plan(name, people, post):
            path = pathlib.Path(folder, name)
            path.mkdir()
            koor(*campaign(path, people, post), "-o", path / "out", "--write", "all")
            return path / "out"

        hostile = POST.replace("Apply", "</script><script>alert(1)</script> <img src=x onerror=alert(1)> Apply")
        plain = plan("plain", [(f"p{i}", "c") for i in range(len(MARKUP))], POST)
        out = plan("hostile", [(f"{text}{i}", text) for i, text in enumerate(MARKUP)], hostile)
        page = (out / "preview.html").read_text(encoding="utf-8")
        assert elements(page) == elements((plain / "preview.html").read_text(encoding="utf-8"))
        assert {item["person"] for item in items_of(out)} == {f"{text}{i}" for i, text in enumerate(MARKUP)}
        for name in ("report.json", "plan.meta.json"):
            json.loads((out / name).read_text(encoding="utf-8"))


def test_a_name_is_no_markup_in_the_digest():
    names = {"<b>x</b>": "`<b>x</b>`", "*x*": "`*x*`", "a`b``c": "``` a`b``c ```", "_x_": "`_x_`", "x _y_": "`x _y_`",
             "@channel": "`@channel`", "Zoë Peeters-Maes": "Zoë Peeters-Maes", "p_1.b": "p_1.b", "[x](y)": "`[x](y)`"}
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        koor(*campaign(folder, [(name, "c") for name in names]), "--set", "campaign.id=<i>", "-o", out, "--write", "digest")
        digest = (out / "digest.md").read_text(encoding="utf-8")
        assert digest.startswith("`<i>`: 9 posts\n"), digest
        told = re.findall(r"^\d\d:\d\d (.*), linkedin", digest, re.M)
        assert sorted(told) == sorted(names.values()), told


def test_a_text_adds_no_line_to_a_calendar():
    post = POST.replace("Apply", "Look\n\nEND:VEVENT\nBEGIN:VALARM\nACTION:DISPLAY\n\nApply")
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        koor(*campaign(folder, [("a;b,c:d\\n", "c")], post), "-o", out)
        raw = next((out / "calendar").iterdir()).read_bytes()
        assert b"\n" not in raw.replace(b"\r\n", b"") and all(len(line) <= 75 for line in raw.split(b"\r\n"))
        names = re.findall(r"^([A-Z-]+)[:;]", raw.decode().replace("\r\n ", ""), re.M)
        assert names.count("BEGIN") == names.count("END") == 2 and "ACTION" not in names, names


# -- locale and zone of the machine -----------------------------------------------------------------------------------


def test_locale_and_zone_of_the_machine_change_no_byte():
    need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        plan = [*campaign(folder, [(f"p{i}", f"c{i % 2}") for i in range(6)]), "--images", PICTURES, "--write", "all"]
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.lower()
        german = "de_DE.UTF-8" if "de_de.utf8" in known else "C"
        made = []
        for number, (locale, zone) in enumerate([("C.UTF-8", "UTC"), (german, "Pacific/Chatham"), ("POSIX", "America/St_Johns")]):
            machine = dict(os.environ, LC_ALL=locale, LANG=locale, TZ=zone)
            out = pathlib.Path(folder, f"out{number}")
            koor(*plan, "-o", out, env=machine)
            told = [koor(*job, stdin=POST, env=machine).stdout for job in (
                ["variants", "-", "--format", "jsonl"], ["check", "-", "--json"], ["suggest", "-"], ["count", "-"], ["options"])]
            made.append((tree(out), told))
        assert made[0] == made[1] == made[2]


if __name__ == "__main__":
    tap.run()
