"""Shell: what can still be reached from our objects and our device threads: nothing of a resident may be among it."""

import gc
import sys
import threading
import types
from collections.abc import Iterator

import numpy as np

_PICTURE_LEAST_BYTES = 50_000
_OPAQUE = (types.ModuleType, type)
_CODE = (types.FunctionType, types.BuiltinFunctionType)


def reachable(root: object, *, outside: object) -> Iterator[object]:
    """Everything that `root`, and the device threads where they stand now, hold on to; not through `outside`."""
    waiting, seen = [root, *_locals_of_device_threads()], {id(outside)}
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, _OPAQUE):
            continue
        seen.add(id(thing))
        yield thing
        waiting += _held_by(thing)


def _held_by(thing: object) -> list[object]:
    if isinstance(thing, _CODE):  # its globals are the program itself
        return [*(getattr(thing, "__closure__", None) or ()), *(getattr(thing, "__defaults__", None) or ())]
    return gc.get_referents(thing)


def _locals_of_device_threads() -> list[object]:
    frames = sys._current_frames()
    found: list[object] = []
    for thread in threading.enumerate():
        frame = frames.get(thread.ident or 0) if thread.name.startswith("device-") else None
        while frame is not None:
            found += frame.f_locals.values()
            frame = frame.f_back
    return found


def remains(marker: str, root: object, *, outside: object) -> list[str]:
    """Where the marker, in any of the wires' writings, or a picture is still found: the kinds of objects."""
    texts = [marker.encode(coding) for coding in ("utf-8", "utf-16-le", "gb18030")]
    return [type(thing).__name__ for thing in reachable(root, outside=outside) if _holds(thing, marker, texts)]


def _holds(thing: object, marker: str, texts: list[bytes]) -> bool:
    if isinstance(thing, str):
        return marker in thing
    if isinstance(thing, bytes | bytearray | memoryview):
        return any(text in bytes(thing) for text in texts)
    return isinstance(thing, np.ndarray) and thing.nbytes > _PICTURE_LEAST_BYTES
