"""Shell: the notices that a resident gets: the signed promises for the case, and all of them on paper at the end."""

import asyncio
from dataclasses import replace

from cloud_seat.contract import notices
from cloud_seat.contract.results import result_of
from cloud_seat.contract.text import Text
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.paper_print import ROLE, PaperPrint
from kiosk_app.hands.slip import SlipHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import COMMITMENT, DEFERRAL, deferred, replaced
from kiosk_app.session.identity import present_person
from kiosk_app.session.state import Session

BY_DECISION = {"accepted": notices.acceptance, "returned": notices.supplement, "": notices.receipt}


class NoticeHand:
    """PrintNotices; `promises` for the document hand. `place`: the booth by name."""

    def __init__(self, desk: Desk, paper: PaperPrint, slip: SlipHand, typesetter: Typesetter, *, place: Text) -> None:
        self._desk, self._paper, self._slip, self._typesetter = desk, paper, slip, typesetter
        self.place = place

    def promises(self, session: Session, signature: str) -> dict[str, bytes]:
        """告知承诺书 and 容缺受理承诺书 as PDF/A, by part of the case, where they are given. Not on the engine lane."""
        made = _promises(self._facts(session, signature))
        return {f"{kind}.pdf": self.pdf([notice], session) for kind, notice in made.items()}

    def as_it_stands(self, session: Session) -> bytes:
        """All notices of the matter as PDF. Not on the engine lane."""
        return self.pdf(self._made(session), session)

    async def print(self, command: do.PrintNotices, session: Session) -> None:
        """On A4 where such a printer works, else on the slip's paper."""
        await self.print_made(self._made(session), session, on=command.on)

    def _made(self, session: Session) -> list[notices.Notice]:
        signature = self._desk.folder.signature.decode()
        facts = self._facts(session, signature)
        promised = _promises(replace(facts, number=""))  # as they were signed
        follows = [notices.to_follow(facts)] if facts.later else []
        return [BY_DECISION[session.decision](facts), *promised.values(), *follows]

    async def print_made(self, made: list[notices.Notice], session: Session, *, on: str) -> None:
        """These, on the paper of that printer → NoticesPrinted."""
        if on == ROLE:
            pdf = await asyncio.to_thread(self.pdf, made, session)
            self._paper.print(pdf, session, lambda code: self._ended(session, code))
            return
        lines = [line for notice in made for line in ["", notice["title"], *notices.as_lines(notice)]]
        written = self._typesetter.written(lines, session.language)
        title = self._typesetter.written(made[0]["title"], session.language)
        self._slip.print_text(title, written, session, lambda number, code: events.NoticesPrinted(number, code))

    def _ended(self, session: Session, code: str) -> None:
        self._desk.post(events.NoticesPrinted(session.number, code, a4=True))

    def pdf(self, made: list[notices.Notice], session: Session) -> bytes:
        """PDF/A, a page each. Not on the engine lane."""
        return self._typesetter.pdf(self._typesetter.written({"notices": made}, session.language))

    def _facts(self, session: Session, signature: str) -> notices.Facts:
        knowledge, person = self._desk.knowledge(), present_person(session)
        item = knowledge.items[session.item_id]
        return notices.Facts(
            language="en" if session.language == "en" else "zh",
            number=session.acceptance,
            case_id=session.case_id,
            item=item.name,
            department=item.department,
            applicant=person.name if person else "",
            place=self.place,
            day=knowledge.today,
            days=item.promised_working_days,
            papers=tuple(paper.name for paper in session.papers if paper.pages),
            later=tuple((paper.name, paper.due) for paper in deferred(session)),
            instead=tuple(replaced(session, knowledge)),
            basis=item.legal_basis,
            note=session.decision_note,
            result=result_of(item, session.result, session.decision_note),
            signature=signature,
        )


def _promises(facts: notices.Facts) -> dict[str, notices.Notice]:
    """Those with a paper of their own."""
    commitment = {COMMITMENT: notices.commitment(facts)} if facts.instead else {}
    return commitment | ({DEFERRAL: notices.deferral(facts)} if facts.later else {})
