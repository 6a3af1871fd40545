#!/usr/bin/env python3
"""Properties of whole campaigns over generated posts, people and seeds, through the Python binding: facts are kept,
nobody is planned without a yes or outside their hours, equal input gives equal bytes, fewer texts are a prefix of
more, shards are the whole, an earlier plan stays, and everybody is in the plan.

KOOR_CASES sets the number of campaigns (default 20); KOOR_SEED the first one. A failure names its seed.
"""

import collections
import datetime
import json
import os
import pathlib
import random
import re
import sys
import tempfile
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

sanitized.restart()
koor = sanitized.binding()

CASES = int(os.environ.get("KOOR_CASES", "20"))
FIRST = int(os.environ.get("KOOR_SEED", "1"))

PARTS = {
    "en": [["We're hiring a {job} in {city}!", "Our new {thing} is here.", "Join us on {date} in {city}.",
            "Thank you to the {n} people who helped us in {city}."],
           ["You'll work with {n} colleagues and never alone.", "It took us {n} months and {money} to get here.",
            "We do not use plastic, and we save {pct} of the energy.", "\"{quote}\", says {name}.",
            "{name} joined the team on {date}.", "At least {n} visitors came to {city} last year."],
           ["Read more: {url}", "Apply before {date}: {url}", "Questions? Mail {mail}.", "Save your seat at {url}."]],
    "nl": [["We zoeken een {job} in {city}!", "Onze nieuwe {thing} is er.", "Kom op {date} naar {city}.",
            "Bedankt aan de {n} mensen die ons hielpen in {city}."],
           ["Je werkt samen met {n} collega's en staat er nooit alleen voor.",
            "Het kostte ons {n} maanden en {money}.", "We gebruiken geen plastic en besparen {pct} energie.",
            "{name}: \"{quote}\"", "{name} begon op {date} in {city}.",
            "Minstens {n} bezoekers kwamen vorig jaar naar {city}."],
           ["Lees meer: {url}", "Solliciteer voor {date}: {url}", "Vragen? Mail {mail}.", "Schrijf je in via {url}."]],
}
WORDS = {
    "job": ["baker", "data analyst", "welder"], "thing": ["oven", "website", "workshop"],
    "city": ["Ghent", "Utrecht", "Leuven"], "name": ["Noor Peeters", "Sam de Wit", "Ines Vos"],
    "quote": ["This is what we came for", "Bread needs time"], "mail": ["jobs@example.com", "info@example.org"],
}
DATES = {"en": ["14 May", "2 October"], "nl": ["14 mei", "2 oktober"]}
ZONES = ["Europe/Brussels", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]
HOURS = ["", "07:00-11:30", "09:00-12:00,19:00-21:00", "13:00-18:00"]
WINDOW = ("2027-03-22T06:00", "2027-04-02T20:00")  # daylight-saving time begins in Europe and ends on Lord Howe


def make_post(rng, lang):
    values = {key: rng.choice(words) for key, words in WORDS.items()}
    values.update(n=rng.choice(["12", "2,400" if lang == "en" else "2.400"]), date=rng.choice(DATES[lang]),
                  pct="37%", money="£4,500" if lang == "en" else "€ 4.500",
                  url=f"https://example.com/{rng.randrange(1000)}?a=1&b=x#top")
    opening, middle, closing = PARTS[lang]
    chosen = [rng.choice(opening), *rng.sample(middle, rng.randint(1, 3)), rng.choice(closing)]
    text = rng.choice([" ", "\n\n"]).join(chosen).format(**values)
    if rng.random() < 0.4:
        text = text.replace("!", "! 🚀", 1)
    return text + rng.choice(["", " #jobs #team", "\n\n#one #two #three"])


def facts(text):
    """Links, addresses, tags, figures and names: what a reader would call facts, by plain patterns."""
    patterns = [r"https?://\S+", r"[\w.]+@[\w.]+\w", r"#\w+", r"(?<![\w/=])\d[\d.,]*\d|(?<![\w/=?&])\d\b", r"\"[^\"]+\"",
                r"Noor Peeters|Sam de Wit|Ines Vos|Ghent|Utrecht|Leuven"]
    found = collections.Counter()
    for pattern in patterns:
        found.update(match.rstrip(".,;:!?") for match in re.findall(pattern, text))
        text = re.sub(patterns[0], " ", text) if pattern == patterns[0] else text
    return found


def make_people(rng):
    people = []
    for i in range(rng.randint(2, 14)):
        person = {"id": f"p{i}", "circle": f"c{rng.randrange(3)}", "timezone": rng.choice(ZONES),
                  "hours": rng.choice(HOURS), "wave": rng.choice(["", "leaders", "everyone"]),
                  "opted_in": rng.random() < 0.85}
        people.append(person)
    if not any(person["opted_in"] for person in people):
        people[0]["opted_in"] = True
    return people


def campaign(engine, post, lang, people, seed, **options):
    made = koor.Campaign(engine, post=post, language=lang, seed=seed, timezone="Europe/Brussels", window=WINDOW,
                         now="2027-03-20T09:00Z", options={"schedule.holidays": "none", **options})
    for person in people:
        made.add_person(**{key: value for key, value in person.items() if value != ""})
    return made


def open_hours(person):
    hours = person["hours"] or "09:00-17:30"
    return [tuple(datetime.time.fromisoformat(t) for t in window.split("-")) for window in hours.split(",")]


def each_case(check):
    with koor.Engine() as engine:
        for seed in range(FIRST, FIRST + CASES):
            rng = random.Random(seed)
            lang = rng.choice(["en", "nl"])
            try:
                check(engine, make_post(rng, lang), lang, make_people(rng), seed)
            except Exception as error:
                raise AssertionError(f"seed {seed}: {error!r}") from error


def test_items_keep_facts_and_hours():
    def check(engine, post, lang, people, seed):
        known = {person["id"]: person for person in people}
        plan = campaign(engine, post, lang, people, seed).plan()
        assert {i.person for i in plan} <= {p["id"] for p in people if p["opted_in"]}
        for item in plan:
            assert facts(item.text) == facts(post), (post, item.text)
            zone = zoneinfo.ZoneInfo(known[item.person]["timezone"])
            local = item.publish_at.astimezone(zone)
            assert local.utcoffset() == item.publish_at.utcoffset(), item
            assert any(a <= local.time() < b for a, b in open_hours(known[item.person])), (item.person, local)
            assert local.weekday() < 5, local
            assert 0 <= item.similarity["base"] <= 1

    each_case(check)


def test_equal_input_equal_bytes():
    def check(engine, post, lang, people, seed):
        whole = campaign(engine, post, lang, people, seed).plan().export()
        assert campaign(engine, post, lang, people, seed).plan().export() == whole

    each_case(check)


WRITTEN = ["plan.meta.json", "report.json", "alternatives.jsonl", "plan.jsonl", "plan.csv"]


def test_shards_merge_into_the_bytes_of_the_whole():
    def check(engine, post, lang, people, seed):
        rng = random.Random(seed)
        count = rng.randint(2, 5)
        options = {"campaign.networks": rng.choice(["linkedin", "linkedin|x"]), "schedule.min_gap": 0}
        with tempfile.TemporaryDirectory() as folder:
            campaign(engine, post, lang, people, seed, **options).plan().write(f"{folder}/whole")
            for k in range(1, count + 1):
                shard = {**options, "campaign.shard": f"{k}/{count}"}
                campaign(engine, post, lang, people, seed, **shard).plan().write(f"{folder}/{k}")
            order = [f"{folder}/{k}" for k in rng.sample(range(1, count + 1), count)]
            plan = engine.open_plan(*order)
            plan.write(f"{folder}/merged")
            assert folder_bytes(f"{folder}/merged") == folder_bytes(f"{folder}/whole")
            assert [i.text for i in plan] == [i.text for i in engine.open_plan(f"{folder}/whole")]
            try:
                engine.open_plan(*order[1:])
                raise AssertionError("a missing shard was not told")
            except koor.InputError as error:
                assert f"{pathlib.Path(order[0]).name}/{count} missing" in str(error), error

    each_case(check)


def folder_bytes(folder):
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    assert {*WRITTEN} <= {path.name for path in files}
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_reposts_share_a_post_that_is_out():
    """Also where the own circle has none, with a wave that goes first, and in shards as in the whole."""
    post = "{We're hiring|We are looking for|Wanted:} a baker in {Ghent|our town}! Apply: https://example.com/b"
    people = [{"id": f"p{i}", "circle": f"c{i // 5}", "site": f"s{i // 20}", "wave": "" if i % 40 else "leaders",
               "opted_in": True} for i in range(160)]
    with koor.Engine() as engine, tempfile.TemporaryDirectory() as folder:
        def write(name, **more):
            options = {"campaign.networks": "x|linkedin", "campaign.now": "2027-03-01", "post.syntax": "markup",
                       "campaign.window": "2027-03-22/2027-04-02", **more}
            data = {"posts": [{"id": "one", "text": post, "language": "en"}], "people": people, "options": options}
            engine.plan_from_json(data).write(f"{folder}/{name}")

        write("whole")
        for k in (1, 2, 3):
            write(k, **{"campaign.shard": f"{k}/3"})
        engine.open_plan(*(f"{folder}/{k}" for k in (2, 3, 1))).write(f"{folder}/merged")
        assert folder_bytes(f"{folder}/merged") == folder_bytes(f"{folder}/whole")
        items = [json.loads(line) for line in pathlib.Path(folder, "whole", "plan.jsonl").read_text().splitlines()]
    by_id = {item["id"]: item for item in items}
    shared = [item for item in items if item["network"] == "x" and item["action"] != "repost"]
    reposts = [item for item in items if item["action"] == "repost"]
    assert 0 < len(shared) <= 6 and len(reposts) == 160 - len(shared)
    for item in reposts:
        if not item["repost_of"]:
            assert item["publish_unix"] <= min(other["publish_unix"] for other in shared)
            continue
        original = by_id[item["repost_of"]["item"]]
        assert original in shared and original["person"] == item["repost_of"]["person"]
        assert original["publish_unix"] < item["publish_unix"] and original["text"] == item["text"]
    assert len({item["repost_of"]["person"] for item in reposts if item["repost_of"]}) == len(shared)


def alike(a, b):
    """The share of three-word runs that two texts have in common."""
    runs = [{tuple(words[i:i + 3]) for i in range(len(words) - 2)}
            for words in (re.findall(r"\w+", text.lower()) for text in (a, b))]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def test_the_nearest_text_is_looked_for_among_neighbours_in_time():
    """Members of a circle of more than the 64 that are compared stand in another order than their moments."""
    choices = " and ".join("{" + "|".join(f"{first}{rest}" for first in "bdfgkl") + "}"
                           for rest in ("ong", "ame", "ill", "ock", "ury", "est", "unt"))
    people = [{"id": f"p{i:03}", "circle": "one", "timezone": "Europe/Brussels", "hours": "", "wave": "",
               "opted_in": True} for i in range(200)]
    with koor.Engine() as engine:
        options = {"post.syntax": "markup", "select.max_similarity": 1, "rewrite.automatic": "off", "schedule.min_gap": 0}
        plan = sorted(campaign(engine, choices, "en", people, 7, **options).plan(), key=lambda item: item.publish_at)
    assert len(plan) == 200 and [item.person for item in plan] != sorted(item.person for item in plan)
    for before, item in zip(plan, plan[1:]):
        wanted = alike(before.text, item.text)
        assert min(before.similarity["nearest"], item.similarity["nearest"]) >= wanted - 1e-5, (before, item, wanted)


def test_fewer_texts_are_a_prefix_of_more():
    def check(engine, post, lang, _people, seed):
        more = [v.text for v in engine.variants(post, n=12, language=lang, seed=seed)]
        fewer = [v.text for v in engine.variants(post, n=3, language=lang, seed=seed)]
        assert more[:3] == fewer and len(set(more)) == len(more)
        assert post.strip() not in more

    each_case(check)


def test_an_earlier_plan_stays():
    def check(engine, post, lang, people, seed):
        first = campaign(engine, post, lang, people, seed).plan()
        joined = people[1:] + [{"id": "new", "circle": "c0", "timezone": "Europe/Brussels", "hours": "", "wave": "",
                                "opted_in": True}]
        again = campaign(engine, post, lang, joined, seed)
        again.set_previous(first.export())
        before = {i.person: i for i in first}
        for item in again.plan():
            if item.person in before:
                assert (item.text, item.publish_at) == (before[item.person].text, before[item.person].publish_at)

    each_case(check)


def test_another_text_for_one_and_nobody_moves():
    """People join and leave, three times over; then one gets another text, and nothing else changes."""
    def check(engine, post, lang, people, seed):
        rng = random.Random(seed)
        options = {"campaign.networks": rng.choice(["linkedin", "x", "linkedin|x"]), "schedule.min_gap": 0}
        before = campaign(engine, post, lang, people, seed, **options).plan().export()
        for turn in range(3):
            people = [p for p in people if rng.random() < 0.8] or people[:1]
            people = people + [{"id": f"new{turn}", "circle": f"c{rng.randrange(3)}", "timezone": rng.choice(ZONES),
                                "hours": "", "wave": "", "opted_in": True}]
            again = campaign(engine, post, lang, people, seed, **options)
            again.set_previous(before)
            after = again.plan().export()
            same = by_id(before).keys() & by_id(after).keys()
            assert all(shown(by_id(before)[i]) == shown(by_id(after)[i]) for i in same)
            before = after
        changes_one(engine, post, lang, people, seed, options, before, rng)

    each_case(check)


def by_id(export):
    return {item["id"]: item for item in map(json.loads, export.splitlines())}


def shown(item):
    return [item[key] for key in ("text", "text_id", "publish_at", "image", "action", "repost_of", "sequence")]


def changes_one(engine, post, lang, people, seed, options, before, rng):
    items = list(by_id(before).values())
    own = [i["person"] for i in items if i["action"] != "repost"]
    if not own:
        return  # on X the only one who had a text has left, and those who share it stay as they were
    chosen = rng.choice(own)
    again = campaign(engine, post, lang, people, seed, **options, **{"campaign.another": chosen})
    again.set_previous(before)
    try:
        after = by_id(again.plan().export())
    except koor.ScheduleError as error:  # a short post may have no other text, and that is said
        assert "no other text" in str(error), error
        return
    assert after.keys() == by_id(before).keys()
    for old in items:
        new = after[old["id"]]
        if old["person"] != chosen:
            assert shown(new) == shown(old), (old, new)
        elif old["action"] != "repost":
            assert new["text_id"] != old["text_id"] or new["action"] == "repost", (old, new)
            assert new["publish_at"] == old["publish_at"] and new["sequence"] == old["sequence"] + 1


def test_everybody_on_x_is_in_the_plan():
    def check(engine, post, lang, people, seed):
        items = list(campaign(engine, post, lang, people, seed, **{"campaign.networks": "x"}).plan())
        assert {i.person for i in items} == {p["id"] for p in people if p["opted_in"]}
        own = {i.id: i for i in items if i.action != "repost"}
        assert len({i.text_id for i in own.values()}) == len(own)
        for item in items:
            if item.action != "repost":
                assert item.repost_of is None
            elif item.repost_of:
                original = own[item.repost_of.item]
                assert original.person == item.repost_of.person and original.text == item.text
                assert original.publish_at <= item.publish_at and item.image is None
            else:
                assert item.text in {i.text for i in own.values()}

    each_case(check)


tap.run()
