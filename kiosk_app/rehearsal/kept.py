"""Shell: the newest rehearsal as a file of the booth, and the telling of it: numbers and sentences, nobody's data."""

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cloud_seat.contract.rehearsal import RehearsalTold, in_words
from cloud_seat.contract.text import Text
from kiosk_app.hands.hub import HubDoor

FILE, TOLD = "rehearsal.json", "rehearsal.told"


class Kept:
    """One booth's, in its data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def keep(self, told: RehearsalTold) -> None:
        """Replaces the one before."""
        self._write(FILE, msgspec.json.format(msgspec.json.encode(told)))

    def newest(self) -> RehearsalTold | None:
        """None when there was none, or its file cannot be read."""
        try:
            told = msgspec.json.decode((self._data / FILE).read_bytes(), type=RehearsalTold)
            datetime.fromisoformat(told.at)
        except (OSError, ValueError):  # msgspec's errors are ValueErrors
            return None
        return told

    async def tell(self, door: HubDoor) -> bool:
        """The hub hears of the newest, once. False: it could not be reached; the next time will do."""
        told = self.newest()
        if told is None or told.at == self._heard():
            return True
        age_s = (datetime.now(UTC) - datetime.fromisoformat(told.at)).total_seconds()
        aged = msgspec.structs.replace(told, kept_s=max(0.0, round(age_s, 1)))
        if not await door.tell_rehearsal(msgspec.json.encode(aged)):
            return False
        self._write(TOLD, told.at.encode())
        return True

    def _heard(self) -> str:
        try:
            return (self._data / TOLD).read_text("utf-8")
        except (OSError, ValueError):
            return ""

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all."""
        new = self._data / f"{name}.new"
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self._data / name)


def line_of(told: RehearsalTold | None) -> Text:
    """For the keeper: when, and whether the booth may open."""
    if told is None:
        return Text(zh="还没有做过", en="none yet")
    at, words = datetime.fromisoformat(told.at).astimezone().strftime("%m-%d %H:%M"), in_words(told)
    return Text(zh=f"{at} {words.zh}", en=f"{at} {words.en}")
