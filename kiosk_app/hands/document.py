"""Shell: sets the papers to sign (typst): PDF/A for the case; what the glass shows is drawn from those very bytes."""

import asyncio
from collections.abc import Callable
from typing import Any

from cloud_seat.contract.forms import Field
from cloud_seat.contract.rules import FormEngine
from devices.signature.strokes import SignatureVerdict, parse_signature, to_svg
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.paper_pages import draw_pages
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, promises_of
from kiosk_app.session.folder import sheet_picture
from kiosk_app.session.identity import identity_rows, present_person
from kiosk_app.session.numbers import private_numbers
from kiosk_app.session.state import Session, Stage
from kiosk_app.ui.paper_pixels import read_paper

APPLICATION = "application.pdf"


class DocumentHand:
    """RenderDocument."""

    def __init__(
        self,
        desk: Desk,
        *,
        paper: Typesetter,
        promises: Callable[[Session, str], dict[str, bytes]],
    ) -> None:
        self._desk, self._folder, self._post = desk, desk.folder, desk.post
        self._paper, self._promises = paper, promises

    async def render(self, command: do.RenderDocument, session: Session) -> None:
        """Draws off the engine lane, shows the picture, keeps the PDF."""
        engine = engine_of(session, self._desk.knowledge())
        if engine is None:
            return
        written = parse_signature(command.strokes)
        if command.strokes and written.verdict is not SignatureVerdict.GOOD:
            self._post(events.SignatureRefused(session.number))
            return
        signature = to_svg(written) if command.strokes else ""
        self._folder.signature = signature.encode()
        application = await asyncio.to_thread(self._paper.pdf, self._data(session, engine, signature))
        promises = await asyncio.to_thread(self._promises, session, signature)
        self._folder.signed_papers = {APPLICATION: application, **promises}
        numbers = private_numbers(session, engine)
        sheets = [(name, await self._show(name, pdf, numbers)) for name, pdf in self._folder.signed_papers.items()]
        self._post(events.DocumentRendered(session.number, signed=bool(signature), sheets=tuple(sheets)))

    def as_it_stands(self, session: Session) -> bytes:
        """The application as PDF: as it was signed, else unsigned. Not on the engine lane."""
        engine = engine_of(session, self._desk.knowledge())
        assert engine is not None
        is_open = session.stage in (Stage.FORM, Stage.MATERIAL, Stage.CHECK)
        drawn = b"" if is_open else self._folder.signed_papers.get(APPLICATION, b"")
        return drawn or self._paper.pdf(self._data(session, engine, ""))

    async def _show(self, name: str, pdf: bytes, numbers: tuple[str, ...]) -> int:
        """How many pages it has."""
        pages = await asyncio.to_thread(draw_pages, pdf, [self._paper.plain(number) for number in numbers])
        for at, page in enumerate(pages, start=1):
            for is_bare, png in ((False, page.covered), (True, page.bare)):
                paper = await asyncio.to_thread(read_paper, png)
                self._desk.show_picture(sheet_picture(name, at, bare=is_bare), paper)
        return len(pages)

    def _data(self, session: Session, engine: FormEngine, signature: str) -> dict[str, Any]:
        form, say, signer = engine.form, session.language, present_person(session)
        answers = engine.answers(session.values, today=self._desk.knowledge().today)
        rows = [self._row(row, answers, engine, say) for row in form.print.rows]
        return {
            "title": form.print.title.in_language(say),
            "rows": [row for row in rows if row],
            "promises": [text.in_language(say) for text in promises_of(session, self._desk.knowledge()).values()],
            "applicant": self._paper.plain(signer.name if signer else ""),
            "identity": [
                {"label": label, "value": self._paper.plain(value)} for label, value in identity_rows(session)
            ],
            "agent": session.errand is not None,
            "date": self._desk.knowledge().today,
            "case_id": session.case_id,
            "form_ref": f"{form.id} v{form.version}",
            "language": say,
            "signature": signature,
        }

    def _row(self, names: tuple[str, ...], answers: dict[str, Any], engine: FormEngine, say: str) -> Any:
        """One row of the paper: labels with values, or a whole group as a table of its own."""
        shown = [name for name in names if name not in engine.hidden(answers, today=self._desk.knowledge().today)]
        fields = [field for name in shown if (field := engine.field(name))]
        if fields and fields[0].widget == "group":
            return self._table(fields[0], answers, engine, say)
        return [
            {
                "label": field.label.in_language(say),
                "value": self._paper.plain(engine.in_full(field.name, answers.get(field.name), say)),
            }
            for field in fields
        ]

    def _table(self, group: Field, answers: dict[str, Any], engine: FormEngine, say: str) -> dict[str, Any]:
        lines = [
            [
                self._paper.plain(engine.label(f"{group.name}.{field.name}", row.get(field.name), say))
                for field in group.fields
            ]
            for row in answers.get(group.name, ())
        ]
        heads = [field.label.in_language(say) for field in group.fields]
        return {"label": group.label.in_language(say), "heads": heads, "lines": lines}
