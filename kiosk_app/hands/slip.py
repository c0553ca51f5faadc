"""Shell: the receipt printer, and what stands on the slips."""

import functools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from cloud_seat.contract.check_words import check_words
from cloud_seat.contract.intake import COMPLAINT_FORM
from devices.errors import DeviceError
from devices.model import Completion, Outcome
from devices.receipt_printer.builder import PaperWidth, ReceiptBuilder
from devices.receipt_printer.columns import Align
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.raster import line_drawer
from devices.registry import Registry
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.ending import local_time, texted

ROLE = "receipt_printer"
_TOLD = frozenset({"cover_open", "too_hot"})  # what a resident can do something about


class SlipHand:
    """PrintSlip. Each press of "print" is one slip: a repeated command is not, thanks to its key. `options`: those of
    the printer."""

    def __init__(
        self,
        registry: Registry,
        desk: Desk,
        *,
        font: Path,
        options: Mapping[str, str],
        wait_s: float,
    ) -> None:
        self._registry, self._post, self._knowledge = registry, desk.post, desk.knowledge
        self._draw_line = line_drawer(font)
        self._paper = PaperWidth.told_in(options)
        self._wait_s = wait_s
        self._printed = 0
        self.count: KeptNumber | None = None

    def print(self, command: do.PrintSlip, session: Session) -> None:
        """Prints in the device's lane."""
        data = self._slip(session, provisional=command.provisional)
        self._start(data, session, case_id=session.case_id, ended=events.SlipPrinted)

    def print_letter(self, command: do.PrintLetter, session: Session) -> None:
        """The number of a letter, and what happens next."""
        data = self._letter(command.aside, session)
        ended = functools.partial(events.LetterPrinted, aside=command.aside)
        self._start(data, session, case_id=session.letters[command.aside].case_id, ended=ended)

    def print_text(
        self, heading: str, lines: Sequence[str], session: Session, ended: Callable[[int, str], events.Event]
    ) -> None:
        """A heading and lines of text; a line that begins with · stands a little in."""
        paper = ReceiptBuilder(self._paper, self._draw_line)
        paper.text("政务晓屋", bold=True, align=Align.CENTRE).text(heading, bold=True, double=True).rule()
        for line in lines:
            paper.text(line)
        data = paper.feed(2).cut().build()
        self._start(data, session, case_id=f"text-{session.number}", ended=ended)

    def _start(self, data: bytes, session: Session, *, case_id: str, ended: Callable[[int, str], events.Event]) -> None:
        self._printed += 1
        try:
            lease = self._registry.claim(ROLE, owner=f"session-{session.number}-slip-{self._printed}")
        except DeviceError:
            self._post(ended(session.number, "not_ready"))
            return
        future = lease.run(PrintReceipt(data), deadline_s=self._wait_s, key=f"{case_id}-{self._printed}")

        def finished(done: "Future[Outcome]") -> None:
            lease.release()
            if done.result().ok and self.count is not None:
                self.count.add()
            self._post(ended(session.number, slip_code(done.result())))

        future.add_done_callback(finished)

    def _slip(self, session: Session, *, provisional: bool) -> bytes:
        knowledge = self._knowledge()
        item, en = knowledge.items.get(session.item_id), session.language == "en"
        number = session.provisional if provisional else session.acceptance
        title = ("Provisional slip" if en else "暂存凭证") if provisional else ("Receipt" if en else "收件回执")
        paper = ReceiptBuilder(self._paper, self._draw_line)
        paper.text("政务晓屋", bold=True, align=Align.CENTRE).text(title, bold=True, double=True, align=Align.CENTRE)
        paper.feed(1).text(number, bold=True, double=True, align=Align.CENTRE).rule()
        if item is not None:
            paper.pair("Matter" if en else "事项", item.name.in_language(session.language))
            for part in item.parts:
                paper.pair("with" if en else "包括", knowledge.items[part].name.in_language(session.language))
            paper.pair("Department" if en else "部门", item.department.in_language(session.language))
        at = local_time(session.submitted_at, en) if session.submitted_at else "—"
        paper.pair("Submitted" if en else "提交时间", at)
        if session.sealed_as:
            paper.pair("Check words" if en else "核对词", check_words(session.sealed_as, en=en))
        phone = texted(session, knowledge)
        if phone:
            paper.pair("Text to" if en else "短信通知", phone)
        paper.rule().text(
            _what_next(item.promised_working_days if item else 0, provisional=provisional, en=en, texts=phone != "")
        )
        paper.feed(1).qr(f"xiaowu:{'stored' if provisional else 'case'}:{number}")
        return paper.text("Keep this slip" if en else "请保管好这张小票", align=Align.CENTRE).feed(2).cut().build()

    def _letter(self, form_id: str, session: Session) -> bytes:
        en, written, knowledge = session.language == "en", session.letters[form_id], self._knowledge()
        form, item = knowledge.engines[form_id].form, knowledge.items.get(session.item_id)
        number = written.acceptance or written.number
        paper = ReceiptBuilder(self._paper, self._draw_line)
        paper.text("政务晓屋", bold=True, align=Align.CENTRE)
        title = (
            ("Complaint" if en else "办不成事回执") if form_id == COMPLAINT_FORM else ("Message" if en else "留言回执")
        )
        paper.text(title, bold=True, double=True, align=Align.CENTRE)
        paper.feed(1).text(number, bold=True, double=True, align=Align.CENTRE).rule()
        if item is not None:
            paper.pair("Matter" if en else "事项", item.name.in_language(session.language))
        hint = form.ui.pages[0].hint
        if hint is not None:
            paper.text(hint.in_language(session.language))
        paper.feed(1).qr(f"xiaowu:{form_id}:{number}")
        return paper.text("Keep this slip" if en else "请保管好这张小票", align=Align.CENTRE).feed(2).cut().build()


def slip_code(outcome: Outcome) -> str:
    """Empty for a slip that came out, else the word for a sentence `slip_…`. Once paper may have moved, that is what
    counts, whatever the reason."""
    if outcome.ok:
        return ""
    is_told = outcome.detail in _TOLD and outcome.completion is not Completion.OUTCOME_UNKNOWN
    return outcome.detail if is_told else outcome.completion.value


def _what_next(days: int, *, provisional: bool, en: bool, texts: bool) -> str:
    if provisional:
        number = (
            ("Your official number comes by text." if en else "正式受理号会短信通知您。")
            if texts
            else (
                "Your official number: ask any booth, with the same card."
                if en
                else "正式受理号凭办事的证，在任何一台晓屋都能查。"
            )
        )
        return (
            f"Sealed and stored in this booth. It is sent by itself when the network is back. {number}"
            if en
            else f"材料已加密存在晓屋，网络恢复后自动上传，不用再来。{number}"
        )
    if not days:
        return "Please bring this slip when you ask about your case." if en else "有疑问请带上这张小票。"
    return f"Result within {days} working days." if en else f"{days} 个工作日内出结果。有疑问请带上这张小票。"
