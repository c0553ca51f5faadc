"""Shell: the echo of an invented room, on the real canceller; and that its failure never costs the voice."""

import sys
import threading

import numpy as np
import pytest

from bench.echo import through
from bench.room import Room, echo_of, erle_db, noise, voice
from cloud_seat.call.echo import EchoCanceller
from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, AudioSource
from tests.conftest import ExpectedLogs

SECONDS = 6.0
WORST = Room("a cheap loudspeaker beside another clock", is_overdriven=True, drift_ppm=50)


def test_the_echo_of_a_room_is_gone_by_25_db() -> None:
    """The bar of the call engine. The voice of the far end comes back 60 ms later, distorted, at a drifting clock."""
    far = voice(SECONDS, seed=1, pitch_hz=120)
    echo = echo_of(WORST, far)
    left, _ = through(EchoCanceller(), echo + noise(SECONDS), far)
    learnt = slice(3 * SAMPLE_RATE_HZ, left.size)
    assert erle_db(echo[learnt], left[learnt]) >= 25


def test_a_canceller_that_cannot_be_loaded_passes_the_voice_through_and_is_told_once(
    monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.allow("cloud_seat.call.echo", "voices go on as they are: ModuleNotFoundError")
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)
    canceller, piece = EchoCanceller(), np.full(PIECE_SAMPLES, 1000, np.int16)
    for _ in range(2):
        canceller.open("ear")
        assert canceller.without_echo(piece) is piece
    assert len(caplog.records) == 1


def test_nothing_runs_while_no_microphone_is_open_and_nothing_is_kept() -> None:
    canceller, piece = EchoCanceller(), np.full(PIECE_SAMPLES, 1000, np.int16)
    canceller.played("glass", piece)
    assert canceller.without_echo(piece) is piece
    canceller.open("ear")
    assert canceller.without_echo(piece) is not piece
    odd = piece[:100]
    assert canceller.without_echo(odd) is odd, "the canceller would end the program over a piece that is no 10 ms"
    canceller.close("ear")
    assert canceller.without_echo(piece) is piece


def test_a_microphone_that_hung_does_not_close_the_canceller_of_the_next_one() -> None:
    canceller, piece = EchoCanceller(), np.full(PIECE_SAMPLES, 1000, np.int16)
    canceller.open("the one that hangs")
    canceller.open("the next")
    canceller.close("the one that hangs")
    assert canceller.without_echo(piece) is not piece
    canceller.close("the next")
    assert canceller.without_echo(piece) is piece


def test_a_microphone_in_a_room_is_cleaned_and_one_without_stays_as_it_is() -> None:
    """Steady noise is no voice: the canceller's own suppression lowers it."""
    hiss = "lavfi:anoisesrc=amplitude=0.05:seed=1"
    rooms: list[EchoCanceller | None] = [EchoCanceller(), None]
    cleaned, plain = (_loudness_of(AudioSource(hiss, echo=room)) for room in rooms)
    assert plain - cleaned > 0.1, "6 dB"


def _loudness_of(microphone: AudioSource) -> float:
    microphone.start()
    waited = threading.Event()
    try:
        levels: list[float] = []
        while len(levels) < 150:
            microphone.pull()
            if microphone.level:
                levels.append(microphone.level)
            else:
                waited.wait(0.001)
        return float(np.mean(levels[-50:]))
    finally:
        microphone.stop()
