"""Core: how large a picture we send. Voice comes first: on a line that carries little the picture goes, and comes back.

Down at once when the line says so, up slowly and one rung at a time: a picture that changes size every second is worse
than a small one. What a receiver says it can take (REMB) bounds the rate; loss and growing delay lower it further. Loss
alone, without delay, is a bad line and not a full one: a smaller picture would lose as many of its packets, so only
heavy loss lowers it.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Rung:
    """What is sent: a picture that fits into `box_px`, or nothing. Below `least_bps` a smaller one is better."""

    box_px: tuple[int, int]
    least_bps: int
    most_bps: int
    fps: int


LADDER = (
    Rung((0, 0), 0, 0, 0),
    Rung((320, 240), 60_000, 200_000, 20),
    Rung((480, 360), 160_000, 500_000, 30),
    Rung((640, 480), 280_000, 1_200_000, 30),
    Rung((1280, 720), 1_000_000, 2_500_000, 30),
)
USUAL, BEST = 3, 4
"""Rates at which VP8 of a talking head is still clean (lower) or no longer gets better (upper), measured by eye."""
START_BPS, SOON_BPS = 300_000, 600_000
"""Begun low, so that the shortest round trip is measured before the line is full."""
HEAVY_LOSS, FULL_LOSS = 0.15, 0.30
LOSS_KEPT = 0.8
"""Of the last seconds' loss: in a second few packets are counted, and chance alone makes 10 % look like 20."""
SOME_DELAY_S, GROWN_DELAY_S = 0.05, 0.15
DOWN, SOON, UP, SLOWLY = 0.8, 1.25, 1.08, 1.02
"""Each second, as long as the line is full or has room; slowly above `SOON_BPS` where nobody measures the queue."""
ROOM_LOSS, SOME_LOSS = 0.05, 0.12
LITTLE_LOSS = 0.02
"""Below it and without delay, a receiver that says it takes less than a rung needs is only busy, or measures a picture
that needs little: it is believed as soon as the line says so, too."""
CALM_S, CALM_MOST_S = 4.0, 60.0
"""So long a line must be good before a larger picture is tried; twice as long after each try that failed."""
BUSY, IDLE = 0.8, 0.45
"""Share of the time that encoding takes: above, a smaller picture; below, a larger one may be tried."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured in the last second. None: nobody said anything."""

    loss: float | None = None
    rtt_s: float | None = None
    limit_bps: int | None = None
    busy: float = 0.0
    queue_s: float | None = None
    """How long packets wait on the way, where it is measured. A round trip says it late and of both ways at once."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where we stand. `top` is the best that camera and setting allow."""

    top: int = USUAL
    at: int = USUAL
    rate_bps: int = START_BPS
    loss: float = 0.0
    calm_s: float = 0.0
    patience_s: float = CALM_S
    tried_s: float = 0.0
    """Since the last step up."""
    fastest_s: float | None = None
    """The shortest round trip of this call."""

    @property
    def rung(self) -> Rung:
        """What to send now."""
        return LADDER[self.at]


def climb(ladder: Ladder, line: Line, elapsed_s: float) -> Ladder:
    """A second later: what to send from now on."""
    fastest_s = min(line.rtt_s or 9.0, ladder.fastest_s or 9.0)
    loss = ladder.loss if line.loss is None else LOSS_KEPT * ladder.loss + (1 - LOSS_KEPT) * line.loss
    at, tried_s = min(ladder.at, ladder.top), ladder.tried_s + elapsed_s
    known = replace(ladder, fastest_s=fastest_s, loss=loss, at=at, tried_s=tried_s)
    grown_s = line.rtt_s - fastest_s if line.rtt_s is not None else 0.0
    queue_s = line.queue_s if at else None  # measured by the last packets of a picture that is not sent any more
    delay_s = grown_s if queue_s is None else queue_s
    rated = replace(known, rate_bps=_rate(known, line, delay_s))
    if _is_too_much(rated, line):
        return _down(rated)
    has_room = delay_s < GROWN_DELAY_S and loss < HEAVY_LOSS and line.busy < IDLE
    return _up(replace(rated, calm_s=rated.calm_s + elapsed_s if has_room else 0.0))


def _rate(ladder: Ladder, line: Line, delay_s: float) -> int:
    loss, rate = ladder.loss, float(ladder.rate_bps)
    if loss > HEAVY_LOSS or delay_s > GROWN_DELAY_S:
        rate *= min(DOWN, 1 - loss / 2)
    elif loss < ROOM_LOSS and delay_s < SOME_DELAY_S:
        rate *= SOON if rate < SOON_BPS or line.queue_s is not None else UP
    elif loss < SOME_LOSS and delay_s < SOME_DELAY_S and rate < SOON_BPS:
        rate *= SLOWLY
    above = LADDER[min(ladder.at + 1, ladder.top)]
    limit_bps = line.limit_bps if ladder.at else None  # said of a picture that is not sent any more
    if limit_bps and loss < LITTLE_LOSS and delay_s < SOME_DELAY_S:
        limit_bps = max(limit_bps, ladder.rung.least_bps)
    return int(max(LADDER[1].least_bps / 2, min(rate, above.most_bps, limit_bps or above.most_bps)))


def _is_too_much(ladder: Ladder, line: Line) -> bool:
    if ladder.at == 0:
        return False
    is_last = ladder.at == 1
    is_hopeless = is_last and ladder.loss > FULL_LOSS
    return is_hopeless or ladder.rate_bps < ladder.rung.least_bps or (line.busy > BUSY and not is_last)


def _down(ladder: Ladder) -> Ladder:
    """A step up that did not last makes the next try wait longer."""
    failed = ladder.tried_s < 2 * CALM_S
    patience_s = min(CALM_MOST_S, ladder.patience_s * 2) if failed else CALM_S
    return replace(ladder, at=ladder.at - 1, calm_s=0.0, patience_s=patience_s)


def _up(ladder: Ladder) -> Ladder:
    above = LADDER[min(ladder.at + 1, len(LADDER) - 1)]
    if ladder.at >= ladder.top or ladder.calm_s < ladder.patience_s or ladder.rate_bps < above.least_bps:
        return ladder
    return replace(ladder, at=ladder.at + 1, calm_s=0.0, tried_s=0.0)
