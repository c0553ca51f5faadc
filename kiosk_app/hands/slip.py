"""Shell: the receipt printer, and what stands on the slips."""

import functools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from devices.errors import DeviceError
from devices.model import Completion, Outcome
from devices.receipt_printer.builder import PaperWidth, ReceiptBuilder
from devices.receipt_printer.columns import Align
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.raster import line_drawer
from devices.registry import Registry
from kiosk_app.flow.slip_words import Slip, case_slip, letter_slip
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

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
        slip = case_slip(session, self._knowledge(), provisional=command.provisional)
        data = self._paper_of(slip, en=session.language == "en")
        self._start(data, session, case_id=session.case_id, ended=events.SlipPrinted)

    def print_letter(self, command: do.PrintLetter, session: Session) -> None:
        """The number of a letter, and what happens next."""
        slip = letter_slip(session, self._knowledge(), command.aside)
        data = self._paper_of(slip, en=session.language == "en")
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

    def _paper_of(self, slip: Slip, *, en: bool) -> bytes:
        paper = ReceiptBuilder(self._paper, self._draw_line).text("政务晓屋", bold=True, align=Align.CENTRE)
        paper.text(slip.title, bold=True, double=True, align=Align.CENTRE)
        paper.feed(1).text(slip.number, bold=True, double=True, align=Align.CENTRE).rule()
        for label, what in slip.facts:
            paper.pair(label, what)
        if slip.onward:
            paper.rule().text(slip.onward)
        paper.feed(1).qr(f"xiaowu:{slip.kind}:{slip.number}")
        return paper.text("Keep this slip" if en else "请保管好这张小票", align=Align.CENTRE).feed(2).cut().build()


def slip_code(outcome: Outcome) -> str:
    """Empty for a slip that came out, else the word for a sentence `slip_…`. Once paper may have moved, that is what
    counts, whatever the reason."""
    if outcome.ok:
        return ""
    is_told = outcome.detail in _TOLD and outcome.completion is not Completion.OUTCOME_UNKNOWN
    return outcome.detail if is_told else outcome.completion.value
