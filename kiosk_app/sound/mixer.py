"""Core: what is heard in the next 20 ms, and where: a sound, the guard of a forgotten card, and one voice, added up.

Rules. A new sound or a new voice replaces the one before. A voice can rest and go on. The guard repeats until it is
taken off, always at the glass and never quieter than the booth's usual loudness. Everything else goes to the handset
while it is lifted. What is private is heard there or nowhere.
"""

from dataclasses import dataclass

import numpy as np

from cloud_seat.call.media import PIECE_SAMPLES, Samples
from kiosk_app.session.state import VOLUME_LEVELS

STEP_DB = 4.0


@dataclass(slots=True)
class Track:
    """Something being played. `at`: the next sample."""

    name: str
    samples: Samples
    private: bool = False
    at: int = 0

    @property
    def is_over(self) -> bool:
        return self.at >= self.samples.size

    def take(self) -> Samples:
        """The next 20 ms, filled up with silence."""
        piece = np.zeros(PIECE_SAMPLES, np.int16)
        heard = self.samples[self.at : self.at + PIECE_SAMPLES]
        piece[: heard.size] = heard
        self.at += PIECE_SAMPLES
        return piece


@dataclass(frozen=True, slots=True)
class Heard:
    """20 ms for each loudspeaker; None: nothing there. `ended`: the voice that has just come to its end."""

    glass: Samples | None
    handset: Samples | None
    ended: str = ""


class Mixer:
    """`usual`: the booth's loudness, 1 to 7. `has_handset`: it has a loudspeaker of its own."""

    def __init__(self, usual: int, *, has_handset: bool) -> None:
        self._usual = usual
        self._has_handset = has_handset
        self._sound: Track | None = None
        self._guard: Track | None = None
        self._voice: Track | None = None
        self._is_resting = False
        self._is_lifted = False
        self._louder = 0

    @property
    def is_silent(self) -> bool:
        """Nothing to play now."""
        return self._sound is None and self._guard is None and (self._voice is None or self._is_resting)

    @property
    def has_voice(self) -> bool:
        return self._voice is not None

    def play(self, track: Track) -> None:
        """A short sound, once."""
        self._sound = track

    def guard(self, track: Track | None) -> None:
        """Until None."""
        self._guard = track

    def speak(self, track: Track | None) -> None:
        """This voice instead of the last one; None: quiet. A private one is refused while the handset rests."""
        allowed = track is None or not track.private or self.hears_alone
        self._voice, self._is_resting = (track if allowed else None), False

    def rest(self, *, on: bool) -> None:
        """The voice waits, or goes on where it was."""
        self._is_resting = on

    def lift(self, *, lifted: bool) -> None:
        """The handset is in the hand, or back: then nobody may hear the rest of what was private."""
        self._is_lifted = lifted
        if self._voice is not None and self._voice.private and not self.hears_alone:
            self._voice = None

    def turn(self, louder: int) -> None:
        """Steps above (or below) the usual loudness."""
        self._louder = louder

    def set_usual(self, level: int) -> None:
        """The booth's loudness, 1 to 7."""
        self._usual = level

    @property
    def hears_alone(self) -> bool:
        """What goes to the handset is heard by one person only."""
        return self._has_handset and self._is_lifted

    def next(self) -> Heard:
        """Moves on by 20 ms."""
        level = gain_at(self._usual + self._louder)
        near = [track.take() for track in (self._sound, self._spoken()) if track is not None]
        mixed = _mixed(near, level)
        guard = _mixed([self._repeat(self._guard)], max(level, gain_at(self._usual))) if self._guard else None
        ended = self._drop_what_is_over()
        if self.hears_alone:
            return Heard(guard, mixed, ended)
        return Heard(_added(mixed, guard), None, ended)

    def _spoken(self) -> Track | None:
        return None if self._is_resting else self._voice

    @staticmethod
    def _repeat(track: Track) -> Samples:
        if track.is_over:
            track.at = 0
        return track.take()

    def _drop_what_is_over(self) -> str:
        ended = ""
        if self._sound is not None and self._sound.is_over:
            self._sound = None
        if self._voice is not None and self._voice.is_over:
            ended, self._voice = self._voice.name, None
        return ended


def gain_at(level: int) -> float:
    """Loudness 1 to 7 → factor; 7 is full scale."""
    return float(10 ** ((min(VOLUME_LEVELS, max(1, level)) - VOLUME_LEVELS) * STEP_DB / 20))


def _mixed(pieces: list[Samples], gain: float) -> Samples | None:
    if not pieces:
        return None
    total = np.sum(np.stack(pieces).astype(np.float32), axis=0) * gain
    mixed: Samples = np.clip(total, -32768, 32767).astype(np.int16)
    return mixed


def _added(one: Samples | None, other: Samples | None) -> Samples | None:
    both = [piece for piece in (one, other) if piece is not None]
    return _mixed(both, 1.0)
