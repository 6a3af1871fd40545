"""Calling the library: errors become exceptions, texts str, and handles objects that free what they hold.

A native handle counts its users: its object, what was made from it, and calls that are under way in any thread. It is
freed with the last of them, so that closing an engine before its plan, or while another thread works with it, is no
mistake. That is why the calls here take the objects themselves: their pointers are seen nowhere else.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Optional, TypeVar

from . import _library
from ._errors import ArgumentError, of_item, taken

Progress = Callable[[str, int, int], Optional[bool]]


def call(function: Callable[..., int], *arguments: Any) -> None:
    """Calls a function whose last argument is out_error; raises what it reports."""
    error = ctypes.c_void_p()
    with _held(arguments) as given:
        status = function(*given, ctypes.byref(error))
    if status < 0:
        raise taken(error, status)


def read(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a function that cannot fail."""
    with _held(arguments) as given:
        return function(*given)


def text_of(function: Callable[..., int], *arguments: Any) -> str:
    """A text that is asked for twice: for its length, then for itself."""
    with _held(arguments) as given:
        return _asked_twice(lambda *place: call(function, *given, *place))


def record_of(function: Callable[..., int], plan: Handle, index: int) -> str:
    """The same of an item of a plan, whose functions give a code and no error object."""
    with plan._in_use() as native:
        def ask(*place: Any) -> None:
            status = function(native.pointer, index, *place)
            if status < 0:
                raise of_item(index, status)

        return _asked_twice(ask)


@contextlib.contextmanager
def _held(arguments: tuple[Any, ...]) -> Iterator[list[Any]]:
    """The arguments, each Handle among them as its pointer, which is good until the call is over."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(one._in_use()).pointer if isinstance(one, Handle) else one for one in arguments]


def _asked_twice(ask: Callable[..., None]) -> str:
    length = ctypes.c_size_t()
    buffer = None
    capacity = 0
    while True:
        ask(buffer, capacity, ctypes.byref(length))
        if length.value < capacity and buffer is not None:
            return buffer.raw[:length.value].decode()
        capacity = length.value + 1
        buffer = ctypes.create_string_buffer(capacity)


def progress_callback(progress: Optional[Progress], failure: list[BaseException]) -> Any:
    """A C callback that keeps what the Python one raises; NULL where there is no callback."""
    if progress is None:
        return _library.none(_library.PROGRESS)
    ask = progress

    def tell(stage: bytes, done: int, total: int, _user: Any) -> int:
        try:
            return 1 if ask(stage.decode(), done, total) is False else 0
        except BaseException as error:  # it must not cross the C frames: raised again behind them
            failure.append(error)
            return 1

    return _library.PROGRESS(tell)


def raise_first(failure: list[BaseException], error: BaseException) -> None:
    raise failure[0] if failure else error


# ----------------------------------------------------------------------------------- handles

_counting = threading.RLock()  # a collection inside the lock may free another handle
_Self = TypeVar("_Self", bound="Handle")


class Native:
    """A handle of the library, how it is freed, and what it was made from."""

    def __init__(self, pointer: ctypes.c_void_p, free: Callable[[Any], None],
                 owner: Optional[Native] = None) -> None:
        self.pointer = pointer
        self._free = free
        self._owner = owner.retain() if owner else None
        self._users = 1

    def retain(self) -> Native:
        with _counting:
            self._users += 1
        return self

    def release(self) -> None:
        with _counting:
            self._users -= 1
            last = self._users == 0
        if last:
            self._free(self.pointer)
            if self._owner:
                self._owner.release()


class Handle:
    """What is closed by close(), at the end of `with`, or when it is collected. What was made from it may
    outlive it."""

    def __init__(self, pointer: ctypes.c_void_p, free: Callable[[Any], None],
                 owner: Optional[Native] = None) -> None:
        self.__native = Native(pointer, free, owner)
        self.__finalizer = weakref.finalize(self, self.__native.release)

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[Native]:
        """The native handle during a call, in which another thread may close this object."""
        with _counting:  # closing lets go inside the lock too, so that what is alive here has a user
            if not self.__finalizer.alive:
                raise ArgumentError(f"this {type(self).__name__} is closed", "KOOR_E_ARGUMENT")
            native = self.__native.retain()
        try:
            yield native
        finally:
            native.release()

    def close(self) -> None:
        """Lets go of the memory; calling it again does nothing."""
        self.__finalizer()
