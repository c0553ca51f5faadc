"""Core: the keeper's page: only from the welcome page, behind a PIN, and every way out leads home."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.state import Keeper, Knowledge, Session, Stage

TASKS = ("link_test", "self_test", "aimed", "paper_changed", "restarted")
LONGEST_PIN = 12


def open_keeper(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the welcome page only: no resident's matter is ever open beneath it."""
    return replace(session, stage=Stage.KEEPER, keeper=Keeper(), notice=""), ()


def type_pin(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Digit by digit."""
    assert isinstance(event, events.PinTyped)
    if session.keeper.is_open or not (event.pin.isdecimal() or not event.pin):
        return session, ()
    return replace(session, keeper=replace(session.keeper, pin=event.pin[:LONGEST_PIN]), notice=""), ()


def go_on(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Try the PIN."""
    keeper = session.keeper
    if keeper.is_open or keeper.busy or not keeper.pin:
        return session, ()
    return replace(session, keeper=Keeper(busy="pin")), (do.CheckPin(keeper.pin),)


def judged(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """In, or words why not."""
    assert isinstance(event, events.PinJudged)
    if event.code:
        return replace(session, keeper=Keeper(), notice=f"pin_{event.code}"), ()
    return replace(session, keeper=Keeper(is_open=True), notice=""), ()


def choose(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One task at a time; the camera is put away before another one."""
    assert isinstance(event, events.TaskChosen)
    keeper = session.keeper
    if not keeper.is_open or keeper.busy or event.task not in TASKS:
        return session, ()
    ending: tuple[do.Command, ...] = (do.StopWatching(),) if keeper.aims else ()
    if event.task == "aimed":
        aims = not keeper.aims
        watching = (do.WatchPaper("", next_sheet=True), do.DoTask("aimed")) if aims else ending
        return replace(session, keeper=Keeper(is_open=True, aims=aims)), watching
    return replace(session, keeper=Keeper(is_open=True, busy=event.task)), (*ending, do.DoTask(event.task))


def done(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What was found."""
    assert isinstance(event, events.TaskDone)
    return replace(session, keeper=replace(session.keeper, busy="", told=event.told)), ()


def look(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What lies under the camera while it is aimed."""
    assert isinstance(event, events.PageJudged)
    return replace(session, verdict=event.verdict), ()
