"""Core: the check page."""

from collections.abc import Mapping

from cloud_seat.contract import paths
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session.asking import engine_of, needed_papers
from kiosk_app.session.identity import may_write
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.form import full_label
from kiosk_app.ui.presenters.papers import page_url, paper_sub
from kiosk_app.ui.presenters.signing import numbers_button
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown


def check(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """Everything at one look before signing."""
    engine, say, en = engine_of(session, knowledge), session.language, session.language == "en"
    names = {m.id: m.name.in_language(say) for m in needed_papers(session, knowledge)}
    rows = [row for at in range(len(engine.form.ui.pages)) for row in _page_rows(session, engine, at)] if engine else []
    return {
        "title": pick(en, "请看一遍，对不对", "Please read it once more"),
        "text": pick(
            en, "可以直接签字，也可以请工作人员和您一起核对。", "Sign now, or check it together with an official."
        ),
        "rows": rows,
        **numbers_button(session),
        "materials": [
            {
                "name": names.get(paper.material_id, ""),
                "sub": paper_sub(paper, is_current=False, en=en),
                "url": page_url(booth, paper, paper.pages[0]) if paper.pages else "",
            }
            for paper in session.papers
        ],
        "callOffer": pick(en, "请云坐席核对", "Check with an official"),
    }


def _page_rows(session: Session, engine: FormEngine, at: int) -> list[Mapping[str, object]]:
    """What was answered on one page: a line an answer, rows of a group one after the other."""
    asked = engine.questions(session.values, engine.form.ui.pages[at].fields)
    written = engine.in_full if session.bare else engine.masked
    return [
        {
            "label": full_label(path, engine, session.language),
            "value": written(path, paths.value_at(session.values, path), session.language),
            "editable": not field.readonly or may_write(session, engine, path),
            "page": at,
        }
        for path, field in asked
        if path not in session.hidden
        and engine.cell(path) == path
        and field.widget != "group"
        and engine.label(path, paths.value_at(session.values, path), session.language)
    ]
