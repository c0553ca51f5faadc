"""Shell: the doors of the welcome page, from the shipped assets: all that the first picture on the glass needs."""

import json
from pathlib import Path
from typing import Any

from cloud_seat.contract.text import Text
from kiosk_app.session.state import Door
from kiosk_app.ui.presenters.booth import Booth


class Doors:
    """`doors.json` and `departments.json` of `assets/catalogue`."""

    def __init__(self, assets: Path) -> None:
        self._doors: dict[str, Any] = json.loads((assets / "catalogue" / "doors.json").read_text())
        self._departments: list[Any] = json.loads((assets / "catalogue" / "departments.json").read_text())

    def items(self) -> dict[str, tuple[str, ...]]:
        """Door → the items behind it."""
        places = self._doors["welcome"] + self._doors["elder"]
        return {door["id"]: tuple(door["item_ids"]) for door in places}

    def life_events(self) -> tuple[Door, ...]:
        """By id, in order."""
        return tuple(
            Door(event["id"], Text(**event["name"]), Text(**event["sub_line"])) for event in self._doors["life_events"]
        )

    def departments(self) -> dict[str, Text]:
        """Full Chinese name → short name."""
        return {entry["name"]["zh"]: Text(**entry["short"]) for entry in self._departments}

    def popular(self) -> dict[str, Text]:
        """Items that are begun everywhere, by short name: what stands on the glass while little was asked here."""
        return {entry["item_id"]: Text(**entry["name"]) for entry in self._doors["popular"]}

    def booth(self) -> Booth:
        """Doors and favourites."""
        favourites = tuple(self.popular().items())
        return Booth(doors=self._doors["welcome"], elder_doors=self._doors["elder"], favourites=favourites)
