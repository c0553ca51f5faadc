"""Shell: draws the application (typst): PDF/A for the case, PNG for the glass. Same data, same bytes everywhere."""

import asyncio
import json
from pathlib import Path
from typing import Any

import typst

from cloud_seat.contract.forms import Field
from cloud_seat.contract.rules import FormEngine
from devices.signature.strokes import SignatureVerdict, parse_signature, to_svg
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of
from kiosk_app.session.identity import identity_rows, present_person
from kiosk_app.session.state import Session

PREVIEW_PPI = 110
"""A4 becomes 910 × 1287 px: sharp on the glass, 30 ms to draw."""


class DocumentHand:
    """RenderDocument."""

    def __init__(
        self,
        desk: Desk,
        *,
        assets: Path,
    ) -> None:
        self._desk, self._folder, self._post = desk, desk.folder, desk.post
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets / "fonts")]
        )
        self._compiler = typst.Compiler(
            str(assets / "templates" / "application.typ"), font_paths=fonts, ignore_system_fonts=True
        )
        self._drawable = _coverage(assets / "fonts" / "coverage.txt")

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
        text = json.dumps(self._data(session, engine, signature), ensure_ascii=False)
        pdf, png = await asyncio.to_thread(self._draw, text)
        self._folder.application = pdf
        self._folder.signature = signature.encode()
        self._desk.show_picture("application", png)
        self._post(events.DocumentRendered(session.number, signed=bool(signature)))

    def _draw(self, text: str) -> tuple[bytes, bytes]:
        inputs = {"data": text}
        pdf = self._compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="a-2b", timestamp=0)
        png = self._compiler.compile(sys_inputs=inputs, format="png", ppi=PREVIEW_PPI)
        return _first(pdf), _first(png)

    def _data(self, session: Session, engine: FormEngine, signature: str) -> dict[str, Any]:
        form, say, signer = engine.form, session.language, present_person(session)
        answers = engine.answers(session.values, today=self._desk.knowledge().today)
        rows = [self._row(row, answers, engine, say) for row in form.print.rows]
        return {
            "title": form.print.title.in_language(say),
            "rows": [row for row in rows if row],
            "promises": [promise.text.in_language(say) for promise in form.promises],
            "applicant": self._plain(signer.name if signer else ""),
            "identity": [{"label": label, "value": self._plain(value)} for label, value in identity_rows(session)],
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
                "value": self._plain(engine.in_full(field.name, answers.get(field.name), say)),
            }
            for field in fields
        ]

    def _table(self, group: Field, answers: dict[str, Any], engine: FormEngine, say: str) -> dict[str, Any]:
        lines = [
            [
                self._plain(engine.label(f"{group.name}.{field.name}", row.get(field.name), say))
                for field in group.fields
            ]
            for row in answers.get(group.name, ())
        ]
        heads = [field.label.in_language(say) for field in group.fields]
        return {"label": group.label.in_language(say), "heads": heads, "lines": lines}

    def _plain(self, text: str) -> str:
        """A character that no bundled font has would stop PDF/A: show its code instead; the data keep it as it is."""
        return "".join(c if c == "\n" or ord(c) in self._drawable else f"〔U+{ord(c):04X}〕" for c in text)


def _first(compiled: Any) -> bytes:
    page = compiled[0] if isinstance(compiled, list) else compiled
    assert isinstance(page, bytes)
    return page


def _coverage(path: Path) -> frozenset[int]:
    """Code points that the fonts draw: one hexadecimal range a line."""
    points: set[int] = set()
    for line in path.read_text().split():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)
