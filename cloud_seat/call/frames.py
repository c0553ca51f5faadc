"""Core: packets in, whole pictures out, in order; what is missing is asked for, and not waited for too long.

A picture is whole with its last packet (marker bit): nothing waits for the next one. Each picture but a key frame needs
the one before, so a gap holds everything up. It is asked for again (NACK, RFC 4585) at once, soon after in case the
question itself was lost, then once a round trip; when it has not come in time, all that waits is dropped and a key
frame asked for (PLI). What waited is decoded at once when the gap closes: delay does not grow.
"""

from dataclasses import dataclass, field

LOST_LIMIT_PACKETS = 600
"""So many are another stream, or a cut of more than half a second: not to be asked for again."""
WAITING_LIMIT_PACKETS = 1200
"""About three seconds at 3 Mbit/s: more than can wait within `_patience_s`, so only a sender that floods gets there."""
RESTART_PACKETS = 3000
"""So far back no packet comes late: the sender counts anew."""
TRIES = 8
REORDER_S = 0.005
SECOND_TRY_S = 0.02
KEY_FRAME_EVERY_S = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """One packet; `sequence` is unwrapped, `ends` the marker bit. Without data it is padding."""

    sequence: int
    timestamp: int
    data: bytes
    begins: bool = False
    key: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole picture for the decoder."""

    data: bytes
    timestamp: int
    key: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask the sender for now."""

    missing: tuple[int, ...] = ()
    key_frame: bool = False


@dataclass(slots=True)
class _Gap:
    seen_at_s: float
    asked_at_s: float = -1.0
    tries: int = 0


@dataclass(slots=True)
class FrameBuffer:
    """Feed `add`; ask `wanted` after each packet and every few milliseconds."""

    _pieces: dict[int, Piece] = field(default_factory=dict)
    _gaps: dict[int, _Gap] = field(default_factory=dict)
    _keys: set[int] = field(default_factory=set)
    _next: int | None = None
    """Where the next picture begins; None while only a key frame can go on."""
    _floor: int = 0
    _highest: int | None = None
    _key_asked_at_s: float | None = None

    @property
    def waits_for_key(self) -> bool:
        """Nothing can be shown until a key frame comes."""
        return self._next is None

    @property
    def size_packets(self) -> int:
        """How much waits."""
        return len(self._pieces)

    @property
    def floor(self) -> int:
        """Nothing before this is wanted any more."""
        return self._floor

    def add(self, piece: Piece, now_s: float) -> list[Frame]:
        """Take a packet; the pictures that are whole by it, oldest first."""
        if self._highest is None:
            self._begin_at(piece.sequence)
        assert self._highest is not None
        lost = piece.sequence - self._highest - 1
        if piece.sequence < self._floor - RESTART_PACKETS or lost + len(self._gaps) > LOST_LIMIT_PACKETS:
            self._begin_at(piece.sequence)
        if piece.sequence < self._floor or piece.sequence in self._pieces:
            return []
        if len(self._pieces) >= WAITING_LIMIT_PACKETS:
            self._begin_at(piece.sequence)
        for sequence in range(self._highest + 1, piece.sequence):
            self._gaps[sequence] = _Gap(now_s)
        self._highest = max(self._highest, piece.sequence)
        self._gaps.pop(piece.sequence, None)
        self._pieces[piece.sequence] = piece
        if piece.key:
            self._keys.add(piece.sequence)
        return self._whole()

    def give_up(self) -> None:
        """Forget what waits; go on with the next key frame."""
        self._next = None
        self._pieces.clear()
        self._gaps.clear()
        self._keys.clear()
        self._floor = (self._highest or 0) + 1

    def _begin_at(self, sequence: int) -> None:
        self.give_up()
        self._floor, self._highest = sequence, sequence - 1

    def wanted(self, now_s: float, rtt_s: float) -> Wanted:
        """What to ask for now, given how long an answer takes."""
        if self._gaps and now_s - min(gap.seen_at_s for gap in self._gaps.values()) > _patience_s(rtt_s):
            self.give_up()
        missing = tuple(lost for lost, gap in self._gaps.items() if _is_due(gap, now_s, rtt_s))
        for lost in missing:
            self._gaps[lost].asked_at_s = now_s
            self._gaps[lost].tries += 1
        return Wanted(missing, self._asks_for_key(now_s, rtt_s))

    def _asks_for_key(self, now_s: float, rtt_s: float) -> bool:
        if self._next is not None or self._highest is None:
            self._key_asked_at_s = None
            return False
        every_s = max(KEY_FRAME_EVERY_S, 1.5 * rtt_s)
        if self._key_asked_at_s is not None and now_s - self._key_asked_at_s < every_s:
            return False
        self._key_asked_at_s = now_s
        return not self._keys  # one that is on its way is not asked for again

    def _whole(self) -> list[Frame]:
        frames: list[Frame] = []
        while frame := self._next_frame():
            frames.append(frame)
        if self._keys:
            frames.extend(self._from_key())
        return frames

    def _next_frame(self) -> Frame | None:
        if self._next is None:
            return None
        while (piece := self._pieces.get(self._next)) and not piece.data:
            self._next = self._forget_until(self._next + 1)
        if piece is not None and not piece.begins:
            self.give_up()  # the sender has lost its thread
            return None
        run = self._run(self._next)
        return self._take(run) if run else None

    def _from_key(self) -> list[Frame]:
        """A whole key frame goes past whatever is missing before it."""
        for sequence in sorted(self._keys, reverse=True):
            if run := self._run(sequence):
                frames = [self._take(run)]
                while frame := self._next_frame():
                    frames.append(frame)
                return frames
        return []

    def _run(self, first: int) -> list[Piece]:
        """The packets of the picture that begins at `first`, if all are there."""
        run: list[Piece] = []
        piece = self._pieces.get(first)
        if piece is None or not piece.begins:
            return []
        while piece is not None and piece.timestamp == (run[0] if run else piece).timestamp:
            run.append(piece)
            if piece.ends:
                return run
            piece = self._pieces.get(piece.sequence + 1)
        return run if piece is not None else []  # another picture has begun: the marker bit was forgotten

    def _take(self, run: list[Piece]) -> Frame:
        self._next = self._forget_until(run[-1].sequence + 1)
        return Frame(b"".join(piece.data for piece in run), run[0].timestamp, run[0].key)

    def _forget_until(self, sequence: int) -> int:
        for old in range(self._floor, sequence):
            self._pieces.pop(old, None)
            self._gaps.pop(old, None)
            self._keys.discard(old)
        self._floor = max(self._floor, sequence)
        return sequence


def _patience_s(rtt_s: float) -> float:
    """Four round trips and a bit: at 10 % loss both ways one question in a thousand is still open then."""
    return min(1.0, max(0.25, 0.15 + 4.0 * rtt_s))


def _is_due(gap: _Gap, now_s: float, rtt_s: float) -> bool:
    if gap.tries == 0:
        return now_s - gap.seen_at_s >= REORDER_S
    if gap.tries >= TRIES:
        return False
    return now_s - gap.asked_at_s >= (SECOND_TRY_S if gap.tries == 1 else max(SECOND_TRY_S, rtt_s))
