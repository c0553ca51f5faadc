"""Core: what matching is told. Every event is a line of the journal: fields are only ever added, with defaults.

`at_ms` is the hub's clock in milliseconds since 1970 UTC; the machine never lets it run backwards. What an official
or a kiosk says about a call names (call, attempt), so a late word about an earlier offer cannot touch the next one.
"""

import msgspec


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag=True):
    at_ms: int


class HubStarted(_Event, frozen=True, kw_only=True):
    """Every socket is gone; calls in progress wait for both ends to come back."""


class HubLost(_Event, frozen=True, kw_only=True):
    """These hubs are gone, and every socket that they had. Written by one that is there."""

    hub_ids: tuple[str, ...]


class SeatAttached(_Event, frozen=True, kw_only=True):
    """An official's page is connected. `rights` and the rest: see `Standing`; `socket`: see `sockets`."""

    seat_id: str
    socket: str = ""
    rights: tuple[str, ...] = ()
    deputy_rights: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class SeatStandingSet(_Event, frozen=True, kw_only=True):
    """The operator changed what an official may do, who is here already. Fields: see `Standing`."""

    seat_id: str
    rights: tuple[str, ...] = ()
    deputy_rights: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class SeatPresenceSet(_Event, frozen=True, kw_only=True):
    """ready, busy or away, as the official says."""

    seat_id: str
    status: str


class SeatPageChanged(_Event, frozen=True, kw_only=True):
    """The page was hidden or shown again. `unseen`: hidden, and it may not show a notification."""

    seat_id: str
    unseen: bool = False


class SeatsClosed(_Event, frozen=True, kw_only=True):
    """A supervisor closes these seats until then, or opens them again (`until_ms` 0). `reason`: a word of a list."""

    seat_ids: tuple[str, ...]
    until_ms: int = 0
    reason: str = ""


class AfterCallExtended(_Event, frozen=True, kw_only=True):
    """The official needs more time for the notes of the last call."""

    seat_id: str


class SeatLeft(_Event, frozen=True, kw_only=True):
    """The page is gone: closed, crashed, or silent for too long. `socket`: that one; empty: whichever there was."""

    seat_id: str
    socket: str = ""


class CallRequested(_Event, frozen=True, kw_only=True):
    """A resident asks for an official. The same call again changes nothing. `place`: code of where the booth stands."""

    call_id: str
    kiosk_id: str
    case_id: str
    item_id: str = ""
    mode: str = "standard"
    language: str = "zh"
    place: str = ""
    socket: str = ""


class CallResumedByKiosk(_Event, frozen=True, kw_only=True):
    """The kiosk is connected again and still has this call."""

    kiosk_id: str
    call_id: str
    attempt: int
    socket: str = ""


class CallResumedBySeat(_Event, frozen=True, kw_only=True):
    """The official's page is connected again and still has this call."""

    seat_id: str
    call_id: str
    attempt: int


class OfferAccepted(_Event, frozen=True, kw_only=True):
    """The official takes the call."""

    seat_id: str
    call_id: str
    attempt: int


class OfferDeclined(_Event, frozen=True, kw_only=True):
    """The official lets it pass. `reason`: a short word of the desk's list; `to_seat_id`: ask this one next."""

    seat_id: str
    call_id: str
    attempt: int
    reason: str = ""
    to_seat_id: str = ""


class CallAssigned(_Event, frozen=True, kw_only=True):
    """A supervisor wants this official to be asked next for a call that nobody has answered.

    `attempt`: the call's last one, as the supervisor saw it; said late, or again, it does nothing.
    """

    call_id: str
    attempt: int
    seat_id: str


class HandoverAsked(_Event, frozen=True, kw_only=True):
    """The official in call wants another to go on: `to_seat_id`, or anyone who may."""

    seat_id: str
    call_id: str
    attempt: int
    to_seat_id: str = ""


class HandoverDropped(_Event, frozen=True, kw_only=True):
    """The official in call goes on after all."""

    seat_id: str
    call_id: str
    attempt: int


class CallEndedByKiosk(_Event, frozen=True, kw_only=True):
    """The resident hung up, cancelled or left (`attempt` 0: whatever the attempt)."""

    kiosk_id: str
    call_id: str
    attempt: int = 0
    reason: str = "resident"


class CallEndedBySeat(_Event, frozen=True, kw_only=True):
    """The official hung up."""

    seat_id: str
    call_id: str
    attempt: int
    reason: str = "seat"


class KioskLeft(_Event, frozen=True, kw_only=True):
    """The kiosk's socket is gone; its call waits a while for it. `socket`: as in SeatLeft."""

    kiosk_id: str
    socket: str = ""


class TimePassed(_Event, frozen=True, kw_only=True):
    """A deadline of `state.next_due_ms` has come."""


Event = (
    HubStarted
    | HubLost
    | SeatAttached
    | SeatStandingSet
    | SeatPresenceSet
    | SeatPageChanged
    | SeatsClosed
    | AfterCallExtended
    | SeatLeft
    | CallRequested
    | CallResumedByKiosk
    | CallResumedBySeat
    | OfferAccepted
    | OfferDeclined
    | CallAssigned
    | HandoverAsked
    | HandoverDropped
    | CallEndedByKiosk
    | CallEndedBySeat
    | KioskLeft
    | TimePassed
)
