"""Core: a matter that a power cut left open is offered again to the same card, and to no other."""

from collections.abc import Mapping
from dataclasses import replace

from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, judged, needed_papers
from kiosk_app.session.identity import person_known, present_person
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import share
from kiosk_app.session.moves.papers import open_papers
from kiosk_app.session.state import Errand, Found, Knowledge, Paper, Session, Stage


def found(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Asked once, over the page; not over another question, and never about a form that has changed since."""
    assert isinstance(event, events.DraftFound)
    draft, here = event.found, present_person(session)
    item, engine = knowledge.items.get(draft.item_id), engine_of(replace(session, item_id=draft.item_id), knowledge)
    fits = engine is not None and engine.form.version == draft.form_version
    is_theirs = here is not None and here.is_proven and here.number == draft.identity.present.number
    if not (fits and is_theirs and item and engine) or session.overlay or session.stage not in _EARLY:
        return session, ()
    reached = _page_title(engine, draft.values, knowledge)
    return replace(session, overlay="resume", found=replace(draft, item_name=item.name, reached=reached)), ()


_EARLY = (Stage.IDENTIFY, Stage.FORM)


def forget(session: Session) -> Result:
    """Not wanted any more: destroyed."""
    assert session.found is not None
    return replace(session, overlay="", found=None), (do.ForgetDraft(session.found.case_id),)


def resume(session: Session, knowledge: Knowledge) -> Result:
    """As it stood: to the first page that still wants something, or to the papers."""
    draft = session.found
    assert draft is not None
    again = _as_it_stood(session, draft)
    engine = engine_of(again, knowledge)
    assert engine is not None
    again = replace(again, papers=_papers(draft, again, knowledge))
    taken = tuple((paper.material_id, page) for paper in again.papers for page in paper.pages)
    opening: tuple[do.Command, ...] = (
        do.ResumeDraft(draft.case_id, taken),
        do.SealIdentity(),
        do.SaveForm(again.values),
    )
    page = _first_page(engine, again.values, knowledge)
    if page is None:
        shown, more = open_papers(judged(again, engine, knowledge), knowledge)
        return shown, (*opening, *more, *share(shown))
    at_form = judged(replace(again, stage=Stage.FORM, page=page), engine, knowledge)
    return at_form, (*opening, *share(at_form))


def _as_it_stood(session: Session, draft: Found) -> Session:
    me, identity = present_person(session), draft.identity
    errand = Errand(actor=me, relation=identity.relation) if identity.actor else None
    return replace(
        session,
        overlay="",
        found=None,
        notice="",
        item_id=draft.item_id,
        begun=draft.item_id,
        case_id=draft.case_id,
        errand=errand,
        person=person_known(identity.holder) if errand else me,
        claims=max(session.claims, identity.claim) + 1,
        values=draft.values,
        touched=frozenset(draft.values),
        inside="",
        given={},
        ticked=frozenset(),
        reading="done",
    )


def _papers(draft: Found, session: Session, knowledge: Knowledge) -> tuple[Paper, ...]:
    """Pictures that were sealed are still there; papers that were put off are asked for again."""
    taken: dict[str, tuple[int, ...]] = {}
    for material_id, page in draft.pages:
        taken[material_id] = (*taken.get(material_id, ()), page)
    wanted = needed_papers(session, knowledge)
    return tuple(Paper(m.id, "done", taken[m.id], m.name) for m in wanted if m.id in taken)


def _first_page(engine: FormEngine, values: Mapping[str, object], knowledge: Knowledge) -> int | None:
    """The first page of the form that is not right yet."""
    wrong = {path.partition(".")[0] for path in engine.errors(values, today=knowledge.today)}
    pages = enumerate(engine.form.ui.pages)
    return next((at for at, page in pages if any(field.name in wrong for field in page.fields)), None)


def _page_title(engine: FormEngine, values: Mapping[str, object], knowledge: Knowledge) -> Text:
    page = _first_page(engine, values, knowledge)
    return Text(zh="") if page is None else engine.form.ui.pages[page].title
