"""What comes back, as frozen values made of the library's JSON. Keys that a value does not know are left aside: a later
library may send more of them (docs/abi.md). A key that is missing, in a plan that was opened from its files, is told.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar

from ._errors import InputError

_Kind = TypeVar("_Kind")


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
    similarity: Mapping[str, float] = field(hash=False)
    length: Mapping[str, Optional[int]] = field(hash=False)


@dataclass(frozen=True)
class Image:
    """The picture of an item. `file` is its name in a written plan; `explanation` says in English what is seen
    and why."""
    file: str
    source: str
    alt: str
    alt_review: bool
    explanation: str
    recipe: Mapping[str, Any] = field(hash=False)


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
    length: Mapping[str, Optional[int]] = field(hash=False)
    similarity: Mapping[str, float] = field(hash=False)
    edits: tuple[Edit, ...]
    index: int = field(repr=False, compare=False, default=0)


def variant_of(data: Mapping[str, Any], index: int) -> Variant:
    """A text of a plan without people."""
    place = f"item {index} of the plan"
    return _made(Variant, data, place, edits=_edits_of(data, place))


def item_of(data: Mapping[str, Any], index: int) -> Item:
    """An item of a plan."""
    place = f"item {index} of the plan"
    image, repost = data.get("image"), data.get("repost_of")
    return _made(Item, data, place, publish_at=_moment_of(data, place), edits=_edits_of(data, place), index=index,
                 repost_of=_made(RepostOf, repost, place) if repost else None,
                 image=_made(Image, image, place) if image else None)


def _made(kind: type[_Kind], data: Mapping[str, Any], place: str, **own: Any) -> _Kind:
    """A value of its own parts and, for its other fields, of the keys of that name."""
    names = [one.name for one in dataclasses.fields(kind) if one.name not in own]
    return kind(**{name: _value(data, name, place) for name in names}, **own)


def _value(data: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in data:
        raise InputError(f"{place} has no \"{key}\"", "KOOR_E_KEY", key)
    return data[key]


def _edits_of(data: Mapping[str, Any], place: str) -> tuple[Edit, ...]:
    return tuple(Edit(*(_value(edit, key, place) for key in ("rule", "from", "to")))
                 for edit in _value(data, "edits", place))


def _moment_of(data: Mapping[str, Any], place: str) -> Optional[datetime.datetime]:
    moment = data.get("publish_at")
    try:
        return datetime.datetime.fromisoformat(moment) if moment else None
    except (TypeError, ValueError):
        raise InputError(f"{place} has {moment!r} for \"publish_at\", which is no moment", "KOOR_E_VALUE",
                         "publish_at") from None
