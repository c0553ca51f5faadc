"""Core: what may happen on any page."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import feels, works
from kiosk_app.session.moves import Result
from kiosk_app.session.state import LANGUAGES, Ambient, CallState, Knowledge, Session, Stage


def link(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The hub came or went."""
    assert isinstance(event, events.LinkChanged)
    texts = session.ambient.texts if event.texts is None else event.texts
    is_away = event.up and session.ambient.store_away
    linked = replace(session.ambient, link_up=event.up and not is_away, store_away=is_away, texts=texts)
    counts = replace(linked, seats_online=event.seats_online, seats_ready=event.seats_ready)
    return _linked(session, counts if event.up else replace(counts, officials={}, opens={}, absent_for={}))


def store(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A hub that cannot write anything down is as good as none, but for the call that runs."""
    assert isinstance(event, events.StoreChanged)
    return _linked(session, replace(session.ambient, link_up=not event.is_away, store_away=event.is_away))


def _linked(session: Session, ambient: Ambient) -> Result:
    back = ambient.link_up and not session.ambient.link_up and session.call.state is CallState.CONNECTED
    # A restarted hub has forgotten what was shared: show the official everything again.
    again: tuple[do.Command, ...] = (do.ShareForm(), do.SharePapers()) if back else ()
    return replace(session, ambient=ambient), again


def officials(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Officials for the items on the glass came or went; those of other items are no longer known."""
    assert isinstance(event, events.OfficialsChanged)
    counts = replace(session.ambient, officials=dict(event.officials), opens=dict(event.opens))
    return replace(session, ambient=replace(counts, absent_for=dict(event.closed))), ()


def device(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A device changed; the pages say what still works."""
    assert isinstance(event, events.DeviceChanged)
    devices = {**session.ambient.devices, event.role: event.state}
    reasons = {**session.ambient.reasons, event.role: event.reasons}
    return replace(session, ambient=replace(session.ambient, devices=devices, reasons=reasons)), ()


def board(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Somebody came or went, opened the cabinet, lifted the handset. Only the sound of a call must move now."""
    assert isinstance(event, events.BoardChanged)
    felt = replace(session, ambient=replace(session.ambient, board=dict(event.inputs)))
    if feels(felt, "presence") is not feels(session, "presence"):
        rests = feels(felt, "presence") is False and felt.stage is Stage.WELCOME
        felt = replace(felt, ambient=replace(felt.ambient, rests=rests))
    lifted = bool(feels(felt, "handset"))
    return felt, (do.UseHandset(lifted),) if lifted is not bool(feels(session, "handset")) else ()


def language(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Another language, at once, with everything kept."""
    assert isinstance(event, events.LanguageChosen)
    return replace(session, language=event.language if event.language in LANGUAGES else "zh"), ()


MAGNIFIED = ("elder", "contrast")
"""Modes that the magnifier enlarges."""


def mode(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Standard, big letters or high contrast."""
    assert isinstance(event, events.ModeChosen)
    mode = event.mode if event.mode in ("standard", "elder", "contrast") else "standard"
    return replace(session, mode=mode, zoom=session.zoom and mode in MAGNIFIED), ()


def zoom(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The magnifier is the step after big letters, and goes with high contrast."""
    assert isinstance(event, events.Magnified)
    return replace(session, zoom=event.on and session.mode in MAGNIFIED), ()


def wake(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Somebody is here, whatever a sensor says."""
    return replace(session, ambient=replace(session.ambient, rests=False)), ()


def rehearsal_due(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only while nobody is here; else it is asked again later."""
    if session.ambient.rehearses or not is_left_alone(session):
        return session, ()
    return replace(session, ambient=replace(session.ambient, rehearses=True)), (do.Rehearse(),)


def rehearsal_ended(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The glass rests as before."""
    return replace(session, ambient=replace(session.ambient, rehearses=False)), ()


def words_put(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What the operators say to everybody here; it is nobody's and outlives the wipe."""
    assert isinstance(event, events.WordsPut)
    return replace(session, ambient=replace(session.ambient, words=event.words)), ()


def closing_told(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """For whoever comes next: a matter under way goes on to its end."""
    assert isinstance(event, events.ClosingTold)
    return replace(session, ambient=replace(session.ambient, closed=event.closing)), ()


def errand_due(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only while nobody is here, and never in the middle of a rehearsal; else it is asked again later."""
    assert isinstance(event, events.ErrandDue)
    if session.ambient.rehearses or not is_left_alone(session):
        return session, ()
    begins = do.BeginErrand(event.what)
    if event.what != "self_test":
        return session, (begins,)
    rehearsing, commands = rehearsal_due(session, event, knowledge)
    return rehearsing, (begins, *commands)


def is_left_alone(session: Session) -> bool:
    """The resting picture stands, no card lies there, no door is open, no handset is lifted."""
    rests = session.ambient.rests and session.stage is Stage.WELCOME and not session.overlay and not session.aside
    is_touched = session.ambient.card_present or feels(session, "door") or feels(session, "handset")
    return rests and not is_touched and session.call.state is CallState.NONE


def reach(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Controls within reach of somebody who sits."""
    assert isinstance(event, events.PageLowered)
    return replace(session, reach=event.on), ()


def saved(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The newest values are sealed on disk."""
    return replace(session, saved=True), ()


def wiped(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The last session is gone for good; the welcome page may say so."""
    assert isinstance(event, events.Wiped)
    if event.wiped != session.number - 1:
        return session, ()
    known = replace(session.ambient, wiped_once=not event.left, wiped_at=event.at)
    return replace(session, ambient=known), ()


def card_removed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The card was lifted; what was read stays."""
    return replace(session, ambient=replace(session.ambient, card_present=False)), ()


def says_taken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """ "I have it." A reader that still sees the card is believed once; then the resident is."""
    if session.ambient.card_present and works(session, "id_card") and session.notice != "card_still_there":
        return replace(session, notice="card_still_there"), ()
    return card_taken(session, event, knowledge)


def card_taken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The forgotten card is taken: the booth is free, and plain again for the next resident."""
    lifted, _ = card_removed(session, event, knowledge)
    return Session(ambient=lifted.ambient, number=lifted.number), ()


def draft_opened(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The case has its id and its key."""
    assert isinstance(event, events.DraftOpened)
    return replace(session, case_id=event.case_id), ()


def store_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The disk refused. Nothing on the page is lost; the resident may try again."""
    assert isinstance(event, events.StoreFailed)
    stage = Stage.REVIEW if session.stage is Stage.SUBMITTING else session.stage
    return replace(session, stage=stage, notice=f"store_{event.code}"), ()


def decided(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The official accepted or returned the case, and says then or later what came of it: only this one, once each."""
    assert isinstance(event, events.CaseDecided)
    is_news = event.result and not session.result and session.decision == event.decision
    if event.case_id != session.case_id or (session.decision and not is_news):
        return session, ()
    return replace(session, decision=event.decision, decision_note=event.note, result=event.result), ()
