"""Core: papers under the camera."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import needed_papers, works
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import share
from kiosk_app.session.state import CallState, Knowledge, Paper, Session, Stage


def open_papers(session: Session, knowledge: Knowledge) -> Result:
    """To the first paper that is still missing; without any, on to the check page."""
    before = {paper.material_id: paper for paper in session.papers}
    papers = tuple(before.get(m.id, Paper(m.id)) for m in needed_papers(session, knowledge))
    opened = replace(session, papers=papers, verdict="")
    waiting = [at for at, paper in enumerate(papers) if paper.state in ("todo", "busy")]
    if not papers or not waiting:
        return replace(opened, stage=Stage.CHECK), (do.StopWatching(), *share(opened))
    return show_paper(replace(opened, stage=Stage.MATERIAL), waiting[0])


def show_paper(session: Session, at: int) -> Result:
    """Camera on this paper."""
    shown = replace(session, paper_at=at, verdict="")
    return shown, (do.WatchPaper(session.papers[at].material_id),)


def set_paper(session: Session, material_id: str, state: str) -> Session:
    """The same papers with one in another state."""
    papers = tuple(replace(p, state=state) if p.material_id == material_id else p for p in session.papers)
    return replace(session, papers=papers)


def choose_material(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The resident picks a paper from the list."""
    assert isinstance(event, events.MaterialChosen)
    at = [p.material_id for p in session.papers].index(event.material_id) if has(session, event.material_id) else -1
    return show_paper(session, at) if at >= 0 else (session, ())


def has(session: Session, material_id: str) -> bool:
    """Whether this paper is asked for."""
    return any(paper.material_id == material_id for paper in session.papers)


def judged_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What the camera sees now."""
    assert isinstance(event, events.PageJudged)
    return replace(session, verdict=event.verdict), ()


def want_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Take the picture: by hand, or because it lay still and sharp."""
    current = session.papers[session.paper_at]
    if current.state not in ("todo", "deferred"):
        return session, ()
    return set_paper(session, current.material_id, "busy"), (do.TakePage(current.material_id),)


def page_taken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Sealed on disk; the official sees it too."""
    assert isinstance(event, events.PageTaken)
    taken = replace(set_paper(session, event.material_id, "done"), notice="")
    return taken, ((do.SharePapers(),) if taken.call.state is CallState.CONNECTED else ())


def page_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """No picture this time; the words say why."""
    assert isinstance(event, events.PageFailed)
    current = session.papers[session.paper_at]
    return replace(set_paper(session, current.material_id, "todo"), verdict=event.code), ()


def reject_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The resident does not like the picture: it is destroyed, the camera looks again."""
    current = session.papers[session.paper_at].material_id
    again, watching = show_paper(set_paper(session, current, "todo"), session.paper_at)
    return again, (do.DropPage(current), *watching)


def defer(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """容缺 when the rule allows it, and always when the camera is broken: the booth's fault is not the resident's."""
    current = session.papers[session.paper_at].material_id
    material = next(m for m in knowledge.items[session.item_id].materials if m.id == current)
    sees = session.verdict != "no_camera" and works(session, "document_camera")
    if not material.deferrable and sees:
        return replace(session, notice="not_deferrable"), ()
    return open_papers(set_paper(replace(session, notice=""), current, "deferred"), knowledge)


def next_paper(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On, once this paper is there or deferred."""
    if session.papers[session.paper_at].state in ("todo", "busy"):
        return replace(session, notice="paper_missing"), ()
    return open_papers(replace(session, notice=""), knowledge)


def back_to_form(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Papers taken stay taken."""
    return replace(session, stage=Stage.FORM, focus="", wanted=""), (do.StopWatching(),)
