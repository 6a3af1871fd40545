"""What Python hands over, as the library takes it. ctypes cuts a text at its NUL and wraps a number that is too large,
and bytes() and str() take almost anything, all without a word: here such a value is refused by a koor.Error that
names it.
"""

from __future__ import annotations

import ctypes
import datetime
import decimal
import json
import numbers
import operator
import os
from collections.abc import Iterable, Mapping
from typing import Any, Optional, Union

from ._errors import ArgumentError, InputError, OptionError

Text = Union[str, bytes, bytearray, memoryview]
_TEXT = (str, bytes, bytearray, memoryview)
Path = Union[str, os.PathLike[str]]
Moment = Union[str, datetime.date]

_MOST = ctypes.c_size_t(-1).value - 1  # the largest means "up to the NUL" where a length is given


def refused(name: str, value: object, wanted: str) -> ArgumentError:
    """The exception for a value of another kind than is wanted."""
    return ArgumentError(f"{name} needs to be {wanted}, and is of the type {type(value).__name__}", "KOOR_E_ARGUMENT",
                         name)


def _encoded(name: str, value: str) -> bytes:
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{name} is no text here: U+{ord(value[error.start]):04X} stands for half of a character",
                         "KOOR_E_UTF8", name, len(value[:error.start].encode())) from None


def _without_nul(name: str, value: bytes) -> bytes:
    if b"\0" in value:
        raise ArgumentError(f"{name} has a NUL, which no name may have", "KOOR_E_ARGUMENT", name, value.index(b"\0"))
    return value


def text(name: str, value: Text) -> bytes:
    """A text, which goes with its length: the library judges what is in it."""
    if isinstance(value, str):
        return _encoded(name, value)
    if isinstance(value, _TEXT):
        return bytes(value)
    raise refused(name, value, "a str or bytes (of a file, what is in it)")


def word(name: str, value: str) -> bytes:
    """A name, which goes without its length."""
    if not isinstance(value, str):
        raise refused(name, value, "a str")
    return _without_nul(name, _encoded(name, value))


def path(name: str, value: Union[Path, bytes]) -> bytes:
    """The name of a file or folder."""
    try:
        return _without_nul(name, os.fsencode(value))
    except TypeError:
        raise refused(name, value, "a path") from None
    except UnicodeEncodeError:
        return _encoded(name, str(value))  # says where


def size(name: str, value: int) -> int:
    """A number of things, or an index from 0."""
    try:
        number = operator.index(value)
    except TypeError:
        raise refused(name, value, "a whole number") from None
    if not 0 <= number <= _MOST:
        raise ArgumentError(f"{name} is {number} and may be 0 to {_MOST}", "KOOR_E_ARGUMENT", name)
    return number


def stamp(name: str, value: Moment) -> str:
    """A moment to the second, or a day."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise refused(name, value, "a str, date or datetime")


def window(value: tuple[Moment, Moment]) -> str:
    """START/END."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise refused("window", value, "a pair of moments: (start, end)")
    return f"{stamp('window', value[0])}/{stamp('window', value[1])}"


def options(name: str, value: Optional[Mapping[str, Any]]) -> dict[str, Any]:
    """Options by their keys; None leaves one as it is."""
    if value is not None and not isinstance(value, Mapping):
        raise refused(name, value, "a mapping of options")
    return {key: one for key, one in (value or {}).items() if one is not None}


def option(key: str, value: Any) -> bytes:
    """The value of an option: the parts of a list are parted by "|"."""
    if not isinstance(value, (list, tuple)):
        return _encoded(key, _written(key, value))
    parts = [_written(key, part) for part in value]
    for part in parts:
        if "|" in part:
            raise OptionError(f"\"{part}\" has a |, which parts the list of {key}: give its parts one by one",
                              "KOOR_E_OPTION", key)
    return _encoded(key, "|".join(parts))


def _written(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, datetime.date):
        return stamp(key, value)
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    if isinstance(value, (numbers.Real, decimal.Decimal)) and not isinstance(value, numbers.Integral):
        return format(decimal.Decimal(repr(float(value))), "f")  # not 1e-05
    if value is None or isinstance(value, Iterable):
        raise OptionError(f"{value!r} is no value of {key}: give a str, number or bool, or a list of them",
                          "KOOR_E_OPTION", key)
    return str(value)


def document(name: str, value: Any) -> bytes:
    """JSON, as a text or as what it is of; a date in it becomes its stamp."""
    if isinstance(value, _TEXT):
        return text(name, value)
    try:
        return json.dumps(value, default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentError(f"{name} cannot be written as JSON: {error}", "KOOR_E_ARGUMENT", name) from error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return stamp("a moment", value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    raise TypeError(f"a {type(value).__name__} has no form there")


def documents(name: str, value: Union[Text, Iterable[Mapping[str, Any]]]) -> bytes:
    """JSON Lines, as a text or as what each line is of."""
    if isinstance(value, _TEXT):
        return text(name, value)
    if isinstance(value, (Mapping, os.PathLike)) or not isinstance(value, Iterable):
        raise refused(name, value, "JSON Lines, or an iterable of a mapping each")
    return b"\n".join(document(name, line) for line in value)
