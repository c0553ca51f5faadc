"""Shell: templates of papers and recorded prompts that the hub publishes; those of the release where it has none.

Each is fetched, compared with its hash and tried before it replaces the one before: a template sets its sample, a
recording is a sound. What failed is not asked for again until it is another one.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.paper_pages import words_on
from kiosk_app.hands.typesetter import TypesetError, set_sheet
from kiosk_app.sound.wave import WaveError, samples_of
from offline_cache import CacheError, Catalogue, sha256_hex

log = logging.getLogger(__name__)

LIMIT_BYTES = 4 << 20  # a minute of speech; a template has some kilobytes
SAMPLES = "templates/samples.json"
_NEVER_SHOWN = ("language", "signature", "mark")


class DocumentError(Exception):
    """A document that this program could not use: the one before stays. The hub's files are to be mended."""


class Published:
    """Any thread may ask. `assets`: of the release."""

    def __init__(self, catalogue: Catalogue, assets: Path) -> None:
        self._catalogue, self._assets = catalogue, assets
        self._refused: set[str] = set()

    def read(self, name: str) -> bytes | None:
        """What the hub published last; None where it has nothing: the release's own holds."""
        try:
            return self._catalogue.document(name)
        except CacheError as error:
            log.warning("a published document cannot be read, the release's own is used: %s", type(error).__name__)
            return None

    async def refresh(self, door: HubDoor, listed: Mapping[str, str]) -> None:
        """Takes those that are new, one by one; what the hub publishes no longer goes. Raises CacheError."""
        here = await asyncio.to_thread(self._catalogue.documents)
        await asyncio.to_thread(self._catalogue.drop_documents, here.keys() - listed.keys())
        for name, sha256 in listed.items():
            if here.get(name) != sha256 and sha256 not in self._refused:
                body = await self._fetch(door, name, sha256)
                if body is not None:
                    await asyncio.to_thread(self._take, name, sha256, body)

    async def _fetch(self, door: HubDoor, name: str, sha256: str) -> bytes | None:
        shipped = self._assets / name
        if name.startswith(("templates/", "sounds/")) and ".." not in name and shipped.is_file():
            body = await asyncio.to_thread(shipped.read_bytes)
            if sha256_hex(body) == sha256:
                return body
        return await door.get(f"/api/v1/documents/{quote(name)}")

    def _take(self, name: str, sha256: str, body: bytes) -> None:
        try:
            if sha256_hex(body) != sha256 or len(body) > LIMIT_BYTES:
                raise DocumentError("not what was announced")
            try_document(name, body, self._assets)
        except (DocumentError, TypesetError, WaveError) as error:
            self._refused.add(sha256)
            log.warning("a document of the hub is no good, the one before stays: %s: %s", name, error)
            return
        self._catalogue.keep_document(name, body)


def try_document(name: str, body: bytes, assets: Path) -> None:
    """As this program would use it. Raises DocumentError, TypesetError, WaveError."""
    kind, _, rest = name.partition("/")
    if kind == "sounds" and name.endswith(".wav"):
        if not samples_of(body).size:
            raise DocumentError("silent")
        return
    sample = json.loads((assets / SAMPLES).read_text("utf-8")).get(rest) if kind == "templates" else None
    if sample is None:
        raise DocumentError("of no known kind")
    shown = words_on(set_sheet(body, assets / "fonts", sample))
    if any(text not in shown for text in map(_plain, _texts(sample))):
        raise DocumentError("leaves out what it is given")


def _texts(value: object) -> list[str]:
    """Every text of the sample that has to stand on the sheet."""
    match value:
        case str():
            return [value]
        case list():
            return [text for inner in value for text in _texts(inner)]
        case dict():
            return [text for key, inner in value.items() if key not in _NEVER_SHOWN for text in _texts(inner)]
        case _:
            return []


def _plain(text: str) -> str:
    return "".join(text.split())
