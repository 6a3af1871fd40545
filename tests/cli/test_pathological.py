#!/usr/bin/env python3
"""Inputs made to hurt: an answer or an error that names the limit, within the test runner's time, and nothing written."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from command import KOOR, koor, lines  # noqa: E402

POST = "We're hiring a senior baker in Ghent! We bake 2,400 loaves a day. Apply before 1 May: https://example.com/baker\n"


def refused(arguments, *words, stdin=None):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        told = koor(*arguments, "-o", out, stdin=stdin, status=1).stderr
        assert not list(pathlib.Path(folder).iterdir()), "something was written"
        assert len(told) < 4000 and all(word in told for word in words), told[:2000]


def plan_with(folder, people="id,opted_in\na,yes\n", name="people.csv"):
    path = pathlib.Path(folder, name)
    path.write_text(people, encoding="utf-8")
    return ["plan", "-", "--people", path, "--now", "2027-03-20T09:00:00Z"]


def test_a_post_of_ten_megabytes():
    post = POST * (10_000_000 // len(POST) + 1)
    assert "post.max_bytes" in koor("variants", "-", stdin=post, status=1).stderr
    assert "post.max_bytes" in koor("count", "-", stdin=post, status=1).stderr
    with tempfile.TemporaryDirectory() as folder:
        refused(plan_with(folder), "post.max_bytes", "100000", stdin=post)


def test_nested_brackets_of_markup():
    for text in ("{a|" * 100_000, "{a|" * 100_000 + "b" + "}" * 100_000, "[" * 100_000, "{" * 100_000):
        told = koor("count", "-", "--set", "post.max_bytes=10000000", "--set", "post.syntax=markup", stdin=text, status=1).stderr
        assert "markup.max_depth" in told or "bracket" in told or "closed" in told, told[:2000]
        assert len(told) < 4000


def test_many_choices_of_markup():
    assert koor("count", "-", stdin="{a|b}" * 300).stdout == f"{2 ** 300}\n"
    many = koor("count", "-", "--set", "post.max_bytes=1000000", stdin="{apple|banana} " * 10_000)
    assert many.stdout == f"{2 ** 10_000}\n"


def test_markup_beyond_a_limit_is_no_plain_text():
    for text, said in (("{" * 80 + "a|b" + "}" * 80, "markup.max_depth"), ("{apple|banana} " * 10_000, "post.max_bytes"),
                       ("{a|b} " * 16_500, "16,384")):
        told = koor("count", "-", stdin=text, status=1).stderr
        assert said in told.replace("16384", "16,384"), told[:500]


def test_ten_thousand_hashtags():
    post = POST + " ".join(f"#tag{i}" for i in range(10_000))
    run = koor("variants", "-", "-n", "2", "--format", "jsonl", "--set", "post.max_bytes=1000000", stdin=post)
    for variant in lines(run.stdout):
        assert variant["length"]["count"] <= 3000
    for network, limit, tags in (("facebook", 63206, 3000), ("instagram", 2200, 5), ("x", 280, 1), ("threads", 500, 1)):
        with tempfile.TemporaryDirectory() as folder:
            koor(*plan_with(folder), "--network", network, "--set", "post.max_bytes=1000000", "--write", "jsonl,report",
                 "-o", pathlib.Path(folder, "out"), stdin=post)
            item, = lines(pathlib.Path(folder, "out", "plan.jsonl").read_text(encoding="utf-8"))
            assert item["length"]["count"] <= limit and item["text"].count("#") >= tags, network
            assert item["edits"], f"{network}: the post is not rewritten"


def test_a_disclosure_longer_than_the_network_allows():
    with tempfile.TemporaryDirectory() as folder:
        long = "I work for this company, and it pays me for what I say here. " * 6
        refused([*plan_with(folder), "--network", "x", "--set", f"disclosure.text={long}"], "the disclosure alone is 86 over",
                stdin=POST)


def test_which_of_several_posts_is_too_long():
    fair = "The mayor of Ghent opened the 14th canal fair on 3 May 2026. " * 8
    with tempfile.TemporaryDirectory() as folder:
        campaign = {"posts": [{"id": "baker", "text": POST, "language": "en"}, {"id": "fair", "text": fair, "language": "en"}],
                    "people": [{"id": "a", "opted_in": True}],
                    "options": {"campaign.networks": "linkedin|x", "campaign.now": "2027-03-20T09:00:00Z"}}
        config = pathlib.Path(folder, "campaign.json")
        config.write_text(json.dumps(campaign), encoding="utf-8")
        told = koor("plan", "--config", config, "-o", pathlib.Path(folder, "out"), status=1).stderr
        assert 'post "fair" is 207 over what X allows' in told, told


def test_a_pattern_that_explodes():
    deny = json.dumps({"patterns": [{"name": "bomb", "pattern": "(.*?a){30}$", "reason": "x"}]})
    told = koor("variants", "-", "--set", f"policy.deny={deny}", stdin=POST + "a" * 3000, status=1).stderr
    assert "bomb" in told, told


def test_a_million_empty_lines_of_people():
    with tempfile.TemporaryDirectory() as folder:
        refused(plan_with(folder, "id,opted_in\n" + "\n" * 1_000_000), "people", stdin=POST)
    with tempfile.TemporaryDirectory() as folder:
        refused(plan_with(folder, "id,opted_in\n" + ",\n" * 1_000_000), "people.csv: a header, but no people", stdin=POST)
    with tempfile.TemporaryDirectory() as folder:
        refused(plan_with(folder, "\n" * 1_000_000), "people", stdin=POST)


def test_more_people_than_allowed():
    with tempfile.TemporaryDirectory() as folder:
        table = "id,opted_in\n" + "".join(f"p{i},yes\n" for i in range(1001))
        refused([*plan_with(folder, table), "--set", "people.max=1000"], "people.max", stdin=POST)


def test_json_that_nests_without_end():
    deep = "[" * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        for text in (deep, '{"posts":' + deep, '{"a":' * 100_000):
            config = pathlib.Path(folder, "campaign.json")
            config.write_text(text, encoding="utf-8")
            refused(["plan", "--config", config], "campaign.json")
        refused(plan_with(folder, '{"id":"a","opted_in":true,"networks":' + deep + "\n", "people.jsonl"), "people.jsonl:1", stdin=POST)
        assert "policy.deny" in koor("variants", "-", "--set", "policy.deny=" + "[" * 100_000, stdin=POST, status=2).stderr


def test_one_line_and_one_word_without_end():
    for text in ("a" * 99_000, "é" * 49_000, "a " * 49_000, "." * 99_000, "\n" * 50_000 + POST, "@a " * 30_000, "👩‍👩‍👧‍👦" * 3_000):
        run = subprocess.run([KOOR, "variants", "-", "-n", "2", "--lang", "en"], input=text, capture_output=True, text=True,
                             encoding="utf-8", check=False)
        assert run.returncode in (0, 1) and len(run.stderr) < 4000, (text[:20], run.returncode)


if __name__ == "__main__":
    tap.run()
