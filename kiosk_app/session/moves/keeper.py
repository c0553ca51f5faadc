"""Core: the keeper's page: only from the welcome page, behind a PIN or a card, and every way out leads home."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import works
from kiosk_app.session.moves import Result
from kiosk_app.session.state import VOLUME_LEVELS, Keeper, Knowledge, Session, Stage

LOUDNESS = {"quieter": -1, "louder": 1}
TASKS = ("link_test", "self_test", "aimed", "paper_changed", "sheets_loaded", "restarted", *LOUDNESS)
LONGEST_PIN = 12
CARDS = ("card", "social")
"""Ways to lay down a keeper's card."""


def open_keeper(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the welcome page only: no resident's matter is ever open beneath it."""
    reading = (do.ReadCard("card"), *((do.ReadCard("social", beside=True),) if _has_both(session) else ()))
    return replace(session, stage=Stage.KEEPER, keeper=Keeper(), notice=""), reading


def _has_both(session: Session) -> bool:
    """A card is laid on one reader or put into the other."""
    return works(session, "smart_card")


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


def card_read(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Try the card. It is nobody's matter: nothing of it is kept."""
    assert isinstance(event, events.CardRead)
    lying = replace(session, ambient=replace(session.ambient, card_present=True))
    if session.keeper.is_open or session.keeper.busy:
        return lying, ()
    return replace(lying, keeper=Keeper(busy=event.way)), (do.CheckCard(event.person.number),)


def card_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The PIN is there, too: read on without a word."""
    assert isinstance(event, events.CardFailed)
    again = do.ReadCard(event.way, beside=_has_both(session))
    return session, () if session.keeper.is_open else (again,)


def judged(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """In, or words why not."""
    assert isinstance(event, events.PinJudged)
    way = session.keeper.busy
    by_card = way in CARDS
    if event.code:
        again = (do.ReadCard(way, after_lift=True, beside=_has_both(session)),) if by_card else ()
        return replace(session, keeper=Keeper(), notice=f"pin_{event.code}"), again
    return replace(session, keeper=Keeper(is_open=True), notice=""), () if by_card else (do.StopReading(),)


def choose(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One task at a time; the camera is put away before another one."""
    assert isinstance(event, events.TaskChosen)
    keeper = session.keeper
    if not keeper.is_open or keeper.busy or event.task not in TASKS:
        return session, ()
    if event.task in LOUDNESS:
        return _turn(session, event.task)
    ending: tuple[do.Command, ...] = (do.StopWatching(),) if keeper.aims else ()
    if event.task == "aimed":
        aims = not keeper.aims
        watching = (do.WatchPaper("", next_sheet=True), do.DoTask("aimed")) if aims else ending
        return replace(session, keeper=Keeper(is_open=True, aims=aims)), watching
    return replace(session, keeper=Keeper(is_open=True, busy=event.task)), (*ending, do.DoTask(event.task))


def _turn(session: Session, task: str) -> Result:
    """Heard at once: the press that follows is as loud as everything will be."""
    usual = session.ambient.usual_volume
    level = min(VOLUME_LEVELS, max(1, usual + LOUDNESS[task]))
    if level == usual:
        return session, ()
    turned = replace(session, ambient=replace(session.ambient, usual_volume=level))
    kept = replace(session.keeper, busy=task)
    return replace(turned, keeper=kept), (do.SetUsualVolume(level), do.Chime("success"), do.DoTask(task))


def done(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What was found."""
    assert isinstance(event, events.TaskDone)
    return replace(session, keeper=replace(session.keeper, busy="", told=event.told)), ()


def look(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What lies under the camera while it is aimed."""
    assert isinstance(event, events.PageJudged)
    return replace(session, verdict=event.verdict), ()
