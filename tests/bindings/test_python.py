#!/usr/bin/env python3
"""The Python binding against the library: texts, a whole campaign, errors, lifetime, cancellation."""

import ctypes
import datetime
import gc
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import sanitized  # noqa: E402
import tap  # noqa: E402

sanitized.restart()
koor = sanitized.binding()

POST = ("We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. "
        "We bake 2,400 loaves a day, and we never start before 5 am. "
        "Apply before 1 May: https://example.com/baker #hiring")


def raises(kind, call, *words):
    try:
        call()
    except kind as error:
        for word in words:
            assert word in str(error), (word, str(error))
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def campaign(engine, people=6, **more):
    made = koor.Campaign(engine, post=POST, language="en", seed=7, timezone="Europe/Brussels",
                         window=("2026-12-01T08:00", "2026-12-14T18:00"), now="2026-11-30", **more)
    for i in range(people):
        made.add_person(f"p{i}", circle="gent", timezone="Europe/Brussels", opted_in=True)
    return made


def test_variants():
    with koor.Engine() as engine:
        variants = engine.variants(POST, n=5, language="en", seed=1)
        assert variants and len({v.text for v in variants}) == len(variants)
        for variant in variants:
            assert "https://example.com/baker" in variant.text
            assert 0 <= variant.similarity["base"] <= 1
            assert all(isinstance(edit.rule, str) for edit in variant.edits)
        light = engine.variants(POST, n=5, options={"rewrite.strength": "light"})
        assert all("2,400" in v.text for v in light)


def test_a_whole_campaign():
    with koor.Engine() as engine, campaign(engine) as made:
        made.add_person("silent", opted_in=False)
        plan = made.plan()
        assert len(plan) == 6 and {item.person for item in plan} == {f"p{i}" for i in range(6)}
        first = plan[0]
        assert isinstance(first.publish_at, datetime.datetime)
        assert first.publish_at.utcoffset() == datetime.timedelta(hours=1)
        written = json.loads(plan.export().splitlines()[0])
        assert not set(written) - set(vars(first)) - {"publish_unix"}, "a key of plan.jsonl is not in Item"
        assert plan[-1] == plan[len(plan) - 1] and len(plan[:2]) == 2
        assert [i.publish_at for i in plan] == sorted(i.publish_at for i in plan)
        assert "overall" in plan.report and plan.meta["seed"] == "7"
        with tempfile.TemporaryDirectory() as folder:
            told = []
            plan.write(folder, progress=told.append)
            assert "plan.jsonl" in told and os.path.getsize(os.path.join(folder, "plan.jsonl")) > 100
            assert os.path.exists(os.path.join(folder, "calendar", "p0.ics"))


def test_same_bytes_as_the_command_line():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "post.txt").write_text(POST, encoding="utf-8")
        (path / "people.csv").write_text("id,circle,timezone,opted_in\n" + "".join(
            f"p{i},gent,Europe/Brussels,yes\n" for i in range(6)), encoding="utf-8")
        environment = {k: v for k, v in os.environ.items() if k != "LD_PRELOAD"}
        subprocess.run([os.path.join(os.environ["KOOR_BUILD"], "examples", "koor"), "plan", path / "post.txt",
                        "--people", path / "people.csv", "--lang", "en", "--seed", "7", "--timezone",
                        "Europe/Brussels", "--window", "2026-12-01T08:00/2026-12-14T18:00", "--now",
                        "2026-11-30", "-o", path / "out"], check=True, capture_output=True, env=environment)
        with koor.Engine() as engine, campaign(engine) as made:
            made.plan().write(path / "own")
        own, theirs = files_of(path / "own"), files_of(path / "out")
        assert {"plan.jsonl", "plan.csv", "plan.meta.json", "report.json", "alternatives.jsonl", "calendar/p0.ics"} <= set(own)
        for name, content in own.items():
            assert content == theirs[name], name


def test_errors_say_what_and_where():
    with koor.Engine() as engine:
        error = raises(koor.InputError, lambda: koor.Campaign(engine, post=b"caf\xff"), "UTF-8")
        assert error.code == "KOOR_E_UTF8" and error.offset == 3
        raises(koor.InputError, lambda: koor.Campaign(engine, post=" "), "empty")
        raises(koor.OptionError, lambda: koor.Campaign(engine, options={"select.max_similarty": 1}),
               "select.max_similarity")
        made = koor.Campaign(engine, post=POST)
        raises(koor.ScheduleError, lambda: made.add_person("a", timezone="Mars/Base", opted_in=True),
               "Mars/Base")
        made.add_person("b", opted_in=True)
        raises(koor.InputError, lambda: made.add_person("b", opted_in=True), "b")
        raises(koor.InputError, lambda: made.add_person("c", opted_in=True, colour="red"), "colour")


def test_every_error_can_be_read():
    """Long names are cut between characters, and names of files need not be UTF-8 at all."""
    with koor.Engine() as engine:
        for start in ("", "a", "ab"):
            name = start + "é" * 70
            made = koor.Campaign(engine, post=POST, language="en")
            made.add_person(name, opted_in=True)
            for call in (lambda: made.add_person(name, opted_in=True),
                         lambda: made.add_person("x", opted_in=True, hours=name),
                         lambda: made.add_person("x", opted_in=True, timezone=name),
                         lambda: made.add_person("x", opted_in=True, absent_from=name),
                         lambda: made.add_person("x", opted_in=True, networks=[name]),
                         lambda: made.add_person("x", opted_in=True, voice=name),
                         lambda: made.add_person("x", opted_in=True, **{name: "red"}),
                         lambda: made.set("rewrite.strength", name),
                         lambda: made.set("campaign.seed", name),
                         lambda: made.set("fit.drop", name) or made.plan(),
                         lambda: made.add_post(POST, language=name),
                         lambda: made.set_value(name, "x"),
                         lambda: made.plan().export(f"ics:{name}"),
                         lambda: made.plan().export(name)):
                error = raises(koor.Error, call)
                assert error.code and "\ufffd" not in str(error) + error.path, str(error)
        with tempfile.TemporaryDirectory() as folder:
            pack = os.path.join(os.fsencode(folder), b"p\xff.pack")
            with open(pack, "w") as file:
                file.write("pack en 1\nno such line\n")
            for call in (lambda: engine.open_plan(b"/nosuch\xff"),
                         lambda: koor.Engine(packs=[os.fsdecode(pack)]),
                         lambda: made.add_image(os.fsdecode(b"/x\xff.jpg"), id="x")):
                error = raises(koor.Error, call)
                assert "?" in str(error) + error.path, (str(error), error.path)
            with open(pack, "w") as file:
                file.write("pack en 1\n\nframe en/test/fresh\n  when fresh bread\n  say new bread\n"
                           "  leaves We bake fresh bread.\n")
            failures, report = engine.check_pack(os.fsdecode(pack))
            assert failures and "p?.pack" in report, report


def test_handles_live_as_long_as_they_are_needed():
    plan = campaign(koor.Engine()).plan()
    gc.collect()
    assert plan[0].text
    plan.close()
    plan.close()
    raises(koor.ArgumentError, lambda: len(plan), "closed")


def test_an_engine_that_is_closed_first_takes_nothing_along():
    with koor.Engine() as engine, campaign(engine) as made:
        plan = made.plan()
    assert plan[0].text and plan.export("csv")
    raises(koor.ArgumentError, engine.describe, "closed")


def test_closing_in_another_thread_waits_for_the_call():
    engine = koor.Engine()
    made = campaign(engine, 300)
    closed = threading.Event()

    def close(*_):
        if not closed.is_set():
            thread = threading.Thread(target=lambda: (made.close(), engine.close()))
            thread.start()
            thread.join()
            closed.set()

    plan = made.plan(progress=close)
    assert closed.is_set() and len(plan) == 300 and plan[299].text
    raises(koor.ArgumentError, made.plan, "closed")


def test_what_is_closed_in_any_call_stays_until_that_is_over():
    """Another thread may close everything at any moment: here at the start of each call of the library."""
    gone, freed, open_now = set(), [], []

    def watched(name, function):
        def run(*given):
            for handle in open_now:
                handle.close()
            used = {one.value for one in given if isinstance(one, ctypes.c_void_p)}
            assert not used & gone, f"{name} works with what was freed"
            if name not in ("koor_engine_free", "koor_campaign_free", "koor_plan_free"):
                return function(*given)
            gone.update(used)
            return freed.append((function, given))  # at the end of the round: no other may get its address
        return run

    def uses(folder):
        pack, out = os.path.join(folder, "empty.pack"), os.path.join(folder, "out")
        yield from (lambda e, c, p: e.describe(), lambda e, c, p: e.check_pack(pack), lambda e, c, p: e.open_plan(out),
                    lambda e, c, p: e.plan_from_json({}), lambda e, c, p: koor.Campaign(e, post=POST))
        yield from (lambda e, c, p: c.set("campaign.seed", 2), lambda e, c, p: c.add_person("p9", opted_in=True),
                    lambda e, c, p: c.add_alternative(1, 1, "A baker!"), lambda e, c, p: c.add_alternatives([{"first": 1}]),
                    lambda e, c, p: c.check(), lambda e, c, p: c.suggest(), lambda e, c, p: c.count(),
                    lambda e, c, p: c.plan(), lambda e, c, p: c.texts(2))
        yield from (lambda e, c, p: len(p), lambda e, c, p: p._record(0), lambda e, c, p: p.report, lambda e, c, p: p.meta,
                    lambda e, c, p: p.alternatives, lambda e, c, p: p.export(), lambda e, c, p: p.render(0),
                    lambda e, c, p: p.write(os.path.join(folder, "other")))

    plain = {name: getattr(koor._lib, name) for name in vars(koor._lib).copy() if name.startswith("koor_")}
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "empty.pack").write_text("pack en 1\n", encoding="utf-8")
        campaign(koor.Engine()).plan().write(os.path.join(folder, "out"))
        try:
            for name, function in plain.items():
                setattr(koor._lib, name, watched(name, function))
            for use in uses(folder):
                engine = koor.Engine()
                made = campaign(engine)
                plan = made.plan()
                open_now[:] = engine, made, plan
                try:
                    use(*open_now)
                except koor.Error as error:
                    assert "closed" in str(error) or error.code == "KOOR_E_EMPTY", error
                open_now.clear()
                gone.clear()
                while freed:
                    function, given = freed.pop(0)
                    function(*given)
        finally:
            for name, function in plain.items():
                setattr(koor._lib, name, function)


def test_a_plan_opens_from_its_folder_and_says_when_that_is_gone():
    with koor.Engine() as engine, campaign(engine) as made, tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        plan = made.plan()
        plan.write(out)
        opened = engine.open_plan(out)
        assert list(opened) == list(plan) and opened.report == plan.report and opened.meta == plan.meta
        opened.write(pathlib.Path(folder, "again"))
        assert files_of(pathlib.Path(folder, "again")) == files_of(out)
        raises(koor.ArgumentError, lambda: opened.render(0), "opened from its files")
        assert raises(koor.ArgumentError, lambda: plan._record(6)).code == "KOOR_E_RANGE"
        (out / "plan.jsonl").unlink()
        assert raises(koor.Error, lambda: opened[5], "item 5", "cannot be read").code == "KOOR_E_IO"
        error = raises(koor.Error, opened.export)
        assert error.code == "KOOR_E_IO" and error.path == str(out / "plan.jsonl")
        assert raises(koor.Error, lambda: engine.open_plan(out)).code == "KOOR_E_IO"


def files_of(folder):
    """Every file of a plan, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_many_people_and_one_call_give_the_same_plan():
    people = [{"id": f"p{i}", "circle": "gent", "timezone": "Europe/Brussels", "opted_in": True} for i in range(6)]
    with koor.Engine() as engine, campaign(engine) as single, campaign(engine, 0) as many:
        many.add_people(people)
        expected = single.plan().export()
        assert many.plan().export() == expected
        error = raises(koor.InputError, lambda: many.add_people('{"id":"x","opted_in":true}\n{"id":7}\n'))
        assert "2" in error.path, error.path
        plan = engine.plan_from_json({
            "people": people, "posts": [{"id": "post", "text": POST, "language": "en"}],
            "options": {"campaign.seed": "7", "campaign.timezone": "Europe/Brussels", "campaign.now": "2026-11-30",
                        "campaign.window": "2026-12-01T08:00/2026-12-14T18:00"}})
        assert plan.export() == expected


def test_a_picture_by_path_and_by_bytes():
    if not koor.has_feature("jpeg"):
        raise tap.Skip("this build renders no pictures")
    path = pathlib.Path(tap.environment("KOOR_SOURCE"), "examples", "campaign", "pictures", "klas.jpg")
    rendered = []
    for source in (path, path.read_bytes()):
        with koor.Engine() as engine, campaign(engine, 1) as made:
            made.add_image(source, id="klas", alt={"en": "A class", "nl": "Een klas"},
                           focus=[{"box": (0.2, 0.2, 0.4, 0.4), "keep": True}], flags=["people"])
            plan = made.plan()
            assert plan[0].image.alt == "A class"
            assert "klas" in plan[0].image.explanation and "must stay in view" in plan[0].image.explanation
            rendered.append(plan.render(0))
    assert rendered[0][:2] == b"\xff\xd8" and rendered[0] == rendered[1]


def test_a_logo_that_changed_after_planning_is_told():
    if not koor.has_feature("vips"):
        raise tap.Skip("this build draws no logos")
    sample = pathlib.Path(tap.environment("KOOR_SOURCE"), "examples", "campaign")
    with tempfile.TemporaryDirectory() as folder, koor.Engine() as engine:
        brand = pathlib.Path(folder, "brand")
        shutil.copytree(sample / "brand", brand)
        with campaign(engine, 1, options={"image.brand": str(brand / "kit.json")}) as made:
            made.add_image(sample / "pictures" / "laan.jpg")
            plan = made.plan()
            logo = plan[0].image.recipe["logo"]
            assert plan.render(0)[:2] == b"\xff\xd8" and len(logo["digest"]) == 16
            shutil.copy(sample / "pictures" / "klas.jpg", brand / f"mark-{logo['version']}.png")
            error = raises(koor.Error, lambda: plan.render(0))
            assert error.code == "KOOR_E_FINGERPRINT" and "mark-" in error.path and "logo" in str(error)
            assert made.plan()[0].image.file != plan[0].image.file  # planned again: another picture, another name
            (brand / "mark-light.png").unlink()
            error = raises(koor.Error, made.plan)
            assert error.code == "KOOR_E_IO" and "mark-light" in error.path


def test_a_picture_that_changed_after_planning_is_told():
    if not koor.has_feature("jpeg"):
        raise tap.Skip("this build renders no pictures")
    source = pathlib.Path(tap.environment("KOOR_SOURCE"), "examples", "campaign", "pictures", "klas.jpg").read_bytes()
    exif = (b"\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
            b"\x00\x00\x00\x00")
    other = source[:2] + exif + source[2:]  # stands on its side now
    for left, code in ((None, "KOOR_E_IO"), (source[:len(source) // 2], "KOOR_E_FINGERPRINT"), (b"", "KOOR_E_IMAGE"),
                       (source[:-9] + b"\0" + source[-8:], "KOOR_E_FINGERPRINT"), (other, "KOOR_E_FINGERPRINT")):
        with tempfile.TemporaryDirectory() as folder, koor.Engine() as engine, campaign(engine, 1) as made:
            path = pathlib.Path(folder, "klas.jpg")
            path.write_bytes(source)
            made.add_image(path)
            plan = made.plan()
            path.unlink() if left is None else path.write_bytes(left)
            for call in (lambda: plan.render(0), lambda: plan.write(os.path.join(folder, "out"))):
                error = raises(koor.Error, call)
                assert error.code == code and "klas" in error.path, (error.code, error.path, str(error))
            assert not os.path.exists(os.path.join(folder, "out", "images"))


def test_long_and_strange_ids_become_the_names_of_the_command_line():
    long = "a" * 120 + "\u00e9" * 60
    with koor.Engine() as engine, tempfile.TemporaryDirectory() as folder, campaign(engine, 0) as made:
        for person in (long + "1", long + "2", "../up", ".hidden"):
            made.add_person(person, opted_in=True)
        made.plan().write(folder)
        names = set(os.listdir(os.path.join(folder, "calendar")))
        assert {"%2E.%2Fup.ics", "%2Ehidden.ics"} < names and len(names) == 4
        assert sum(name.startswith("a" * 120 + "%C3%A9" * 10 + "~") and len(name) == 201 for name in names) == 2, names


def test_nothing_of_the_plan_before_stays():
    with koor.Engine() as engine, campaign(engine, 3) as made, campaign(engine, 2) as fewer, tempfile.TemporaryDirectory() as folder:
        out, fresh = pathlib.Path(folder, "out"), pathlib.Path(folder, "fresh")
        made.plan().write(out)
        kits = {"kits/p2/2026-12-01-0900-linkedin.txt": b"as the command line writes it", "preview.html": b"", "digest.md": b"",
                "images/0123456789abcdef.jpg": b""}
        own = {"kits/p1/2026.txt": b"mine", "calendar/team.ics": b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN", "notes.txt": b"", "images/a.jpg": b""}
        for name, content in {**kits, **own}.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
        before = files_of(out)
        assert set(before) >= {f"calendar/p{i}.ics" for i in range(3)}
        made.plan().write(out, calendar=False)  # the same plan: nothing goes
        assert files_of(out) == before
        fewer.plan().write(out)
        fewer.plan().write(fresh)
        assert files_of(out) == {**files_of(fresh), **own} and not (out / "kits" / "p2").exists()
        assert "calendar/p2.ics" not in files_of(out)
        report = (fresh / "report.json").read_bytes()
        made.plan().write(out, calendar=False)
        assert "calendar/p0.ics" not in files_of(out)
        (out / "report.json").write_bytes(report)
        assert raises(koor.Error, lambda: engine.open_plan(out), "another plan").code == "KOOR_E_FINGERPRINT"
        other = pathlib.Path(folder, "other")  # no plan of koor's: nothing there is its own
        other.mkdir()
        (other / "digest.md").write_bytes(b"mine")
        fewer.plan().write(other)
        assert (other / "digest.md").read_bytes() == b"mine"


def test_links_in_the_folder_are_not_followed():
    with koor.Engine() as engine, campaign(engine) as made, tempfile.TemporaryDirectory() as folder:
        elsewhere = os.path.join(folder, "elsewhere")
        out = os.path.join(folder, "out")
        os.mkdir(elsewhere)
        os.mkdir(out)
        open(os.path.join(folder, "kept"), "w").close()
        os.symlink(elsewhere, os.path.join(out, "calendar"))
        os.symlink(os.path.join(folder, "kept"), os.path.join(out, f"plan.jsonl.{os.getpid()}.part"))
        raises(NotADirectoryError, lambda: made.plan().write(out), "calendar")
        assert os.listdir(elsewhere) == [] and os.path.getsize(os.path.join(folder, "kept")) == 0


def test_writing_can_be_stopped_and_leaves_nothing_half():
    with koor.Engine() as engine, campaign(engine) as made, tempfile.TemporaryDirectory() as folder:
        raises(koor.CancelledError, lambda: made.plan().write(folder, progress=lambda name: name != "plan.csv"))

        def full(_):
            raise OSError("no space")

        raises(OSError, lambda: made.plan().stream(full), "no space")
        assert sorted(os.listdir(folder)) == ["alternatives.jsonl", "plan.csv", "plan.jsonl", "plan.meta.json"]


def test_a_pack_is_checked():
    with koor.Engine() as engine, tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(b"no pack at all\n")
        file.flush()
        raises(koor.InputError, lambda: engine.check_pack(file.name))


def test_progress_can_cancel_and_raise():
    with koor.Engine() as engine, campaign(engine) as made:
        stages = []
        made.plan(progress=lambda stage, done, total: stages.append(stage))
        assert stages
        raises(koor.CancelledError, lambda: made.plan(progress=lambda *_: False))
        raises(koor.CancelledError, lambda: made.texts(5, progress=lambda *_: False))

        def fail(*_):
            raise KeyError("mine")

        raises(KeyError, lambda: made.plan(progress=fail), "mine")


def test_one_engine_in_many_threads():
    with koor.Engine() as engine:
        expected = [v.text for v in engine.variants(POST, n=3)]
        results = []
        threads = [threading.Thread(target=lambda: results.append(
            [v.text for v in engine.variants(POST, n=3)])) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [expected] * 8


def test_a_forked_child_plans_with_its_parents_engine():
    with koor.Engine() as engine:
        expected = campaign(engine).plan().export()
        child = os.fork()
        if child == 0:
            os._exit(0 if campaign(engine).plan().export() == expected else 1)  # no clean-up of the parent's things
        assert os.waitpid(child, 0)[1] == 0
        assert campaign(engine).plan().export() == expected


def test_a_small_stack_is_enough():
    if sanitized.runtime():
        raise tap.Skip("sanitizers widen every frame")
    done = []
    threading.stack_size(256 * 1024)
    try:
        with koor.Engine() as engine:
            thread = threading.Thread(target=lambda: done.append(len(campaign(engine, 200).plan())))
            thread.start()
            thread.join()
    finally:
        threading.stack_size(0)
    assert done == [200]


def test_count_check_suggest():
    with koor.Engine() as engine:
        made = koor.Campaign(engine, post="{Hi|Hello} {world|there}", options={"post.syntax": "markup"})
        assert made.count() == 4
        checked = koor.Campaign(engine, post="Café: 2,400 loaves 🚀 https://example.com/x").check()
        url = next(a for a in checked["atoms"] if a["kind"] == "url")
        assert checked["text"][url["start_char"]:url["end_char"]] == url["text"]


def test_markup_gets_its_fragments_and_values():
    with koor.Engine() as engine, koor.Campaign(engine, options={"post.syntax": "markup"}) as campaign:
        campaign.add_fragment("cta", "{Apply|Write} to %team%")
        campaign.set_value("team", "the {bakers}")
        campaign.add_post('{Hi|Hello} all.\n#include "cta"', language="en")
        assert campaign.count() == 4
        assert campaign.check()["text"] == "Hi all.\nApply to the {bakers}"
        for call in (lambda: campaign.add_fragment("cta", "again"), lambda: campaign.set_value("a b", "x")):
            try:
                call()
                raise AssertionError("no error")
            except koor.Error as error:
                assert error.code in ("KOOR_E_DUPLICATE", "KOOR_E_VALUE"), error.code


def test_options_and_version():
    assert koor.version().startswith("0.1")
    assert any(option.name == "select.max_similarity" for option in koor.options())


tap.run()
