"""Wiring: what the hub knows this booth by, as the settings say; light, for the update's process, too."""

from pathlib import Path

from kiosk_app.config import Settings
from kiosk_app.own_key import HubWord, OwnKey


def word_of(settings: Settings) -> HubWord:
    """The token when there is a file of one, else the booth's key. Raises OSError, KeyLostError."""
    if settings.token_file:
        return Path(settings.token_file).read_text().strip()
    from kiosk_app.device_key import read_device_key  # here: it brings the whole cache's libraries, 30 MB

    return OwnKey(settings.kiosk_id, read_device_key(Path(settings.device_key_file)))
