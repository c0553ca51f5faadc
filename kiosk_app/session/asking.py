"""Core: questions that the moves and the presenters put to the catalogue and the form rules."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from cloud_seat.contract.forms import Field
from cloud_seat.contract.here_now import WORKING as WORKING
from cloud_seat.contract.items import Material
from cloud_seat.contract.notices import Instead, commitment_promise, deferral_promise
from cloud_seat.contract.rules import FormEngine, Question
from cloud_seat.contract.text import Text
from kiosk_app.session.state import Ambient, Given, Knowledge, Paper, Session

COMMITMENT, DEFERRAL = "commitment", "deferral"
"""Promises with a paper of their own: it stands in the case as this word with ".pdf"."""

LETTER = Material(
    id="authorisation",
    name=Text(zh="委托书或监护关系证明", en="Letter of authority or proof of guardianship"),
    deferrable=True,
    deferral_working_days=10,
)
"""For items that say nothing of their own about it. Days as in the sample items of the catalogue."""


MOST_BUTTONS = 6
"""Choices up to here are big buttons on the page."""


def engine_of(session: Session, knowledge: Knowledge) -> FormEngine | None:
    """The form engine of the chosen item, or None when the item cannot be done here."""
    item = knowledge.items.get(session.item_id)
    return knowledge.engines.get(item.form_id) if item and item.form_id else None


def phone_of(session: Session, knowledge: Knowledge) -> str:
    """The phone number of the form, masked."""
    engine = engine_of(session, knowledge)
    names = [field.name for field in engine.form.fields() if field.widget == "phone"] if engine else []
    number = next((str(session.values[name]) for name in names if session.values.get(name)), "")
    return f"{number[:3]}****{number[-4:]}" if len(number) == 11 else ""


def texted(session: Session, knowledge: Knowledge) -> str:
    """The number that a text goes to, masked; empty when none will come, so that none is promised."""
    return phone_of(session, knowledge) if session.ambient.texts else ""


def needed_papers(session: Session, knowledge: Knowledge) -> tuple[Material, ...]:
    """The materials of the item that must go under the camera for these answers; an errand needs a letter."""
    engine, item = engine_of(session, knowledge), knowledge.items.get(session.item_id)
    if not engine or not item:
        return ()
    needed = tuple(
        material
        for material in item.scans
        if material.need != "conditional"
        or (session.errand and material.id == LETTER.id)
        or engine.holds(material.needed_if, session.values, today=knowledge.today)
    )
    has_letter = any(material.id == LETTER.id for material in needed)
    return (*needed, LETTER) if session.errand and not has_letter else needed


def offered(session: Session) -> Given | None:
    """What this visit already has of the paper in front, while it is still missing; of the same name only."""
    paper = session.papers[session.paper_at]
    given = session.given.get(paper.material_id)
    is_missing = not paper.pages and paper.state in ("todo", "busy")
    return given if is_missing and given is not None and given.name == paper.name else None


def works(session: Session, role: str) -> bool:
    """Whether a device can serve the resident now."""
    return session.ambient.devices.get(role, "") in WORKING


def lacks_room(ambient: Ambient, *, for_new: bool = False) -> bool:
    """Whether the disk takes no new picture; `for_new`: whether it has too little for the papers of a new matter."""
    told = ambient.reasons.get("storage", ())
    return "storage_full" in told or (for_new and "storage_short" in told)


def feels(session: Session, what: str) -> bool | None:
    """Presence, door or handset, now. None: this booth cannot feel it."""
    return session.ambient.board.get(what)


def may_rate(session: Session) -> bool:
    """Whether the hub still waits for what this resident thinks of the matter on the page."""
    told = session.inquiry.progress
    return told is not None and told.rates != "" and session.inquiry.state == "told" and not session.inquiry.taking


def is_listed(field: Field) -> bool:
    """Whether its answers are chosen from a list of their own: places, or more choices than one page holds."""
    return field.widget == "region" or len(field.choices) > MOST_BUTTONS


def named_field(question: Question, engine: FormEngine) -> Field:
    """The first part of an address carries the words of the whole: what is asked, how, why."""
    path, field = question
    whole = engine.field(engine.cell(path))
    if whole is None or field.widget != "region":
        return field
    return msgspec.structs.replace(field, label=whole.label, help=whole.help, why=whole.why, source=whole.source)


def shown_pages(session: Session, engine: FormEngine) -> tuple[int, ...]:
    """Pages of the form that ask something of this resident; always one at least."""
    pages = enumerate(engine.form.ui.pages)
    return tuple(at for at, page in pages if any(f.name not in session.hidden for f in page.fields)) or (0,)


def page_with(engine: FormEngine, path: str) -> int:
    """The page of the form that asks this, or asks for its row."""
    root = path.partition(".")[0]
    return next((at for at, page in enumerate(engine.form.ui.pages) if root in [f.name for f in page.fields]), 0)


def asked_on(session: Session, engine: FormEngine) -> tuple[str, ...]:
    """Paths of all that the resident may answer where they are: on the row's page, else on the form's page."""
    if session.inside:
        return tuple(q.path for q in engine.questions(session.values) if q.path.startswith(f"{session.inside}."))
    fields = engine.form.ui.pages[session.page].fields
    return tuple(question.path for question in engine.questions(session.values, fields))


def judged(session: Session, engine: FormEngine, knowledge: Knowledge) -> Session:
    """The session with errors of the touched fields and hidden fields worked out anew."""
    errors = engine.errors(session.values, today=knowledge.today)
    shown = {name: text for name, text in errors.items() if name in session.touched}
    return replace(session, errors=shown, hidden=engine.hidden(session.values, today=knowledge.today))


def deferred(session: Session) -> tuple[Paper, ...]:
    """The papers that follow later."""
    return tuple(paper for paper in session.papers if paper.state == "deferred")


def replaced(session: Session, knowledge: Knowledge) -> Instead:
    """The papers for which the resident chose to promise instead (告知承诺), each with what is promised."""
    engine, item = engine_of(session, knowledge), knowledge.items.get(session.item_id)
    if not engine or not item or not item.promise_instead:
        return ()
    wanted = {material.id for material in needed_papers(session, knowledge)}
    return tuple(
        (material.name, material.promise)
        for material in item.scans
        if material.promise is not None
        and material.id not in wanted
        and engine.holds(material.promised_if, session.values, today=knowledge.today)
    )


def promises_of(session: Session, knowledge: Knowledge) -> Mapping[str, Text]:
    """What is ticked, one by one, before signing: the form's promises, what stands for a proof, and that deferred
    papers will follow."""
    engine = engine_of(session, knowledge)
    promises = {promise.id: promise.text for promise in engine.form.promises} if engine else {}
    if instead := replaced(session, knowledge):
        promises[COMMITMENT] = commitment_promise(instead)
    if later := deferred(session):
        promises[DEFERRAL] = deferral_promise([(paper.name, paper.due) for paper in later])
    return promises
