"""Shell: a program of its own that calls a vendor's photo library once: 1024 bytes in, what the library wrote out.

Started by `photo_library.py`, which holds the other end of the line. It imports nothing that takes time.
"""

import ctypes
import signal
import socket
import sys

PICTURE_LIMIT_BYTES = 65_536  # a BMP of 102×126 pixels has 38,862; libraries of unknown manners get some air
_WLT_LIMIT_BYTES = 4096
_LIFE_LIMIT_S = 10  # should the parent be killed while the library hangs


def main(line_fd: str, library: str, function: str, argument: str) -> int:
    line = socket.socket(fileno=int(line_fd))
    unpack = getattr(ctypes.CDLL(library), function)
    unpack.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int)
    unpack.restype = ctypes.c_int
    wlt = line.recv(_WLT_LIMIT_BYTES)
    if not wlt:  # nobody wants anything any more
        return 0
    signal.alarm(_LIFE_LIMIT_S)
    picture = ctypes.create_string_buffer(PICTURE_LIMIT_BYTES)
    result = unpack(wlt, picture, int(argument))
    if result >= 0:  # success is 1 with one vendor and 0 with another; what was written tells
        line.send(picture.raw)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
