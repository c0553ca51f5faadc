"""Core: what the presenters know of this booth beside the session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cloud_seat.contract.text import Text

DISTRICT = Text(zh="番禺 · 云窗口", en="Panyu · cloud window")
NO_NAME = Text(zh="")


@dataclass(frozen=True, slots=True)
class Booth:
    """Name, doors and favourites of the booth, what else is often asked here.

    `outline` is the page under the camera, four (x, y) in 0..1.
    """

    district: Text = DISTRICT
    name: Text = NO_NAME
    doors: Sequence[Mapping[str, Any]] = ()
    elder_doors: Sequence[Mapping[str, Any]] = ()
    favourites: tuple[tuple[str, Text], ...] = ()
    often: tuple[tuple[str, Text], ...] = ()
    outline: tuple[tuple[float, float], ...] = ()
    call_since_ms: int = 0
    keeper_phone: str = ""
    takes_keeper_card: bool = False
    slips: int = 0
    sheets: int = 0
    address: str = ""
    hub_url: str = ""
    version: str = ""
    rehearsal: Text = NO_NAME
    update: Text = NO_NAME
    takes_phones: bool = False
    shots: Mapping[str, str] = field(default_factory=dict)
