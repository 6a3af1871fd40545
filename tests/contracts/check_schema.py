#!/usr/bin/env python3
"""docs/campaign.schema.json is what the registry gives, and an independent validator (python3-jsonschema) and koor agree
about campaign files: what one takes, the other takes."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
KOOR = os.path.join(tap.environment("KOOR_BUILD"), "examples", "koor")
SCHEMA = SOURCE / "docs" / "campaign.schema.json"
POST = "We're hiring a baker in Ghent! You'll work with a small team. Apply before 1 May: https://example.com/baker"


def validator():
    try:
        import jsonschema
    except ImportError as missing:
        raise tap.Skip("jsonschema (package python3-jsonschema) is not installed") from missing
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def plan(campaign):
    """koor's own verdict: the message, "" where it takes the campaign."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "campaign.json")
        path.write_text(json.dumps(campaign), encoding="utf-8")
        pathlib.Path(folder, "post.txt").write_text(POST, encoding="utf-8")
        pathlib.Path(folder, "people.csv").write_text("id,opted_in\np1,yes\n", encoding="utf-8")
        done = subprocess.run([KOOR, "plan", "--config", path, "--now", "2027-03-20T09:00:00Z", "--quiet"],
                              cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1, 2), done
        return done.stderr if done.returncode else ""


def base(**more):
    return {"posts": [{"id": "baker", "language": "en", "file": "post.txt"}], "people": "people.csv", **more}


PEOPLE = [{"id": "p1", "opted_in": True, "circle": ["gent", "sales"], "networks": "linkedin|x", "hours": "09:00-17:00",
           "timezone": "Europe/Brussels", "language": "en", "wave": "leaders", "absent_from": "2027-03-22",
           "absent_to": "2027-03-23"}]
GOOD = [
    base(), base(people=PEOPLE), base(count=3), base(write=["jsonl", "digest"], out="december"), base(write="all"),
    base(history=["Some text of before."], values={"city": "Ghent"}, fragments={"cta": "Apply now!"}),
    base(voices={"desk": {"person": "team", "emoji": "none"}}, options={"voice.profile": "desk"}),
    base(options={"campaign.seed": 7, "select.max_similarity": 0.4, "schedule.curve": False, "schedule.days": ["MO", "TU"]}),
    base(options={"campaign.seed": "7", "select.max_similarity": "0.4", "schedule.curve": "off", "schedule.days": "MO|TU"}),
    base(quiet=True, json=False, ask={"model": "http://127.0.0.1:8080/v1", "each": 4, "cache": "none", "out": "w.jsonl"}),
    {"$schema": "campaign.schema.json", "posts": [{"text": POST}], "people": "people.csv"},
]
BAD = [
    base(voices={"desk": {"persn": "team"}}), base(voices={"desk": {"person": "crew"}}), base(voices=["desk"]),
    base(option={}), base(options={"campaign.sed": 1}), base(options={"campaign.seed": "seven"}),
    base(options={"rewrite.strength": "brutal"}), base(options={"select.candidates": 0}),
    base(options={"schedule.curve": "maybe"}), base(people=[{"id": "p1"}]), base(people=[{"id": "p1", "opted_in": "yes"}]),
    base(people=[{"id": "p1", "opted_in": True, "cirkle": "gent"}]), base(posts=[{"id": "a", "txt": POST}]),
    base(quiet="yes"), base(ask={"modle": "http://127.0.0.1"}), base(edits=["p1=edited.txt"]), base(previos="before"),
    base(write="jsnol,csv".split(",")), base(history=[7]), base(people=[{"id": "p1", "opted_in": True,
                                                                            "absent_from": "22 March"}]),
]


def test_schema_is_not_stale():
    made = subprocess.run([sys.executable, SOURCE / "src/options/schema.py", SOURCE / "src/options/options.def"],
                          check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert SCHEMA.read_text(encoding="utf-8") == made, \
        "run src/options/schema.py src/options/options.def > docs/campaign.schema.json"


def test_sample_campaigns_are_valid():
    check = validator()
    check.validate(json.loads((SOURCE / "examples/campaign/campaign.json").read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([KOOR, "init", f"{folder}/made"], check=True, capture_output=True)
        check.validate(json.loads(pathlib.Path(folder, "made", "campaign.json").read_text(encoding="utf-8")))


def test_what_is_valid_koor_takes():
    check = validator()
    for campaign in GOOD:
        problems = [error.message for error in check.iter_errors(campaign)]
        assert not problems and not plan(campaign), (campaign, problems, plan(campaign))


def test_what_is_not_valid_koor_refuses():
    check = validator()
    for campaign in BAD:
        assert not check.is_valid(campaign), campaign
        assert plan(campaign), campaign


def test_errors_point_into_the_file():
    said = plan(base(options={"campaign.sed": 1}))
    assert ': did you mean "campaign.seed"?' in said and "campaign.json:1:" in said and said.endswith("^\n"), said
    said = plan(base(people=[{"id": "p1", "opted_in": True}, {"id": "p2", "opted_in": True, "timezone": "Europe/Gent"}]))
    assert '"Europe/Gent"' in said.splitlines()[1] and "campaign.json:1:" in said, said


tap.run()
