"""Core: what official and resident say to each other about the matter in a call; see `signalling`."""

from typing import Any

import msgspec

from cloud_seat.contract.text import Text


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """Root of the tagged union, as in `signalling`."""


class PaperAccepted(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: the official has looked at these pages of a paper and takes them. Kept in the history."""

    call_id: str
    attempt: int
    material_id: str
    pages: tuple[int, ...] = ()


class FieldMarked(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: please look at this field again. An official never writes a resident's field alone.

    The same `said_id` again changes nothing.
    """

    call_id: str
    attempt: int
    field: str
    note: str = ""
    said_id: str = ""


class MarkAnswered(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: the resident mended the marked field, or declined: it is right as it stands."""

    call_id: str
    field: str
    answer: str = "mended"


class HearingTold(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: the resident cannot hear the official. `again`: not even louder; what is written is read."""

    call_id: str
    again: bool = False


class Asked(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: the official asks for something; nothing happens at the booth before the resident says yes.

    `kind`: paper or defer (`target` is the material), signature, card (once more), photo (for the ID check), print
    (`target`: guide, form, notice), or value (`value` is proposed for the field `target`; `was` stood there when the
    official wrote it; a place by its code, `was` in words). The same `ask_id` again changes nothing.
    """

    call_id: str
    attempt: int
    ask_id: str
    kind: str
    target: str = ""
    note: str = ""
    value: Any = None
    was: Any = None


class AskWithdrawn(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: not wanted any more. The booth answers `withdrawn` if it was in time."""

    call_id: str
    attempt: int
    ask_id: str


class AskAnswered(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: yes, no, or why the resident could not be asked, or not any more.

    withdrawn: the official took it back before an answer.
    cannot: the matter is not where this could be done, `text` says where it is. changed: the resident has changed that
    answer meanwhile. unfit: the form's rules refuse the value, `text` says why; the hub says so before the booth hears
    of it. After a yes to a card, photo or print a second one says how it ended: done, failed, stopped, differs (another
    card).
    """

    call_id: str
    ask_id: str
    answer: str = "no"
    text: Text | None = None


class Captioned(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: words shown under the official's picture. The same `said_id` again changes nothing.

    A booth whose line was broken gets those of this call that have one (again), and marks and asks without an answer.
    """

    call_id: str
    attempt: int
    text: str
    said_id: str = ""


class Wrote(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: what the resident wrote to the official. Kept on the two screens, and in the hub's memory
    while the call lasts: an official whose line broke or who takes over gets it (again). The same `said_id` again
    changes nothing."""

    call_id: str
    said_id: str = ""
    text: str


class Held(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: the official steps aside (neither end sends picture or voice), or is back.

    A new attempt of the call ends it.
    """

    call_id: str
    attempt: int
    on: bool = True
