"""Core: the form."""

from collections.abc import Mapping
from dataclasses import replace

from cloud_seat.contract import paths
from cloud_seat.contract.paths import Values
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import asked_on, engine_of, judged, shown_pages
from kiosk_app.session.identity import may_write
from kiosk_app.session.moves import Result, identifying, picking
from kiosk_app.session.moves.calling import mend_marks, share
from kiosk_app.session.moves.papers import open_papers
from kiosk_app.session.state import Knowledge, Proof, Session, Stage


def edit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One field changed: judged, sealed and shared at once. Fields from the card stay as read."""
    assert isinstance(event, events.FieldEdited)
    engine = engine_of(session, knowledge)
    if engine is None or not may_write(session, engine, event.name):
        return session, ()
    values = written(session.values, event.name, event.value, engine=engine, knowledge=knowledge)
    edited = replace(session, values=values, touched=session.touched | {event.name}, focus=event.name, wanted="")
    onward = picking.picked(edited, knowledge) if session.picking == event.name else edited
    return settle(onward, engine, knowledge, mended=engine.cell(event.name))


def written(values: Values, path: str, value: object, *, engine: FormEngine, knowledge: Knowledge) -> Values:
    """The values with the answer in its place. A region comes as its code; its words are kept beside it."""
    field = engine.field(path)
    if field is None or field.widget != "region":
        return paths.with_value(values, path, engine.read(path, value))
    code = str(value)
    place = paths.value_at(values, paths.parent(path))
    kept = place if isinstance(place, Mapping) else {}
    chosen = {**kept, "code": code, "region": knowledge.regions.spell(code)}
    return paths.with_value(values, paths.parent(path), chosen if chosen["region"] else kept)


def settle(
    session: Session, engine: FormEngine, knowledge: Knowledge, *, mended: str, change: do.NoteChange | None = None
) -> Result:
    """Values changed: judge them, answer the official's mark at `mended`, seal and share. `change`: not by the
    resident's own hand."""
    sure = judged(replace(session, saved=False), engine, knowledge)
    freed, answers = mend_marks(sure, mended)
    noted = (change or do.NoteChange(mended),) if mended else ()
    return freed, (*noted, do.SaveForm(freed.values), *answers, *share(freed))


def focus(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only shown to the official; nothing changes."""
    assert isinstance(event, events.FieldFocused)
    focused = replace(session, focus=event.name)
    return focused, share(focused)


def next_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On when this page is right; else to the first line that is not."""
    engine = engine_of(session, knowledge)
    if engine is None:
        return session, ()
    if session.picking:
        return picking.close(session), ()
    asked = frozenset(asked_on(session, engine))
    sure = judged(replace(session, touched=session.touched | asked), engine, knowledge)
    wrong = [path for path in sure.errors if path in asked]
    if wrong:
        return bring(sure, wrong[0]), ()
    onward = replace(sure, focus="", wanted="", notice="")
    if session.inside:
        return close_row(onward, engine, knowledge)
    later = [at for at in shown_pages(sure, engine) if at > session.page]
    return (replace(onward, page=later[0]), ()) if later else open_papers(onward, knowledge)


def page_back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Out of the row, back one page, to a name written by hand, or to the guide; values stay."""
    engine = engine_of(session, knowledge)
    if session.picking:
        return picking.close(session), ()
    calm = replace(session, focus="", wanted="", notice="")
    if engine and session.inside:
        return close_row(calm, engine, knowledge)
    before = [at for at in shown_pages(session, engine) if at < session.page] if engine else []
    if not before and session.person and session.person.proof is Proof.SAID and not session.person.seen_by:
        return identifying.again(calm)
    return (replace(calm, page=before[-1]) if before else replace(calm, stage=Stage.GUIDE)), ()


def bring(session: Session, path: str) -> Session:
    """To the field that must be mended, with its row's page open."""
    return replace(session, inside=paths.row_of(path), wanted=path, notice="mend")


def close_row(session: Session, engine: FormEngine, knowledge: Knowledge) -> Result:
    """Back to the list of rows. A row without a single answer was added by mistake: it goes."""
    row, group = session.inside, paths.parent(session.inside)
    listed = replace(session, inside="")
    if _is_blank(paths.value_at(session.values, row)):
        return without_row(listed, row, engine, knowledge)
    freed, answers = mend_marks(listed, group)
    return freed, (*answers, *share(freed))


def without_row(session: Session, row: str, engine: FormEngine, knowledge: Knowledge) -> Result:
    """The row is gone; what was said about later rows follows them."""
    moved = {path: paths.shifted(path, row) for path in (*session.touched, *session.call.marks)}
    fewer = replace(
        session,
        values=paths.without_row(session.values, row),
        touched=frozenset(moved[path] for path in session.touched if moved[path]),
        call=replace(session.call, marks={moved[p]: note for p, note in session.call.marks.items() if moved[p]}),
        focus="",
        wanted="",
        dropping="",
    )
    return settle(fewer, engine, knowledge, mended=paths.parent(row))


def _is_blank(value: object) -> bool:
    """Nothing was answered there, shown or hidden."""
    return all(_is_blank(inner) for inner in value.values()) if isinstance(value, Mapping) else value in ("", None)
