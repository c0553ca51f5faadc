"""Shell: the moment for which private numbers stand open on the glass."""

import asyncio

from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

BARE_S = 15.0
"""Long enough to compare 19 digits with a card, short for whoever looks over a shoulder."""


class CoverHand:
    """CoverLater: the newest asking counts."""

    def __init__(self, desk: Desk) -> None:
        self._post = desk.post
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    def cover_later(self, command: do.CoverLater, session: Session) -> None:
        """Starts the moment anew."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(BARE_S, self._post, events.NumbersCovered(session.number))
