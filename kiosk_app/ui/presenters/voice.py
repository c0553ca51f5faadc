"""Core: the card of the loudspeaker button."""

from kiosk_app.flow.readback import READ_BACK
from kiosk_app.flow.slip_words import slip_in_front
from kiosk_app.session.asking import engine_of
from kiosk_app.session.sounding import echoes, makes_room, may_speak
from kiosk_app.session.state import VOLUME_LEVELS, CallState, Knowledge, Session
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown

READ = {"silent": ("读给我听", "Read to me"), "speaking": ("暂停", "Pause"), "paused": ("接着读", "Go on")}


def voice(session: Session, knowledge: Knowledge) -> Shown:
    """Without a voice only the loudness stays."""
    en, can_read = session.language == "en", may_speak(session)
    level = session.ambient.usual_volume + session.voice.louder
    return {
        "open": session.voice.open and not session.overlay,
        "canRead": can_read,
        "reading": session.voice.reading,
        "readText": pick(en, *READ[session.voice.reading]),
        "backText": _back_text(session, knowledge) if can_read else "",
        "yields": makes_room(session),
        "hearsKeys": echoes(session) or session.voice.reading == "speaking",
        "dialect": session.voice.dialect,
        "dialectText": _dialect_text(session),
        "quietText": "" if can_read else _quiet_text(session),
        "level": level,
        "levels": VOLUME_LEVELS,
        "levelText": pick(en, f"音量 {level}，共 {VOLUME_LEVELS} 档", f"Volume {level} of {VOLUME_LEVELS}"),
        "canTurnUp": level < VOLUME_LEVELS,
        "canTurnDown": level > 1,
    }


def _back_text(session: Session, knowledge: Knowledge) -> str:
    """The button for the handset."""
    en = session.language == "en"
    if slip_in_front(session, knowledge) is not None:
        return pick(en, "听小票上写的", "Hear the slip")
    can = session.stage in READ_BACK and engine_of(session, knowledge) is not None
    return pick(en, "听我填的内容", "Hear what I filled in") if can else ""


def _dialect_text(session: Session) -> str:
    if session.language == "en" or not {"zh", "yue"} <= session.ambient.voices or not may_speak(session):
        return ""
    return "用广东话读" if session.voice.dialect == "zh" else "用普通话读"


def _quiet_text(session: Session) -> str:
    en = session.language == "en"
    if session.call.state is CallState.CONNECTED:
        return pick(
            en, "通话的时候不朗读，有事请直接问工作人员。", "Nothing is read during a call; just ask the official."
        )
    return pick(
        en,
        "这台机器现在不能朗读。需要的话，请叫工作人员。",
        "This booth cannot read aloud now. You may call an official.",
    )
