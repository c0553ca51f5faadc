"""Shell: the guide of an item on paper: A4, or the receipt printer where no A4 printer works."""

import asyncio
from collections.abc import Callable

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.paper_print import ROLE, PaperPrint
from kiosk_app.hands.slip import SlipHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.guiding import guide_on_paper, guide_on_slip


class GuideHand:
    """PrintGuide. Nothing of the resident is on it."""

    def __init__(self, desk: Desk, paper: PaperPrint, slip: SlipHand, typesetter: Typesetter) -> None:
        self._desk, self._paper, self._slip, self._typesetter = desk, paper, slip, typesetter

    async def print(self, command: do.PrintGuide, session: Session) -> None:
        """On the paper that the session chose."""
        knowledge = self._desk.knowledge()
        item = knowledge.items.get(session.item_id)
        if item is None:
            return
        if command.on != ROLE:
            heading, *lines = self._typesetter.written(
                guide_on_slip(item, session.language, knowledge), session.language
            )
            self._slip.print_text(heading, lines, session, lambda number, code: events.GuidePrinted(number, code))
            return
        pdf = await asyncio.to_thread(self.as_it_stands, session)
        self._paper.print(pdf, session, self._ended(session))

    def as_it_stands(self, session: Session) -> bytes:
        """The guide of the chosen item as PDF. Not on the engine lane."""
        knowledge = self._desk.knowledge()
        data = guide_on_paper(knowledge.items[session.item_id], session.language, knowledge)
        return self._typesetter.pdf(self._typesetter.written(data, session.language))

    def _ended(self, session: Session) -> Callable[[str], None]:
        return lambda code: self._desk.post(events.GuidePrinted(session.number, code, a4=True))
