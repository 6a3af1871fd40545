#!/usr/bin/env python3
"""What Python hands over and gets back: what the library cannot take is a koor.Error that names it, and is never cut,
wrapped or made into something else on the way."""

import contextlib
import datetime
import decimal
import json
import os
import pathlib
import sys
import tempfile
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

sanitized.restart()
koor = sanitized.binding()

POST = "We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. Apply before 1 May."
IMAGE = {"file": "a.jpg", "source": "a", "alt": "", "alt_review": False, "explanation": "", "recipe": {}}
BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
UTC = datetime.timezone.utc


def refused(kind, call, *words):
    """The error of a call, which has the words."""
    try:
        given = call()
    except koor.Error as error:
        assert type(error) is kind and error.code.startswith("KOOR_E_"), (type(error), error.code, str(error))
        assert all(word in str(error) for word in words), str(error)
        return error
    raise AssertionError(f"no error, but {given!r}")


@contextlib.contextmanager
def made(people=2, **more):
    """An engine and a campaign of it."""
    given = {"post": POST, "language": "en", "now": "2026-11-30", **more}
    with koor.Engine() as engine, koor.Campaign(engine, **given) as campaign:
        for i in range(people):
            campaign.add_person(f"p{i}", circle="gent", opted_in=True)
        yield engine, campaign


@contextlib.contextmanager
def rewritten(change):
    """A plan that was opened from files whose items `change` has changed."""
    with made() as (engine, campaign), tempfile.TemporaryDirectory() as folder:
        campaign.plan().write(folder)
        path = pathlib.Path(folder, "plan.jsonl")
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for item in items:
            change(item)
        path.write_text("".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n" for item in items),
                        encoding="utf-8")
        yield engine.open_plan(folder)


def option(key, value):
    """What an option is in a plan's header, after it was set to a value."""
    with made(1, options={key: value}) as (_, campaign):
        meta = campaign.plan().meta
        return meta["campaign"] if key == "campaign.id" else meta["options"][key]


# ---------------------------------------------------------------------------------------- moments

def test_a_moment_may_have_microseconds_and_any_zone():
    now = datetime.datetime(2026, 11, 30, 8, 25, 38, 551204, tzinfo=UTC)
    with made(now=now) as (_, campaign):
        assert campaign.plan().meta["now"] == "2026-11-30T08:25:38+00:00"
    with made(now=datetime.datetime.now(UTC)) as (_, campaign):
        assert len(campaign.plan()) == 2
    start = datetime.datetime(2026, 12, 1, 9, 0, 0, 999999, tzinfo=BRUSSELS)
    with made(now=now, window=(start, datetime.date(2026, 12, 14))) as (_, campaign):
        assert all(start.replace(microsecond=0) <= item.publish_at for item in campaign.plan())
    with made(0) as (_, campaign):
        campaign.add_person("a", opted_in=True, absent_from=datetime.date(2026, 12, 1),
                            absent_to=datetime.date(2026, 12, 9))
        assert campaign.plan()[0].publish_at.date() > datetime.date(2026, 12, 9)


def test_what_is_no_moment_is_refused():
    with koor.Engine() as engine:
        for given in ({"now": 5}, {"now": 0}, {"now": datetime.time(9)}, {"window": (None, "2026-12-14")},
                      {"window": "2026-12-01/2026-12-14"}, {"window": ("2026-12-01",)}, {"window": 5}):
            refused(koor.ArgumentError, lambda: koor.Campaign(engine, **given), *given)


# ------------------------------------------------------------------------------------------ texts

def test_a_text_is_text_and_nothing_else():
    with made() as (engine, campaign):
        for post in (pathlib.Path("post.txt"), 5, ["a"], {"text": "a"}):
            refused(koor.ArgumentError, lambda: koor.Campaign(engine, post=post), "post", type(post).__name__)
        for call in (lambda: campaign.set_previous([]),
                     lambda: campaign.set_previous(pathlib.Path("plan.jsonl")),
                     lambda: campaign.add_history(None), lambda: campaign.add_fragment("a", 3),
                     lambda: campaign.set_value("a", None), lambda: campaign.add_people(5),
                     lambda: campaign.add_people({"id": "p9"}), lambda: campaign.add_people([{1, 2}]),
                     lambda: campaign.add_alternatives(pathlib.Path("alternatives.jsonl")),
                     lambda: campaign.load({"people": {1}}), lambda: campaign.add_image(5),
                     lambda: campaign.add_image(None, id="x"), lambda: engine.check_pack(5),
                     lambda: koor.Engine(packs="a.pack"), lambda: koor.Campaign(None)):
            assert refused(koor.ArgumentError, call).code == "KOOR_E_ARGUMENT"
        refused(koor.InputError, lambda: engine.plan_from_json(None), "JSON")
        for post in (bytearray(POST, "utf-8"), memoryview(POST.encode())):
            assert [v.text for v in engine.variants(post, n=2)] == [v.text for v in engine.variants(POST, n=2)]


def test_half_a_character_is_told_with_its_place():
    with made() as (engine, campaign):
        error = refused(koor.InputError, lambda: engine.variants("caf\u00e9 \ud800"), "post", "U+D800")
        assert (error.code, error.path, error.offset) == ("KOOR_E_UTF8", "post", 6)
        refused(koor.InputError, lambda: campaign.add_post("Hello there", id="\udcff"), "id")
        refused(koor.InputError, lambda: campaign.set("campaign.id", "\ud800"), "campaign.id")
        refused(koor.InputError, lambda: campaign.add_person("\ud800", opted_in=True))
        refused(koor.InputError, lambda: engine.open_plan("\ud800"), "folder")


def test_a_nul_cuts_no_name():
    with made() as (engine, campaign), tempfile.TemporaryDirectory() as folder:
        plan = campaign.plan()
        for call in (lambda: campaign.add_post(POST, id="x\0y"),
                     lambda: campaign.add_post(POST, id="x", language="nl\0n"),
                     lambda: campaign.set("campaign.id\0zzz", "hello"),
                     lambda: koor.Engine(options={"campaign.id\0zzz": "hello"}),
                     lambda: campaign.suggest("jsonl\0"), lambda: campaign.add_fragment("a\0b", "c"),
                     lambda: campaign.set_value("a\0b", "c"), lambda: campaign.add_image(b"\xff", id="a\0b"),
                     lambda: campaign.add_image("a\0b.jpg"), lambda: campaign.add_image("a.jpg", id="a\0b"),
                     lambda: plan.export("ics:p0\0b"), lambda: plan.export("csv\0"),
                     lambda: plan.write(folder + "\0b"), lambda: engine.check_pack("a\0b"),
                     lambda: engine.open_plan("a\0b"), lambda: koor.Engine(packs=["a\0b"]),
                     lambda: koor.has_feature("jpeg\0")):
            assert refused(koor.ArgumentError, call, "NUL").code == "KOOR_E_ARGUMENT"
        refused(koor.InputError, lambda: koor.Engine(networks='{}\0{"x":'))
        refused(koor.ArgumentError, lambda: engine.open_plan(folder, "a\nb"), "line end")


# ---------------------------------------------------------------------------------------- options

def test_none_leaves_an_option_as_it_is():
    with koor.Engine(options={"campaign.id": None, "campaign.seed": 7}) as engine, \
            koor.Campaign(engine, post=POST, id="spring", seed=None, options={"campaign.id": None}) as campaign:
        campaign.add_person("p", opted_in=True)
        campaign.set("campaign.now", datetime.date(2026, 11, 30))
        meta = campaign.plan().meta
        assert (meta["campaign"], meta["seed"]) == ("spring", "7")
        error = refused(koor.OptionError, lambda: campaign.set("campaign.id", None), "campaign.id", "None")
        assert error.code == "KOOR_E_OPTION"


def test_an_option_takes_what_has_one_meaning():
    assert option("campaign.id", "spring") == "spring" and option("campaign.id", 5) == "5"
    assert option("post.locked", ["oven", "baker"]) == option("post.locked", ("oven", "baker")) == "oven|baker"
    assert option("select.max_similarity", 1e-05) == option("select.max_similarity", decimal.Decimal("1E-5")) == "0.00001"
    assert option("campaign.timezone", BRUSSELS) == "Europe/Brussels"
    with made() as (engine, campaign):
        refused(koor.ArgumentError, lambda: koor.Campaign(engine, options=["campaign.id"]), "options")
        for value in ({"oven"}, {"a": "b"}, b"oven", (part for part in "ab"), ["oven", None], [["a"]], ["oven|baker"]):
            refused(koor.OptionError, lambda: campaign.set("post.locked", value), "post.locked")
        for value in (float("nan"), float("inf"), 7, "a"):
            refused(koor.OptionError, lambda: campaign.set("select.max_similarity", value))


# ---------------------------------------------------------------------------------------- numbers

def test_a_number_neither_wraps_nor_is_rounded():
    with made(4) as (engine, campaign):
        plan = campaign.plan()
        for n in (1.5, "3", None, -1, 2**64, 2**64 - 1):
            refused(koor.ArgumentError, lambda: engine.variants(POST, n=n), "n ")
        for index in (0.0, "0", None):
            refused(koor.ArgumentError, lambda: plan[index], "index")
            refused(koor.ArgumentError, lambda: plan.render(index), "index")
        for index in (4, -5, 2**64):
            for call in (lambda: plan[index], lambda: plan.render(index)):
                error = refused(koor.RangeError, call, str(index))
                assert isinstance(error, IndexError) and error.code == "KOOR_E_RANGE"
        assert plan[-1] == plan[3] and len(list(plan)) == 4
        none = [refused(koor.ArgumentError, lambda: plan.render(index)) for index in (-1, 3)]
        assert str(none[0]) == str(none[1])  # a plan without pictures
        assert engine.variants(POST, n=0) == []
        assert [v.text for v in engine.variants(POST, n=1, language=None)] == [v.text for v in engine.variants(POST, n=1)]
        refused(koor.ArgumentError, lambda: engine.variants(POST, language=5), "language")


# ------------------------------------------------------------------------------------- what comes

def test_items_and_variants_go_into_sets():
    with made() as (engine, campaign):
        plan = campaign.plan()
        assert set(plan) == set(campaign.plan()) and len(set(plan)) == 2
        assert len(set(engine.variants(POST, n=3))) == 3


def test_keys_of_a_later_library_are_left_aside():
    def later(item):
        item["later"] = 1
        item["image"] = {**IMAGE, "later": 1}
        item["repost_of"] = {"item": "a", "person": "b", "later": 1}
        item["edits"] = [{"rule": "a", "from": "b", "to": "c", "later": 1}]

    with rewritten(later) as plan:
        assert plan[0].image.file == "a.jpg" and plan[0].repost_of.person == "b" and plan[0].edits[0].source == "b"
        assert len(set(plan)) == 2


def test_a_key_that_is_missing_is_told_with_its_item():
    for key, change in (("vector", lambda item: item.pop("vector")),
                        ("from", lambda item: item.update(edits=[{"rule": "a", "to": "c"}])),
                        ("recipe", lambda item: item.update(image={key: IMAGE[key] for key in IMAGE if key != "recipe"}))):
        with rewritten(change) as plan:
            assert refused(koor.InputError, lambda: plan[1], "item 1", f'"{key}"').code == "KOOR_E_KEY"


tap.run()
