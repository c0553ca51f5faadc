"""Shell: a sign-in begins and ends, whichever way it came: its row, its line in the audit, its cookie."""

import secrets
import time

from sqlalchemy import Connection
from starlette.responses import Response

from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Settings
from cloud_seat.hub.log import say
from cloud_seat.hub.store import audit, elsewhere, sessions
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.tries import Tries, actor_of


class SignIns:
    """Opens them. `tries`: all the ways in count failures together."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, settings: Settings) -> None:
        self._db, self._name, self._secure = db, doorkeeper.cookie, settings.is_secure
        self.tries = Tries(db, settings.limits, doorkeeper.lockouts)

    async def open(
        self, profile: SeatProfile, network: str, *, factor: bool, from_there: tuple[str, str] | None = None
    ) -> tuple[str, list[str]]:
        """The cookie's word, and what became of the account since the last one.

        `from_there`: subject and session of the district's provider."""
        word, seat_id = secrets.token_urlsafe(32), profile.seat.seat_id
        who = sessions.SignedIn(seat_id, network, factor)

        def open_it(db: Connection) -> list[str]:
            changes = audit.changed_since_sign_in(db, seat_id)
            sessions.open_session(db, word, who, time.time())
            if from_there:
                elsewhere.opened(db, word, seat_id, subject=from_there[0], sid=from_there[1])
            what = "signed_in_elsewhere" if from_there else "signed_in"
            audit.note(db, actor=actor_of(profile), what=what, about=network)
            return changes

        changes = await self._db.run(open_it)
        say("hub.auth", "signed in", seat_id=seat_id)
        return word, changes

    def give(self, response: Response, word: str) -> Response:
        """A cookie that scripts cannot read and other sites cannot send."""
        response.set_cookie(self._name, word, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response

    def take_back(self, response: Response) -> Response:
        """It is worth nothing any more."""
        response.delete_cookie(self._name, httponly=True, samesite="strict", secure=self._secure)
        return response
