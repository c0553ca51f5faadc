"""Shell: parts of a sealed case in the clear. Who looks, and whether they may, is written down before."""

import msgspec

from cloud_seat.contract.envelope import RemoteEnvelopeError, open_part
from cloud_seat.contract.intake import Manifest
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.log import say
from cloud_seat.hub.store.blobs import Blobs

FORM_PART = "form.json"


class Sealed:
    """Opens with the hub's keys; blocks, so it is called in a thread."""

    def __init__(self, keys: KeyService, blobs: Blobs) -> None:
        self._keys, self._blobs = keys, blobs

    def opened(self, manifest: Manifest, name: str) -> bytes:
        """The plain bytes of a part. Raises RemoteEnvelopeError, FileNotFoundError."""
        part = next((part for part in manifest.parts if part.name == name), None)
        if part is None:
            raise RemoteEnvelopeError("no_part")
        return open_part(self._keys.case_key(manifest), name, self._blobs.whole(part.sha256))

    def values(self, manifest: Manifest, name: str = FORM_PART) -> dict[str, object]:
        """The same as an object. Raises also msgspec.MsgspecError, UnicodeError."""
        return msgspec.json.decode(self.opened(manifest, name), type=dict[str, object])

    def values_or_empty(self, manifest: Manifest, name: str = FORM_PART) -> dict[str, object]:
        """The same; empty when the part is missing or cannot be read."""
        try:
            return self.values(manifest, name)
        except (RemoteEnvelopeError, FileNotFoundError, msgspec.MsgspecError, UnicodeError) as error:
            say("hub.sealed", "part unreadable", level=40, case_id=manifest.case_id, error=type(error).__name__)
            return {}
