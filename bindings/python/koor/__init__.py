"""koor: one base post, many voices.

    import koor
    with koor.Engine() as engine:
        for variant in engine.variants("We're hiring a baker in Ghent! ...", n=10, language="en"):
            print(variant.text)

Texts are str, moments are aware datetimes, offsets in errors are bytes of UTF-8. Every failure is a
koor.Error. An Engine may be shared by threads; a Campaign belongs to one thread at a time; a Plan is
read-only. What is made from an Engine may outlive it. Calls release the GIL; plan() and write() take a
progress callback that can cancel.
"""

from __future__ import annotations

import ctypes
import datetime
import errno
import json
import os
import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union, overload

from . import _library
from ._calls import Handle, Native, Progress, bytes_of, call, item_of, progress_callback, raise_first, text_of
from ._errors import (ArgumentError, CancelledError, Error, GuardError, InputError, LimitError,
                      OptionError, PictureError, ScheduleError, taken)
from ._errors import lib as _lib

__all__ = ["Engine", "Campaign", "Plan", "Item", "Variant", "Edit", "Image", "RepostOf", "Option", "Error",
           "ArgumentError", "CancelledError", "GuardError", "InputError", "LimitError",
           "OptionError", "PictureError", "ScheduleError", "Progress", "has_feature", "options",
           "version"]

_NUL_TERMINATED = ctypes.c_size_t(-1).value


# ----------------------------------------------------------------------------------- values

@dataclass(frozen=True)
class Edit:
    """One change: the rule that made it, the words of the base and what stands there now."""
    rule: str
    source: str
    result: str


@dataclass(frozen=True)
class Variant:
    """One wording of a post. `similarity` holds "base" and "nearest" (among those before it), 0 to 1;
    `length` holds "count" and "limit" in the network's unit."""
    text: str
    language: str
    edits: tuple[Edit, ...]
    similarity: Mapping[str, float]
    length: Mapping[str, Optional[int]]


@dataclass(frozen=True)
class Image:
    """The picture of an item. `file` is its name in a written plan; `explanation` says in English what is seen
    and why."""
    file: str
    source: str
    alt: str
    alt_review: bool
    explanation: str
    recipe: Mapping[str, Any]


@dataclass(frozen=True)
class RepostOf:
    """Whose item a repost shares: on networks where a text may be used once."""
    item: str
    person: str


@dataclass(frozen=True)
class Item:
    """One post of one person: what, with which picture, when (an aware datetime in their own zone). `action` is
    "auto", "suggest" or "repost"; a repost has the text of the item that it shares."""
    id: str
    post: str
    person: str
    circle: str
    wave: str
    network: str
    language: str
    text: str
    text_id: str
    vector: str
    action: str
    state: str
    sequence: int
    repost_of: Optional[RepostOf]
    publish_at: Optional[datetime.datetime]
    image: Optional[Image]
    length: Mapping[str, Optional[int]]
    similarity: Mapping[str, float]
    edits: tuple[Edit, ...]
    index: int = field(repr=False, compare=False, default=0)


def _edits_of(data: Mapping[str, Any]) -> tuple[Edit, ...]:
    return tuple(Edit(e["rule"], e["from"], e["to"]) for e in data["edits"])


def _item_of(data: Mapping[str, Any], index: int) -> Item:
    moment = data.get("publish_at")
    image = data.get("image")
    repost = data.get("repost_of")
    return Item(
        **{name: data[name] for name in ("id", "post", "person", "circle", "wave", "network",
                                         "language", "text", "text_id", "vector", "action",
                                         "state", "sequence", "length", "similarity")},
        publish_at=datetime.datetime.fromisoformat(moment) if moment else None,
        repost_of=RepostOf(**repost) if repost else None,
        image=Image(**image) if image else None, edits=_edits_of(data), index=index)


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
    return bool(_lib.koor_has_feature(name.encode()) == 1)


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

    def __init__(self, packs: Iterable[Union[str, os.PathLike[str]]] = (),
                 networks: Union[str, Mapping[str, Any], None] = None,
                 options: Optional[Mapping[str, Any]] = None) -> None:
        handle = ctypes.c_void_p()
        call(_lib.koor_engine_new, ctypes.byref(handle), _library.none(_library.ALLOCATE),
             _library.none(_library.RESIZE), _library.none(_library.RELEASE), None)
        super().__init__(handle, _lib.koor_engine_free)
        for path in packs:
            data = pathlib.Path(path).read_bytes()
            call(_lib.koor_engine_load_pack, handle, os.fsencode(path), data, len(data))
        if networks is not None:
            call(_lib.koor_engine_load_networks, handle, _json(networks), _NUL_TERMINATED)
        for key, value in (options or {}).items():
            call(_lib.koor_engine_set, handle, key.encode(), _option_text(value), _NUL_TERMINATED)
        call(_lib.koor_engine_ready, handle)

    def describe(self) -> dict[str, Any]:
        """Version, packs, networks with their rules and dates."""
        return dict(json.loads(_lib.koor_engine_describe(self._open, None)))

    def variants(self, text: Union[str, bytes], n: int = 10, language: str = "", seed: int = 1,
                 network: str = "", options: Optional[Mapping[str, Any]] = None) -> list[Variant]:
        """Up to `n` mutually different wordings; fewer where no more are different enough."""
        with Campaign(self, post=text, language=language, seed=seed,
                      networks=[network] if network else None, options=options) as campaign, \
                campaign.texts(n) as plan:
            return [Variant(data["text"], data["language"], _edits_of(data), data["similarity"],
                            data["length"]) for data in plan._records()]

    def plan_from_json(self, data: Union[str, Mapping[str, Any]]) -> Plan:
        """One call from a whole campaign as JSON, or the dict of it, to its plan; with "count" and no people, texts
        only."""
        handle = ctypes.c_void_p()
        text = _json(data)
        with self._in_use() as engine:
            call(_lib.koor_plan_from_json, ctypes.byref(handle), engine.pointer, text, len(text))
            return Plan(handle, engine)

    def open_plan(self, *folders: Union[str, os.PathLike[str]]) -> Plan:
        """A plan from the folder it was written to, or from those of all its shards ("campaign.shard"): the whole plan
        then, byte for byte as one run makes it. Its items stay in the folders and are read when they are asked for;
        its pictures are files there."""
        text = b"\n".join(os.fsencode(folder) for folder in folders)
        handle = ctypes.c_void_p()
        with self._in_use() as engine:
            call(_lib.koor_plan_open_folders, ctypes.byref(handle), engine.pointer, text, len(text))
            return Plan(handle, engine)

    def check_pack(self, path: Union[str, os.PathLike[str]]) -> tuple[int, str]:
        """Runs the tests that a pack carries: how many fail, and a report with a line for each."""
        data = pathlib.Path(path).read_bytes()
        failures = ctypes.c_int64()
        report = text_of(_lib.koor_engine_check_pack, ctypes.byref(failures), self._open, os.fsencode(path),
                         data, len(data))
        return failures.value, report


def _json(data: Union[str, Mapping[str, Any]]) -> bytes:
    return (data if isinstance(data, str) else json.dumps(data)).encode()


def _person(fields: Mapping[str, Any]) -> str:
    return json.dumps({key: _stamp(value) if isinstance(value, datetime.date) else value
                       for key, value in fields.items()})


def _option_text(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"on" if value else b"off"
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value)).encode()
    return str(value).encode()


def _stamp(moment: Union[str, datetime.date]) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()


class Campaign(Handle):
    """One request, being built: a post, people, pictures, options; plan() makes the result."""

    def __init__(self, engine: Engine, post: Union[str, bytes, None] = None, language: str = "",
                 seed: int = 1, timezone: str = "",
                 window: Optional[tuple[Union[str, datetime.date], Union[str, datetime.date]]] = None,
                 now: Union[str, datetime.date, None] = None,
                 networks: Optional[Sequence[str]] = None, id: str = "",
                 options: Optional[Mapping[str, Any]] = None) -> None:
        handle = ctypes.c_void_p()
        call(_lib.koor_campaign_new, ctypes.byref(handle), engine._open)
        super().__init__(handle, _lib.koor_campaign_free, engine._native)
        self._engine = engine._native
        given = {"campaign.seed": seed, "campaign.timezone": timezone or None,
                 "campaign.window": "/".join(map(_stamp, window)) if window else None,
                 "campaign.now": _stamp(now) if now else None,
                 "campaign.networks": networks, "campaign.id": id or None, **(options or {})}
        for key, value in given.items():
            if value is not None:
                self.set(key, value)
        if post is not None:
            self.add_post(post, language=language)

    def set(self, key: str, value: Any) -> None:
        """Sets an option: a str, int, bool, or a list of them."""
        text = _option_text(value)
        call(_lib.koor_campaign_set, self._open, key.encode(), text, len(text))

    def load(self, data: Union[str, Mapping[str, Any]]) -> None:
        """Takes a whole campaign, or a part, as JSON or a dict (see koor_campaign_load_json)."""
        text = _json(data)
        call(_lib.koor_campaign_load_json, self._open, text, len(text))

    def add_post(self, text: Union[str, bytes], id: str = "post", language: str = "") -> None:
        """Adds a base post; versions of one post in several languages share their id."""
        data = bytes_of(text)
        call(_lib.koor_campaign_add_post, self._open, id.encode(), data, len(data),
              language.encode())

    def add_person(self, id: str, *, opted_in: bool, **fields: Any) -> None:
        """Adds a person: circle, timezone, language, networks, wave, voice, hours, absent_from, absent_to,
        site. Who did not opt in is counted and never planned."""
        data = _person({"id": id, "opted_in": opted_in, **fields}).encode()
        call(_lib.koor_campaign_add_person, self._open, data, len(data))

    def add_people(self, people: Union[str, bytes, Iterable[Mapping[str, Any]]]) -> None:
        """Adds many at once, which is faster: the text of a JSON Lines file, or a mapping a person with the fields
        of add_person. An error names the line in its path; the people before it stay."""
        data = bytes_of(people if isinstance(people, (str, bytes)) else "\n".join(map(_person, people)))
        call(_lib.koor_campaign_add_people, self._open, data, len(data))

    def add_image(self, source: Union[str, bytes, os.PathLike[str]], id: str = "",
                  alt: Union[str, Mapping[str, str]] = "", focus: Sequence[Mapping[str, Any]] = (),
                  flags: Sequence[str] = ()) -> None:
        """Adds a picture by its path, or by its bytes with an `id`. `alt` is a text, or one for each language.
        `focus` are the boxes that crops keep in view: {"box": (x, y, width, height)} in fractions of the picture or
        {"pixels": ...}, with "keep": True where nothing of it may be cut. `flags`: "people", "text", "product"."""
        meta = {key: value for key, value in (("alt", alt), ("focus", list(focus)), ("flags", list(flags))) if value}
        data = json.dumps(meta).encode() if meta else None
        size = len(data) if data else 0
        if isinstance(source, bytes):
            if not id:
                raise ArgumentError("a picture given by its bytes needs an id", "KOOR_E_ARGUMENT", "id")
            call(_lib.koor_campaign_add_image, self._open, id.encode(), source, len(source), data, size)
        else:
            name = id or os.path.basename(os.fspath(source))
            call(_lib.koor_campaign_add_image_file, self._open, name.encode(), os.fsencode(source), data, size)

    def add_alternative(self, first: int, last: int, text: str, *, post: str = "", author: str = "",
                        source: str = "", voice: Optional[Mapping[str, str]] = None,
                        state: str = "proposed") -> tuple[bool, str]:
        """Offers another wording for sentences `first` to `last` (from 1), or for the words `source` of
        them. Gives the guard's verdict: (accepted, reason). The state "rejected" keeps it out."""
        data = json.dumps({"first": first, "last": last, "text": text, "post": post,
                           "author": author, "from": source, "voice": dict(voice or {}),
                           "state": state}).encode()
        accepted = ctypes.c_int32()
        error = ctypes.c_void_p()
        status = _lib.koor_campaign_add_alternative(ctypes.byref(accepted), self._open, data,
                                                    len(data), ctypes.byref(error))
        if status < 0:
            raise taken(error, status)
        reason = _lib.koor_error_message(error).decode() if error else ""
        _lib.koor_error_free(error)
        return bool(accepted.value), reason

    def add_alternatives(self, jsonl: Union[str, bytes, Iterable[Mapping[str, Any]]], *,
                         approved_only: bool = False) -> list[dict[str, Any]]:
        """Takes an alternatives file (docs/authors.md), as JSON Lines or as dicts. Gives a verdict for each
        line: "line", "accepted", "reason", "message", "score", "warnings". With `approved_only` nothing
        but the base and what is approved in it is used."""
        data = (bytes_of(jsonl) if isinstance(jsonl, (str, bytes))
                else "".join(json.dumps(dict(line)) + "\n" for line in jsonl).encode())
        lines: list[dict[str, Any]] = []

        def take(verdict: int, length: int, _user: Any) -> int:
            lines.append(json.loads(ctypes.string_at(verdict, length)))
            return 0

        if approved_only:
            self.set("rewrite.approved_only", True)
        call(_lib.koor_campaign_add_alternatives, None, self._open, data, len(data), _library.WRITE(take), None)
        return lines

    def edit(self, person: str, text: str, *, network: str = "", post: str = "") -> dict[str, Any]:
        """Gives a person of the earlier plan (set_previous) a text of their own, where "accepted" in the report that
        comes back is True: "reason", "message", "warnings", "nearest" colleague's text."""
        data = json.dumps({"person": person, "text": text, "network": network, "post": post}).encode()
        accepted = ctypes.c_int32()
        return dict(json.loads(text_of(_lib.koor_campaign_edit, ctypes.byref(accepted), self._open, data, len(data))))

    def add_history(self, text: str) -> None:
        """Adds a text of before: new texts keep their distance from it."""
        data = text.encode()
        call(_lib.koor_campaign_add_history, self._open, data, len(data))

    def add_fragment(self, name: str, text: Union[str, bytes]) -> None:
        """Adds a text that marked-up posts put in by `#include "name"`."""
        data = bytes_of(text)
        call(_lib.koor_campaign_add_fragment, self._open, name.encode(), data, len(data))

    def set_value(self, name: str, value: str) -> None:
        """Gives %name% a value in marked-up posts; markup in it is text."""
        data = value.encode()
        call(_lib.koor_campaign_set_value, self._open, name.encode(), data, len(data))

    def load_voices(self, profiles: Union[str, Mapping[str, Mapping[str, str]]]) -> None:
        """Takes voice profiles by name: {"manager": {"person": "team", "address": "u"}}."""
        data = (profiles if isinstance(profiles, str) else json.dumps(profiles)).encode()
        call(_lib.koor_campaign_load_voices, self._open, data, len(data))

    def set_previous(self, jsonl: Union[str, bytes]) -> None:
        """Takes an earlier plan.jsonl: its items keep their text and moment."""
        data = bytes_of(jsonl)
        call(_lib.koor_campaign_set_previous, self._open, data, len(data))

    def check(self) -> dict[str, Any]:
        """What koor sees in the first post; places are given in bytes and, as "start_char" and "end_char",
        in characters of the str."""
        result: dict[str, Any] = json.loads(text_of(_lib.koor_campaign_check, self._open))
        text = result.get("text", "").encode()
        for entry in result.get("atoms", []) + result.get("problems", []):
            for name in ("start", "end"):
                if name in entry:
                    entry[name + "_char"] = len(text[:entry[name]].decode(errors="ignore"))
        return result

    def suggest(self, format: str = "markup") -> str:
        """The first post with its choice points: "markup" or "jsonl"."""
        return text_of(_lib.koor_campaign_suggest, self._open, format.encode())

    def voices(self) -> list[dict[str, Any]]:
        """The voices that the first post can have, each on the post; those that it cannot have, with the reason."""
        return list(json.loads(text_of(_lib.koor_campaign_voices, self._open)))

    def count(self) -> int:
        """The exact number of walks through the first post's choice graph."""
        return int(text_of(_lib.koor_campaign_count, self._open))

    def texts(self, n: int, progress: Optional[Progress] = None) -> Plan:
        """Up to `n` texts only, without people or moments. `progress(stage, done, total)` may give False to cancel."""
        return self._made(_lib.koor_plan_texts, progress, n)

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
        return int(_lib.koor_plan_count(self._open))

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Item, list[Item]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(index)
        return _item_of(self._record(position), position)

    def _record(self, index: int) -> dict[str, Any]:
        with self._in_use() as plan:
            return dict(json.loads(item_of(_lib.koor_plan_item, plan.pointer, index)))

    def _records(self) -> Iterator[dict[str, Any]]:
        return (self._record(i) for i in range(len(self)))

    @property
    def report(self) -> dict[str, Any]:
        """The certificate: what the plan guarantees, measured."""
        return dict(json.loads(_lib.koor_plan_report(self._open, None)))

    @property
    def meta(self) -> dict[str, Any]:
        """What the plan was made of: versions, seed, now, fingerprints."""
        return dict(json.loads(_lib.koor_plan_meta(self._open, None)))

    @property
    def alternatives(self) -> list[dict[str, Any]]:
        """Each used alternative once, and the decisions that were given: add_alternatives takes it back."""
        lines = _lib.koor_plan_alternatives(self._open, None).split(b"\n")
        return [json.loads(line) for line in lines if line]

    def export(self, format: str = "jsonl") -> bytes:
        """The whole plan as "jsonl", "csv" or "ics:PERSON"."""
        parts: list[bytes] = []
        self.stream(parts.append, format)
        return b"".join(parts)

    def stream(self, write: Callable[[bytes], Any], format: str = "jsonl") -> None:
        """The same in pieces, each handed to `write` (such as a binary file's): for plans that are large."""
        failure: list[BaseException] = []

        def take(data: int, length: int, _user: Any) -> int:
            try:
                write(ctypes.string_at(data, length))
                return 0
            except BaseException as error:  # raised again behind the C frames
                failure.append(error)
                return 1

        try:
            with self._in_use() as plan:
                call(_lib.koor_plan_write, plan.pointer, format.encode(), _library.WRITE(take), None)
        except Error as error:
            raise_first(failure, error)

    def render(self, index: int) -> bytes:
        """The picture of one item, as the bytes of its file."""
        handle = ctypes.c_void_p()
        length = ctypes.c_size_t()
        with self._in_use() as plan:
            call(_lib.koor_image_render, ctypes.byref(handle), plan.pointer, index)
        try:
            return ctypes.string_at(_lib.koor_image_bytes(handle, ctypes.byref(length)),
                                    length.value)
        finally:
            _lib.koor_image_free(handle)

    def write(self, folder: Union[str, os.PathLike[str]], images: bool = True,
              calendar: bool = True, progress: Optional[Callable[[str], Any]] = None) -> None:
        """Writes the files that `koor plan` writes, but the preview: plan.jsonl, plan.meta.json, alternatives.jsonl,
        plan.csv, report.json and, where asked for, calendar/ and images/. Each appears whole or not at all; `progress` is
        told each name and may give False to stop."""

        def put(name: str, content: Union[bytes, Callable[[Callable[[bytes], Any]], Any]]) -> None:
            _put(pathlib.Path(folder), name, content)
            if progress is not None and progress(name) is False:
                raise CancelledError("the progress callback asked to stop", "KOOR_E_CANCELLED")

        put("plan.jsonl", lambda write: self.stream(write, "jsonl"))
        put("plan.meta.json", _line(_lib.koor_plan_meta(self._open, None)))
        put("alternatives.jsonl", _line(_lib.koor_plan_alternatives(self._open, None)))
        put("plan.csv", lambda write: self.stream(write, "csv"))
        put("report.json", _line(_lib.koor_plan_report(self._open, None)))
        people = (_lib.koor_plan_person(self._open, i).decode() for i in range(len(self) if calendar else 0))
        for person in dict.fromkeys(people):
            put(f"calendar/{_safe_name(person)}.ics", self.export("ics:" + person))
        if images:
            self._write_images(put)

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

        if not any(record["image"] for record in self._records()):
            return
        try:
            with self._in_use() as plan:
                call(_lib.koor_plan_render, plan.pointer, os.cpu_count() or 1, _library.DONE(take), None)
        except Error as error:
            raise_first(failure, error)


def _put(folder: pathlib.Path, name: str, content: Union[bytes, Callable[[Callable[[bytes], Any]], Any]]) -> None:
    """Writes bytes, or what a function hands over in pieces, aside; then renames. No link in `folder` is followed."""
    path = folder / name
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent != folder and path.parent.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "a link, where the plan needs a folder of its own", str(path.parent))
    try:
        aside.unlink(missing_ok=True)
        with open(aside, "xb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file.write)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _line(text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _safe_name(name: str) -> str:
    """A file name that cannot leave its folder, as the command line makes it."""
    plain = "".join(chr(byte) if re.match(rb"[A-Za-z0-9._-]", bytes([byte])) else f"%{byte:02X}"
                    for byte in name.encode())
    plain = "%2E" + plain[1:] if plain.startswith(".") else plain
    if len(plain) <= 200:
        return plain
    total = 14695981039346656037  # FNV-1a
    for byte in name.encode():
        total = (total ^ byte) * 1099511628211 % 2**64
    return f"{plain[:180]}~{total:016x}"
