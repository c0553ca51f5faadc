"""Shell: the hub's first word on every socket, and what both talks share."""

import secrets

import msgspec

from cloud_seat.contract import signalling as sg
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.dispatch import Dispatch
from cloud_seat.hub.matching.queue import seats_counts

NO_TIME_YET = 0
"""Events get their time from the dispatch lane."""
REASON_LONGEST = 32


def welcome(dispatch: Dispatch, seat: sg.Seat | None, *, supervisor: bool = False, texts: bool = False) -> sg.Welcome:
    """The hub's first word."""
    online, ready = seats_counts(dispatch.state)
    resume = secrets.token_urlsafe(9)
    told = sg.Welcome(resume=resume, at_utc=now_utc(), seats_online=online, seats_ready=ready, seat=seat)
    return msgspec.structs.replace(told, supervisor=supervisor, texts=texts)
