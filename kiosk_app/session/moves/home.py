"""Core: the only way back to the welcome page."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.identity import present_person
from kiosk_app.session.moves import Result
from kiosk_app.session.state import CallState, Knowledge, Proof, Session, Stage


def home(session: Session, stage: Stage = Stage.WELCOME, *, keeps_draft: bool = False) -> Result:
    """Forget the resident. A card still on the reader leads to the reminder, an apology to its page."""
    card_left = session.ambient.card_present and stage is Stage.WELCOME
    fresh = Session(
        ambient=replace(session.ambient, wiped_once=False, wiped_at=""),
        number=session.number + 1,
        stage=Stage.TAKE_CARD if card_left else stage,
    )
    if fresh.stage is not Stage.WELCOME:  # the same resident still has something to read
        notice = "draft_kept" if keeps_draft else ""
        fresh = replace(fresh, language=session.language, mode=session.mode, notice=notice)
        fresh = replace(fresh, reach=session.reach, zoom=session.zoom)
    submitted = bool(session.provisional)
    commands: list[do.Command] = []
    commands += told_rating(session)
    if session.call.state is not CallState.NONE:
        commands.append(do.EndCall("resident"))
    commands.append(do.Wipe(session.number, session.case_id, submitted, keeps_draft))
    if card_left:
        commands.append(do.KeepCard())
    return fresh, tuple(commands)


def told_rating(session: Session) -> tuple[do.Command, ...]:
    """What the resident thinks of the service; on the last page also that nothing was said."""
    if session.stage is Stage.DONE:
        return (do.SendRating(session.case_id, session.rating),)
    told = session.inquiry.progress
    return (do.SendRating(told.rates, session.rating),) if told and told.rates and session.rating else ()


def go_home(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The plain way home."""
    return home(session)


def leave_or_ask(session: Session) -> Result:
    """Back beyond the first page: nothing that was filled in goes without a question."""
    return (replace(session, overlay="leave"), ()) if session.values else home(session)


def crashed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The catch-all of a lane: apologise, and home. What was filled in waits for its owner's card."""
    return home(session, Stage.APOLOGY, keeps_draft=opens_again(session))


def opens_again(session: Session) -> bool:
    """There is a draft, not handed in yet, that the card of who stands here opens again."""
    here = present_person(session)
    is_theirs = here is not None and here.proof in (Proof.CARD, Proof.SOCIAL_CARD)
    return is_theirs and bool(session.case_id) and not session.provisional
