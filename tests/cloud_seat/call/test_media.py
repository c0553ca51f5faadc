"""Shell: pictures and sound in and out, without any network."""

import math
import os
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call import media
from cloud_seat.call.media import (
    PIECE_SAMPLES,
    SAMPLE_RATE_HZ,
    AudioSink,
    AudioSource,
    FrameSource,
    MediaAddressError,
    Samples,
    fit,
    level_of,
)
from tests.conftest import ExpectedLogs

WAIT_S = 5.0


def _sine(amplitude: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    time_s = np.arange(PIECE_SAMPLES) / SAMPLE_RATE_HZ
    return (amplitude * 32767 * np.sin(2 * math.pi * 500 * time_s)).astype(np.int16)


def _loudest(source: AudioSource, timeout_s: float = 3) -> float:
    deadline_s, loudest = time.monotonic() + timeout_s, 0.0
    while loudest == 0 and time.monotonic() < deadline_s:
        source.pull()
        loudest = max(loudest, source.level)
        threading.Event().wait(0.01)
    return loudest


class Room:
    """A room that only notes who listens in it, as the canceller does."""

    def __init__(self) -> None:
        self.listeners = 0
        self.listener: object = None
        self.newest: object = None

    def open(self, listener: object) -> None:
        self.listeners += 1
        self.listener = self.newest = listener

    def close(self, listener: object) -> None:
        if listener is self.listener:
            self.listener = None

    def played(self, loudspeaker: object, samples: Samples) -> None:
        """Nothing is taken out here."""

    def without_echo(self, near: Samples) -> Samples:
        return near


def _wait(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline_s
        threading.Event().wait(0.005)


def test_the_newest_picture_wins_and_the_camera_can_be_switched_off() -> None:
    source = FrameSource()
    number, blank = source.latest()
    assert number == 0
    assert blank.any()
    first, second = (np.full((480, 640, 3), value, dtype=np.uint8) for value in (10, 20))
    source.push(first)
    source.push(second)
    number, rgb = source.latest()
    assert (number, int(rgb[0, 0, 0])) == (2, 20)
    source.enabled = False
    assert source.latest()[0] == 0
    source.enabled = True
    assert source.latest()[0] == 2


@given(st.integers(2, 8000), st.integers(2, 8000))
def test_what_is_sent_fits_and_keeps_its_shape(width: int, height: int) -> None:
    sent_width, sent_height = fit(width, height)
    assert sent_width % 2 == sent_height % 2 == 0
    assert 2 <= sent_width <= 640
    assert 2 <= sent_height <= 480
    assert abs(sent_width * height - sent_height * width) <= 2 * max(width, height)


def test_the_level_meter() -> None:
    assert level_of(np.zeros(960, dtype=np.int16)) == 0
    assert level_of(np.zeros(0, dtype=np.int16)) == 0
    assert level_of(_sine(1.0)) == pytest.approx(1 - 3 / 60, abs=0.01)  # a full sine has 3 dB less than a square
    assert level_of(_sine(0.1)) == pytest.approx(1 - 23 / 60, abs=0.01)


def test_a_tone_is_heard_can_be_muted_and_stops() -> None:
    source = AudioSource("lavfi:sine=frequency=440")
    assert not source.pull().any()
    source.start()
    source.start()
    assert _loudest(source) > 0.3
    source.muted = True
    assert not source.pull().any()
    assert source.level == 0
    source.stop()
    assert not source.pull().any()
    source.muted = False
    source.start()
    assert _loudest(source) > 0.3
    source.stop()


def test_another_microphone_takes_over_only_while_one_is_open() -> None:
    source = AudioSource("silence")
    source.use("lavfi:sine=frequency=440")
    assert not source.pull().any()
    source.use("silence")
    source.start()
    source.use("lavfi:sine=frequency=440")
    assert _loudest(source) > 0.3
    source.use("silence")
    assert not source.pull().any()
    with pytest.raises(MediaAddressError):
        source.use("telephone")
    source.stop()


def test_a_file_is_played_at_its_own_pace(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.full(16000, 8000, dtype=np.int16).tobytes())
    source = AudioSource(f"file:{path}")
    source.start()
    assert _loudest(source) > 0.5
    source.stop()


def test_a_microphone_that_hangs_is_left_behind_and_disturbs_no_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """A pipe that nobody writes to blocks FFmpeg as a sound card does whose driver hangs."""
    expected_logs.allow("cloud_seat.call.media", "microphone file hangs: it is left behind")
    expected_logs.allow("cloud_seat.call.media", "microphone file gives no sound")
    monkeypatch.setattr(media, "STOP_TIMEOUT_S", 0.05)
    pipe = tmp_path / "card.wav"
    os.mkfifo(pipe)
    room = Room()
    source = AudioSource(f"file:{pipe}", echo=room)
    source.start()
    _wait(lambda: room.listeners == 1)
    (hanging,) = [thread for thread in threading.enumerate() if thread.name == "call-microphone"]
    source.stop()
    assert hanging.is_alive()
    source.use("lavfi:sine=frequency=440", echo=room)
    source.start()
    assert _loudest(source) > 0.3
    os.close(os.open(pipe, os.O_WRONLY))  # the card answers at last
    hanging.join(WAIT_S)
    assert not hanging.is_alive()
    assert (room.listener, _loudest(source) > 0.3) == (room.newest, True)
    source.stop()
    assert room.listener is None


@pytest.mark.parametrize("address", ["alsa:no-such-device", "file:/nowhere/voice.wav", "lavfi:nonsense"])
def test_a_microphone_that_gives_nothing_is_silence(address: str, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("cloud_seat.call.media", "gives no sound")
    source = AudioSource(address)
    source.start()
    assert _loudest(source, timeout_s=0.2) == 0
    source.stop()


def test_unknown_addresses_are_named() -> None:
    for address in ("", "pulse:x", "lavfi", "silence:x", "alsa:"):
        with pytest.raises(MediaAddressError):
            AudioSource(address)
    for address in ("", "lavfi:x", "null:x", "alsa"):
        with pytest.raises(MediaAddressError):
            AudioSink(address)


def test_a_loudspeaker_measures_and_a_missing_one_does_not_disturb(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("cloud_seat.call.media", "takes no sound")
    frame = av.AudioFrame.from_ndarray(_sine(0.5).repeat(2).reshape(1, -1), format="s16", layout="stereo")
    frame.sample_rate = SAMPLE_RATE_HZ
    for sink in (AudioSink(), AudioSink("alsa:no-such-device")):
        for _ in range(30):
            sink.push(frame)
        assert sink.frames == 30
        assert sink.level > 0.7
        sink.stop()
        assert sink.level == 0
