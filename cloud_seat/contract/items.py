"""Core: a service item (事项) as the district's catalogue states it. Field meanings follow GB/T 39554."""

import msgspec

from cloud_seat.contract.text import Text


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that the item asks for. `need`: card (read from the ID card), scan, or conditional.

    A conditional one is asked for when `needed_if` (CEL over the form's `values`) is true; when `promised_if` is true,
    the resident signs `promise` instead of it (告知承诺). `is_card`: a card, of which both sides are taken and come to
    one page.
    """

    id: str
    name: Text
    need: str = "scan"
    condition: Text | None = None
    needed_if: str = ""
    promised_if: str = ""
    promise: Text | None = None
    note: Text | None = None
    deferrable: bool = False
    deferral_working_days: int = 0
    is_card: bool = False


class Fee(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs, in yuan, with a note on when it is waived."""

    amount_yuan: float = 0
    note: Text | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item. `channels` says where it can be done: kiosk (whole matter here), seat, print, hall.

    `parts`: the items that a package (一件事) does at once. `place` and `hours`: the counter for it, and when there is
    somebody for it, there and by video.
    """

    id: str
    code: str = ""
    name: Text
    department: Text
    category: str = "other"
    service_object: str = "person"
    kind: str = "承诺件"
    summary: Text
    who: tuple[Text, ...] = ()
    materials: tuple[Material, ...] = ()
    statutory_working_days: int = 0
    promised_working_days: int = 0
    fee: Fee = Fee()
    result: Text | None = None
    minutes: int = 0
    place: Text | None = None
    hours: Text | None = None
    channels: tuple[str, ...] = ()
    form_id: str | None = None
    promise_instead: bool = False
    legal_basis: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    desk_points: tuple[Text, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def scans(self) -> tuple[Material, ...]:
        """The materials that go under the camera."""
        return tuple(m for m in self.materials if m.need != "card")
