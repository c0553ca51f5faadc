"""Shell: the very libraries that FFmpeg has loaded already, out of the `av` wheel, by ctypes."""

import ctypes
from pathlib import Path

import av


class LocalLibraryError(Exception):
    """The wheel has no such library: it is another version than the locked one."""


def library(name: str) -> ctypes.CDLL:
    """`name`: as "libopus". Raises LocalLibraryError."""
    wheel = Path(av.__file__).parent.parent / "av.libs"
    found = sorted(wheel.glob(f"{name}-*.so*"))
    if not found:
        raise LocalLibraryError(f"no {name} beside the av package: {wheel.name} is missing or has none")
    return ctypes.CDLL(str(found[0]))
