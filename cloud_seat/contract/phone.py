"""Core: pictures from the resident's own phone: what booth, hub and phone page say to each other over HTTP.

A link lives for one paper of one case at one booth, a few minutes. Its address is in the QR code alone:
`/phone#<token>.<key>.<language>`; what stands behind the # never reaches the hub. Pictures are JPEG, sealed with the
key (AES-128-GCM, 12 bytes of nonce before the ciphertext, `bound_to` as further data): the hub cannot read them.
"""

import msgspec

from cloud_seat.contract.text import Text

TOKEN_BYTES = 16
KEY_BYTES = 16
NONCE_BYTES = 12
MOST_PICTURES = 12
"""Of one link; as many pages as one paper may have."""


class PhoneAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Booth → hub: open a link for this paper. An earlier link of this booth ends."""

    case_id: str
    item_id: str
    material_id: str


class PhoneLink(msgspec.Struct, frozen=True, kw_only=True):
    """Hub → booth: the link's token, and how long it lives."""

    token: str
    lives_s: int


class PhoneNext(msgspec.Struct, frozen=True, kw_only=True):
    """Hub → booth: whether a phone opened the page, and the next sealed picture, if any. `page` 0: none yet."""

    seen: bool = False
    page: int = 0
    sealed: bytes = b""


class PhoneShown(msgspec.Struct, frozen=True, kw_only=True):
    """Hub → phone: for whom and what the picture is; the newest page that came, and that the booth has fetched."""

    material: Text
    kiosk: Text
    lives_s: int
    came: int = 0
    fetched: int = 0
    most: int = MOST_PICTURES


def bound_to(token: str, page: int) -> bytes:
    """What a sealed picture is bound to: taken from another link or place, it does not open."""
    return f"xiaowu phone v1|{token}|{page}".encode()
