"""Core: the card of the loudspeaker button: read, pause, again, louder, and what only the handset may hear."""

from dataclasses import replace

from kiosk_app.flow.echo import echo
from kiosk_app.flow.prompts import page_prompt
from kiosk_app.flow.readback import read_back
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.sounding import echoes, hears_alone, may_speak, say
from kiosk_app.session.state import VOLUME_LEVELS, Knowledge, Session


def found(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What this booth can speak."""
    assert isinstance(event, events.VoicesFound)
    known = replace(session.ambient, voices=event.voices, private_ear=event.private_ear)
    return replace(session, ambient=replace(known, usual_volume=event.usual_volume, echoes=event.echoes)), ()


def opened(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One touch reads the page; another one puts the card away and lets the voice go on."""
    turned = replace(session, voice=replace(session.voice, open=not session.voice.open))
    if not turned.voice.open or session.voice.reading != "silent":
        return turned, ()
    return again(turned, event, knowledge)


def asked(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Read, pause, go on."""
    if session.voice.reading == "silent":
        return again(session, event, knowledge)
    rests = session.voice.reading == "speaking"
    voice = replace(session.voice, reading="paused" if rests else "speaking")
    return replace(session, voice=voice), (do.RestSpeech(rests),)


def again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the start."""
    return say(session, page_prompt(session, knowledge)) if may_speak(session) else (session, ())


def asked_back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What was filled in, or what the slip says, for one pair of ears; anybody else is told to lift the handset."""
    parts = read_back(session, knowledge)
    if not parts or not may_speak(session):
        return session, ()
    if not hears_alone(session):
        notice = "read_back_lift" if session.ambient.private_ear else "read_back_nowhere"
        return replace(session, notice=notice), ()
    return say(session, parts, private=True)


def focused(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The keypad came to a control. Only who holds the handset hears which."""
    assert isinstance(event, events.ControlFocused)
    if not hears_alone(session) or not may_speak(session):
        return session, ()
    return say(session, (do.Spoken("", event.words),), private=True)


def touched(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The voice makes room: see `sounding`."""
    return session, ()


def typed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Each key, for one pair of ears; without them the voice only makes room."""
    assert isinstance(event, events.KeyTyped)
    if not echoes(session):
        return session, ()
    words = echo(event.piece, session.language, way=event.way, gone=event.gone)
    return say(session, (do.Spoken("", words),), private=True)


def turned(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A step louder or quieter, as far as there are any."""
    assert isinstance(event, events.VolumeTurned)
    usual = session.ambient.usual_volume
    level = min(VOLUME_LEVELS, max(1, usual + session.voice.louder + event.step))
    return replace(session, voice=replace(session.voice, louder=level - usual)), ()


def dialect(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Mandarin or Cantonese, where both can be spoken."""
    assert isinstance(event, events.DialectChosen)
    if event.dialect not in ("zh", "yue") or event.dialect not in session.ambient.voices:
        return session, ()
    return again(replace(session, voice=replace(session.voice, dialect=event.dialect)), event, knowledge)


def ended(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Heard to its end."""
    assert isinstance(event, events.SpeechEnded)
    if event.number != session.voice.number:
        return session, ()
    return replace(session, voice=replace(session.voice, reading="silent")), ()
