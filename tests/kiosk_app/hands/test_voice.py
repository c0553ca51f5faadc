"""Shell: the call's sound follows the handset, on a real call engine."""

import asyncio
import math
from pathlib import Path

import pytest

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import MediaAddressError
from kiosk_app.config import Settings
from kiosk_app.hands.crew import echo_at
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.hands.voice import VoiceHand
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session
from kiosk_app.sound.lane import SoundLane

TONE = "lavfi:sine=frequency=440"


def _hand(settings: Settings) -> VoiceHand:
    lane = SoundLane(settings.speaker, "", usual=4, ended=lambda _: None)
    return VoiceHand(settings, lane, KeptNumber(Path("never written"), 4), echo_at(settings))


def _heard_at(settings: Settings, *, lifted: bool) -> tuple[str, str]:
    """Microphone and loudspeaker."""

    async def work() -> tuple[str, str]:
        hand = _hand(settings)
        engine = CallEngine(
            lambda _: True, lambda _: None, camera=None, microphone=hand.microphone, on_frame=lambda _: None
        )
        hand.engine = engine
        hand.use_handset(do.UseHandset(True), Session())
        hand.use_handset(do.UseHandset(lifted), Session())
        await engine.close()
        return hand.microphone.address, engine.speaker.address

    return asyncio.run(work())


def test_the_sound_moves_to_the_handset_and_back() -> None:
    settings = Settings(microphone="silence", handset_microphone=TONE, handset_speaker="alsa:handset")
    assert _heard_at(settings, lifted=True) == (TONE, "alsa:handset")
    assert _heard_at(settings, lifted=False) == ("silence", "null")


@pytest.mark.parametrize(
    ("handset", "lifted", "room"),
    [
        (("alsa:handset", "alsa:handset"), False, (True, True)),
        (("alsa:handset", "alsa:handset"), True, (False, False)),
        (("", "alsa:handset"), True, (True, False)),
        (("", ""), True, (True, True)),
    ],
)
def test_only_what_is_in_the_room_has_its_echo(handset: tuple[str, str], lifted: bool, room: tuple[bool, bool]) -> None:
    async def work() -> tuple[bool, bool]:
        hand = _hand(
            Settings(
                microphone="alsa:booth",
                speaker="alsa:booth",
                handset_microphone=handset[0],
                handset_speaker=handset[1],
            )
        )
        hand.engine = engine = CallEngine(
            lambda _: True, lambda _: None, camera=None, microphone=hand.microphone, on_frame=lambda _: None
        )
        hand.use_handset(do.UseHandset(lifted), Session())
        await engine.close()
        return hand.microphone.echo is not None, engine.speaker.echo is not None

    assert asyncio.run(work()) == room


@pytest.mark.parametrize(("microphone", "speaker"), [("silence", "alsa:booth"), ("alsa:booth", "null")])
def test_nothing_runs_where_no_microphone_hears_a_loudspeaker(microphone: str, speaker: str) -> None:
    assert echo_at(Settings(microphone=microphone, speaker=speaker)) is None


def test_a_handset_without_sound_of_its_own_changes_nothing() -> None:
    assert _heard_at(Settings(microphone=TONE), lifted=True) == (TONE, "null")


def test_a_handset_that_cannot_be_is_told_at_the_start() -> None:
    with pytest.raises(MediaAddressError):
        _hand(Settings(handset_speaker="telephone"))


def test_the_official_is_as_loud_as_the_resident_wants_also_after_the_handset_moved() -> None:
    async def work() -> list[float]:
        hand = _hand(Settings())
        engine = CallEngine(
            lambda _: True, lambda _: None, camera=None, microphone=hand.microphone, on_frame=lambda _: None
        )
        hand.engine, gains = engine, []
        for louder in (2, -1, 0):
            hand.set_volume(do.SetVolume(louder), Session())
            hand.use_handset(do.UseHandset(True), Session())
            gains.append(20 * math.log10(engine.speaker.gain))
        await engine.close()
        return gains

    assert asyncio.run(work()) == pytest.approx([8, -4, 0])
