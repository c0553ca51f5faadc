"""Shell: the sound lane: one thread that hands 20 ms after 20 ms to the loudspeakers. Nobody waits for it."""

import threading
import time
from collections import deque
from collections.abc import Callable

from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, AudioSink, Canceller, Samples
from kiosk_app.sound.mixer import Mixer, Track

PIECE_S = PIECE_SAMPLES / SAMPLE_RATE_HZ
LATE_S = 0.2
"""Behind by more than this, the lane starts its count anew instead of hurrying after."""
STOP_TIMEOUT_S = 2.0
REMEMBERED = 200


class SoundLane:
    """`glass`, `handset`: loudspeakers as in the settings; an empty handset has none of its own. Any thread may call.

    `heard`: names of what was begun, newest last: with the loudspeaker "null" the only trace of it. `ended(name)` is
    called on the lane when a voice has come to its end. `echo`: of the room at the glass. Raises MediaAddressError.
    """

    def __init__(
        self, glass: str, handset: str, *, usual: int, ended: Callable[[str], None], echo: Canceller | None = None
    ) -> None:
        self._glass = AudioSink(glass, echo=echo)
        self._handset = AudioSink(handset) if handset else None
        self._mixer = Mixer(usual, has_handset=bool(handset))
        self._ended = ended
        self._change = threading.Condition()  # guards the mixer
        self._thread: threading.Thread | None = None
        self._is_stopping = False
        self.heard: deque[str] = deque(maxlen=REMEMBERED)

    @property
    def loudness(self) -> tuple[float, float]:
        """Of the glass and of the handset, 0 to 1, just now."""
        return self._glass.level, self._handset.level if self._handset else 0.0

    @property
    def is_silent(self) -> bool:
        """Nothing is being played."""
        with self._change:
            return self._mixer.is_silent

    @property
    def has_voice(self) -> bool:
        """Somebody is being spoken to, or rests in the middle of it."""
        with self._change:
            return self._mixer.has_voice

    def play(self, name: str, samples: Samples) -> None:
        """A short sound, once."""
        self._do(lambda: self._mixer.play(Track(name, samples)), name)

    def guard(self, name: str, samples: Samples | None) -> None:
        """Repeats until called with None."""
        track = None if samples is None else Track(name, samples)
        self._do(lambda: self._mixer.guard(track), name if track else "")

    def speak(self, name: str, samples: Samples, *, private: bool = False) -> None:
        """A voice; a private one is heard in the lifted handset or not at all."""
        self._do(lambda: self._mixer.speak(Track(name, samples, private)), name)

    def hush(self) -> None:
        """The voice stops for good."""
        self._do(lambda: self._mixer.speak(None))

    def rest(self, *, on: bool) -> None:
        """The voice waits, or goes on."""
        self._do(lambda: self._mixer.rest(on=on))

    def lift(self, *, lifted: bool) -> None:
        """The handset."""
        self._do(lambda: self._mixer.lift(lifted=lifted))

    def turn(self, louder: int) -> None:
        """Steps above the usual loudness."""
        self._do(lambda: self._mixer.turn(louder))

    def set_usual(self, level: int) -> None:
        """The booth's own loudness, 1 to 7."""
        self._do(lambda: self._mixer.set_usual(level))

    def stop(self) -> None:
        """Ends the lane and closes the loudspeakers."""
        with self._change:
            self._is_stopping = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join(STOP_TIMEOUT_S)
        for sink in self._sinks:
            sink.stop()

    @property
    def _sinks(self) -> list[AudioSink]:
        return [self._glass, *([self._handset] if self._handset else [])]

    def _do(self, change: Callable[[], None], name: str = "") -> None:
        with self._change:
            change()
            if name:
                self.heard.append(name)
            if self._thread is None and not self._is_stopping and not self._mixer.is_silent:
                self._thread = threading.Thread(target=self._live, name="sound", daemon=True)
                self._thread.start()
            self._change.notify()

    def _live(self) -> None:
        due_s = time.monotonic()
        while True:
            with self._change:
                if self._mixer.is_silent and not self._is_stopping:
                    self._change.wait()
                    due_s = time.monotonic()
                if self._is_stopping:
                    return
                heard = self._mixer.next()
            self._push(self._glass, heard.glass)
            if self._handset is not None:
                self._push(self._handset, heard.handset)
            if heard.ended:
                self._ended(heard.ended)
            due_s = self._keep_pace(due_s + PIECE_S)

    @staticmethod
    def _push(sink: AudioSink, piece: Samples | None) -> None:
        if piece is None:
            sink.level = 0.0
        else:
            sink.push_samples(piece)

    @staticmethod
    def _keep_pace(due_s: float) -> float:
        """The loudspeaker's buffer holds ten pieces: neither starve it nor run over."""
        rest_s = due_s - time.monotonic()
        if rest_s > 0:
            time.sleep(rest_s)
        return due_s if rest_s > -LATE_S else time.monotonic()
