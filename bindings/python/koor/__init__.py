"""koor: one base post, many voices.

    import koor
    with koor.Engine() as engine:
        for variant in engine.variants("We're hiring a baker in Ghent! ...", n=10, language="en"):
            print(variant.text)

Texts are str, moments are aware datetimes, offsets in errors are bytes of UTF-8. What koor refuses is a
koor.Error, also where a value is of the wrong type; files that Python itself reads or writes (packs, the
folder of write()) fail with OSError, a lack of memory with MemoryError, as anywhere. An Engine may be shared
by threads; a Campaign belongs to one thread at a time; a Plan is read-only. What is made from an Engine may
outlive it. Calls release the GIL; plan() and write() take a progress callback that can cancel.
"""

from __future__ import annotations

import ctypes
import json
import operator
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Union, overload

from . import _folder, _library, _values
from ._calls import Handle, Native, Progress, call, progress_callback, raise_first, read, record_of, text_of
from ._errors import (ArgumentError, CancelledError, Error, GuardError, InputError, LimitError,
                      OptionError, PictureError, RangeError, ScheduleError, taken)
from ._errors import lib as _lib
from ._items import Edit, Image, Item, RepostOf, Variant, item_of, variant_of
from ._values import Moment, Path, Text

__all__ = ["Engine", "Campaign", "Plan", "Item", "Variant", "Edit", "Image", "RepostOf", "Option", "Error",
           "ArgumentError", "CancelledError", "GuardError", "InputError", "LimitError",
           "OptionError", "PictureError", "RangeError", "ScheduleError", "Progress", "has_feature", "options",
           "version"]

# ---------------------------------------------------------------------------------- library

@dataclass(frozen=True)
class Option:
    """An option of the registry: its type, default, range and a line of help."""
    name: str
    type: str
    default: str
    range: str
    help: str


def version() -> str:
    """The version of the loaded library."""
    return str(_lib.koor_version().decode())


def has_feature(name: str) -> bool:
    """"jpeg": the library renders pictures; "vips": it was built with the module for other formats and text."""
    return bool(_lib.koor_has_feature(_values.word("name", name)) == 1)


def options() -> list[Option]:
    """All options, in the order of the registry."""
    readers = (_lib.koor_option_name, _lib.koor_option_type, _lib.koor_option_default,
               _lib.koor_option_range, _lib.koor_option_help)
    return [Option(*(read(i).decode() for read in readers))
            for i in range(_lib.koor_option_count())]


# ----------------------------------------------------------------------------------- handles

class Engine(Handle):
    """Packs, network rules and defaults, ready for use. `packs` are files in the format of docs/packs.md,
    `networks` a JSON text or dict that overrides network rules, `options` defaults for campaigns."""

    def __init__(self, packs: Iterable[Path] = (),
                 networks: Union[str, Mapping[str, Any], None] = None,
                 options: Optional[Mapping[str, Any]] = None) -> None:
        handle = ctypes.c_void_p()
        call(_lib.koor_engine_new, ctypes.byref(handle), _library.none(_library.ALLOCATE),
             _library.none(_library.RESIZE), _library.none(_library.RELEASE), None)
        super().__init__(handle, _lib.koor_engine_free)
        if isinstance(packs, (str, bytes, os.PathLike)) or not isinstance(packs, Iterable):
            raise _values.refused("packs", packs, "a list of paths")
        for path in packs:
            name, data = _pack(path)
            call(_lib.koor_engine_load_pack, self, name, data, len(data))
        if networks is not None:
            data = _values.document("networks", networks)
            call(_lib.koor_engine_load_networks, self, data, len(data))
        for key, value in _values.options("options", options).items():
            data = _values.option(key, value)
            call(_lib.koor_engine_set, self, _values.word("an option", key), data, len(data))
        call(_lib.koor_engine_ready, self)

    def describe(self) -> dict[str, Any]:
        """Version, packs, networks with their rules and dates."""
        return dict(json.loads(read(_lib.koor_engine_describe, self, None)))

    def variants(self, text: Text, n: int = 10, language: Optional[str] = "", seed: int = 1,
                 network: str = "", options: Optional[Mapping[str, Any]] = None) -> list[Variant]:
        """Up to `n` mutually different wordings; fewer where no more are different enough."""
        with Campaign(self, post=text, language=language, seed=seed,
                      networks=[network] if network else None, options=options) as campaign, \
                campaign.texts(n) as plan:
            return [variant_of(data, index) for index, data in enumerate(plan._records())]

    def plan_from_json(self, data: Union[str, Mapping[str, Any]]) -> Plan:
        """One call from a whole campaign as JSON, or the dict of it, to its plan; with "count" and no people, texts
        only."""
        handle = ctypes.c_void_p()
        text = _values.document("campaign", data)
        with self._in_use() as engine:
            call(_lib.koor_plan_from_json, ctypes.byref(handle), engine.pointer, text, len(text))
            return Plan(handle, engine)

    def open_plan(self, *folders: Path) -> Plan:
        """A plan from the folder it was written to, or from those of all its shards ("campaign.shard"): the whole plan
        then, byte for byte as one run makes it. Its items stay in the folders and are read when they are asked for;
        its pictures are files there."""
        names = [_values.path("folder", folder) for folder in folders]
        if any(b"\n" in name for name in names):
            raise ArgumentError("a folder with a line end in its name cannot be opened", "KOOR_E_ARGUMENT", "folder")
        text = b"\n".join(names)
        handle = ctypes.c_void_p()
        with self._in_use() as engine:
            call(_lib.koor_plan_open_folders, ctypes.byref(handle), engine.pointer, text, len(text))
            return Plan(handle, engine)

    def check_pack(self, path: Path) -> tuple[int, str]:
        """Runs the tests that a pack carries: how many fail, and a report with a line for each."""
        name, data = _pack(path)
        failures = ctypes.c_int64()
        report = text_of(_lib.koor_engine_check_pack, ctypes.byref(failures), self, name, data, len(data))
        return failures.value, report


def _pack(path: Path) -> tuple[bytes, bytes]:
    """Its name and what is in it."""
    name = _values.path("pack", path)
    return name, pathlib.Path(os.fsdecode(name)).read_bytes()


class Campaign(Handle):
    """One request, being built: a post, people, pictures, options; plan() makes the result."""

    def __init__(self, engine: Engine, post: Optional[Text] = None, language: Optional[str] = "",
                 seed: int = 1, timezone: str = "", window: Optional[tuple[Moment, Moment]] = None,
                 now: Optional[Moment] = None, networks: Optional[Sequence[str]] = None, id: str = "",
                 options: Optional[Mapping[str, Any]] = None) -> None:
        if not isinstance(engine, Engine):
            raise _values.refused("engine", engine, "an Engine")
        handle = ctypes.c_void_p()
        with engine._in_use() as native:
            call(_lib.koor_campaign_new, ctypes.byref(handle), native.pointer)
            super().__init__(handle, _lib.koor_campaign_free, native)
        self._engine = native
        given = {"campaign.seed": seed, "campaign.timezone": timezone or None,
                 "campaign.window": None if window is None else _values.window(window),
                 "campaign.now": None if now is None else _values.stamp("now", now) or None,
                 "campaign.networks": networks, "campaign.id": id or None}
        for key, value in {**_values.options("options", given), **_values.options("options", options)}.items():
            self.set(key, value)
        if post is not None:
            self.add_post(post, language=language)

    def set(self, key: str, value: Any) -> None:
        """Sets an option: a str, int, float, bool, or a list of them."""
        text = _values.option(key, value)
        call(_lib.koor_campaign_set, self, _values.word("an option", key), text, len(text))

    def load(self, data: Union[str, Mapping[str, Any]]) -> None:
        """Takes a whole campaign, or a part, as JSON or a dict (see koor_campaign_load_json)."""
        text = _values.document("campaign", data)
        call(_lib.koor_campaign_load_json, self, text, len(text))

    def add_post(self, text: Text, id: str = "post", language: Optional[str] = "") -> None:
        """Adds a base post; versions of one post in several languages share their id. Its language is detected
        where none is given."""
        data = _values.text("post", text)
        call(_lib.koor_campaign_add_post, self, _values.word("id", id), data, len(data),
             _values.word("language", "" if language is None else language))

    def add_person(self, id: str, *, opted_in: bool, **fields: Any) -> None:
        """Adds a person: circle, timezone, language, networks, wave, voice, hours, absent_from, absent_to,
        site. Who did not opt in is counted and never planned."""
        data = _values.document("person", {"id": id, "opted_in": opted_in, **fields})
        call(_lib.koor_campaign_add_person, self, data, len(data))

    def add_people(self, people: Union[Text, Iterable[Mapping[str, Any]]]) -> None:
        """Adds many at once, which is faster: the text of a JSON Lines file, or a mapping a person with the fields
        of add_person. An error names the line in its path; the people before it stay."""
        data = _values.documents("people", people)
        call(_lib.koor_campaign_add_people, self, data, len(data))

    def add_image(self, source: Union[str, bytes, os.PathLike[str]], id: str = "",
                  alt: Union[str, Mapping[str, str]] = "", focus: Sequence[Mapping[str, Any]] = (),
                  flags: Sequence[str] = ()) -> None:
        """Adds a picture by its path, or by its bytes with an `id`. `alt` is a text, or one for each language.
        `focus` are the boxes that crops keep in view: {"box": (x, y, width, height)} in fractions of the picture or
        {"pixels": ...}, with "keep": True where nothing of it may be cut. `flags`: "people", "text", "product"."""
        meta = {key: value for key, value in (("alt", alt), ("focus", focus), ("flags", flags)) if value}
        data = _values.document("picture", meta) if meta else None
        size = len(data) if data else 0
        if isinstance(source, (bytes, bytearray, memoryview)):
            if not id:
                raise ArgumentError("a picture given by its bytes needs an id", "KOOR_E_ARGUMENT", "id")
            content = bytes(source)
            call(_lib.koor_campaign_add_image, self, _values.word("id", id), content, len(content), data, size)
        else:
            path = _values.path("picture", source)
            name = _values.word("id", id or os.path.basename(os.fsdecode(path)))
            call(_lib.koor_campaign_add_image_file, self, name, path, data, size)

    def add_alternative(self, first: int, last: int, text: str, *, post: str = "", author: str = "",
                        source: str = "", voice: Optional[Mapping[str, str]] = None,
                        state: str = "proposed") -> tuple[bool, str]:
        """Offers another wording for sentences `first` to `last` (from 1), or for the words `source` of
        them. Gives the guard's verdict: (accepted, reason). The state "rejected" keeps it out."""
        data = _values.document("alternative", {"first": first, "last": last, "text": text, "post": post,
                                                "author": author, "from": source, "voice": voice or {},
                                                "state": state})
        accepted = ctypes.c_int32()
        error = ctypes.c_void_p()
        status = read(_lib.koor_campaign_add_alternative, ctypes.byref(accepted), self, data, len(data),
                      ctypes.byref(error))
        if status < 0:
            raise taken(error, status)
        reason = _lib.koor_error_message(error).decode() if error else ""
        _lib.koor_error_free(error)
        return bool(accepted.value), reason

    def add_alternatives(self, jsonl: Union[Text, Iterable[Mapping[str, Any]]], *,
                         approved_only: bool = False) -> list[dict[str, Any]]:
        """Takes an alternatives file (docs/authors.md), as JSON Lines or as dicts. Gives a verdict for each
        line: "line", "accepted", "reason", "message", "score", "warnings". With `approved_only` nothing
        but the base and what is approved in it is used."""
        data = _values.documents("alternatives", jsonl)
        lines: list[dict[str, Any]] = []

        def take(verdict: int, length: int, _user: Any) -> int:
            lines.append(json.loads(ctypes.string_at(verdict, length)))
            return 0

        if approved_only:
            self.set("rewrite.approved_only", True)
        call(_lib.koor_campaign_add_alternatives, None, self, data, len(data), _library.WRITE(take), None)
        return lines

    def edit(self, person: str, text: str, *, network: str = "", post: str = "") -> dict[str, Any]:
        """Gives a person of the earlier plan (set_previous) a text of their own, where "accepted" in the report that
        comes back is True: "reason", "message", "warnings", "nearest" colleague's text."""
        data = _values.document("edit", {"person": person, "text": text, "network": network, "post": post})
        accepted = ctypes.c_int32()
        return dict(json.loads(text_of(_lib.koor_campaign_edit, ctypes.byref(accepted), self, data, len(data))))

    def add_history(self, text: Text) -> None:
        """Adds a text of before: new texts keep their distance from it."""
        data = _values.text("history", text)
        call(_lib.koor_campaign_add_history, self, data, len(data))

    def add_fragment(self, name: str, text: Text) -> None:
        """Adds a text that marked-up posts put in by `#include "name"`."""
        data = _values.text("fragment", text)
        call(_lib.koor_campaign_add_fragment, self, _values.word("name", name), data, len(data))

    def set_value(self, name: str, value: Text) -> None:
        """Gives %name% a value in marked-up posts; markup in it is text."""
        data = _values.text("value", value)
        call(_lib.koor_campaign_set_value, self, _values.word("name", name), data, len(data))

    def load_voices(self, profiles: Union[str, Mapping[str, Mapping[str, str]]]) -> None:
        """Takes voice profiles by name: {"manager": {"person": "team", "address": "u"}}."""
        data = _values.document("voices", profiles)
        call(_lib.koor_campaign_load_voices, self, data, len(data))

    def set_previous(self, jsonl: Text) -> None:
        """Takes an earlier plan.jsonl: its items keep their text and moment."""
        data = _values.text("previous", jsonl)
        call(_lib.koor_campaign_set_previous, self, data, len(data))

    def check(self) -> dict[str, Any]:
        """What koor sees in the first post; places are given in bytes and, as "start_char" and "end_char",
        in characters of the str."""
        result: dict[str, Any] = json.loads(text_of(_lib.koor_campaign_check, self))
        text = result.get("text", "").encode()
        for entry in result.get("atoms", []) + result.get("problems", []):
            for name in ("start", "end"):
                if name in entry:
                    entry[name + "_char"] = len(text[:entry[name]].decode(errors="ignore"))
        return result

    def suggest(self, format: str = "markup") -> str:
        """The first post with its choice points: "markup" or "jsonl"."""
        return text_of(_lib.koor_campaign_suggest, self, _values.word("format", format))

    def voices(self) -> list[dict[str, Any]]:
        """The voices that the first post can have, each on the post; those that it cannot have, with the reason."""
        return list(json.loads(text_of(_lib.koor_campaign_voices, self)))

    def count(self) -> int:
        """The exact number of walks through the first post's choice graph."""
        return int(text_of(_lib.koor_campaign_count, self))

    def texts(self, n: int, progress: Optional[Progress] = None) -> Plan:
        """Up to `n` texts only, without people or moments. `progress(stage, done, total)` may give False to cancel."""
        return self._made(_lib.koor_plan_texts, progress, _values.size("n", n))

    def plan(self, progress: Optional[Progress] = None) -> Plan:
        """Plans everybody who opted in. `progress(stage, done, total)` may give False to cancel."""
        return self._made(_lib.koor_plan_new, progress)

    def _made(self, make: Any, progress: Optional[Progress], *given: int) -> Plan:
        handle = ctypes.c_void_p()
        failure: list[BaseException] = []
        callback = progress_callback(progress, failure)
        try:
            with self._in_use() as campaign:
                call(make, ctypes.byref(handle), campaign.pointer, *given, callback, None)
                return Plan(handle, self._engine)
        except Error as error:
            raise_first(failure, error)
            raise


class Plan(Handle, Sequence[Item]):
    """The result: a sequence of items in the order of their moments."""

    def __init__(self, handle: ctypes.c_void_p, engine: Native) -> None:
        super().__init__(handle, _lib.koor_plan_free, engine)

    def __len__(self) -> int:
        return int(read(_lib.koor_plan_count, self))

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Item, list[Item]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        position = self._position(index)
        return item_of(self._record(position), position)

    def _position(self, index: int) -> int:
        """From 0, of an index that may be counted from the end."""
        try:
            given = operator.index(index)
        except TypeError:
            raise _values.refused("an index", index, "a whole number or a slice") from None
        count = len(self)
        if not -count <= given < count:
            raise RangeError(f"item {given} of a plan of {count}", "KOOR_E_RANGE")
        return given % count

    def _record(self, index: int) -> dict[str, Any]:
        return dict(json.loads(record_of(_lib.koor_plan_item, self, index)))

    def _records(self) -> Iterator[dict[str, Any]]:
        return (self._record(i) for i in range(len(self)))

    @property
    def report(self) -> dict[str, Any]:
        """The certificate: what the plan guarantees, measured."""
        return dict(json.loads(read(_lib.koor_plan_report, self, None)))

    @property
    def meta(self) -> dict[str, Any]:
        """What the plan was made of: versions, seed, now, fingerprints."""
        return dict(json.loads(read(_lib.koor_plan_meta, self, None)))

    @property
    def alternatives(self) -> list[dict[str, Any]]:
        """Each used alternative once, and the decisions that were given: add_alternatives takes it back."""
        lines = read(_lib.koor_plan_alternatives, self, None).split(b"\n")
        return [json.loads(line) for line in lines if line]

    def export(self, format: str = "jsonl") -> bytes:
        """The whole plan as "jsonl", "csv" or "ics:PERSON"."""
        parts: list[bytes] = []
        self.stream(parts.append, format)
        return b"".join(parts)

    def stream(self, write: Callable[[bytes], Any], format: str = "jsonl") -> None:
        """The same in pieces, each handed to `write` (such as a binary file's): for plans that are large."""
        failure: list[BaseException] = []
        name = _values.word("format", format)

        def take(data: int, length: int, _user: Any) -> int:
            try:
                write(ctypes.string_at(data, length))
                return 0
            except BaseException as error:  # raised again behind the C frames
                failure.append(error)
                return 1

        try:
            call(_lib.koor_plan_write, self, name, _library.WRITE(take), None)
        except Error as error:
            raise_first(failure, error)

    def render(self, index: int) -> bytes:
        """The picture of one item, as the bytes of its file."""
        handle = ctypes.c_void_p()
        length = ctypes.c_size_t()
        call(_lib.koor_image_render, ctypes.byref(handle), self, self._position(index))
        try:
            return ctypes.string_at(_lib.koor_image_bytes(handle, ctypes.byref(length)),
                                    length.value)
        finally:
            _lib.koor_image_free(handle)

    def write(self, folder: Path, images: bool = True,
              calendar: bool = True, progress: Optional[Callable[[str], Any]] = None) -> None:
        """Writes the files that `koor plan` writes, but the preview: plan.jsonl, plan.meta.json, alternatives.jsonl,
        plan.csv, report.json and, where asked for, calendar/ and images/. Each appears whole or not at all; `progress` is
        told each name and may give False to stop. Files of another plan that stand there go; your own stay
        (docs/files.md)."""
        into = pathlib.Path(os.fsdecode(_values.path("folder", folder)))
        people = (read(_lib.koor_plan_person, self, i).decode() for i in range(len(self) if calendar else 0))
        calendars = {f"calendar/{_folder.safe_name(person)}.ics": person for person in dict.fromkeys(people)}
        papers = {"plan.meta.json": _folder.line(read(_lib.koor_plan_meta, self, None)),
                  "alternatives.jsonl": _folder.line(read(_lib.koor_plan_alternatives, self, None)),
                  "report.json": _folder.line(read(_lib.koor_plan_report, self, None))}

        def put(name: str, content: _folder.Content) -> None:
            _folder.put(into, name, content)
            if progress is not None and progress(name) is False:
                raise CancelledError("the progress callback asked to stop", "KOOR_E_CANCELLED")

        if _folder.holds_another(into, papers["plan.meta.json"], self.stream):
            _folder.retire(into, {"plan.csv", *papers, *calendars, *(self._image_names() if images else ())})
        put("plan.jsonl", lambda write: self.stream(write, "jsonl"))
        put("plan.meta.json", papers["plan.meta.json"])
        put("alternatives.jsonl", papers["alternatives.jsonl"])
        put("plan.csv", lambda write: self.stream(write, "csv"))
        put("report.json", papers["report.json"])
        for name, person in calendars.items():
            put(name, self.export("ics:" + person))
        if images:
            self._write_images(put)

    def _image_names(self) -> set[str]:
        return {record["image"]["file"] for record in self._records() if record.get("image")}

    def _write_images(self, put: Callable[[str, bytes], None]) -> None:
        failure: list[BaseException] = []
        written: set[str] = set()

        def take(index: int, data: int, length: int, _user: Any) -> int:
            try:
                name = self._record(index)["image"]["file"]
                if name not in written:
                    put(name, ctypes.string_at(data, length))
                    written.add(name)
                return 0
            except BaseException as error:  # raised again behind the C frames
                failure.append(error)
                return 1

        if not any(record.get("image") for record in self._records()):
            return
        try:
            call(_lib.koor_plan_render, self, os.cpu_count() or 1, _library.DONE(take), None)
        except Error as error:
            raise_first(failure, error)
