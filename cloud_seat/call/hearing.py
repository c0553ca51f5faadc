"""Shell: the other end's voice: packets in, 20 ms of sound out every 20 ms, whatever the line did to them."""

import asyncio
import time
from collections.abc import Callable

import av
import numpy as np

from cloud_seat.call.jitter import JitterBuffer, Kind, Step
from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Samples, level_of
from cloud_seat.call.opus import OpusDecoder, RemoteSoundError
from cloud_seat.call.packets import Packet

PIECE_S = PIECE_SAMPLES / SAMPLE_RATE_HZ
LATE_S = 0.2
"""Further behind than this, the clock of the loudspeaker starts anew instead of hurrying after."""
YIELD_S = 0.005
QUIET_LEVEL = 0.2
"""48 dB below full scale: between words."""
_FADE_IN = np.linspace(0.0, 1.0, PIECE_SAMPLES, dtype=np.float32)


class Hearing:
    """`on_audio` is called on the loop with each 20 ms, s16 mono at 48 kHz; not at all while nobody sends."""

    def __init__(self, on_audio: Callable[[av.AudioFrame], None]) -> None:
        self.last_packet_at_s: float | None = None
        self.buffer = JitterBuffer()
        self._on_audio = on_audio
        self._decoder = OpusDecoder()
        self._rest = np.zeros(0, dtype=np.int16)
        self._is_quiet = True
        self._playing: asyncio.Task[None] | None = None

    def take(self, packet: Packet, now_s: float) -> None:
        """A packet."""
        self.last_packet_at_s = now_s
        self.buffer.put(packet, now_s)
        if self._playing is None:
            self._playing = asyncio.create_task(self._play())

    def wanted(self, now_s: float) -> tuple[tuple[int, ...], bool]:
        """Nothing: sound that is asked for again comes too late."""
        return (), False

    async def close(self) -> None:
        """Silence."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.wait([self._playing])
        self.buffer.forget()

    async def _play(self) -> None:
        due_s = time.monotonic()
        while True:
            if time.monotonic() - due_s > PIECE_S:
                await asyncio.sleep(YIELD_S)  # whoever kept the loop kept packets, too: let them in before guessing
            if len(self._rest) >= PIECE_SAMPLES or self._fill():
                self._on_audio(self._piece())
            now_s = time.monotonic()
            due_s = max(due_s + PIECE_S, now_s - LATE_S)
            await asyncio.sleep(due_s - now_s)

    def _fill(self) -> bool:
        """Decode until there are 20 ms. Packets of another length than ours are cut or joined here."""
        while len(self._rest) < PIECE_SAMPLES:
            steps = self.buffer.pull(time.monotonic(), quiet=self._is_quiet)
            if not steps:
                return False
            sounds = [self._sound(step) for step in steps]
            self._rest = np.concatenate([self._rest, sounds[0] if len(sounds) == 1 else fold(*sounds)])
        return True

    def _sound(self, step: Step) -> Samples:
        try:
            if step.kind is Kind.PLAY:
                return self._decoder.decode(step.payload)
            if step.kind is Kind.REPAIR:
                return self._decoder.repair(step.payload)
            return self._decoder.conceal()
        except RemoteSoundError:
            return self._decoder.conceal()  # what is no sound counts as lost

    def _piece(self) -> av.AudioFrame:
        samples, self._rest = self._rest[:PIECE_SAMPLES], self._rest[PIECE_SAMPLES:]
        self._is_quiet = level_of(samples) < QUIET_LEVEL
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        return frame


def fold(first: Samples, second: Samples) -> Samples:
    """Two pieces in the time of one: the first fades into the second."""
    length = min(len(first), len(second))
    weight = _FADE_IN if length == PIECE_SAMPLES else np.linspace(0.0, 1.0, length, dtype=np.float32)
    mixed = first[:length] * (1 - weight) + second[:length] * weight
    return mixed.astype(np.int16)
