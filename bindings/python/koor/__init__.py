"""koor: one base post, many voices.

    import koor
    with koor.Engine() as engine:
        for variant in engine.variants("We're hiring a baker in Ghent! ...", n=10, language="en"):
            print(variant.text)

Texts are str, moments are aware datetimes, offsets in errors are bytes of UTF-8. Every failure is a
koor.Error. An Engine may be shared by threads; a Campaign belongs to one thread at a time; a Plan is
read-only. Long calls release the GIL.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import os
import pathlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union, overload

from . import _library

__all__ = ["Engine", "Campaign", "Plan", "Item", "Variant", "Edit", "Image", "RepostOf", "Error",
           "ArgumentError", "CancelledError", "GuardError", "InputError", "LimitError",
           "OptionError", "PictureError", "ScheduleError", "options", "version"]

_lib = _library.load()
_NUL_TERMINATED = ctypes.c_size_t(-1).value
Progress = Callable[[str, int, int], Optional[bool]]


# ----------------------------------------------------------------------------------- errors

class Error(Exception):
    """What koor says went wrong. `code` is a name such as "KOOR_E_UTF8", `path` the option, JSON path
    or input it is about ("" for none), `offset` the byte in that input (None for none)."""

    def __init__(self, message: str, code: str = "", path: str = "",
                 offset: Optional[int] = None) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.offset = offset


class ArgumentError(Error, ValueError):
    """An argument that is not allowed, or an index beyond the end."""


class InputError(Error, ValueError):
    """A post, people, markup or JSON that cannot be read."""


class OptionError(Error, KeyError):
    """An unknown option, or a value outside its range."""

    def __str__(self) -> str:
        return str(self.args[0])


class LimitError(Error):
    """A limit of the option registry is exceeded."""


class GuardError(Error):
    """A wording that changes a fact, or that the policy forbids."""


class ScheduleError(Error):
    """A zone, window or person for which no moment can be found."""


class PictureError(Error):
    """A picture that is broken or too large, or a build that cannot render it."""


class CancelledError(Error):
    """The progress callback asked to stop."""


_CLASSES: dict[str, type[Error]] = {
    "KOOR_E_ARGUMENT": ArgumentError, "KOOR_E_RANGE": ArgumentError,
    "KOOR_E_UTF8": InputError, "KOOR_E_SYNTAX": InputError, "KOOR_E_KEY": InputError,
    "KOOR_E_VALUE": InputError, "KOOR_E_DUPLICATE": InputError, "KOOR_E_EMPTY": InputError,
    "KOOR_E_LANGUAGE": InputError, "KOOR_E_NETWORK": InputError, "KOOR_E_FINGERPRINT": InputError,
    "KOOR_E_OPTION": OptionError, "KOOR_E_LIMIT": LimitError,
    "KOOR_E_POLICY": GuardError, "KOOR_E_GUARD": GuardError,
    "KOOR_E_ZONE": ScheduleError, "KOOR_E_WINDOW": ScheduleError, "KOOR_E_PERSON": ScheduleError,
    "KOOR_E_IMAGE": PictureError, "KOOR_E_FEATURE": PictureError,
    "KOOR_E_CANCELLED": CancelledError,
}


def _error_of(handle: ctypes.c_void_p, code: int) -> Exception:
    """The exception for an error object, which is freed here."""
    name = _lib.koor_error_name(code).decode()
    message = _lib.koor_error_message(handle).decode() or name
    path = _lib.koor_error_path(handle).decode()
    offset = _lib.koor_error_offset(handle)
    _lib.koor_error_free(handle)
    if name == "KOOR_E_NOMEM":
        return MemoryError(message)
    return _CLASSES.get(name, Error)(message, name, path, offset if offset >= 0 else None)


def _call(function: Callable[..., int], *arguments: Any) -> None:
    """Calls a function whose last argument is out_error; raises what it reports."""
    error = ctypes.c_void_p()
    status = function(*arguments, ctypes.byref(error))
    if status < 0:
        raise _error_of(error, status)


def _text_of(function: Callable[..., int], *arguments: Any, with_error: bool = True) -> str:
    """A text that is asked for twice: for its length, then for itself."""
    length = ctypes.c_size_t()
    buffer = None
    capacity = 0
    while True:
        if with_error:
            _call(function, *arguments, buffer, capacity, ctypes.byref(length))
        elif function(*arguments, buffer, capacity, ctypes.byref(length)) < 0:
            raise ArgumentError("the index is beyond the end", "KOOR_E_RANGE")
        if length.value < capacity and buffer is not None:
            return buffer.raw[:length.value].decode()
        capacity = length.value + 1
        buffer = ctypes.create_string_buffer(capacity)


def _bytes_of(text: Union[str, bytes]) -> bytes:
    return text.encode() if isinstance(text, str) else bytes(text)


def _progress_callback(progress: Optional[Progress], failure: list[BaseException]) -> Any:
    """A C callback that keeps what the Python one raises; None where there is no callback."""
    if progress is None:
        return _library.PROGRESS()

    def call(stage: bytes, done: int, total: int, _user: Any) -> int:
        try:
            return 1 if progress(stage.decode(), done, total) is False else 0
        except BaseException as error:  # it must not cross the C frames: raised again behind them
            failure.append(error)
            return 1

    return _library.PROGRESS(call)


def _raise_first(failure: list[BaseException], error: BaseException) -> None:
    raise failure[0] if failure else error


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
    """The picture of an item. `file` is its name in a written plan."""
    file: str
    source: str
    alt: str
    alt_review: bool
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
    action: str
    state: str
    repost_of: Optional[RepostOf]
    publish_at: Optional[datetime.datetime]
    image: Optional[Image]
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
                                         "language", "text", "text_id", "action", "state",
                                         "similarity")},
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


def options() -> list[Option]:
    """All options, in the order of the registry."""
    readers = (_lib.koor_option_name, _lib.koor_option_type, _lib.koor_option_default,
               _lib.koor_option_range, _lib.koor_option_help)
    return [Option(*(read(i).decode() for read in readers))
            for i in range(_lib.koor_option_count())]


# ----------------------------------------------------------------------------------- handles

class _Handle:
    """A C handle with its way to be freed: by close(), `with`, or when it is collected. What it was made
    from is kept alive."""

    _free: Callable[[Any], None]

    def __init__(self, handle: ctypes.c_void_p, owner: Optional["_Handle"] = None) -> None:
        self._handle: Optional[ctypes.c_void_p] = handle
        self._owner = owner

    @property
    def _open(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise ArgumentError(f"this {type(self).__name__} is closed", "KOOR_E_ARGUMENT")
        return self._handle

    def close(self) -> None:
        """Frees the memory; calling it again does nothing."""
        handle, self._handle = getattr(self, "_handle", None), None
        if handle is not None:
            type(self)._free(handle)
        self._owner = None

    def __del__(self) -> None:
        self.close()


class Engine(_Handle):
    """Packs, network rules and defaults, ready for use. `packs` are files in the format of docs/packs.md,
    `networks` a JSON text or dict that overrides network rules, `options` defaults for campaigns."""

    _free = staticmethod(_lib.koor_engine_free)

    def __init__(self, packs: Iterable[Union[str, os.PathLike[str]]] = (),
                 networks: Union[str, Mapping[str, Any], None] = None,
                 options: Optional[Mapping[str, Any]] = None) -> None:
        handle = ctypes.c_void_p()
        _call(_lib.koor_engine_new, ctypes.byref(handle), _library.ALLOCATE(), _library.RESIZE(),
              _library.RELEASE(), None)
        super().__init__(handle)
        for path in packs:
            data = pathlib.Path(path).read_bytes()
            _call(_lib.koor_engine_load_pack, handle, os.fsencode(path), data, len(data))
        if networks is not None:
            text = networks if isinstance(networks, str) else json.dumps(networks)
            _call(_lib.koor_engine_load_networks, handle, text.encode(), _NUL_TERMINATED)
        for key, value in (options or {}).items():
            _call(_lib.koor_engine_set, handle, key.encode(), _option_text(value), _NUL_TERMINATED)
        _call(_lib.koor_engine_ready, handle)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def describe(self) -> dict[str, Any]:
        """Version, packs, networks with their rules and dates."""
        return dict(json.loads(_lib.koor_engine_describe(self._open, None)))

    def variants(self, text: Union[str, bytes], n: int = 10, language: str = "", seed: int = 1,
                 network: str = "", options: Optional[Mapping[str, Any]] = None) -> list[Variant]:
        """Up to `n` mutually different wordings; fewer where no more are different enough."""
        campaign = Campaign(self, post=text, language=language, seed=seed,
                            networks=[network] if network else None, options=options)
        try:
            plan = campaign.texts(n)
            return [Variant(data["text"], data["language"], _edits_of(data), data["similarity"],
                            data["length"]) for data in plan._records()]
        finally:
            campaign.close()


def _option_text(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"on" if value else b"off"
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value)).encode()
    return str(value).encode()


def _stamp(moment: Union[str, datetime.date]) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()


class Campaign(_Handle):
    """One request, being built: a post, people, pictures, options; plan() makes the result."""

    _free = staticmethod(_lib.koor_campaign_free)

    def __init__(self, engine: Engine, post: Union[str, bytes, None] = None, language: str = "",
                 seed: int = 1, timezone: str = "",
                 window: Optional[tuple[Union[str, datetime.date], Union[str, datetime.date]]] = None,
                 now: Union[str, datetime.date, None] = None,
                 networks: Optional[Sequence[str]] = None, id: str = "",
                 options: Optional[Mapping[str, Any]] = None) -> None:
        handle = ctypes.c_void_p()
        _call(_lib.koor_campaign_new, ctypes.byref(handle), engine._open)
        super().__init__(handle, engine)
        given = {"campaign.seed": seed, "campaign.timezone": timezone or None,
                 "campaign.window": "/".join(map(_stamp, window)) if window else None,
                 "campaign.now": _stamp(now) if now else None,
                 "campaign.networks": networks, "campaign.id": id or None, **(options or {})}
        for key, value in given.items():
            if value is not None:
                self.set(key, value)
        if post is not None:
            self.add_post(post, language=language)

    def __enter__(self) -> "Campaign":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def set(self, key: str, value: Any) -> None:
        """Sets an option: a str, int, bool, or a list of them."""
        text = _option_text(value)
        _call(_lib.koor_campaign_set, self._open, key.encode(), text, len(text))

    def load(self, data: Union[str, Mapping[str, Any]]) -> None:
        """Takes a whole campaign, or a part, as JSON or a dict (see koor_campaign_load_json)."""
        text = (data if isinstance(data, str) else json.dumps(data)).encode()
        _call(_lib.koor_campaign_load_json, self._open, text, len(text))

    def add_post(self, text: Union[str, bytes], id: str = "post", language: str = "") -> None:
        """Adds a base post; versions of one post in several languages share their id."""
        data = _bytes_of(text)
        _call(_lib.koor_campaign_add_post, self._open, id.encode(), data, len(data),
              language.encode())

    def add_person(self, id: str, *, opted_in: bool, **fields: Any) -> None:
        """Adds a person: circle, timezone, language, networks, wave, voice, hours, absent_from, absent_to,
        site. Who did not opt in is counted and never planned."""
        person = {"id": id, "opted_in": opted_in,
                  **{key: _stamp(value) if isinstance(value, datetime.date) else value
                     for key, value in fields.items()}}
        data = json.dumps(person).encode()
        _call(_lib.koor_campaign_add_person, self._open, data, len(data))

    def add_image(self, path: Union[str, os.PathLike[str]], id: str = "", alt: str = "",
                  focus: Sequence[Mapping[str, Any]] = (), flags: Sequence[str] = ()) -> None:
        """Adds a picture by its file; `focus` are boxes {"x","y","width","height","keep"} in pixels."""
        meta: dict[str, Any] = {}
        if alt:
            meta["alt"] = alt
        if focus:
            meta["focus"] = list(focus)
        if flags:
            meta["flags"] = list(flags)
        data = json.dumps(meta).encode() if meta else None
        _call(_lib.koor_campaign_add_image_file, self._open,
              (id or os.path.basename(os.fspath(path))).encode(), os.fsencode(path), data,
              len(data) if data else 0)

    def add_alternative(self, first: int, last: int, text: str, *, post: str = "",
                        author: str = "") -> tuple[bool, str]:
        """Offers another wording for sentences `first` to `last` (from 1). Gives the guard's verdict:
        (accepted, reason)."""
        data = json.dumps({"first": first, "last": last, "text": text, "post": post,
                           "author": author}).encode()
        accepted = ctypes.c_int32()
        error = ctypes.c_void_p()
        status = _lib.koor_campaign_add_alternative(ctypes.byref(accepted), self._open, data,
                                                    len(data), ctypes.byref(error))
        if status < 0:
            raise _error_of(error, status)
        reason = _lib.koor_error_message(error).decode() if error else ""
        _lib.koor_error_free(error)
        return bool(accepted.value), reason

    def add_history(self, text: str) -> None:
        """Adds a text of before: new texts keep their distance from it."""
        data = text.encode()
        _call(_lib.koor_campaign_add_history, self._open, data, len(data))

    def add_fragment(self, name: str, text: Union[str, bytes]) -> None:
        """Adds a text that marked-up posts put in by `#include "name"`."""
        data = _bytes_of(text)
        _call(_lib.koor_campaign_add_fragment, self._open, name.encode(), data, len(data))

    def set_value(self, name: str, value: str) -> None:
        """Gives %name% a value in marked-up posts; markup in it is text."""
        data = value.encode()
        _call(_lib.koor_campaign_set_value, self._open, name.encode(), data, len(data))

    def set_previous(self, jsonl: Union[str, bytes]) -> None:
        """Takes an earlier plan.jsonl: its items keep their text and moment."""
        data = _bytes_of(jsonl)
        _call(_lib.koor_campaign_set_previous, self._open, data, len(data))

    def check(self) -> dict[str, Any]:
        """What koor sees in the first post; places are given in bytes and, as "start_char" and "end_char",
        in characters of the str."""
        result: dict[str, Any] = json.loads(_text_of(_lib.koor_campaign_check, self._open))
        text = result.get("text", "").encode()
        for entry in result.get("atoms", []) + result.get("problems", []):
            for name in ("start", "end"):
                if name in entry:
                    entry[name + "_char"] = len(text[:entry[name]].decode(errors="ignore"))
        return result

    def suggest(self, format: str = "markup") -> str:
        """The first post with its choice points: "markup" or "jsonl"."""
        return _text_of(_lib.koor_campaign_suggest, self._open, format.encode())

    def count(self) -> int:
        """The exact number of walks through the first post's choice graph."""
        return int(_text_of(_lib.koor_campaign_count, self._open))

    def texts(self, n: int) -> "Plan":
        """Texts only, without people or moments."""
        handle = ctypes.c_void_p()
        _call(_lib.koor_plan_texts, ctypes.byref(handle), self._open, n)
        return Plan(handle, self._owner)

    def plan(self, progress: Optional[Progress] = None) -> "Plan":
        """Plans everybody who opted in. `progress(stage, done, total)` may give False to cancel."""
        handle = ctypes.c_void_p()
        failure: list[BaseException] = []
        callback = _progress_callback(progress, failure)
        try:
            _call(_lib.koor_plan_new, ctypes.byref(handle), self._open, callback, None)
        except Error as error:
            _raise_first(failure, error)
        return Plan(handle, self._owner)


class Plan(_Handle, Sequence[Item]):
    """The result: a sequence of items in the order of their moments."""

    _free = staticmethod(_lib.koor_plan_free)

    def __enter__(self) -> "Plan":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        return dict(json.loads(_text_of(_lib.koor_plan_item, self._open, index, with_error=False)))

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
        """Each used alternative once."""
        lines = _lib.koor_plan_alternatives(self._open, None).decode().splitlines()
        return [json.loads(line) for line in lines]

    def export(self, format: str = "jsonl") -> bytes:
        """The whole plan as "jsonl", "csv" or "ics:PERSON"."""
        parts: list[bytes] = []

        def take(data: int, length: int, _user: Any) -> int:
            parts.append(ctypes.string_at(data, length))
            return 0

        _call(_lib.koor_plan_write, self._open, format.encode(), _library.WRITE(take), None)
        return b"".join(parts)

    def render(self, index: int) -> bytes:
        """The picture of one item, as the bytes of its file."""
        handle = ctypes.c_void_p()
        length = ctypes.c_size_t()
        _call(_lib.koor_image_render, ctypes.byref(handle), self._open, index)
        try:
            return ctypes.string_at(_lib.koor_image_bytes(handle, ctypes.byref(length)),
                                    length.value)
        finally:
            _lib.koor_image_free(handle)

    def write(self, folder: Union[str, os.PathLike[str]], images: bool = True,
              progress: Optional[Callable[[str], Any]] = None) -> None:
        """Writes plan.jsonl, plan.meta.json, alternatives.jsonl, plan.csv, report.json, calendar/ and, with
        `images`, images/. Each file appears whole or not at all; `progress` is told each name."""
        target = pathlib.Path(folder)
        target.mkdir(parents=True, exist_ok=True)

        def put(name: str, data: bytes) -> None:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(data)
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
            if progress is not None:
                progress(name)

        put("plan.jsonl", self.export("jsonl"))
        put("plan.meta.json", _line(_lib.koor_plan_meta(self._open, None)))
        put("alternatives.jsonl", _line(_lib.koor_plan_alternatives(self._open, None)))
        put("plan.csv", self.export("csv"))
        put("report.json", _line(_lib.koor_plan_report(self._open, None)))
        for person in dict.fromkeys(item["person"] for item in self._records()):
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
            _call(_lib.koor_plan_render, self._open, os.cpu_count() or 1, _library.DONE(take), None)
        except Error as error:
            _raise_first(failure, error)


def _line(text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _safe_name(name: str) -> str:
    """A file name that cannot leave its folder, as the command line makes it."""
    plain = "".join(chr(byte) if re.match(rb"[A-Za-z0-9._-]", bytes([byte])) else f"%{byte:02X}"
                    for byte in name.encode())
    return "%2E" + plain[1:] if plain.startswith(".") else plain
