#!/usr/bin/env python3
"""The campaign file: each flag of the program has its key there (`koor help --json` lists them), and the key does what
the flag does. Each is tried: the run with the flag and the run with the key give the same, and the run without either does not."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from command import KOOR, koor  # noqa: E402

SOURCE = pathlib.Path(tap.environment("KOOR_SOURCE"))
POST = "We're hiring a senior baker in Ghent! \U0001f956 You'll work with a small team and a very old oven. We bake 2,400 loaves a day, " \
       "and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring\n"
MARKUP = "#include \"cta\"\n%city% gets a bakery. {Come by|Drop in} on Saturday!\n"
SECOND = {"first": 2, "text": "A small team and a very old oven wait for you."}
PLAN, VARIANTS = ["plan"], ["variants", "-n", "3", "--format", "jsonl"]

# What each flag is tried with: command, the flag's value, what stands at its key, and what else the campaign says.
CASES = {
    "--people": (PLAN, "people.csv", "people.csv", {}),
    "--images": (["plan", "--write", "jsonl"], "pictures", "pictures", {"count": 2}),
    "--window": (PLAN, "2026-12-01/2026-12-03", None, {"count": 2}),
    "--timezone": (PLAN, "Europe/Brussels", None, {"count": 2}),
    "--seed": (PLAN, "9", 9, {"count": 2}),
    "--now": (PLAN, "2027-01-04T00:00:00Z", None, {"count": 2}),
    "--previous": (PLAN, "before", "before", {"count": 3, "options": {"campaign.seed": 5}}),
    "--another": (PLAN, "p1", None, {"count": 3, "previous": "before"}),
    "--rebalance": (PLAN, None, True, {"count": 3, "previous": "before", "options": {"schedule.days": ["SA"]}}),
    "--alternatives": (["plan", "--set", "rewrite.automatic=off"], "wordings.jsonl", "wordings.jsonl", {"count": 2}),
    "--approved": (PLAN, "approved.jsonl", "approved.jsonl", {"count": 2}),
    "--shard": (PLAN, "1/2", None, {"people": "people.csv"}),
    "--write": (PLAN, "csv,report", ["csv", "report"], {"count": 2}),
    "--out": (PLAN, "elsewhere", "elsewhere", {"count": 2}),
    "--voice": (VARIANTS, "emoji=none", None, {}),
    "--voices": (VARIANTS, "voices.json", "voices.json", {"options": {"voice.profile": "calm"}}),
    "--count": (PLAN, "3", 3, {}),
    "--network": (PLAN, "x", None, {"count": 2}),
    "--keep": (PLAN, "name", "name", {"people": "people.csv"}),
    "--quiet": (PLAN, None, True, {"count": 2}),
    "--explain": (["variants", "-n", "2"], None, True, {}),
    "--json": (PLAN, None, True, {"count": 2}),
    "--set": (VARIANTS, "voice.emoji=none", {"voice.emoji": "none"}, {}),
    "--fragment": (["count"], "cta=cta.txt", {"cta": {"file": "cta.txt"}}, {"values": {"city": "Ghent"}, "posts": [{"file": "markup.txt"}], "options": {"post.syntax": "markup"}}),
    "--value": (["variants", "-n", "1"], "city=Ghent", {"city": "Ghent"}, {"fragments": {"cta": "Hello!"}, "posts": [{"file": "markup.txt"}], "options": {"post.syntax": "markup"}}),
    "--edit": (PLAN, "p1=edited.txt", {"p1": "edited.txt"}, {"count": 3, "previous": "before"}),
    "--history": (PLAN, "before", "before", {"count": 2}),
}
ELSEWHERE = {"--lang"}  # below; those of `koor ask` are tried in test_ask.py, where a model answers


def flags():
    return json.loads(koor("help", "--json").stdout)["flags"]


def write(folder, name, text):
    (folder / name).write_text(text if isinstance(text, str) else json.dumps(text) + "\n", encoding="utf-8")


def prepare(folder):
    write(folder, "post.txt", POST)
    write(folder, "markup.txt", MARKUP)
    write(folder, "cta.txt", "{Good morning|Hello}!")
    write(folder, "people.csv", "id,name,circle,opted_in\np1,Ann,gent,yes\np2,Bob,aalst,yes\np3,Cas,gent,yes\n")
    write(folder, "wordings.jsonl", SECOND)
    write(folder, "approved.jsonl", {**SECOND, "state": "approved"})
    write(folder, "voices.json", {"calm": {"emoji": "none"}})
    write(folder, "edited.txt", "Ghent, we're hiring a senior baker! You'll work with a small team and a very old oven. We bake 2,400 loaves a "
          "day, and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring")
    os.makedirs(folder / "pictures")
    shutil.copy(SOURCE / "examples/campaign/pictures/school.jpg", folder / "pictures")
    koor("plan", "post.txt", "-n", "3", "-o", "before", "--now", "2026-11-30T08:00:00Z", cwd=folder)


def run(folder, arguments):
    """Everything that a run says and writes, but for the page, which holds it all once more."""
    before = {path for path in folder.rglob("*")}
    done = subprocess.run([KOOR, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    made = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path not in before and path.is_file() and path.name != "preview.html"}
    for path in sorted(set(folder.iterdir()) - before):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return done.returncode, done.stdout, re.sub(r"\d+\.\d s", "", done.stderr), made


def put(campaign, key, value):
    """At "options.campaign.seed", which is a key of "options", or at a key of the campaign."""
    if key.startswith("options."):
        campaign["options"] = {**campaign.get("options", {}), key[8:]: value}
    elif key == "options":
        campaign["options"] = {**campaign.get("options", {}), **value}
    else:
        campaign[key] = value
    return campaign


def with_file(folder, command, campaign, *more):
    made = {"posts": [{"language": "en", "file": "post.txt"}], **campaign}
    made["options"] = {"campaign.now": "2026-11-30T08:00:00Z", **made.get("options", {})}
    write(folder, "campaign.json", made)
    return run(folder, [*command, "--config", "campaign.json", *more])


def test_every_flag_has_a_key_or_is_named_with_the_reason():
    page = (SOURCE / "docs" / "files.md").read_text(encoding="utf-8")
    without = [flag["name"] for flag in flags() if not flag["key"]]
    assert without == re.findall(r"`(--[a-z-]+)`", re.search(r"Without a key:\s(.*?)\n\n", page, re.S)[1]), without
    tried = {flag["name"] for flag in flags() if flag["key"] and not flag["key"].startswith("ask.")}
    assert tried == set(CASES) | ELSEWHERE, tried ^ (set(CASES) | ELSEWHERE)


def test_the_commands_have_no_other_flags():
    known = {name for flag in flags() for name in (flag["name"], flag["short"]) if name}
    for command in json.loads(koor("help", "--json").stdout)["commands"]:
        for flag in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", command["usage"]):
            assert flag in known, f"{command['name']}: {flag}"


def test_the_schema_knows_each_key():
    schema = json.loads((SOURCE / "docs" / "campaign.schema.json").read_text(encoding="utf-8"))["properties"]
    for flag in flags():
        key = flag["key"] or "posts"
        first, _, rest = key.partition(".")
        inner = schema[first].get("items", schema[first]).get("properties", {})
        assert not rest or rest in inner, key


def test_a_key_does_what_its_flag_does():
    keys = {flag["name"]: flag["key"] for flag in flags()}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for flag, (command, value, at_key, campaign) in CASES.items():
            given = with_file(folder, command, campaign, flag, *([value] if value else []))
            keyed = with_file(folder, command, put(json.loads(json.dumps(campaign)), keys[flag], value if at_key is None else at_key))
            without = with_file(folder, command, campaign)
            assert given[0] == 0, (flag, given[2])
            assert given == keyed, (flag, given[:3], keyed[:3], sorted(set(given[3]) ^ set(keyed[3])))
            assert given != without, f"{flag} changes nothing here"


def test_a_flag_wins_over_its_key():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        both = with_file(folder, PLAN, {"count": 2, "out": "there", "options": {"campaign.seed": 3}}, "-n", "3", "--out", "here", "--seed", "4")
        assert both == with_file(folder, PLAN, {}, "-n", "3", "--out", "here", "--seed", "4")


def test_the_language_of_a_post():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write(folder, "short.txt", "Bakery Ghent!")
        write(folder, "campaign.json", {"posts": [{"language": "nl", "file": "short.txt"}]})
        told = [json.loads(run(folder, ["check", "--json", *more])[1]) for more in (["short.txt", "--lang", "nl"], ["--config", "campaign.json"], ["short.txt"])]
        assert told[0] == told[1] and told[0]["language"] == "nl" != told[2]["language"], told


def test_wrong_values_are_told_with_their_place():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for campaign, said in (({"quiet": "yes"}, "quiet: true or false is needed"), ({"edits": ["a"]}, "edits: an object is needed"),
                               ({"ask": {"modle": "http://x"}}, 'ask.modle: unknown key: did you mean "model"?'),
                               ({"previos": "before"}, 'did you mean "previous"?')):
            code, _, told, _ = with_file(folder, PLAN, {"count": 2, **campaign})
            assert code == 1 and said in told and re.search(r"campaign\.json:1:\d+: ", told) and told.endswith("^\n"), told


def test_its_wordings_get_a_verdict_with_their_place():
    good, bad = {"first": 2, "text": "A small team and a very old oven wait for you."}, {"first": 4, "text": "Apply soon: https://example.com/baker"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for command in (PLAN, ["variants", "-n", "3"]):
            code, printed, told, made = with_file(folder, command, {"count": 3, "alternatives": [good, bad], "options": {"rewrite.automatic": "off"}})
            assert code == 0 and re.search(r"campaign\.json:1:\d+: not used \(lost-fact\): .*1 May", told) and told.count("not used") == 1, told
            texts = printed + made.get("campaign/plan.jsonl", b"").decode()
            assert "wait for you" in texts and "Apply soon" not in texts


def test_a_policy_holds_and_is_told_with_its_place():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for policy, said in (({"words": ["oven"]}, "oven"), ({"patterns": ["(x"]}, 'campaign.json:1:')):
            code, _, told, _ = with_file(folder, PLAN, {"count": 2, "options": {"policy.deny": json.dumps(policy)}})
            assert code == 1 and said in told, told
        told = run(folder, ["check", "post.txt", "--set", 'policy.deny={"words":["a"'])[2]
        assert told.startswith("koor: policy.deny:1:14: ") and "fragment" not in told, told


def test_the_certificate_names_the_post_of_each_line():
    posts = [{"id": "first", "text": "We open a bakery in Ghent! Come and taste on 3 May."},
             {"id": "second", "text": "We are looking for a baker who likes to rise before five."}]
    people = [{"id": name, "circle": name[0], "opted_in": True} for name in ("a1", "a2", "b1", "b2")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        code, _, told, made = with_file(folder, [*PLAN, "--write", "jsonl,report"], {"posts": posts, "people": people, "out": "campaign"})
        assert code == 0, told
        report = json.loads(made["campaign/report.json"])
        lines = [("a", "first"), ("a", "second"), ("b", "first"), ("b", "second")]
        assert [(line["circle"], line["post"]) for line in report["circles"]] == lines, report["circles"]
        assert sorted((line["circle"], line["post"]) for line in report["gaps"]) == lines, report["gaps"]
        moments = sorted(item["publish_unix"] for item in map(json.loads, made["campaign/plan.jsonl"].splitlines())
                         if (item["circle"], item["post"]) == ("b", "second"))
        assert [line["gap_min"] for line in report["gaps"] if (line["circle"], line["post"]) == ("b", "second")] == [moments[1] - moments[0]]


tap.run()
