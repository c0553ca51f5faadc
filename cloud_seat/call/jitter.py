"""Core: when a packet of sound is played. Waits as long as this line's packets differ in their journey, and no longer.

A packet that is missing when its turn comes is won back from the next one, which carries a rough copy (Opus in-band
FEC, RFC 6716 section 2.1.7); without a next one the decoder goes on by itself for a moment. Where we lag behind what
the line asks for, two pieces are folded into one, best where it is quiet; far behind, pieces are thrown away: the voice
never stays behind.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from cloud_seat.call.packets import Packet

CLOCK_HZ = 48000
PIECE_TICKS = 960
WINDOW_PACKETS = 250
"""Five seconds: how long a bad moment is remembered."""
MOSTLY = 0.97
LEAST_S, MARGIN_S, MOST_S = 0.03, 0.01, 0.4
"""A sender's own clock is not exact to less than LEAST_S; beyond MOST_S people talk into each other's words."""
LOSSY_S = 0.02
"""Where packets are lost, the next one must be here when a lost one's turn comes: it has the copy."""
TOGETHER_S = 0.003
BREAK_PACKETS = 100
LIMIT_PACKETS = 100
RESTART_PACKETS = 500
"""So far from the last one, in either direction, the sender counts anew."""
CHANGE_EVERY_PIECES = 5
EARLY_S, LATE_S, FAR_TOO_LATE_S, HOPELESS_S = 0.005, 0.03, 0.08, 0.15
STARVED_PIECES = 25
"""After half a second of guesses nobody believes them any more: what waits is played, or nothing."""


class Kind(Enum):
    """What to do for the next piece."""

    PLAY = "play"
    REPAIR = "repair"
    """The payload is of the packet after the missing one."""
    CONCEAL = "conceal"


@dataclass(frozen=True, slots=True)
class Step:
    """For the decoder."""

    kind: Kind
    payload: bytes = b""


@dataclass(slots=True)
class JitterBuffer:
    """`put` packets as they come, `pull` every 20 ms: steps to decode; two of them are folded into one piece."""

    played: int = 0
    repaired: int = 0
    concealed: int = 0
    target_s: float = LEAST_S
    """How long a packet that came as fast as any waits for those that do not."""
    _packets: dict[int, Packet] = field(default_factory=dict)
    _transits_s: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW_PACKETS))
    _fastest_s: float = 0.0
    _next: int | None = None
    """Whose turn is next; None while nobody sends."""
    _next_ticks: int = 0
    _is_playing: bool = False
    _invented: int = 0
    """Pieces played while nothing was there: a packet that turns out lost has had its time already."""
    _learnt_at_s: float = float("-inf")
    _breaks: int = 0
    _lossy: int = 0
    """Packets until the last loss is forgotten."""
    _starved: int = 0
    """Pieces guessed since the last that was played."""
    _since_change: int = 0

    def forget(self) -> None:
        """What waits is played no more."""
        self._packets.clear()

    @property
    def size_packets(self) -> int:
        """How much waits."""
        return len(self._packets)

    def put(self, packet: Packet, now_s: float) -> None:
        """Take a packet; one that comes too late is only learnt from."""
        if self._next is not None and abs(packet.sequence - self._next) > RESTART_PACKETS:
            self._packets.clear()
            self._transits_s.clear()
            self._next = None
        if self._next is None:
            self._next, self._is_playing, self._invented, self._starved = packet.sequence, False, 0, 0
        self._learn(now_s - packet.timestamp / CLOCK_HZ, now_s)
        if not self._is_playing:
            self._next = min(self._next, packet.sequence)
        if packet.sequence >= self._next:
            self._packets[packet.sequence] = packet
        if len(self._packets) > LIMIT_PACKETS:
            self._skip_to(sorted(self._packets)[1])

    def pull(self, now_s: float, *, quiet: bool) -> tuple[Step, ...]:
        """The next 20 ms; empty while there is nothing to play. `quiet`: nobody would notice a change of pace now."""
        if self._next is None or not (self._is_playing or self._lag_s(now_s) >= self.target_s):
            return ()
        self._is_playing = True
        self._since_change += 1
        while self._packets and self._lag_s(now_s) > self.target_s + HOPELESS_S:
            self._skip_to(min(number for number in self._packets if number >= self._next) + 1)
        if not self._packets:
            return self._invent()
        if self._starved > STARVED_PIECES:
            self._skip_to(min(self._packets))
        off_s = self._lag_s(now_s) - self.target_s
        if quiet and off_s < -EARLY_S and self._may_change():
            return self._invent()
        first = self._step()
        is_late = off_s > (LATE_S if quiet else FAR_TOO_LATE_S) and self._next in self._packets
        return (first, self._step()) if is_late and self._may_change() else (first,)

    def _learn(self, transit_s: float, now_s: float) -> None:
        """Packets that were held up somewhere and come together are one late moment; a break is no jitter at all."""
        came_along, self._learnt_at_s = now_s - self._learnt_at_s < TOGETHER_S, now_s
        is_break = bool(self._transits_s) and transit_s > self._fastest_s + MOST_S
        self._breaks = self._breaks + 1 if is_break else 0
        if self._breaks > BREAK_PACKETS:
            self._transits_s.clear()  # no break: the way has become longer
        elif is_break or (came_along and transit_s > self._fastest_s):
            return
        self._transits_s.append(transit_s)
        in_order = sorted(self._transits_s)
        self._fastest_s = in_order[0]
        usual_s = in_order[int(MOSTLY * (len(in_order) - 1))] - in_order[0]
        self._lossy = max(0, self._lossy - 1)
        self.target_s = min(MOST_S, max(LEAST_S, usual_s + MARGIN_S) + (LOSSY_S if self._lossy else 0.0))

    def _lag_s(self, now_s: float) -> float:
        """How long after its fastest possible arrival the next piece is played, if it is played now."""
        assert self._next is not None
        packet = self._packets.get(self._next)
        ticks = packet.timestamp if packet else self._next_ticks
        return now_s - ticks / CLOCK_HZ - self._fastest_s

    def _may_change(self) -> bool:
        if self._since_change < CHANGE_EVERY_PIECES:
            return False
        self._since_change = 0
        return True

    def _skip_to(self, sequence: int) -> None:
        for old in [number for number in self._packets if number < sequence]:
            self._next_ticks = self._packets.pop(old).timestamp + PIECE_TICKS
        self._next, self._invented = sequence, 0

    def _invent(self) -> tuple[Step, ...]:
        self._starved += not self._packets
        if self._starved > STARVED_PIECES:
            self._next = None
            return ()
        self._invented += not self._packets
        self.concealed += 1
        return (Step(Kind.CONCEAL),)

    def _step(self) -> Step:
        """Whatever is to be heard in the place of the next packet."""
        assert self._next is not None
        while self._invented and self._next not in self._packets:
            self._invented -= 1
            self._next += 1
        self._invented = 0
        packet = self._packets.pop(self._next, None)
        self._next += 1
        self._next_ticks = (packet.timestamp if packet else self._next_ticks) + PIECE_TICKS
        if packet:
            self.played, self._starved = self.played + 1, 0
            return Step(Kind.PLAY, packet.payload)
        self._lossy = WINDOW_PACKETS
        if after := self._packets.get(self._next):
            self.repaired += 1
            return Step(Kind.REPAIR, after.payload)
        self.concealed, self._starved = self.concealed + 1, self._starved + 1
        return Step(Kind.CONCEAL)
