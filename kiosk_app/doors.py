"""Shell: the doors of the welcome page, from the shipped assets: all that the first picture on the glass needs."""

import json
from pathlib import Path
from typing import Any

from cloud_seat.contract.text import Text
from kiosk_app.ui.presenters.booth import Booth


class Doors:
    """`assets/catalogue/doors.json`."""

    def __init__(self, assets: Path) -> None:
        self._doors: dict[str, Any] = json.loads((assets / "catalogue" / "doors.json").read_text())

    def items(self) -> dict[str, tuple[str, ...]]:
        """Door → the items behind it."""
        places = self._doors["welcome"] + self._doors["elder"]
        return {door["id"]: tuple(door["item_ids"]) for door in places}

    def booth(self) -> Booth:
        """Doors and favourites."""
        popular = tuple((entry["item_id"], Text(**entry["name"])) for entry in self._doors["popular"])
        return Booth(doors=self._doors["welcome"], elder_doors=self._doors["elder"], favourites=popular)
