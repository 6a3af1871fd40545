#!/usr/bin/env python3
"""Calendars as another program reads them: python3-icalendar, an implementation of RFC 5545 that is not ours."""

import datetime
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from command import koor, lines  # noqa: E402

# What has to be escaped, what may not be cut when lines are folded, and a line that is far too long.
POST = ("We're hiring a senior baker in Ghent; and a miller, too! Caf\u00e9 \u00e9\u00e9n \U0001f468\u200d\U0001f373 says: \"bring a \\ and a ,\". You'll work with a small team and a very old oven.\n\n"
        "Apply before 1 May: https://example.com/baker?a=1,2;b " + "\u00e9" * 120 + "\n")


def parser():
    try:
        import icalendar
    except ImportError:
        raise tap.Skip("icalendar (package python3-icalendar) is not installed") from None
    return icalendar.Calendar.from_ical


def plan(out, *more):
    koor("plan", "-", "-n", "4", "--network", "linkedin", "--now", "2027-03-20T09:00:00Z", "--timezone", "America/New_York",
         "--lang", "en", "--set", "select.max_similarity=0.9", "--write", "jsonl,calendar", *more, "-o", out, stdin=POST)
    return {item["person"]: item for item in lines((out / "plan.jsonl").read_text(encoding="utf-8"))}


def events(read, out, person):
    data = (out / "calendar" / f"{person}.ics").read_bytes()
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode("utf-8")  # no character is cut by a fold
    calendar = read(data)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    return list(calendar.walk("vevent"))


def test_another_program_reads_what_was_planned():
    read = parser()
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        items = plan(out)
        uids = set()
        for person, item in items.items():
            event, = events(read, out, person)
            start = event["dtstart"].dt
            assert start.utcoffset() == datetime.timedelta(0) and start.timestamp() == item["publish_unix"]
            assert event["dtend"].dt > start and event["dtstamp"].dt.timestamp() == 1805533200
            assert str(event["description"]) == item["text"], (event["description"], item["text"])
            assert str(event["summary"]) == "Share on linkedin" and event["sequence"] == 0
            assert str(event["uid"]) == item["id"] + "@koor"
            uids.add(event["uid"])
        assert len(uids) == len(items) == 4


def test_a_change_keeps_the_uid_and_counts():
    read = parser()
    with tempfile.TemporaryDirectory() as folder:
        first, second = pathlib.Path(folder, "first"), pathlib.Path(folder, "second")
        before = plan(first)
        after = plan(second, "--previous", first, "--another", "p2")
        for person in before:
            old, = events(read, first, person)
            new, = events(read, second, person)
            changed = person == "p2"
            assert old["uid"] == new["uid"] and old["dtstart"].dt == new["dtstart"].dt
            assert new["sequence"] == old["sequence"] + changed
            assert (str(old["description"]) != str(new["description"])) == changed
            assert str(new["description"]) == after[person]["text"]


if __name__ == "__main__":
    tap.run()
