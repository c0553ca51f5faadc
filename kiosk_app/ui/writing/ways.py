"""Wiring: the drawn keyboard with every way of writing that this machine has."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from kiosk_app.ui.key_pace import Pace
from kiosk_app.ui.keyboard import USUAL_PACE, KeyboardInput
from kiosk_app.ui.pinyin import Lookup
from kiosk_app.ui.writing.hand import open_hand
from kiosk_app.ui.writing.nine_keys import NineKeys, Spellings
from kiosk_app.ui.writing.pinyin_way import PinyinLetters
from kiosk_app.ui.writing.rare import RareCodes, RareSounds, RareTables
from kiosk_app.ui.writing.spelled import Way
from kiosk_app.ui.writing.strokes import Strokes, StrokeTable

TABLES = Path(__file__).resolve().parents[3] / "assets" / "input"


def open_keyboard(lookup: Lookup | None, parent: QObject | None = None, *, pace: Pace = USUAL_PACE) -> KeyboardInput:
    """`lookup` None: no dictionary on this machine. Tables are read when their layout is first used."""
    return KeyboardInput(ways(lookup), open_hand(), parent, pace=pace)


def ways(lookup: Lookup | None) -> dict[str, Callable[[], Way]]:
    """Layout → its way of writing."""
    rare: dict[str, Callable[[], Way]] = {
        "rare": lambda: RareSounds(RareTables(_table("rare_readings"), _table("rare_parts"))),
        "code": RareCodes,
        "stroke": lambda: Strokes(StrokeTable(_table("strokes"))),
    }
    if lookup is None:
        return rare
    return {
        "zh": lambda: PinyinLetters(lookup),
        "nine": lambda: NineKeys(Spellings(_table("nine_keys")), lookup),
        **rare,
    }


def _table(name: str) -> str:
    return (TABLES / f"{name}.txt").read_text(encoding="utf-8")
