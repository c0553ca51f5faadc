"""Core: which guide lights belong to a session as it stands. One function, so that no light is ever forgotten."""

from dataclasses import dataclass

from devices.booth_board.wiring import Lamp
from kiosk_app.session.state import CallState, Print, Session, Stage


@dataclass(frozen=True, slots=True)
class Lights:
    """Steady: here, please. Blinking: do not forget this."""

    steady: frozenset[Lamp] = frozenset()
    blinking: frozenset[Lamp] = frozenset()


def lights_for(session: Session) -> Lights:
    """Everything else is dark."""
    wanted = {
        Lamp.CARD: session.stage is Stage.IDENTIFY or _asks_for_card(session),
        Lamp.PAPERS: _wants_paper(session),
        Lamp.PRINTER: Print.PRINTED in (session.printing, *(letter.printing for letter in session.letters.values())),
        Lamp.CAMERA: session.call.state is CallState.CONNECTED
        and not (session.call.camera_off or session.call.is_quiet),
    }
    steady = frozenset(lamp for lamp, is_wanted in wanted.items() if is_wanted)
    return Lights(steady, frozenset({Lamp.CARD}) if _leaves_card(session) else frozenset())


def _asks_for_card(session: Session) -> bool:
    return session.stage in (Stage.PROGRESS, Stage.CHECK_IN) and session.person is None


def _wants_paper(session: Session) -> bool:
    if session.stage is not Stage.MATERIAL or not session.papers:
        return False
    return session.papers[session.paper_at].state in ("todo", "busy")


def _leaves_card(session: Session) -> bool:
    """Whenever the glass says "take your card"."""
    return session.stage is Stage.TAKE_CARD or (session.stage is Stage.DONE and session.ambient.card_present)
