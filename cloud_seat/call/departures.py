"""Core: how our pictures leave: at an even pace, each packet numbered and remembered until the other end reports it.

A key frame is as much as nine other pictures. All at once it fills the queue of a narrow line, and voice and pictures
after it come late or not at all; spread over a few hundredths of a second it does not. Voice never waits here.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from cloud_seat.call.feedback import Report

HASTE = 2.5
"""Times the rate of the pictures, as Chromium: an ordinary picture is gone long before the next."""
BURST_S = 0.03
"""So much leaves at once after a pause, and whoever is woken late catches up."""
LONGEST_QUEUE_S = 0.15
"""When so much waits, the next picture is not taken yet: a later one is better then."""
REMEMBERED = 2000
HISTORY_PACKETS = 512
"""Kept to be sent again: two seconds of our largest picture, four questions over a way of half a second. aiortc's own
128 are gone after half a second: at 0.3 s there and back and 10 % loss half of those pictures never came whole."""
WRAP = 1 << 16


@dataclass(slots=True)
class Bucket:
    """A leaky bucket. What is poured in leaves at `rate_bps` times `HASTE`; `wait_s` is the next one's turn."""

    rate_bps: int
    _empty_at_s: float = 0.0

    def pour(self, size_bytes: int, now_s: float) -> None:
        """A packet leaves now."""
        self._empty_at_s = max(self._empty_at_s, now_s - BURST_S) + size_bytes * 8 / (HASTE * self.rate_bps)

    def wait_s(self, now_s: float) -> float:
        """0: at once."""
        return max(0.0, self._empty_at_s - now_s)


@dataclass(frozen=True, slots=True)
class Journey:
    """One packet of ours and what became of it. Two clocks: only differences of `came_s` mean anything."""

    sent_s: float
    size_bytes: int
    came_s: float | None


@dataclass(slots=True)
class Departures:
    """Numbers packets and joins the other end's reports to them."""

    _next: int = 0
    _sent: dict[int, tuple[float, int]] = field(default_factory=dict)

    def add(self, size_bytes: int, now_s: float) -> int:
        """A packet leaves; its number on the wire."""
        number = self._next
        self._sent[number] = now_s, size_bytes
        self._sent.pop(number - REMEMBERED, None)
        self._next += 1
        return number % WRAP

    def join(self, report: Report) -> Sequence[Journey]:
        """What is new in a report, in the order of sending. What was missing may be told of once more."""
        last = self._next - 1
        first = last - (last - report.first) % WRAP
        journeys = []
        for number, came_us in enumerate(report.came_us, first):
            if (sent := self._sent.get(number)) is None:
                continue
            journeys.append(Journey(*sent, None if came_us is None else came_us / 1e6))
            if came_us is not None:
                del self._sent[number]
        return journeys


def stamp(packet: bytes, extension: int, number: int) -> bytes:
    """Our packet of RTP with `number` in its two-byte header extension of that id; unchanged when it has none."""
    if not packet[0] & 0x10:
        return packet
    at = 12 + 4 * (packet[0] & 0x0F)
    profile, words = struct.unpack_from("!HH", packet, at)
    at, end = at + 4, at + 4 + 4 * words
    is_short = profile == 0xBEDE  # RFC 8285 section 4.2
    while at < end - 1:
        if packet[at] == 0:
            at += 1
            continue
        name, size = (packet[at] >> 4, (packet[at] & 15) + 1) if is_short else (packet[at], packet[at + 1])
        at += 1 if is_short else 2
        if (name, size) == (extension, 2):
            return packet[:at] + struct.pack("!H", number) + packet[at + 2 :]
        at += size
    return packet
