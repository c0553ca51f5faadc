"""Shell: what a Wayland compositor sends to its panel, raw, as the panel hangs: `python3 panel_picture.py FILE`.

Standard library only: it runs in the machine that is tried. FILE: two lines of text, width and height; then 4 bytes
a dot. Speaks wl_shm and wlr-screencopy-unstable-v1, version 1 each.
"""

import array
import os
import socket
import struct
import sys
from collections.abc import Iterator

DISPLAY, REGISTRY, SYNC, SHM, OUTPUT, MANAGER, FRAME, POOL, BUFFER = range(1, 10)
BOUND = (("wl_shm", SHM), ("wl_output", OUTPUT), ("zwlr_screencopy_manager_v1", MANAGER))


class Line:
    """To the compositor."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect(f"{os.environ['XDG_RUNTIME_DIR']}/{os.environ['WAYLAND_DISPLAY']}")

    def say(self, thing: int, act: int, form: str = "", *words: int, text: bytes = b"", file: int = -1) -> None:
        """One request; `text` comes behind its first word."""
        body = struct.pack(f"<{form}", *words)
        if text:
            told = struct.pack("<I", len(text) + 1) + text + bytes(4 - len(text) % 4)
            body = body[:4] + told + body[4:]
        files = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))] if file >= 0 else []
        self._socket.sendmsg([struct.pack("<II", thing, (8 + len(body)) << 16 | act) + body], files)

    def heard(self) -> Iterator[tuple[int, int, bytes]]:
        """Thing, event, body."""
        waiting = b""
        while True:
            while len(waiting) >= 8 and len(waiting) >= (size := struct.unpack_from("<I", waiting, 4)[0] >> 16):
                thing, rest = struct.unpack_from("<II", waiting)
                yield thing, rest & 0xFFFF, waiting[8:size]
                waiting = waiting[size:]
            waiting += self._socket.recv(65536)


def take(line: Line) -> tuple[int, int, bytes]:
    """Width, height, dots."""
    heard = line.heard()
    line.say(DISPLAY, 1, "I", REGISTRY)
    line.say(DISPLAY, 0, "I", SYNC)
    names = dict[bytes, int]()
    for thing, act, body in heard:
        if thing == SYNC:
            break
        if (thing, act) == (REGISTRY, 0):
            name, length = struct.unpack_from("<II", body)
            names[body[8 : 7 + length]] = name
    for kind, number in BOUND:
        line.say(REGISTRY, 0, "III", names[kind.encode()], 1, number, text=kind.encode())
    line.say(MANAGER, 0, "IiI", FRAME, 0, OUTPUT)
    kept = (-1, 0, 0, 0)
    for thing, act, body in heard:
        if (thing, act) == (FRAME, 0):
            form, width, height, stride = struct.unpack("<IIII", body)
            kept = (os.memfd_create("panel"), width, height, stride)
            os.ftruncate(kept[0], stride * height)
            line.say(SHM, 0, "Ii", POOL, stride * height, file=kept[0])
            line.say(POOL, 0, "IiiiiI", BUFFER, 0, width, height, stride, form)
            line.say(FRAME, 0, "I", BUFFER)
        if (thing, act) == (FRAME, 2):
            return kept[1], kept[2], os.pread(kept[0], kept[2] * kept[3], 0)
        if (thing, act) in ((FRAME, 3), (DISPLAY, 0)):
            raise SystemExit(f"the compositor refused: {body!r}")
    raise SystemExit("the compositor went away")


if __name__ == "__main__":
    wide, high, dots = take(Line())
    with open(sys.argv[1], "wb") as target:  # noqa: PTH123 - nothing but the plainest inside
        target.write(f"{wide}\n{high}\n".encode() + dots)
