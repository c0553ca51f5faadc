"""Shell: a sheet of paper that the official offered and the resident wanted: guide, application, notices. On A4."""

import asyncio
from dataclasses import replace

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.document import DocumentHand
from kiosk_app.hands.guide import GuideHand
from kiosk_app.hands.notices import NoticeHand
from kiosk_app.hands.paper_print import PaperPrint
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session


class AskedPrint:
    """PrintAsked."""

    def __init__(
        self, desk: Desk, paper: PaperPrint, guide: GuideHand, document: DocumentHand, notices: NoticeHand
    ) -> None:
        self._desk, self._paper = desk, paper
        self._guide, self._document, self._notices = guide, document, notices

    async def print(self, command: do.PrintAsked, session: Session) -> None:
        """Set off the engine lane, printed in the device's lane, told when it is out."""
        made = {
            "guide": self._guide.as_it_stands,
            "form": self._document.as_it_stands,
            "notice": self._notices.as_it_stands,
        }
        pdf = await asyncio.to_thread(made[command.target], session)
        told = events.AskDone(session.number, command.ask_id)
        self._paper.print(pdf, session, lambda code: self._desk.post(replace(told, code=code)))
