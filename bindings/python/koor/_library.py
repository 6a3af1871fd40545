"""The shared library: found, loaded, and its functions typed by one table.

The table is checked against koor.h (koor-api.json) by tests/bindings/test_table.py.
"""

from __future__ import annotations

import ctypes
import os
import pathlib
from ctypes import (CFUNCTYPE, POINTER, c_char_p, c_int32, c_int64, c_size_t, c_uint64,
                    c_void_p)
from typing import Any

__all__ = ["load", "none", "PROGRESS", "WRITE", "DONE", "TABLE"]

PROGRESS = CFUNCTYPE(c_int32, c_char_p, c_uint64, c_uint64, c_void_p)
WRITE = CFUNCTYPE(c_int32, c_void_p, c_size_t, c_void_p)
DONE = CFUNCTYPE(c_int32, c_size_t, c_void_p, c_size_t, c_void_p)
ALLOCATE = CFUNCTYPE(c_void_p, c_size_t, c_void_p)
RESIZE = CFUNCTYPE(c_void_p, c_void_p, c_size_t, c_void_p)
RELEASE = CFUNCTYPE(None, c_void_p, c_void_p)

_OUT = POINTER(c_void_p)  # a handle or an error that comes back
_SIZE = POINTER(c_size_t)

# Function: (result, arguments), in the order of the header.
TABLE = {
    "koor_version": (c_char_p, []),
    "koor_has_feature": (c_int32, [c_char_p]),
    "koor_error_code": (c_int32, [c_void_p]),
    "koor_error_name": (c_char_p, [c_int32]),
    "koor_error_message": (c_char_p, [c_void_p]),
    "koor_error_path": (c_char_p, [c_void_p]),
    "koor_error_offset": (c_int64, [c_void_p]),
    "koor_error_free": (None, [c_void_p]),
    "koor_option_count": (c_size_t, []),
    "koor_option_name": (c_char_p, [c_size_t]),
    "koor_option_type": (c_char_p, [c_size_t]),
    "koor_option_default": (c_char_p, [c_size_t]),
    "koor_option_range": (c_char_p, [c_size_t]),
    "koor_option_help": (c_char_p, [c_size_t]),
    "koor_engine_open": (c_int32, [_OUT, _OUT]),
    "koor_engine_new": (c_int32, [_OUT, ALLOCATE, RESIZE, RELEASE, c_void_p, _OUT]),
    "koor_engine_load_pack": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _OUT]),
    "koor_engine_load_networks": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_engine_set": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _OUT]),
    "koor_engine_ready": (c_int32, [c_void_p, _OUT]),
    "koor_engine_describe": (c_char_p, [c_void_p, _SIZE]),
    "koor_engine_check_pack": (c_int32, [POINTER(c_int64), c_void_p, c_char_p, c_char_p, c_size_t,
                                         c_char_p, c_size_t, _SIZE, _OUT]),
    "koor_engine_free": (None, [c_void_p]),
    "koor_campaign_new": (c_int32, [_OUT, c_void_p, _OUT]),
    "koor_campaign_set": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_load_json": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_add_post": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, c_char_p, _OUT]),
    "koor_campaign_add_image": (c_int32, [c_void_p, c_char_p, c_void_p, c_size_t, c_char_p,
                                          c_size_t, _OUT]),
    "koor_campaign_add_image_file": (c_int32, [c_void_p, c_char_p, c_char_p, c_char_p, c_size_t,
                                               _OUT]),
    "koor_campaign_add_person": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_add_people": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_add_alternative": (c_int32, [POINTER(c_int32), c_void_p, c_char_p, c_size_t,
                                                _OUT]),
    "koor_campaign_add_alternatives": (c_int32, [_SIZE, c_void_p, c_char_p, c_size_t, WRITE,
                                                 c_void_p, _OUT]),
    "koor_campaign_add_history": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_add_fragment": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_set_value": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_load_voices": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_set_previous": (c_int32, [c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_campaign_edit": (c_int32, [POINTER(c_int32), c_void_p, c_char_p, c_size_t, c_char_p,
                                     c_size_t, _SIZE, _OUT]),
    "koor_campaign_check": (c_int32, [c_void_p, c_char_p, c_size_t, _SIZE, _OUT]),
    "koor_campaign_suggest": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, _SIZE, _OUT]),
    "koor_campaign_voices": (c_int32, [c_void_p, c_char_p, c_size_t, _SIZE, _OUT]),
    "koor_campaign_count": (c_int32, [c_void_p, c_char_p, c_size_t, _SIZE, _OUT]),
    "koor_campaign_free": (None, [c_void_p]),
    "koor_plan_new": (c_int32, [_OUT, c_void_p, PROGRESS, c_void_p, _OUT]),
    "koor_plan_texts": (c_int32, [_OUT, c_void_p, c_size_t, PROGRESS, c_void_p, _OUT]),
    "koor_plan_from_json": (c_int32, [_OUT, c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_plan_open": (c_int32, [_OUT, c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_plan_open_folders": (c_int32, [_OUT, c_void_p, c_char_p, c_size_t, _OUT]),
    "koor_plan_count": (c_size_t, [c_void_p]),
    "koor_plan_person": (c_char_p, [c_void_p, c_size_t]),
    "koor_plan_publish_unix": (c_int64, [c_void_p, c_size_t]),
    "koor_plan_text": (c_int32, [c_void_p, c_size_t, c_char_p, c_size_t, _SIZE]),
    "koor_plan_item": (c_int32, [c_void_p, c_size_t, c_char_p, c_size_t, _SIZE]),
    "koor_plan_meta": (c_char_p, [c_void_p, _SIZE]),
    "koor_plan_report": (c_char_p, [c_void_p, _SIZE]),
    "koor_plan_alternatives": (c_char_p, [c_void_p, _SIZE]),
    "koor_plan_write": (c_int32, [c_void_p, c_char_p, WRITE, c_void_p, _OUT]),
    "koor_plan_free": (None, [c_void_p]),
    "koor_image_render": (c_int32, [_OUT, c_void_p, c_size_t, _OUT]),
    "koor_plan_render": (c_int32, [c_void_p, c_int32, DONE, c_void_p, _OUT]),
    "koor_image_bytes": (c_void_p, [c_void_p, _SIZE]),
    "koor_image_type": (c_char_p, [c_void_p]),
    "koor_image_free": (None, [c_void_p]),
}


def none(callback: Any) -> Any:
    """The NULL of a type of callbacks."""
    return callback()


def _places() -> list[str]:
    """Where the library may be, in the order in which it is looked for."""
    beside = pathlib.Path(__file__).resolve().parent
    places = [os.environ["KOOR_LIBRARY"]] if os.environ.get("KOOR_LIBRARY") else []
    return places + [str(beside / "libkoor.so.0"), "libkoor.so.0"]


def load() -> ctypes.CDLL:
    """The library with all functions typed; ImportError tells every place that was tried."""
    failures = []
    for place in _places():
        try:
            library = ctypes.CDLL(place)
        except OSError as error:
            failures.append(str(error) if place in str(error) else f"{place}: {error}")
            continue
        for name, (result, arguments) in TABLE.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
        return library
    raise ImportError("libkoor was not found; set KOOR_LIBRARY to its path. Tried:\n  "
                      + "\n  ".join(failures))
