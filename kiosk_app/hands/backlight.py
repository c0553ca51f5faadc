"""Shell: how bright the glass is, by the hour and while it rests, where the system lets us set it (sysfs backlight)."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk_app.config import Settings

log = logging.getLogger(__name__)
LOOK_EVERY_S = 30.0


class Backlight:
    """Writes only what changes. A screen without `backlight_path` is left alone."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = datetime.now) -> None:
        self._settings, self._now = settings, now
        self._percent: int | None = None

    def follow(self, *, resting: bool) -> None:
        """As bright as it should be now. What cannot be written is told once."""
        percent = self.wanted_percent(self._now().hour, resting=resting)
        if not self._settings.backlight_path or percent == self._percent:
            return
        self._percent = percent
        folder = Path(self._settings.backlight_path)
        try:
            most = int((folder / "max_brightness").read_text())
            (folder / "brightness").write_text(str(max(1, most * percent // 100)))
        except (OSError, ValueError) as error:
            log.warning("the backlight %s cannot be set: %s", folder, type(error).__name__)

    def wanted_percent(self, hour: int, *, resting: bool) -> int:
        """Per cent of what the screen can do, 0–23 h local time."""
        chosen = self._settings
        if resting:
            return chosen.bright_rest_percent
        by_day = chosen.day_from_h <= hour < chosen.night_from_h
        return chosen.bright_day_percent if by_day else chosen.bright_night_percent
