"""Core: what is heard of a step. One function, from how the session stood, what happened and how it stands now.

1. In big letters, and with the handset in the hand, the booth speaks by itself: each new page, question and message,
   what the camera sees. "Still there?" and "take your card" are spoken in every mode.
2. In a call the booth is silent: the official is speaking. Only the chime of the answer comes first, a soft one while a
   broken line is sought, and the guard of a forgotten card sounds always.
3. A voice never outlives its page.
4. A hand stops what is being said: a finger on the glass while the card of the voice is shut, a key, a letter.
5. Who holds the handset hears of an error where it stands, when the field is left and whenever "next" stops at it; of
   each key that is typed; and all that a slip says.
"""

from dataclasses import replace

from cloud_seat.contract.companions import PRESENT
from kiosk_app.flow import prompts, who
from kiosk_app.flow.pages import page_of
from kiosk_app.flow.readback import slip_back
from kiosk_app.flow.troubles import field_trouble, wanted_trouble
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.asking import feels
from kiosk_app.session.state import CallState, Knowledge, Session, Stage

Result = tuple[Session, tuple[do.Command, ...]]

FINGERS = "kiosk_app.session.events.fingers"
PRESSED = (
    on.CallAsked, on.HungUp, on.Muted, on.NotHeard, on.CameraSwitched, on.BackgroundSoftened, on.VoiceOpened,
    on.VolumeTurned,
)  # fmt: skip
ENDED_WELL = (Stage.DONE, Stage.STORED)


def sound(before: Session, event: on.Event, after: Session, knowledge: Knowledge) -> Result:
    """The session as its voice stands now, and what must be heard."""
    voiced, speech = _speech(before, event, _put_away(before, after), knowledge)
    return voiced, (*_loudness(before, after), *_guard(before, after), *_chime(before, event, after), *speech)


def say(session: Session, parts: tuple[do.Spoken, ...], *, private: bool = False) -> Result:
    """These sentences, instead of whatever is being spoken."""
    voice = replace(session.voice, number=session.voice.number + 1, reading="speaking")
    return replace(session, voice=voice), (do.Say(voice.number, parts, voice_of(session), private),)


def may_speak(session: Session) -> bool:
    """There is a voice for this language, and nobody else is speaking."""
    return voice_of(session) in session.ambient.voices and session.call.state is not CallState.CONNECTED


def voice_of(session: Session) -> str:
    """English, or the Chinese that was chosen."""
    return "en" if session.language == "en" else session.voice.dialect


def hears_alone(session: Session) -> bool:
    """The resident holds a handset that nobody else hears."""
    return session.ambient.private_ear and bool(feels(session, "handset"))


def echoes(session: Session) -> bool:
    """Typed keys are told."""
    return session.ambient.echoes and hears_alone(session) and may_speak(session)


def makes_room(session: Session) -> bool:
    """Something is being said that a finger on the glass stops: not while the card lies there that pauses it."""
    return session.voice.reading == "speaking" and not session.voice.open


def _put_away(before: Session, after: Session) -> Session:
    """Another page or a question in front: the card of the loudspeaker button is in the way."""
    if not after.voice.open or (page_of(before) == page_of(after) and not after.overlay):
        return after
    return replace(after, voice=replace(after.voice, open=False))


def _speech(before: Session, event: on.Event, after: Session, knowledge: Knowledge) -> Result:
    if after.voice.number != before.voice.number and after.number == before.number:
        return after, ()  # the move itself spoke
    if hears_alone(after) and may_speak(after) and (trouble := _trouble(before, event, after, knowledge)):
        return say(after, trouble, private=True)
    wanted = _wanted(before, after, knowledge) if may_speak(after) else ()
    if wanted:
        seen = after.verdict if after.stage is Stage.MATERIAL else ""
        slip = slip_back(after, knowledge) if _scene(before) != _scene(after) and hears_alone(after) else ()
        return say(replace(after, voice=replace(after.voice, verdict=seen)), (*wanted, *slip), private=bool(slip))
    is_over = _scene(before) != _scene(after) or not may_speak(after) or _is_in_the_way(before, event)
    if before.voice.reading != "silent" and is_over:
        return replace(after, voice=replace(after.voice, reading="silent")), (do.Hush(),)
    return after, ()


def _is_in_the_way(before: Session, event: on.Event) -> bool:
    """A hand does something else while the booth speaks."""
    match event:
        case on.KeyTyped():
            return before.voice.reading == "speaking"
        case on.GlassTouched() | on.ControlFocused():
            return makes_room(before)
        case _:
            return False


def _wanted(before: Session, after: Session, knowledge: Knowledge) -> tuple[do.Spoken, ...]:
    """What the booth says by itself now."""
    if after.overlay == "idle":
        return _countdown(before, after, knowledge)
    if after.stage is Stage.TAKE_CARD and before.stage is not Stage.TAKE_CARD:
        return prompts.page_prompt(after, knowledge)
    if after.mode != "elder" and not hears_alone(after):
        return ()
    if _scene(before) != _scene(after) and not _only_closed(before, after):
        return prompts.page_prompt(after, knowledge)
    if after.notice != before.notice:
        return prompts.notice_prompt(after)
    return _guidance(before, after)


def _trouble(before: Session, event: on.Event, after: Session, knowledge: Knowledge) -> tuple[do.Spoken, ...]:
    """The error that "next" stopped at, or that stands in the field that was left for another one."""
    match event:
        case on.WentOn():
            return wanted_trouble(after, knowledge)
        case on.FieldFocused(name) if name not in (before.focus, after.wanted):
            return field_trouble(after, knowledge, before.focus)
        case _:
            return ()


def _countdown(before: Session, after: Session, knowledge: Knowledge) -> tuple[do.Spoken, ...]:
    if before.overlay != "idle":
        return prompts.page_prompt(after, knowledge)
    falls = after.idle_left_s != before.idle_left_s and after.idle_left_s in prompts.COUNTED_S
    return prompts.left_prompt(after) if falls else ()


def _guidance(before: Session, after: Session) -> tuple[do.Spoken, ...]:
    """What the camera sees, once each, never in the middle of another sentence."""
    if after.stage is not Stage.MATERIAL:
        return ()
    if _taken(after) > _taken(before):
        return prompts.taken_prompt(after)
    is_new = after.verdict not in (before.verdict, after.voice.verdict)
    return prompts.verdict_prompt(after, after.verdict) if is_new and after.voice.reading == "silent" else ()


def _scene(session: Session) -> tuple[object, ...]:
    """What the resident is looking at, and in which words."""
    speaks_alone = may_speak(session) and (session.mode == "elder" or hears_alone(session))
    place = (session.number, page_of(session), session.page, session.paper_at, session.overlay)
    asked = who.scene(session) if session.stage is Stage.IDENTIFY else ""
    has_answer = session.inquiry.state == "told" or session.letter.state == "sent"
    return (*place, asked, has_answer, session.language, session.voice.dialect, speaks_alone)


def _only_closed(before: Session, after: Session) -> bool:
    """A question went away and the page below is the same: it was spoken already."""
    return bool(before.overlay) and not after.overlay and _scene(replace(before, overlay="")) == _scene(after)


def _chime(before: Session, event: on.Event, after: Session) -> tuple[do.Command, ...]:
    if isinstance(event, on.CallAnswered) and before.call.state is not CallState.CONNECTED:
        return (do.Chime("call"),)
    if isinstance(event, on.CallStalled) and after.call.state is CallState.CONNECTED:
        return _seeking(before, event)
    if isinstance(event, on.RosterTold) and _came(before, after):
        return (do.Chime("attention"),)
    if after.call.state is CallState.CONNECTED:
        return ()
    if (after.notice and after.notice != before.notice) or (after.overlay == "idle" and before.overlay != "idle"):
        return (do.Chime("attention"),)
    if _went_well(before, event, after):
        return (do.Chime("success"),)
    is_press = type(event).__module__ == FINGERS or isinstance(event, PRESSED)
    return (do.Chime("press"),) if is_press else ()


def _came(before: Session, after: Session) -> bool:
    """Somebody is in the call now who was not."""
    known = {one.companion_id for one in before.call.people if one.state in PRESENT}
    return any(one.state in PRESENT and one.companion_id not in known for one in after.call.people)


def _seeking(before: Session, event: on.CallStalled) -> tuple[do.Command, ...]:
    """A soft sound at every try to bring the official back, and once when they are there again."""
    if event.stalled:
        return (do.Chime("attention"),)
    return (do.Chime("call"),) if before.call.stalled else ()


def _went_well(before: Session, event: on.Event, after: Session) -> bool:
    ended = after.stage in ENDED_WELL and before.stage not in ENDED_WELL
    return ended or (isinstance(event, on.CardRead) and after.person is not None) or _taken(after) > _taken(before)


def _taken(session: Session) -> int:
    return sum(paper.state == "done" for paper in session.papers)


def _guard(before: Session, after: Session) -> tuple[do.Command, ...]:
    wanted = after.stage is Stage.TAKE_CARD
    return (do.GuardCard(wanted),) if wanted is not (before.stage is Stage.TAKE_CARD) else ()


def _loudness(before: Session, after: Session) -> tuple[do.Command, ...]:
    louder = after.voice.louder
    return (do.SetVolume(louder),) if louder != before.voice.louder else ()
