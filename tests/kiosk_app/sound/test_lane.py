"""Shell: the sound lane on the loudspeaker "null", and the real speech program."""

import asyncio
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cloud_seat.call.media import MediaAddressError, Samples
from kiosk_app.config import ASSETS
from kiosk_app.session.commands import Spoken
from kiosk_app.sound.lane import SoundLane
from kiosk_app.sound.speech import PAUSE, VOICES, Espeak, Speaker, SpeechError, as_spoken
from kiosk_app.sound.wave import samples_of
from tests.conftest import ExpectedLogs

SOUNDS = ASSETS / "sounds"
WAIT_S = 5.0


class Listener:
    """Hears what came to its end."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.came = threading.Event()

    def __call__(self, name: str) -> None:
        self.ended.append(name)
        self.came.set()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def lane(listener: Listener) -> Iterator[SoundLane]:
    lane = SoundLane("null", "null", usual=7, ended=listener)
    yield lane
    lane.stop()


def _sound(name: str) -> Samples:
    return samples_of((SOUNDS / f"{name}.wav").read_bytes())


def test_the_hubs_recording_goes_before_the_releases(tmp_path: Path) -> None:
    shipped, hubs = ((SOUNDS / f"{name}.wav").read_bytes() for name in ("press", "success"))
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "page.welcome.wav").write_bytes(shipped)
    published: dict[str, bytes] = {}
    speaker = Speaker(Espeak("no-such-program"), tmp_path, lambda name: published.get(name))
    for said in (shipped, hubs):
        heard = asyncio.run(speaker.samples((Spoken("page.welcome", "您好"),), "zh"))
        assert heard.size == samples_of(said).size + PAUSE.size
        published["sounds/prompts/zh/page.welcome.wav"] = hubs


def test_every_sound_of_ours_is_short_soft_and_as_its_script_makes_it(tmp_path: Path) -> None:
    for path in sorted(SOUNDS.glob("*.wav")):
        with wave.open(str(path)) as file:
            assert file.getnframes() / file.getframerate() <= 2.5
        samples = samples_of(path.read_bytes())
        assert 0.1 < np.max(np.abs(samples)) / 32768 < 0.8
        assert abs(int(samples[0])) < 600, "begins with a click"


def test_a_voice_is_played_at_its_own_pace_and_tells_its_end(lane: SoundLane, listener: Listener) -> None:
    began_s = time.monotonic()
    lane.speak("say", np.full(48000 // 5, 9000, np.int16))
    assert listener.came.wait(WAIT_S)
    assert time.monotonic() - began_s > 0.15
    assert (listener.ended, list(lane.heard)) == (["say"], ["say"])


def test_what_is_hushed_does_not_come_to_its_end(lane: SoundLane, listener: Listener) -> None:
    lane.speak("first", np.full(48000 * 60, 9000, np.int16))
    assert not listener.came.is_set(), "whoever speaks does not wait for the end"
    lane.hush()
    assert not lane.has_voice
    lane.speak("second", _sound("press"))
    assert listener.came.wait(WAIT_S)
    assert listener.ended == ["second"]


def test_a_loudspeaker_that_cannot_be_is_told_at_the_start() -> None:
    with pytest.raises(MediaAddressError):
        SoundLane("telephone", "", usual=4, ended=lambda _: None)


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_the_speech_program_speaks(voice: str) -> None:
    speaker = Speaker(Espeak(), SOUNDS / "prompts")
    assert voice in speaker.voices()
    words = (Spoken("page.identify", "Your card, please" if voice == "en" else "请把身份证平放在右下方。"),)
    samples = asyncio.run(speaker.samples(words, voice))
    assert 0.5 < samples.size / 48000 < 8
    assert np.max(np.abs(samples)) > 3000


def test_the_words_are_never_on_the_command_line(tmp_path: Path) -> None:
    """Others on the machine can read a command line; a program that writes down its own proves what stands there."""
    program = tmp_path / "espeak"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/seen\ncat {SOUNDS}/press.wav\n')
    program.chmod(0o700)
    asyncio.run(Espeak(str(program)).speak("测试居民", "zh"))
    assert "测试" not in (tmp_path / "seen").read_text() != ""


def test_a_recording_goes_before_the_program(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "page.welcome.wav").write_bytes((SOUNDS / "call.wav").read_bytes())
    samples = asyncio.run(Speaker(Espeak(), tmp_path).samples((Spoken("page.welcome", "您好"),), "zh"))
    assert np.array_equal(samples[: _sound("call").size], _sound("call"))


def test_a_program_that_fails_is_a_speech_error(tmp_path: Path) -> None:
    broken = Speaker(Espeak("/bin/false"), tmp_path)
    with pytest.raises(SpeechError):
        asyncio.run(broken.samples((Spoken("", "您好"),), "zh"))


def test_a_missing_program_is_told_once_and_nothing_is_offered(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.sound.speech", "espeak-ng is missing")
    assert Speaker(Espeak("no-such-program"), tmp_path).voices() == frozenset()


def test_numbers_are_read_digit_by_digit() -> None:
    assert as_spoken("电话：13800138000") == "电话：1 3 8 0 0 1 3 8 0 0 0"
    assert as_spoken("10 个工作日 · 免费") == "10 个工作日 ， 免费"
