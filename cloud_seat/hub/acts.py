"""Core: who may do what. One row for every request and every word on a socket; what has no row, nobody may do.

The hub does not start with a request that has no row here; `tests/cloud_seat/hub/test_acts.py` asks each of them as
everybody.
"""

from collections.abc import Iterable

ROLES = ("seat", "supervisor", "operator", "auditor", "release")
"""Of staff: serves residents; watches over those who do; keeps accounts and booths; reads the audit; publishes."""
NEED_FACTOR = frozenset(ROLES) - {"seat"}
"""Roles that a password alone does not open."""

Whos = frozenset[str]
ANYONE: Whos = frozenset({"anyone"})
"""No sign-in: public files, the sign-in itself."""
LINK: Whos = frozenset({"link"})
"""Whoever holds an unguessable link; its own door checks it."""
LOCAL: Whos = frozenset({"local"})
"""Whoever asks from the hub's own machine, with no proxy between; its own door checks it."""
KIOSK: Whos = frozenset({"kiosk"})
SEAT: Whos = frozenset({"seat"})
DESK: Whos = frozenset({"seat", "supervisor"})
BOARD: Whos = frozenset({"supervisor", "operator"})
STAFF: Whos = frozenset(ROLES)
NOBODY: Whos = frozenset()

REQUESTS: dict[str, Whos] = {
    "GET /healthz": ANYONE,
    "GET /health/live": ANYONE,
    "GET /health/ready": ANYONE,
    "GET /metrics": LOCAL | {"operator"},
    "GET /openapi.json": frozenset({"operator"}),
    "GET /seat": ANYONE,
    "GET /phone": ANYONE,
    "GET /with": ANYONE,
    "GET /board": ANYONE,
    "FILES /web": ANYONE,
    "FILES /assets/icons": ANYONE,
    "FILES /assets/fonts": ANYONE,
    "FILES /assets/samples/papers": ANYONE,
    "POST /api/v1/session": ANYONE,
    "GET /api/v1/sign-in": ANYONE,
    "GET /api/v1/sign-in/elsewhere": ANYONE,
    "GET /api/v1/sign-in/back": ANYONE,
    "GET /api/v1/sign-in/leave": ANYONE,
    "POST /api/v1/sign-in/over": ANYONE,
    "POST /api/v1/enrol": ANYONE,
    "GET /api/v1/session": STAFF,
    "DELETE /api/v1/session": STAFF,
    "POST /api/v1/session/password": STAFF,
    "DELETE /api/v1/session/all": STAFF,
    "GET /api/v1/session/passkeys": STAFF,
    "POST /api/v1/session/passkeys/begin": STAFF,
    "POST /api/v1/session/passkeys": STAFF,
    "POST /api/v1/session/passkeys/{passkey_id:str}/remove": STAFF,
    "GET /api/v1/catalogue": KIOSK | STAFF,
    "GET /api/v1/catalogue/changes": KIOSK | STAFF,
    "GET /api/v1/forms/{form_id:str}/{version:int}": KIOSK | STAFF,
    "GET /api/v1/doors": KIOSK | STAFF,
    "GET /api/v1/everyday": KIOSK | STAFF,
    "GET /api/v1/documents/{name:path}": KIOSK,
    "POST /api/v1/missed-words": KIOSK,
    "GET /api/v1/missed-words": DESK | {"operator"},
    "PUT /api/v1/calls/{call_id:str}/scans/{scan_id:str}": KIOSK,
    "GET /api/v1/calls/{call_id:str}/scans/{scan_id:str}": SEAT,
    "GET /api/v1/own-cases": SEAT,
    "GET /api/v1/cases/{case_id:str}": SEAT,
    "GET /api/v1/cases/{case_id:str}/history": SEAT,
    "POST /api/v1/cases/{case_id:str}/notes": SEAT,
    "POST /api/v1/cases/{case_id:str}/decision": SEAT,
    "GET /api/v1/cases/{case_id:str}/parts/{name:path}": SEAT,
    "POST /api/v1/cases/{case_id:str}/rating": KIOSK,
    "GET /api/v1/items/{item_id:str}/handled": SEAT,
    "GET /api/v1/colleagues": SEAT,
    "GET /api/v1/places": SEAT,
    "GET /api/v1/coverage": BOARD,
    "GET /api/v1/board/kiosks/{kiosk_id:str}": BOARD,
    "GET /api/v1/board/calls/{call_id:str}/seats": frozenset({"supervisor"}),
    "POST /api/v1/board/calls/{call_id:str}/seat": frozenset({"supervisor"}),
    "GET /api/v1/board/closings": BOARD,
    "POST /api/v1/board/closings": frozenset({"supervisor"}),
    "POST /api/v1/board/openings": frozenset({"supervisor"}),
    "POST /api/v1/board/kiosks/{kiosk_id:str}/closing": frozenset({"supervisor"}),
    "DELETE /api/v1/board/kiosks/{kiosk_id:str}/closing": frozenset({"supervisor"}),
    "GET /api/v1/board/forms": BOARD,
    "GET /api/v1/board/forms/{form_id:str}": BOARD,
    "POST /api/v1/board/forms/{form_id:str}/try": BOARD,
    "PUT /api/v1/board/forms/{form_id:str}": frozenset({"operator"}),
    "DELETE /api/v1/board/forms/{form_id:str}": frozenset({"operator"}),
    "POST /api/v1/board/forms/{form_id:str}/ask": frozenset({"operator"}),
    "POST /api/v1/board/forms/{form_id:str}/sign": frozenset({"supervisor"}),
    "POST /api/v1/board/forms/{form_id:str}/return": frozenset({"supervisor"}),
    "GET /api/v1/statistics/{table:str}": BOARD,
    "GET /api/v1/statistics/{table:str}/csv": BOARD,
    "GET /api/v1/statistics/{table:str}/ods": BOARD,
    "GET /api/v1/board/items": frozenset({"operator"}),
    "GET /api/v1/board/items/{item_id:str}": frozenset({"operator"}),
    "GET /api/v1/board/officials": frozenset({"operator"}),
    "GET /api/v1/board/officials/{seat_id:str}": frozenset({"operator"}),
    "PUT /api/v1/board/officials/{seat_id:str}": frozenset({"operator"}),
    "POST /api/v1/board/imports/{table:str}": frozenset({"operator"}),
    "GET /api/v1/board/exports/{table:str}/{kind:str}": frozenset({"operator"}),
    "POST /api/v1/board/kiosks/{kiosk_id:str}/errands": frozenset({"operator"}),
    "GET /api/v1/letters": SEAT,
    "GET /api/v1/letters/{case_id:str}": SEAT,
    "POST /api/v1/letters/{case_id:str}/take": SEAT,
    "POST /api/v1/letters/{case_id:str}/called": SEAT,
    "POST /api/v1/letters/{case_id:str}/close": SEAT,
    "POST /api/v1/phone-link": KIOSK,
    "DELETE /api/v1/phone-link": KIOSK,
    "GET /api/v1/phone-link/next": KIOSK,
    "GET /api/v1/phone": LINK,
    "PUT /api/v1/phone/{page:int}": LINK,
    "POST /api/v1/with/number": LINK,
    "GET /api/v1/with": LINK,
    "POST /api/v1/with": LINK,
    "GET /api/v1/intake/keys": KIOSK,
    "GET /api/v1/intake/blobs/{sha256:str}": KIOSK,
    "PUT /api/v1/intake/blobs/{sha256:str}/{index:int}": KIOSK,
    "POST /api/v1/intake/cases": KIOSK,
    "POST /api/v1/progress": KIOSK,
    "POST /api/v1/notices": KIOSK,
    "POST /api/v1/notices/delivered": KIOSK,
    "POST /api/v1/check-in": KIOSK,
    "POST /api/v1/keeper-log": KIOSK,
    "PUT /api/v1/rehearsal": KIOSK,
    "PUT /api/v1/outbox": KIOSK,
    "GET /api/v1/rehearsal/cases/{case_id:str}": KIOSK,
    "GET /api/v1/releases/files/{name:path}": KIOSK,
    "GET /api/v1/releases/instruction": KIOSK,
    "PUT /api/v1/releases/report": KIOSK,
    "GET /api/v1/releases": frozenset({"supervisor", "operator", "release"}),
    "POST /api/v1/releases/steering": frozenset({"release"}),
    "SOCKET /ws/kiosk": KIOSK,
    "SOCKET /ws/seat": DESK,
    "SOCKET /ws/with": LINK,
    "SOCKET /ws/board": BOARD,
    "SOCKET /ws/rehearsal": KIOSK,
    "SOCKET /ws/rehearsal-seat": SEAT,
}

_EVERY_END = KIOSK | DESK | LINK
_SAID_BY: dict[Whos, str] = {
    _EVERY_END: "Hello Heartbeat CompanionEnded",
    DESK | LINK: "CompanionSignal",
    KIOSK | SEAT: "CallResumed Signal CallEnded ViewBroken CallReported",
    KIOSK | DESK: "CompanionAsked",
    KIOSK: "ItemsWatched HealthReported CallRequested FormShared ScanShared MarkAnswered HearingTold AskAnswered Wrote"
    " ConsentAnswered RosterShown ErrandTold",
    DESK: "PresenceSet PageChanged CompanionAnswered",
    SEAT: "AfterCallExtended OfferAccepted OfferDeclined HandoverAsked HandoverDropped Consulted PaperAccepted"
    " FieldMarked Asked AskWithdrawn Captioned Held FieldRevealed IdentityConfirmed CaseDecided CompanionRoleSet",
    NOBODY: "Welcome Refused PresenceChanged OfficialsChanged QueueChanged Offered OfferWithdrawn HandoverChanged"
    " WordsShared CallConnected RelaysRenewed SeatLost CaseSubmitted CompanionOffered ConsentAsked CompanionLink"
    " RosterChanged CompanionConnected FormSeen StoreChanged CatalogueChanged WallMoved WallTold ErrandAsked"
    " BoothClosed",
}
WORDS: dict[str, Whos] = {word: whos for whos, words in _SAID_BY.items() for word in words.split()}
"""Class name of a message → who may say it to the hub. Of which call, each room checks for itself."""


class LocalNoRowError(Exception):
    """A request was added without saying who may send it: add its row to `acts.py`."""


def may_send(request: str) -> Whos:
    """Who may send `METHOD /path/{as:declared}`. Raises LocalNoRowError."""
    if request not in REQUESTS:
        raise LocalNoRowError(request)
    return REQUESTS[request]


def may_say(word: str, whos: Whos) -> bool:
    """Whether one of these may say this word."""
    return bool(WORDS.get(word, NOBODY) & whos)


def in_effect(roles: Iterable[str], *, factor: bool) -> Whos:
    """What a sign-in is worth: without the second factor only what a password opens."""
    return frozenset(roles) if factor else frozenset(roles) - NEED_FACTOR
