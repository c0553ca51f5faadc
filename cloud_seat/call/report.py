"""Core: what a peer connection says of itself, for those who must not load WebRTC before a call."""

from dataclasses import dataclass, replace


class RemoteMediaError(Exception):
    """The other end's description cannot be used. Try again with a fresh peer."""


@dataclass(frozen=True, slots=True)
class CallStats:
    """Numbers of one peer connection. Times are of `time.monotonic()`; None where nothing is known yet."""

    frames_sent: int = 0
    frames_decoded: int = 0
    frames_shown: int = 0
    audio_frames: int = 0
    audio_lost: int = 0
    last_frame_at_s: float | None = None
    last_audio_at_s: float | None = None
    rtt_s: float | None = None
    standing_s: float | None = None
    """How long each of our packets waits on the way, where the other end lets us measure it."""
    lines_sent: int = 480
    """Height of the picture that we send on this line; 0 while there is only voice."""

    def after(self, past: "CallStats") -> "CallStats":
        """These numbers with the counts of earlier connections of the same call added."""
        return replace(
            self,
            frames_sent=self.frames_sent + past.frames_sent,
            frames_decoded=self.frames_decoded + past.frames_decoded,
            frames_shown=self.frames_shown + past.frames_shown,
            audio_frames=self.audio_frames + past.audio_frames,
            audio_lost=self.audio_lost + past.audio_lost,
        )

    @property
    def last_media_at_s(self) -> float | None:
        """When picture or sound last arrived."""
        known = [at_s for at_s in (self.last_frame_at_s, self.last_audio_at_s) if at_s is not None]
        return max(known, default=None)
