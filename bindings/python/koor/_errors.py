"""What koor says went wrong, as a tree of exceptions."""

from __future__ import annotations

import ctypes
from typing import Optional

from . import _library

lib = _library.load()


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
    """An argument that is not allowed."""


class RangeError(ArgumentError, IndexError):
    """An index beyond the end."""


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
    "KOOR_E_ARGUMENT": ArgumentError, "KOOR_E_RANGE": RangeError,
    "KOOR_E_UTF8": InputError, "KOOR_E_SYNTAX": InputError, "KOOR_E_KEY": InputError,
    "KOOR_E_VALUE": InputError, "KOOR_E_DUPLICATE": InputError, "KOOR_E_EMPTY": InputError,
    "KOOR_E_LANGUAGE": InputError, "KOOR_E_NETWORK": InputError, "KOOR_E_FINGERPRINT": InputError,
    "KOOR_E_OPTION": OptionError, "KOOR_E_LIMIT": LimitError,
    "KOOR_E_POLICY": GuardError, "KOOR_E_GUARD": GuardError,
    "KOOR_E_ZONE": ScheduleError, "KOOR_E_WINDOW": ScheduleError, "KOOR_E_PERSON": ScheduleError,
    "KOOR_E_IMAGE": PictureError, "KOOR_E_FEATURE": PictureError,
    "KOOR_E_CANCELLED": CancelledError,
}


def _made(message: str, name: str, path: str, offset: Optional[int]) -> Exception:
    if name == "KOOR_E_NOMEM":
        return MemoryError(message)
    return _CLASSES.get(name, Error)(message, name, path, offset)


def taken(handle: ctypes.c_void_p, code: int) -> Exception:
    """The exception for an error object, which is freed here."""
    try:
        name = lib.koor_error_name(code).decode()
        message = lib.koor_error_message(handle).decode(errors="replace") or name
        path = lib.koor_error_path(handle).decode(errors="replace")
        offset = lib.koor_error_offset(handle)
    finally:
        lib.koor_error_free(handle)
    return _made(message, name, path, offset if offset >= 0 else None)


def of_item(index: int, code: int) -> Exception:
    """The exception for a code alone, of a call that reads an item of a plan."""
    name = lib.koor_error_name(code).decode()
    why = "its file cannot be read, or was changed since the plan was opened" if name == "KOOR_E_IO" else name
    return _made(f"item {index} of the plan: {why}", name, "", None)
