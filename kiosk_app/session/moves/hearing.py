"""Core: the resident cannot hear the official: louder, in large words, and the official knows.

Each touch is one step louder, as far as there are any, and tells the desk. A second one within a minute (`HEARING_S` of
the hand) offers what does not need the loudspeaker. Large words stay until the call ends: ears do not mend in a minute.
"""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.call_state import Hearing
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.voice import turned
from kiosk_app.session.state import CallState, Knowledge, Session

SOON = (Hearing.TOLD, Hearing.OFFERED)


def not_heard(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """听不清."""
    if session.call.state is not CallState.CONNECTED:
        return session, ()
    again = session.call.hearing in SOON
    call = replace(session.call, hearing=Hearing.OFFERED if again else Hearing.TOLD)
    louder, _ = turned(session, events.VolumeTurned(1), knowledge)
    return replace(louder, call=call), (do.TellHearing(again),)


def eased(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A minute without another touch."""
    if session.call.hearing not in SOON:
        return session, ()
    return replace(session, call=replace(session.call, hearing=Hearing.EASED)), ()


def retold(session: Session) -> tuple[do.Command, ...]:
    """Whoever takes over the call hears of it, too."""
    return (
        (do.TellHearing(session.call.hearing is Hearing.OFFERED),) if session.call.hearing is not Hearing.WELL else ()
    )
