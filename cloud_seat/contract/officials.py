"""Core: messages about officials: whether they can be rung, and how they pass a resident on or ask each other."""

import msgspec

from cloud_seat.contract.text import Text


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """As all messages of `signalling`."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """The official as residents may know them."""

    seat_id: str
    name: str
    department: Text
    number: str = ""


class PresenceSet(_Message, frozen=True, kw_only=True):
    """Seat → hub: ready, busy (at the counter) or away. Ready ends the time for notes after a call."""

    status: str


class PageChanged(_Message, frozen=True, kw_only=True):
    """Seat → hub: the page was hidden or shown. `unseen`: hidden, and it may show no notification: no ring would reach
    anybody, so none is sent there."""

    unseen: bool = False


class AfterCallExtended(_Message, frozen=True, kw_only=True):
    """Seat → hub: more time for the notes of the last call."""


class PresenceChanged(_Message, frozen=True, kw_only=True):
    """Hub → everyone: how many seats are online and ready. Hub → seat: `mine` is that seat's own status,
    `after` for the notes of the last call, which end by themselves in `after_s`; `closed` while a supervisor closed it,
    until then (HH:MM, empty: for the rest of the day), for `closed_why`."""

    seats_online: int = 0
    seats_ready: int = 0
    mine: str = ""
    after_s: int = 0
    closed_until: str = ""
    closed_why: str = ""


class HandoverAsked(_Message, frozen=True, kw_only=True):
    """Seat → hub: another official should go on, `to_seat_id` or anyone who may. `note`: what they should know."""

    call_id: str
    attempt: int
    to_seat_id: str = ""
    note: str = ""


class HandoverDropped(_Message, frozen=True, kw_only=True):
    """Seat → hub: I go on after all."""

    call_id: str
    attempt: int


class HandoverChanged(_Message, frozen=True, kw_only=True):
    """Hub → both ends: handing over is asked, declined, timeout, gone, busy, dropped; or empty: there is none.

    Taken is told by CallEnded ("transferred") to the first official and CallConnected to the booth.
    """

    call_id: str
    attempt: int
    state: str = ""
    seat: Seat | None = None


class Consulted(_Message, frozen=True, kw_only=True):
    """Seat → hub → seat: a word between two officials about a running call; the resident's booth hears nothing.

    From the one in call `seat_id` is who is asked, from the other it may be left out. The hub fills in who speaks and
    which item. That somebody was consulted stands in the case's history; the words do not.
    """

    call_id: str
    text: str
    seat_id: str = ""
    seat: Seat | None = None
    item_name: Text | None = None


class WordsShared(_Message, frozen=True, kw_only=True):
    """Hub → seat: what officials wrote to the resident in this call, for a colleague who goes on or after a reload.
    What the resident wrote comes as `Wrote` again."""

    call_id: str
    words: tuple[str, ...] = ()
