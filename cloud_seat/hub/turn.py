"""Core: words for the relay between booth and desk, made for one end of one call and worth nothing after a while.

coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the name is "end of life:anything", the password its
HMAC-SHA1 under a secret that only hub and relay know. "Anything" is chance: the relay learns nobody's name.
"""

import base64
import hmac
import re
from typing import Any

from cloud_seat.hub.config import LocalSettingError, Settings

URL = re.compile(r"turns?:[0-9A-Za-z.\-\[\]:]+(\?transport=(udp|tcp))?")
SECRET_SHORTEST = 16

IceServers = tuple[dict[str, Any], ...]


class Relays:
    """The district's relays, in the order in which they are tried: UDP first, then TCP, then TLS."""

    def __init__(self, settings: Settings) -> None:
        """Raises LocalSettingError when an address or the secret cannot be used."""
        if wrong := [url for url in settings.turn_urls if not URL.fullmatch(url)]:
            raise LocalSettingError(f"--turn-url {wrong[0]!r}")
        if settings.turn_urls and len(settings.turn_secret) < SECRET_SHORTEST:
            raise LocalSettingError(f"--turn-secret-file ({SECRET_SHORTEST}+)")
        self._urls, self._secret, self._life_s = (
            settings.turn_urls,
            settings.turn_secret.encode(),
            settings.limits.turn_life_s,
        )

    def words(self, *, chance: str, now_s: float) -> IceServers:
        """As `RTCConfiguration.iceServers` wants them; one entry a relay: a booth goes from one to the next."""
        name = f"{int(now_s) + self._life_s}:{chance}"
        word = base64.b64encode(hmac.digest(self._secret, name.encode(), "sha1")).decode()
        return tuple({"urls": url, "username": name, "credential": word} for url in self._urls)
