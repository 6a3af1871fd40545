#!/usr/bin/env python3
"""Wordings of authors and decisions on them, through the command line: docs/authors.md."""

import csv
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from command import koor, lines  # noqa: E402

POST = """We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. \
We bake 2,400 loaves a day, and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring
"""
NOW = ("--now", "2026-12-01T08:00:00Z")
ANN = "A small team and a very old oven wait for you."


class Folder(tempfile.TemporaryDirectory):
    """A folder with the post in it; plan() runs there."""

    def __enter__(self):
        self.path = pathlib.Path(super().__enter__())
        self.post = self.write("post.txt", POST)
        return self

    def write(self, name, text):
        path = self.path / name
        path.write_text(text if isinstance(text, str) else "".join(json.dumps(line) + "\n" for line in text),
                        encoding="utf-8")
        return path

    def plan(self, *more, count=12, status=0):
        out = self.path / "out"
        run = koor("plan", self.post, "-n", count, *NOW, "-o", out, "--write", "jsonl,report", *more, status=status)
        return run, lines((out / "plan.jsonl").read_text(encoding="utf-8")) if status == 0 else None

    def alternatives(self):
        return lines((self.path / "out" / "alternatives.jsonl").read_text(encoding="utf-8"))

    def report(self):
        return json.loads((self.path / "out" / "report.json").read_text(encoding="utf-8"))


def test_units_come_back_as_they_are_and_filled_in():
    with Folder() as folder:
        units = lines(koor("suggest", folder.post, "--format", "jsonl").stdout)
        assert [unit["first"] for unit in units] == [1, 2, 3, 4, 5]
        assert units[2]["keep"] == ["2,400", "5 am"] and units[2]["negations"] == 1
        path = folder.write("empty.jsonl", units)
        assert "0 of 5 lines used, 0 rejected before, 5 not filled in" in \
            koor("variants", folder.post, "--alternatives", path).stderr
        units[1].update(text=ANN, author="Ann")
        path = folder.write("filled.jsonl", units)
        run = koor("variants", folder.post, "--alternatives", path, "--format", "jsonl")
        assert "1 of 5 lines used" in run.stderr
        assert any(ANN in line["text"] for line in lines(run.stdout))


def test_each_bad_line_is_told_with_its_number():
    with Folder() as folder:
        path = folder.write("a.jsonl", json.dumps({"first": 2, "text": ANN}) + "\nno json\n\n" +
                            json.dumps({"first": 2, "text": ANN + " At 7 am."}) + "\n")
        run = koor("variants", folder.post, "--alternatives", path)
        assert f"{path}:2: not used (syntax)" in run.stderr
        assert f"{path}:4: not used (new-fact)" in run.stderr
        assert ANN in run.stdout


def test_a_plan_of_approved_wordings_uses_nothing_else():
    with Folder() as folder:
        folder.plan(count=30)
        proposed = folder.alternatives()
        assert proposed and all(line["state"] == "proposed" and line["circles"] == ["all"] for line in proposed)
        assert sum(line["items"] for line in proposed) > 30
        for number, line in enumerate(proposed):
            line["state"] = "approved" if number % 2 else "rejected"
        path = folder.write("approved.jsonl", proposed)
        folder.plan("--approved", path, count=30)
        state = {(line["from"], line["text"]): line["state"] for line in proposed}
        again = folder.alternatives()
        used = [line for line in again if line["items"]]
        assert used and all(state[line["from"], line["text"]] == "approved" for line in used)
        approval = folder.report()["approval"]
        assert approval["approved_only"] and approval["proposed"] == 0
        assert approval["approved"] + approval["rejected"] == len(proposed)
        assert approval["unseen"] == len(approval["unseen_texts"]) > 0
        assert [text["risk"] for text in approval["riskiest"]] == \
            sorted((text["risk"] for text in approval["riskiest"]), reverse=True)
        assert approval["riskiest"][0]["why"] and approval["riskiest"][0]["text"]
        assert "approving or writing more" in folder.report()["capacity"]["why"]
        # Decisions that no item needs are carried on.
        assert {(line["from"], line["text"]): line["state"] for line in again} == state


def test_an_edit_is_a_replacement_also_of_the_closing_mark():
    """And decisions hold whether the file's "from" has the mark that its text brings, or stops in front of it."""
    told = "We're hiring a senior baker in Ghent! Know someone who would love it? Want to join? Apply before 1 May: https://example.com/baker"
    with Folder() as folder:
        folder.post.write_text(told, encoding="utf-8")
        folder.plan(count=40)
        closing = 0
        for line in folder.alternatives():
            old = dict(line, **{"from": line["from"].rstrip("?!.")})
            closing += old != line and line["text"].endswith("?")
            for one in (line, old) if line["text"].endswith("?") else (line,):
                path = folder.write("one.jsonl", [dict(one, state="approved")])
                run = koor("variants", folder.post, "--approved", path, "-n", "1", "--format", "jsonl", "--set", "select.max_base_similarity=1")
                for variant in lines(run.stdout):
                    assert len(variant["edits"]) == 1, variant
                    edit = variant["edits"][0]
                    assert told.replace(edit["from"], edit["to"]) == variant["text"] and edit["from"] == line["from"], variant
                path = folder.write("one.jsonl", [dict(one, state="rejected")])
                run = koor("variants", folder.post, "--alternatives", path, "-n", "60", "--format", "jsonl")
                assert all(edit["to"].lower() != line["text"].lower() for variant in lines(run.stdout) for edit in variant["edits"]), one
        assert closing >= 3, closing


def test_an_edited_line_is_an_authors_wording():
    with Folder() as folder:
        folder.plan()
        known = [dict(line, state="approved") for line in folder.alternatives()]
        whole = next(line for line in known if line["from"].endswith("in Ghent"))
        mine = dict(whole, text="Ghent looks for a senior baker", author="Ann")
        added = dict(mine, text="Ghent looks for a senior baker and 3 others")
        others = [line for line in known if line["first"] != 1]
        path = folder.write("edited.jsonl", [mine, added, *others])
        run, items = folder.plan("--approved", path)
        assert "edited.jsonl:2: not used (new-fact)" in run.stderr
        assert f"{1 + len(others)} approved" in run.stderr
        assert all(item["text"].startswith(("Ghent looks for a senior baker", "We're hiring a senior baker"))
                   for item in items)
        assert any(item["text"].startswith("Ghent looks") for item in items)


def test_a_file_of_another_post_is_refused():
    with Folder() as folder:
        path = folder.write("other.jsonl", [{"first": 1, "last": 1, "from": "Our sales rose", "text": "Sales went up",
                                             "state": "approved"}])
        run, _ = folder.plan("--approved", path, status=1)
        assert "none of its lines is about this post" in run.stderr
        assert not (folder.path / "out").exists()


def test_a_rejection_holds_in_a_later_campaign():
    with Folder() as folder:
        _, items = folder.plan()
        used = next(edit for item in items for edit in item["edits"])
        uses = lambda items: any((edit["from"], edit["to"]) == (used["from"], used["to"]) for item in items for edit in item["edits"])
        place = next(line for line in folder.alternatives() if (line["from"], line["text"]) == (used["from"], used["to"]))
        path = folder.write("carried.jsonl", [{"first": place["first"], "last": place["last"], "from": used["from"],
                                               "text": used["to"][0].swapcase() + used["to"][1:], "state": "rejected", "reason": "stiff"}])
        _, items = folder.plan("--alternatives", path)
        assert not uses(items)
        carried = [line for line in folder.alternatives() if line["state"] == "rejected"]
        assert [line["reason"] for line in carried] == ["stiff"]


def test_same_input_same_bytes():
    with Folder() as folder:
        path = folder.write("a.jsonl", [{"first": 2, "text": ANN, "author": "Ann"}])
        folder.plan("--alternatives", path)
        first = [(folder.path / "out" / name).read_bytes() for name in ("plan.jsonl", "alternatives.jsonl")]
        folder.plan("--alternatives", path)
        assert first == [(folder.path / "out" / name).read_bytes() for name in ("plan.jsonl", "alternatives.jsonl")]


OWN = """Ghent, we need you: we're hiring a senior baker! A small team and a very old oven wait for you. \
We bake 2,400 loaves a day, and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring
"""


def test_a_sharers_own_wording_is_looked_at_in_words():
    with Folder() as folder:
        folder.plan()
        out = folder.path / "out"
        own = folder.write("own.txt", OWN)
        told = koor("check", "--plan", out, "--person", "p3", own).stdout
        assert told.startswith("p3: it can stand") and "the most alike colleague" in told
        report = json.loads(koor("check", "--plan", out, "--person", "p3", own, "--json").stdout)
        assert report["accepted"] and report["nearest"]["person"] != "p3" and 0 < report["similarity"]["nearest"] < 1
        for text, words in ((OWN.replace("5 am", "6 am"), "5 am"), (OWN.replace("never", "always"), "never"),
                            (OWN.replace("https://example.com/baker", ""), "https://example.com/baker"),
                            (OWN + "We are 35 people.", "35"), ("Great job! Come and see.", "words for")):
            run = koor("check", "--plan", out, "--person", "p3", folder.write("bad.txt", text), status=1)
            assert "it cannot stand" in run.stdout and words in run.stdout, run.stdout
        freer = OWN.replace("wait for you", "are all that you can wish for").replace("Ghent, we need you: ", "Many know it: ")
        freer = freer.replace("senior baker!", "senior baker in Ghent!")
        assert "it can stand" in koor("check", "--plan", out, "--person", "p3", folder.write("free.txt", freer)).stdout
        assert "p99" in koor("check", "--plan", out, "--person", "p99", own, status=1).stderr


def test_an_edit_replaces_one_text_and_nobody_moves():
    with Folder() as folder:
        _, before = folder.plan()
        old = (folder.path / "out").rename(folder.path / "old")
        own = folder.write("own.txt", OWN)
        _, after = folder.plan("--previous", old, "--edit", f"p3={own}")
        assert len(before) == len(after)
        for one, other in zip(sorted(before, key=lambda i: i["id"]), sorted(after, key=lambda i: i["id"])):
            assert one["publish_at"] == other["publish_at"] and one["image"] == other["image"]
            assert other["text"] == (OWN.strip() if one["person"] == "p3" else one["text"])
            assert other["sequence"] == one["sequence"] + (one["person"] == "p3")
        run, _ = folder.plan("--previous", old, "--edit", f"p3={folder.write('bad.txt', OWN + 'We are 35 people.')}", status=1)
        assert "35" in run.stderr
        run = koor("plan", folder.post, "-n", 3, "--edit", f"p3={own}", status=2)
        assert "--previous" in run.stderr


def test_an_edit_of_a_tagged_link_is_no_new_link():
    with Folder() as folder:
        _, items = folder.plan("--set", "link.tags=utm")
        mine = next(item for item in items if item["person"] == "p3")
        assert "utm_" in mine["text"]
        own = folder.write("own.txt", mine["text"].replace("loaves a day", "loaves per day").replace("small team", "close team"))
        assert "it can stand" in koor("check", "--plan", folder.path / "out", "--person", "p3", own).stdout


def test_history_keeps_new_texts_away():
    with Folder() as folder:
        _, before = folder.plan(count=6)
        old = (folder.path / "out").rename(folder.path / "old")
        _, again = folder.plan(count=6)
        _, later = folder.plan("--history", old, count=6)
        assert {item["text"] for item in again} == {item["text"] for item in before}
        assert not {item["text"] for item in later} & {item["text"] for item in before}

def test_the_example_counts_what_the_page_says():
    source = pathlib.Path(tap.environment("KOOR_SOURCE"))
    example = source / "examples" / "authors"
    count = koor("count", example / "post.txt", "--alternatives", example / "wordings.jsonl", "--set",
                 "rewrite.automatic=off").stdout
    assert count == "16807\n" and "16,807" in (source / "docs" / "authors.md").read_text(encoding="utf-8")


def test_decisions_in_a_spreadsheet():
    with Folder() as folder:
        folder.plan(count=30)
        text = koor("suggest", folder.post, "--format", "csv", "--alternatives",
                    folder.path / "out" / "alternatives.jsonl").stdout
        rows = list(csv.DictReader(text.splitlines()))
        assert len(rows) == len(folder.alternatives())
        path = folder.path / "approve.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")  # as a Dutch spreadsheet writes it
            writer.writeheader()
            writer.writerows(dict(row, state="approved") for row in rows)
        run, _ = folder.plan("--approved", path, count=30)
        assert f"{len(rows)} approved, 0 rejected" in run.stderr
        assert all(line["state"] == "approved" for line in folder.alternatives())


def test_csv_goes_both_ways():
    with Folder() as folder:
        rows = [["first", "from", "text", "author", "voice"], ["2", "", ANN, "Ann", "tone=warm"],
                ["2", "small team", "close team", "", ""], ["x", "", "y", "", ""]]
        path = folder.write("a.csv", "\ufeff" + "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows))
        run = koor("variants", folder.post, "--alternatives", path)
        assert f"{path}:4: not used (value)" in run.stderr and "2 of 3 lines used" in run.stderr
        folder.write("b.csv", "first,colour\n1,red\n")
        assert "unknown column" in koor("variants", folder.post, "--alternatives", folder.path / "b.csv", status=1).stderr
        (folder.path / "d.csv").write_bytes("first,text\n1,Ghent\n2,Un caf\u00e9\n".encode("latin-1"))
        assert "d.csv:3: not UTF-8" in koor("variants", folder.post, "--alternatives", folder.path / "d.csv", status=1).stderr
        folder.write("c.csv", 'first,text\n2,"open quote\n')
        assert "c.csv" in koor("variants", folder.post, "--alternatives", folder.path / "c.csv", status=1).stderr


def test_a_cell_is_no_formula():
    with Folder() as folder:
        folder.write("post.txt", "=SUM(A1) is what we teach on 3 May. Our course takes a whole morning in Ghent.")
        text = koor("suggest", folder.post, "--format", "csv").stdout
        first = list(csv.DictReader(text.splitlines()))[0]
        assert first["from"].startswith("'=SUM(A1)")
        path = folder.write("f.csv", text)
        assert "0 of 2 lines used" in koor("variants", folder.post, "--alternatives", path).stderr


def test_a_place_for_an_own_line_is_never_published_unfilled():
    with Folder() as folder:
        _, items = folder.plan("--set", "voice.personal=before")
        assert all(item["text"].startswith("[Your own line]\n\n") and item["action"] == "suggest" for item in items)
        old = (folder.path / "out").rename(folder.path / "old")
        mine = next(item for item in items if item["person"] == "p3")["text"]
        assert "not filled in" in koor("check", "--plan", old, "--person", "p3", folder.write("a.txt", mine), status=1).stdout
        own = folder.write("own.txt", mine.replace("[Your own line]", "Twelve years ago I burnt my first 40 loaves here."))
        _, after = folder.plan("--previous", old, "--edit", f"p3={own}", "--set", "voice.personal=before")
        assert {item["person"]: item["action"] for item in after} == \
            {item["person"]: "auto" if item["person"] == "p3" else "suggest" for item in after}
        dropped = own.read_text(encoding="utf-8").replace("2,400", "many")
        assert "2,400" in koor("check", "--plan", old, "--person", "p3", folder.write("b.txt", dropped), status=1).stdout


tap.run()
