"""Core: a flash and a tone at the same moment, every other second, and what comes back of them.

Theory. The other end sends back what it sees and hears, so one clock is enough. What is sent lights up for `LIT_S`
each `PERIOD_S` after `start_s`; of what comes back is noted when it becomes bright or loud. The rest of that moment by
`PERIOD_S` is the delay of both ways, as long as it is shorter than a period; the difference of picture and voice is
the lip-sync.
"""

import math
from statistics import median

import numpy as np

from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Rgb, Samples

PERIOD_S, LIT_S = 2.0, 0.25
TONE_HZ = 1000  # a whole number of waves in 20 ms: pieces join without a click
TONE_PEAK = 0.3
LOUD, BRIGHT = 0.05, 128.0
BEST_DB = 90.0
"""Below what 16 bits can tell."""
_WIDTH_PX, _HEIGHT_PX, _LOOKS = 640, 480, 8

TONE: Samples = (TONE_PEAK * 32767 * np.sin(2 * np.pi * TONE_HZ * np.arange(PIECE_SAMPLES) / SAMPLE_RATE_HZ)).astype(
    np.int16
)


def is_lit(now_s: float, start_s: float) -> bool:
    """Whether the flash and the tone are on."""
    return (now_s - start_s) % PERIOD_S < LIT_S


def test_card() -> tuple[list[Rgb], list[Rgb]]:
    """Dark and bright pictures that move: grain that an encoder cannot leave out."""
    grain = np.random.default_rng(7).integers(0, 40, (_HEIGHT_PX, _WIDTH_PX, 3), dtype=np.uint8)
    looks = [np.roll(grain, 40 * at, axis=1) for at in range(_LOOKS)]
    return looks, [look + np.uint8(200) for look in looks]


def loudness(samples: Samples) -> float:
    """RMS, 1.0 is full scale."""
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float32) / 32768)))) if samples.size else 0.0


class Onsets:
    """When something became more than `enough`."""

    def __init__(self, enough: float) -> None:
        self._enough, self._was = enough, True
        self.at_s: list[float] = []
        self.levels: list[float] = []

    def see(self, level: float, now_s: float) -> None:
        """The next look; the first onset counts only after a look at less."""
        if level >= self._enough and not self._was:
            self.at_s.append(now_s)
        self._was = level >= self._enough
        self.levels.append(level)


def delay_ms(onsets: Onsets, start_s: float) -> float | None:
    """The usual one; None when nothing arrived."""
    return median(1000 * ((at - start_s) % PERIOD_S) for at in onsets.at_s) if onsets.at_s else None


def echo_loss_db(sent: float, heard: list[float]) -> float:
    """How much quieter the one who speaks hears themselves, room noise included: the loud twentieth of what came."""
    loud = float(np.percentile(heard, 95)) if heard else 0.0
    return BEST_DB if loud <= 0 else min(BEST_DB, 20 * math.log10(sent / loud))
