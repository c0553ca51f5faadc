"""Shell: who changed which answer, and when: stamped here, shown to the official, sealed with the case."""

from datetime import UTC, datetime

import msgspec

from cloud_seat.contract.changes import CHANGES_PART, Change, noted
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session


class ChangeHand:
    """NoteChange."""

    def __init__(self, desk: Desk, case: CaseHand) -> None:
        self._desk, self._case = desk, case

    async def note(self, command: do.NoteChange, session: Session) -> None:
        """Kept in the folder; a proposal that was agreed to is on disk at once, the rest when the case is submitted."""
        folder = self._desk.folder
        change = Change(
            field=command.name,
            at_utc=datetime.now(UTC).isoformat(timespec="seconds"),
            proposed_by=command.proposed_by,
            before=command.before,
            after=command.after,
        )
        folder.changes = noted(folder.changes, change)
        if change.proposed_by:
            await self._case.add_page(session, CHANGES_PART, "application/json", msgspec.json.encode(folder.changes))
