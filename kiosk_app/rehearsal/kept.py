"""Shell: the newest rehearsal as a file of the booth: numbers and sentences, nobody's data."""

import os
from datetime import datetime
from pathlib import Path

import msgspec

from cloud_seat.contract.rehearsal import RehearsalTold, in_words
from cloud_seat.contract.text import Text

FILE = "rehearsal.json"


def keep(data: Path, told: RehearsalTold) -> Path:
    """Replaces the one before, whole or not at all."""
    place, new = data / FILE, data / f"{FILE}.new"
    with new.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(told)))
        file.flush()
        os.fsync(file.fileno())
    new.rename(place)
    return place


def newest(data: Path) -> RehearsalTold | None:
    """None when there was none, or its file cannot be read."""
    try:
        told = msgspec.json.decode((data / FILE).read_bytes(), type=RehearsalTold)
        datetime.fromisoformat(told.at)
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return None
    return told


def line_of(told: RehearsalTold | None) -> Text:
    """For the keeper: when, and whether the booth may open."""
    if told is None:
        return Text(zh="还没有做过", en="none yet")
    at, words = datetime.fromisoformat(told.at).astimezone().strftime("%m-%d %H:%M"), in_words(told)
    return Text(zh=f"{at} {words.zh}", en=f"{at} {words.en}")
