"""Core: what the official asks for in a call. Each waits for the resident's yes; no changes nothing at all."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import needed_papers
from kiosk_app.session.moves import Result, papers, signing
from kiosk_app.session.moves.calling import answer_said, say
from kiosk_app.session.state import Ask, Knowledge, Said, Session, Stage

QUESTION = "callAsk"
_PAPER_STAGES = (Stage.FORM, Stage.MATERIAL, Stage.CHECK)
NOTE_LONGEST = 200


def asked(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One question after the other, in front of whatever the resident does; never over another question."""
    assert isinstance(event, events.AskedFor)
    if any(entry.key == event.ask_id for entry in session.said):
        return session, ()
    names = {material.id: material.name for material in needed_papers(session, knowledge)}
    ask = Ask(event.ask_id, event.kind, event.target, note=event.note[:NOTE_LONGEST])
    ask = replace(ask, name=names[ask.target]) if ask.target in names else ask
    heard = say(session, Said(ask.kind, ask.ask_id, ask.name, ask.note))
    if not _can(session, ask, known=ask.target in names):
        return answer_said(heard, ask.ask_id, "cannot"), (do.AnswerAsk(ask.ask_id, "cannot"),)
    waiting = replace(heard, call=replace(heard.call, asks=(*heard.call.asks, ask)))
    return replace(waiting, overlay=waiting.overlay or QUESTION), ()


def _can(session: Session, ask: Ask, *, known: bool) -> bool:
    if ask.kind == "paper":
        is_busy = session.stage is Stage.MATERIAL and papers.is_taking(session)
        return known and session.stage in _PAPER_STAGES and bool(session.case_id) and not is_busy
    return ask.kind == "signature" and session.stage is Stage.CHECK


def agree(session: Session, knowledge: Knowledge) -> Result:
    """Only now the page changes. What was filled in stays as it is."""
    ask, left = _taken(session, "yes")
    shown, commands = _to_paper(left, ask, knowledge) if ask.kind == "paper" else _to_sign(left, knowledge)
    return shown, (do.AnswerAsk(ask.ask_id, "yes"), *commands)


def decline(session: Session) -> Result:
    """Told to the official; nothing else."""
    ask, left = _taken(session, "no")
    return left, (do.AnswerAsk(ask.ask_id, "no"),)


def _taken(session: Session, answer: str) -> tuple[Ask, Session]:
    ask, *others = session.call.asks
    left = replace(session, call=replace(session.call, asks=tuple(others)), overlay=QUESTION if others else "")
    return ask, answer_said(left, ask.ask_id, answer)


def _to_paper(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    free = replace(session, aside="", aside_below="", inside="", picking="", notice="")
    opened, commands = (free, ()) if free.stage is Stage.MATERIAL else papers.open_papers(free, knowledge)
    ids = [paper.material_id for paper in opened.papers]
    if ask.target not in ids or papers.is_taking(opened):
        return opened, commands
    at_papers = replace(opened, stage=Stage.MATERIAL, phone="")
    shown, more = papers.show_paper(at_papers, ids.index(ask.target))
    return shown, (*commands, *papers.phone_down(opened), *more)


def _to_sign(session: Session, knowledge: Knowledge) -> Result:
    free = replace(session, aside="", aside_below="", inside="", picking="", notice="")
    return signing.to_sign(free, events.WentOn(), knowledge) if free.stage is Stage.CHECK else (session, ())
