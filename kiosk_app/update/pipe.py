"""Core: what kiosk and update process say to each other, a line of JSON each."""

import msgspec

from cloud_seat.contract.release_words import refusal_text
from cloud_seat.contract.text import Text


class BoothNow(msgspec.Struct, frozen=True, kw_only=True):
    """Kiosk → update, at each change."""

    is_idle: bool = False
    is_settled: bool = False
    in_call: bool = False


class UpdateNow(msgspec.Struct, frozen=True, kw_only=True):
    """Update → kiosk, after each round. `is_switched`: end the program, another version starts."""

    version: str = ""
    phase: str = "RESTING"
    refused: str = ""
    is_switched: bool = False


def in_words(now: UpdateNow) -> Text:
    """For the keeper: why a release was not taken, or which one waits. Nothing to tell: empty."""
    if now.refused:
        return refusal_text(now.refused)
    if now.phase == "READY":
        return Text(zh=f"{now.version} 已备好，等没人时换上", en=f"{now.version} is ready, waits until nobody is here")
    return Text(zh="")
