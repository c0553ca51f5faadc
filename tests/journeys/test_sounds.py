"""Shell: the booth is heard: presses, prompts in big letters, and a forgotten card until it is taken."""

import pytest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth

pytestmark = pytest.mark.journey


def heard(booth: Booth) -> list[str]:
    """Names of what was begun so far."""
    return list(booth.kiosk.engine.sound.heard)


def _big_letters(booth: Booth) -> Steps:
    yield from booth.fingers.tap("mode-elder")
    yield from booth.until(lambda: any("page.welcome" in name for name in heard(booth)), "the spoken welcome")
    yield from booth.until(lambda: booth.shown("voice", "reading") == "silent", "the end of the sentence", wait_s=30)


def _louder(booth: Booth) -> Steps:
    yield from booth.fingers.tap("openVoice")
    yield from booth.until(lambda: booth.shown("voice", "reading") == "speaking", "the voice")
    yield from booth.fingers.tap("louder")
    yield from booth.until(lambda: booth.shown("voice", "level") == 5, "the next step")
    yield from booth.fingers.tap("readAloud")
    yield from booth.until(lambda: booth.shown("voice", "reading") == "paused", "the pause")
    yield from booth.fingers.tap("openVoice")


def test_big_letters_are_spoken_and_the_loudness_is_the_next_residents_again(booth: Booth) -> None:
    booth.walk(booth.resident.on_page("welcome"), _big_letters(booth), _louder(booth))
    assert "press" in heard(booth)
    booth.walk(booth.fingers.tap("search"), booth.resident.on_page("find"), booth.fingers.tap("key-hide"))
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("welcome"))
    assert booth.shown("voice", "level") == 4


def test_a_forgotten_card_sounds_until_it_is_taken(booth: Booth) -> None:
    booth.walk(booth.to_form(), booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"))
    booth.walk(booth.resident.on_page("takeCard"))
    lane = booth.kiosk.engine.sound
    booth.walk(booth.until(lambda: "take-card" in lane.heard, "the guard"))
    booth.walk(booth.fingers.tap("goOn"), booth.reads("还在感应区"))
    booth.walk(booth.fingers.pause(2.6), booth.until(lambda: lane.loudness[0] > 0, "the second round of the sound"))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"))
    booth.walk(booth.until(lambda: lane.is_silent, "silence"))
