#!/usr/bin/env python3
"""docs/campaign.schema.json from the option registry: the campaign file, as editors and validators read it. Usage:
schema.py options.def > docs/campaign.schema.json

tests/contracts runs it, compares, and lets an independent validator judge campaign files by it.
"""

import json
import re
import sys

ENTRY = re.compile(r'^KR_OPTION\(\w+,\s*"(?P<key>[^"]*)",\s*"(?P<type>[^"]*)",\s*"(?P<standard>(?:[^"\\]|\\.)*)",\s*'
                   r'"(?P<range>[^"]*)",\s*"(?P<help>(?:[^"\\]|\\.)*)"\)', re.M)
WORDS = ["jsonl", "csv", "calendar", "images", "preview", "report", "digest", "kits", "all"]


def text(what, **more):
    return {"type": "string", "description": what, **more}


def numbers(entry):
    """A number in its range, or the same in digits: seeds may be larger than a program's numbers."""
    low, high = (entry["range"].split("..") + [""])[:2] if entry["range"] else ("", "")
    cast = float if entry["type"] == "ppm" else int
    number = {"type": "number" if entry["type"] == "ppm" else "integer"}
    if low:
        number.update(minimum=cast(low), maximum=cast(high))
    return [number, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$" if entry["type"] == "ppm" else "^-?[0-9]+$"}]


def option(entry):
    kind = entry["type"]
    if kind == "bool":
        forms = [{"type": "boolean"}, {"enum": ["on", "off", "true", "false"]}]
    elif kind in ("int", "ppm"):
        forms = numbers(entry)
    elif kind == "list":
        forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    elif kind.startswith("choice:"):
        forms = [{"enum": kind[7:].split("|")}]
    else:
        forms = [{"type": "string"}]
    made = {"description": entry["help"].replace('\\"', '"')}
    made.update(forms[0] if len(forms) == 1 else {"anyOf": forms})
    if entry["standard"]:
        made["default"] = entry["standard"].replace('\\"', '"')
    return made


def record(required, **properties):
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def words(what):
    return {"description": what, "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def post():
    given = record([], id=text("one id for the versions of a post in several languages"),
                   language=text("nl, en, ...; empty: detected"), text=text("the post itself"),
                   file=text("a UTF-8 text file instead of the text"))
    return {**given, "oneOf": [{"required": ["text"]}, {"required": ["file"]}]}


def person():
    days = {"pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return record(["id", "opted_in"], id=text("opaque, each once"), circle=words("teams whose followers overlap; the first is the own"),
                  site=text("an office: groups circles"), timezone=text("IANA name; empty: campaign.timezone"),
                  language=text("which version of a post"), networks=words("empty: campaign.networks"),
                  wave=text("leaders, ambassadors, everyone, or those of schedule.waves"),
                  voice=text("person=we,tone=plain, or the name of a profile"), hours=text("09:00-12:00,13:00-17:30"),
                  absent_from=text("a day", **days), absent_to=text("a day", **days),
                  opted_in={"type": "boolean", "description": "nobody is planned who did not say yes"})


def image():
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    return {"type": "object", "required": ["path"], "properties": {
        "id": text("its name in the plan"), "path": text("the file"), "alt": {"description": "what the picture shows"},
        "focus": {"type": "array", "items": {"type": "object", "properties": {"box": box, "keep": {"type": "boolean"}}}},
        "flags": {"type": "array", "items": {"type": "string"}}}}


def flag(what, kind="path"):
    return text(f"{what}: as the flag; a {kind} relative to this file" if kind == "path" else f"{what}: as the flag")


def profile(entries):
    """A voice: what the options voice.* take, without another profile."""
    features = {entry["key"][6:]: {"enum": entry["type"][7:].split("|")} if entry["type"].startswith("choice:") else text(entry["help"])
                for entry in entries if entry["key"].startswith("voice.") and entry["key"] != "voice.profile"}
    return record([], **features)


def whole():
    return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+$"}]}


def asked():
    """What `koor ask` is told."""
    numbers = {key: {"description": f"{name}: as the flag", **whole()}
               for key, name in (("each", "-k"), ("timeout", "--timeout"), ("max_requests", "--max-requests"))}
    return record([], model=flag("--model", "URL"), name=flag("--name", "name"), **numbers,
                  unit={"enum": ["sentence", "paragraph", "post"], "description": "--unit: as the flag"},
                  cache=text("--cache: a folder relative to this file, or none"), out=flag("-o of `koor ask`"))


def properties(entries):
    options = {entry["key"]: option(entry) for entry in entries}
    lines = {"type": "array", "items": {"type": "object"}}
    named = {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, record(["file"], file=text("a file"))]}}
    return {
        "$schema": text("for editors"),
        "options": {"type": "object", "properties": options, "additionalProperties": False},
        "posts": {"type": "array", "items": post()},
        "people": {"anyOf": [flag("--people"), {"type": "array", "items": person()}]},
        "images": {"anyOf": [flag("--images"), {"type": "array", "items": image()}]},
        "alternatives": {"anyOf": [flag("--alternatives"), lines]},
        "history": {"description": "texts of before, from which new ones keep away; or, as --history, an earlier plan",
                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "fragments": {**named, "description": "--fragment: texts for #include of marked-up posts"},
        "values": {"type": "object", "additionalProperties": {"type": "string"}, "description": "--value: for %name% of marked-up posts"},
        "voices": {"anyOf": [flag("--voices"), {"type": "object", "additionalProperties": profile(entries), "description": "voice profiles by name"}]},
        "previous": flag("--previous"), "approved": flag("--approved"), "out": flag("-o"),
        "write": {"description": "--write: as the flag", "anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": WORDS}}]},
        "keep": {"enum": ["name", "email"], "description": "--keep: as the flag"},
        "count": {"description": "-n: people without names, or texts", **whole()},
        "edits": {"type": "object", "additionalProperties": flag("--edit"), "description": "sharers' own wordings: {\"p17\":\"edited.txt\"}"},
        "ask": asked(),
        **{name: {"type": "boolean", "description": f"--{name}: as the flag"} for name in ("quiet", "explain", "json")},
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        entries = [match.groupdict() for match in ENTRY.finditer(file.read())]
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A campaign of koor",
              "description": "What `koor plan --config FILE` and koor_campaign_load_json read; paths are relative to the file.",
              "type": "object", "properties": properties(entries), "additionalProperties": False}
    print(json.dumps(schema, indent=1, ensure_ascii=False))


main()
