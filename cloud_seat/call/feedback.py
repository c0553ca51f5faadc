"""Core: what a receiver tells the sender (RTCP): what is missing, that a key frame is needed, when each packet came.

The last is transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01). Chromium's sender measures
its bandwidth by it; without, it falls to a small blurred picture on any line that is not perfect. Ours does the same
with what the other end says: `reports` reads it, `bandwidth.py` concludes.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

NACK = 1, 205
PLI = 1, 206
TRANSPORT_CC = 15, 205
TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

TICK_US = 250
BASE_TICKS = 256
"""The time of reference counts in 64 ms."""
SPAN_LIMIT = 1000
"""Packets that one report speaks of; older ones that never came are not reported."""
_NOT_RECEIVED, _SMALL, _LARGE = 0, 1, 2


def packet(kind: tuple[int, int], sender: int, media: int, fci: bytes = b"") -> bytes:
    """A feedback message (RFC 4585 section 6.1); `fci` in whole words of 4 bytes."""
    fmt, payload_type = kind
    return struct.pack("!BBHLL", 0x80 | fmt, payload_type, 2 + len(fci) // 4, sender, media) + fci


def nack(missing: Sequence[int]) -> bytes:
    """Sequence numbers, unwrapped and ascending (RFC 4585 section 6.2.1)."""
    fci, at = b"", 0
    while at < len(missing):
        first, mask = missing[at], 0
        at += 1
        while at < len(missing) and missing[at] - first <= 16:
            mask |= 1 << (missing[at] - first - 1)
            at += 1
        fci += struct.pack("!HH", first & 0xFFFF, mask)
    return fci


class Arrivals:
    """When packets came, by their transport-wide number; `report` says it once and forgets it."""

    def __init__(self) -> None:
        self._at_us: dict[int, int] = {}
        self._next: int | None = None
        self._count = 0

    def add(self, sequence: int, at_us: int) -> None:
        """`sequence` is unwrapped. The first time counts; what was reported lost already stays lost."""
        if self._next is None:
            self._next = sequence
        if sequence >= self._next and len(self._at_us) < SPAN_LIMIT:
            self._at_us.setdefault(sequence, at_us)

    def report(self) -> bytes:
        """The FCI of a report on what came since the last; empty when nothing came."""
        if not self._at_us:
            return b""
        last = max(self._at_us)
        assert self._next is not None
        first = max(self._next, last - SPAN_LIMIT + 1)
        base = min(self._at_us.values()) // TICK_US // BASE_TICKS
        symbols, deltas = self._times(range(first, last + 1), base * BASE_TICKS)
        head = struct.pack("!HH", first & 0xFFFF, len(symbols)) + (base & 0xFFFFFF).to_bytes(3, "big")
        body = head + bytes([self._count & 0xFF]) + _chunks(symbols) + deltas
        self._at_us.clear()
        self._next, self._count = first + len(symbols), self._count + 1
        return body + bytes(-len(body) % 4)

    def _times(self, numbers: range, last_tick: int) -> tuple[list[int], bytes]:
        """A symbol for each packet, and the steps of time between those that came. A step too large ends the report."""
        symbols: list[int] = []
        deltas = b""
        for number in numbers:
            at_us = self._at_us.get(number)
            if at_us is None:
                symbols.append(_NOT_RECEIVED)
                continue
            step = at_us // TICK_US - last_tick
            if not -0x8000 <= step <= 0x7FFF:
                symbols.append(_NOT_RECEIVED)
                continue
            last_tick += step
            small = 0 <= step <= 0xFF
            symbols.append(_SMALL if small else _LARGE)
            deltas += struct.pack("!B" if small else "!h", step)
        return symbols, deltas


def _chunks(symbols: list[int]) -> bytes:
    """Runs of the same symbol, or seven of any kind (section 3.1.3 and 3.1.4)."""
    out, at = b"", 0
    while at < len(symbols):
        run = 1
        while at + run < len(symbols) and symbols[at + run] == symbols[at] and run < 0x1FFF:
            run += 1
        if run >= 7 or at + run == len(symbols):
            out += struct.pack("!H", symbols[at] << 13 | run)
            at += run
            continue
        seven = symbols[at : at + 7]
        word = 0xC000
        for place, symbol in enumerate(seven):
            word |= symbol << (12 - 2 * place)
        out += struct.pack("!H", word)
        at += 7
    return out


@dataclass(frozen=True, slots=True)
class Report:
    """What the other end said of our packets: `came_us[n]` of the one numbered `first + n`; None: not yet, or never."""

    first: int
    came_us: tuple[int | None, ...]


def reports(rtcp: bytes) -> list[Report]:
    """The transport-wide feedback in a compound packet; what is cut off or no feedback is passed over."""
    found, at = [], 0
    while len(rtcp) - at >= 4:
        first, kind, words = struct.unpack_from("!BBH", rtcp, at)
        end = at + 4 + 4 * words
        if (first & 0xDF, kind) == (0x80 | TRANSPORT_CC[0], TRANSPORT_CC[1]) and end <= len(rtcp):
            body = rtcp[at + 12 : end]
            found += [report] if (report := _read(body)) else []
        at = end
    return found


def _read(fci: bytes) -> Report | None:
    if len(fci) < 8:
        return None
    first, count = struct.unpack_from("!HH", fci)
    at_tick = int.from_bytes(fci[4:7], "big") * BASE_TICKS
    symbols, at = _symbols(fci, count)
    came: list[int | None] = []
    for symbol in symbols:
        size = {_SMALL: 1, _LARGE: 2}.get(symbol, 0)
        if at + size > len(fci):
            break
        at_tick += int.from_bytes(fci[at : at + size], "big", signed=size == 2)
        came.append(at_tick * TICK_US if size else None)
        at += size
    return Report(first, tuple(came))


def _symbols(fci: bytes, count: int) -> tuple[list[int], int]:
    """One for each packet, and where the steps of time begin."""
    symbols: list[int] = []
    at = 8
    while len(symbols) < count and at + 2 <= len(fci):
        (word,) = struct.unpack_from("!H", fci, at)
        at += 2
        if not word & 0x8000:
            symbols += [word >> 13 & 3] * min(word & 0x1FFF, count - len(symbols))
        elif word & 0x4000:
            symbols += [word >> (12 - 2 * place) & 3 for place in range(7)]
        else:
            symbols += [word >> (13 - place) & 1 for place in range(14)]
    return symbols[:count], at
