"""Core: what may be seen of the bytes on a wire: what a protocol allows, byte by byte, and counts of the rest.

A wire tells its worker's tap of every byte that it moves (`Wake.tap`). In a running booth nobody listens. The
integrator's `trace` does, through the mask of that protocol: an allow-list, so what nobody thought of stays hidden.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeAlias


class Way(StrEnum):
    OPENED = "open"
    OUT = "out"  # to the device
    IN = "in"
    CLOSED = "close"


Tap: TypeAlias = Callable[[Way, bytes], None]
Part: TypeAlias = bytes | str | int  # shown as they are, shown as words, or how many bytes are hidden


def no_tap(_way: Way, _data: bytes) -> None:
    """Nobody listens."""


class Mask(Protocol):
    def parts(self, way: Way, data: bytes) -> list[Part]:
        """What may be seen, now that these bytes have passed. What is not decided yet comes with later bytes."""


class CountsOnly:
    """Of a wire that says nothing but what residents carry, or whose protocol is not known: how much, never what."""

    def parts(self, way: Way, data: bytes) -> list[Part]:
        return [len(data)] if data else []


class View:
    """Collects parts; neighbours of one kind become one."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def show(self, data: bytes) -> None:
        last = self.parts[-1] if self.parts else None
        if isinstance(last, bytes):
            self.parts[-1] = last + data
        elif data:
            self.parts.append(data)

    def say(self, words: str) -> None:
        self.parts.append(words)

    def hide(self, count: int) -> None:
        last = self.parts[-1] if self.parts else None
        if isinstance(last, int):
            self.parts[-1] = last + count
        elif count:
            self.parts.append(count)


def as_text(parts: list[Part]) -> str:
    """`aaaaaa96690508000090 [1284] 3f`: hex, words in quotes, counts of hidden bytes in brackets."""
    return " ".join(_part_as_text(part) for part in parts)


def _part_as_text(part: Part) -> str:
    match part:
        case bytes():
            return part.hex()
        case str():
            return f'"{part}"'
        case _:
            return f"[{part}]"
