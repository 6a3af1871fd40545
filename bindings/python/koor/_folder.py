"""The folder that a plan is written to: files under names that cannot leave it, whole or absent, and nothing of the plan
before (docs/files.md, "A folder holds one plan")."""

from __future__ import annotations

import errno
import os
import pathlib
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, Union

Content = Union[bytes, Callable[[Callable[[bytes], Any]], Any]]  # or what hands it over in pieces

# The names that koor gives. Of plan.jsonl and alternatives.jsonl there are always new ones.
_TOP = ("plan.csv", "report.json", "preview.html", "digest.md")
_PICTURE = re.compile(r"[0-9a-f]{16}\.jpg")
_KIT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}-.*\.(txt|jpg)", re.DOTALL)


def put(folder: pathlib.Path, name: str, content: Content) -> None:
    """Writes aside, then renames. No link in `folder` is followed."""
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


def line(text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + b"\n"


def safe_name(name: str) -> str:
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


class _Differs(Exception):
    pass


def holds_another(folder: pathlib.Path, meta: bytes, lines: Callable[[Callable[[bytes], Any]], Any]) -> bool:
    """Whether a plan stands there that is not this one: another plan.meta.json, or other bytes in plan.jsonl."""
    try:
        before = (folder / "plan.meta.json").read_bytes()
    except OSError:
        return False
    if not before.startswith(b'{"schema":"koor-plan/'):
        return False
    if before != meta:
        return True
    try:
        with open(folder / "plan.jsonl", "rb") as file:
            def compare(piece: bytes) -> None:
                if file.read(len(piece)) != piece:
                    raise _Differs
            lines(compare)
            return bool(file.read(1))
    except (OSError, _Differs):
        return True


def retire(folder: pathlib.Path, new: Collection[str]) -> None:
    """Removes what koor wrote there and is none of the `new` names. Other files are the user's own."""
    for path in _of_koor(folder):
        if path.relative_to(folder).as_posix() not in new:
            path.unlink()
    for own in (*_folders(folder / "kits"), *(folder / name for name in ("kits", "calendar", "images"))):
        if own.is_dir() and not own.is_symlink() and not any(own.iterdir()):
            own.rmdir()


def _of_koor(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    yield from (path for path in map(folder.joinpath, _TOP) if _is_file(path))
    yield from (path for path in _files(folder / "calendar") if path.suffix == ".ics" and _is_calendar(path))
    yield from (path for path in _files(folder / "images") if _PICTURE.fullmatch(path.name))
    for kit in _folders(folder / "kits"):
        yield from (path for path in _files(kit) if _KIT.fullmatch(path.name))


def _is_file(path: pathlib.Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_calendar(path: pathlib.Path) -> bool:
    with open(path, "rb") as file:
        return b"\nPRODID:-//koor//" in file.read(128)


def _entries(folder: pathlib.Path) -> list[pathlib.Path]:
    return list(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []


def _files(folder: pathlib.Path) -> list[pathlib.Path]:
    return [path for path in _entries(folder) if _is_file(path)]


def _folders(folder: pathlib.Path) -> list[pathlib.Path]:
    return [path for path in _entries(folder) if path.is_dir() and not path.is_symlink()]
