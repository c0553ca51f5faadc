"""Core: a sender of pictures and a link that loses and delays, in simulated time: a minute of call in milliseconds."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from cloud_seat.call.departures import HISTORY_PACKETS
from cloud_seat.call.frames import Frame, FrameBuffer, Piece
from cloud_seat.call.pace import Pace

FPS = 30
PACKETS, KEY_PACKETS = 5, 20


@dataclass
class Watched:
    """What a viewer of the call had of it."""

    sent: int = 0
    decoded: int = 0
    shown_at_s: list[float] = field(default_factory=list)
    delays_s: list[float] = field(default_factory=list)
    key_asks: int = 0
    asked: int = 0

    @property
    def freezes_s(self) -> list[float]:
        """Gaps as `freezeCount` of webrtc-stats counts them: three frames, or a frame and 150 ms."""
        gaps = [b - a for a, b in zip(self.shown_at_s, self.shown_at_s[1:], strict=False)]
        return [gap for gap in gaps if gap > max(3 / FPS, 1 / FPS + 0.15)]


@dataclass
class Call:
    """One way of a call. `loss` and `way_s` are of each direction."""

    loss: float = 0.0
    way_s: float = 0.0
    cut: tuple[float, float] = (-1.0, -1.0)
    seed: int = 1
    packets: int = PACKETS
    history: int = HISTORY_PACKETS
    buffer: FrameBuffer = field(default_factory=FrameBuffer)
    watched: Watched = field(default_factory=Watched)
    pace: Pace[Frame] = field(default_factory=lambda: Pace[Frame]())

    def run(self, seconds: float) -> Watched:
        """The whole call, in steps of a frame's time and of 10 ms for what is asked."""
        self._random = random.Random(self.seed)
        self._history: dict[int, Piece] = {}
        self._air: list[tuple[float, int, object]] = []
        self._order = 0
        self._sequence = 40
        self._wants_key = True
        ticks = [(number / FPS, "frame") for number in range(int(seconds * FPS))]
        ticks += [(number / 100, "ask") for number in range(int(seconds * 100))]
        for now_s, what in sorted(ticks):
            self._arrive(now_s)
            self._film(now_s) if what == "frame" else self._ask(now_s)
        return self.watched

    def _film(self, now_s: float) -> None:
        key, self._wants_key = self._wants_key, False
        self.watched.sent += 1
        for piece in picture(self._sequence, round(now_s * 90000), KEY_PACKETS if key else self.packets, key=key):
            self._history[piece.sequence] = piece
            self._history.pop(piece.sequence - self.history, None)
            self._sequence = piece.sequence + 1
            self._post(now_s, piece)

    def _post(self, now_s: float, what: object) -> None:
        lost = self._random.random() < self.loss or self.cut[0] <= now_s < self.cut[1]
        if not lost:
            self._order += 1
            heapq.heappush(self._air, (now_s + self.way_s, self._order, what))

    def _arrive(self, now_s: float) -> None:
        while self._air and self._air[0][0] <= now_s:
            at_s, _, what = heapq.heappop(self._air)
            if isinstance(what, Piece):
                self._show(self.buffer.add(what, at_s), at_s)
            elif isinstance(what, tuple):
                for sequence in what:
                    if sequence in self._history:
                        self._post(at_s, self._history[sequence])
            else:
                self._wants_key = True

    def _show(self, frames: list[Frame], at_s: float) -> None:
        self.watched.decoded += len(frames)
        for frame in frames:
            self.pace.put(frame, frame.timestamp, at_s)
        self._look(at_s)

    def _look(self, at_s: float) -> None:
        if (frame := self.pace.take(at_s)) is not None:
            self.watched.shown_at_s.append(at_s)
            self.watched.delays_s.append(at_s - frame.timestamp / 90000)

    def _ask(self, now_s: float) -> None:
        self._look(now_s)
        wanted = self.buffer.wanted(now_s, 2 * self.way_s)
        if wanted.missing:
            self.watched.asked += len(wanted.missing)
            self._post(now_s, wanted.missing)
        if wanted.key_frame:
            self.watched.key_asks += 1
            self._post(now_s, "key")


def picture(first: int, timestamp: int, count: int, *, key: bool = False) -> Iterator[Piece]:
    """The packets of one picture."""
    for number in range(count):
        yield Piece(
            first + number,
            timestamp,
            bytes([number]),
            begins=number == 0,
            key=key and number == 0,
            ends=number == count - 1,
        )
