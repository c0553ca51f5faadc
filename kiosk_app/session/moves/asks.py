"""Core: what the official asks for in a call. Each waits for the resident's yes; no changes nothing at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from cloud_seat.contract.text import Text
from kiosk_app.flow.onward import SIGNED_ANEW, way_there, why_not
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import needed_papers
from kiosk_app.session.call_state import NO_TEXT
from kiosk_app.session.moves import Result, papers, proposing, remote, signing
from kiosk_app.session.moves.calling import answer_said, say
from kiosk_app.session.state import Ask, Knowledge, Said, Session, Stage

QUESTION = "callAsk"
NOTE_LONGEST = 200
AT_THE_PEN = (Stage.SIGN, Stage.REVIEW)
"""A paper that is asked for here makes the signature void: it is taken, then all is read and signed once more."""
PRINTED: Mapping[str, Text] = {
    "guide": Text(zh="办事指南", en="the guide"),
    "form": Text(zh="您填的申请表", en="your application"),
    "notice": Text(zh="受理通知书或凭证", en="your notice"),
}


def asked(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One question after the other, in front of whatever the resident does; never over another question."""
    assert isinstance(event, events.AskedFor)
    if any(entry.key == event.ask_id for entry in session.said):
        return session, ()
    if event.kind not in _KINDS and event.kind != "value":
        return session, (do.AnswerAsk(event.ask_id, "cannot"),)
    note = event.note[:NOTE_LONGEST]
    bare = Ask(event.ask_id, event.kind, event.target, note=note, value=event.value, was=event.was)
    ask = replace(bare, name=_name(session, bare, knowledge))
    heard = say(session, Said(ask.kind, ask.ask_id, ask.name, ask.note))
    answer, why = _objection(heard, ask, knowledge)
    if answer:
        told = answer_said(heard, ask.ask_id, answer)
        way = way_there(ask.kind, session.stage) if answer == "cannot" else ""
        return replace(told, notice=way or told.notice), (do.AnswerAsk(ask.ask_id, answer, why),)
    waiting = replace(heard, call=replace(heard.call, asks=(*heard.call.asks, ask)))
    return replace(waiting, overlay=waiting.overlay or QUESTION), ()


def _name(session: Session, ask: Ask, knowledge: Knowledge) -> Text:
    if ask.kind == "value":
        return proposing.name_of(session, ask, knowledge)
    if ask.kind == "print":
        return PRINTED.get(ask.target, NO_TEXT)
    return next((m.name for m in needed_papers(session, knowledge) if m.id == ask.target), NO_TEXT)


def _objection(session: Session, ask: Ask, knowledge: Knowledge) -> proposing.Objection:
    """Why the resident cannot be asked that now."""
    if ask.kind == "value":
        return proposing.objection(session, ask, knowledge)
    can, _ = _KINDS[ask.kind]
    if can(session, ask, knowledge):
        return proposing.FINE
    return "cannot", why_not(ask.kind, session.stage) if ask.kind in ("paper", "signature") else None


def _can_show(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    is_asked_for = any(material.id == ask.target for material in needed_papers(session, knowledge))
    is_busy = session.stage is Stage.MATERIAL and papers.is_taking(session)
    return is_asked_for and session.stage in (*remote.WITH_FORM, *AT_THE_PEN) and bool(session.case_id) and not is_busy


def _can_sign(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    return session.stage is Stage.CHECK


def taken_back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """In time, the question goes away and says why; after an answer it changes nothing."""
    assert isinstance(event, events.AskTakenBack)
    others = tuple(ask for ask in session.call.asks if ask.ask_id != event.ask_id)
    if len(others) == len(session.call.asks):
        return session, ()
    was_shown = session.overlay == QUESTION and session.call.asks[0].ask_id == event.ask_id
    left = answer_said(replace(session, call=replace(session.call, asks=others)), event.ask_id, "withdrawn")
    told = (do.AnswerAsk(event.ask_id, "withdrawn"),)
    if not was_shown:
        return left, told
    return replace(left, overlay=QUESTION if others else "", notice="ask_withdrawn"), told


def agree(session: Session, knowledge: Knowledge) -> Result:
    """Only now something happens, if it still can. What was filled in stays as it is, but for an agreed proposal."""
    ask = session.call.asks[0]
    answer, why = _objection(session, ask, knowledge)
    is_anew = ask.kind == "paper" and session.stage in AT_THE_PEN
    left, told = _taken(session, answer or "yes", SIGNED_ANEW if is_anew and not answer else why)
    if answer:
        return replace(left, notice=f"ask_{answer}"), told
    do_it = proposing.write if ask.kind == "value" else _KINDS[ask.kind][1]
    shown, commands = do_it(left, ask, knowledge)
    sifted, withdrawn = _sifted(shown, knowledge)
    return sifted, (*told, *commands, *withdrawn)


def _sifted(session: Session, knowledge: Knowledge) -> Result:
    """What was asked for meanwhile and makes no sense any more is answered before the resident sees it."""
    commands: list[do.Command] = []
    for ask in session.call.asks:
        answer, why = _objection(session, ask, knowledge)
        if answer:
            others = tuple(other for other in session.call.asks if other is not ask)
            session = answer_said(replace(session, call=replace(session.call, asks=others)), ask.ask_id, answer)
            commands.append(do.AnswerAsk(ask.ask_id, answer, why))
    is_left = session.overlay != QUESTION or bool(session.call.asks)
    return session if is_left else replace(session, overlay=""), tuple(commands)


def decline(session: Session) -> Result:
    """Told to the official; nothing else."""
    return _taken(session, "no")


def _taken(session: Session, answer: str, why: Text | None = None) -> Result:
    ask, *others = session.call.asks
    left = replace(session, call=replace(session.call, asks=tuple(others)), overlay=QUESTION if others else "")
    return answer_said(left, ask.ask_id, answer), (do.AnswerAsk(ask.ask_id, answer, why),)


def _to_paper(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    notice = "sign_anew" if session.stage in AT_THE_PEN else ""
    free = replace(session, aside="", aside_below="", inside="", picking="", notice=notice, signed=())
    opened, commands = (free, ()) if free.stage is Stage.MATERIAL else papers.open_papers(free, knowledge)
    ids = [paper.material_id for paper in opened.papers]
    if ask.target not in ids or papers.is_taking(opened):
        return opened, commands
    at_papers = replace(opened, stage=Stage.MATERIAL, phone="")
    shown, more = papers.show_paper(at_papers, ids.index(ask.target))
    return shown, (*commands, *papers.phone_down(opened), *more)


def _to_sign(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    free = replace(session, aside="", aside_below="", inside="", picking="", notice="")
    return signing.to_sign(free, events.WentOn(), knowledge) if free.stage is Stage.CHECK else (session, ())


_KINDS: Mapping[str, tuple[Callable[[Session, Ask, Knowledge], bool], Callable[[Session, Ask, Knowledge], Result]]] = {
    "paper": (_can_show, _to_paper),
    "signature": (_can_sign, _to_sign),
    "card": (remote.can_read, remote.read_card),
    "photo": (remote.can_shoot, remote.shoot),
    "print": (remote.can_print, remote.print_paper),
    "defer": (remote.can_defer, remote.defer),
}
"""Whether it can be asked for now, and what a yes does. A proposed value has more to say: `proposing`."""
