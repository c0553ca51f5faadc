"""Shell: libraries that this machine compiled itself, without its places: no debug information, no search path.

Wheels of others come as they are, and as their record says; only pyscard has none for Linux (ADR 0001).
"""

import struct
import subprocess
from importlib.metadata import Distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.release.errors import refuse

_LOCAL_TAG = "-linux_x86_64"
"""Of a wheel that was built where it is used: PyPI takes `manylinux` alone."""
_STRIP = ("strip", "--strip-unneeded", "--remove-section=.comment", "--remove-section=.note.gnu.build-id")
"""The build's number is made from the debug information, with its paths."""
_LOAD, _DYNAMIC = 1, 2
_END, _STRINGS, _PATHS = 0, 5, (15, 29)
"""Tags of the dynamic section: DT_NULL, DT_STRTAB, DT_RPATH and DT_RUNPATH (ELF gABI 5)."""


def is_own_build(package: Distribution) -> bool:
    """Whether it was compiled here."""
    return _LOCAL_TAG in (package.read_text("WHEEL") or "")


def cleaned(library: bytes) -> bytes:
    """The same program whatever folders it was compiled in. Raises LocalReleaseError."""
    with TemporaryDirectory(prefix="xiaowu-") as folder:
        file = Path(folder) / "library.so"
        file.write_bytes(library)
        try:
            done = subprocess.run([*_STRIP, str(file)], check=False, capture_output=True, text=True, timeout=60)
        except FileNotFoundError as error:
            raise refuse(
                "缺少 strip，请 apt-get install binutils", "apt-get install binutils: strip is missing"
            ) from error
        if done.returncode:
            raise refuse(f"strip 失败：{done.stderr.strip()}", f"strip failed: {done.stderr.strip()}")
        return without_paths(file.read_bytes())


def without_paths(library: bytes) -> bytes:
    """ELF, 64 bits, little-endian: the loader looks nowhere but where the system's libraries are."""
    body = bytearray(library)
    first, size, count = *struct.unpack_from("<Q", body, 0x20), *struct.unpack_from("<HH", body, 0x36)
    heads = [struct.unpack_from("<IIQQQQ", body, first + size * number) for number in range(count)]
    at, length = next((head[2], head[5]) for head in heads if head[0] == _DYNAMIC)
    entries = [struct.unpack_from("<QQ", body, place) for place in range(at, at + length, 16)]
    strings = next(value for tag, value in entries if tag == _STRINGS)
    table = next(head[2] + strings - head[3] for head in heads if head[0] == _LOAD and 0 <= strings - head[3] < head[5])
    kept = [entry for entry in entries if entry[0] not in _PATHS]
    kept += [(_END, 0)] * (len(entries) - len(kept))
    for number, entry in enumerate(kept):
        struct.pack_into("<QQ", body, at + 16 * number, *entry)
    for begins in (table + value for tag, value in entries if tag in _PATHS):
        ends = body.index(0, begins)
        body[begins:ends] = bytes(ends - begins)
    return bytes(body)
