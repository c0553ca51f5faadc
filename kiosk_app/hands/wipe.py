"""Shell: destroys everything personal of one session, in order: call, devices, memory, disk, glass."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.registry import Registry
from kiosk_app.hands.call import CallHand
from kiosk_app.hands.card import CardHand
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.papers import PaperHand
from kiosk_app.hands.phone import PhoneHand
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.video import FrameStore


@dataclass(frozen=True, slots=True)
class WipeHand:
    """Wipe. The views forget by themselves: the fresh session shows nothing."""

    desk: Desk
    registry: Registry
    card: CardHand
    papers: PaperHand
    phone: PhoneHand
    case: CaseHand
    call: CallHand
    frames: FrameStore
    pictures: PaperProvider
    forget_typing: Callable[[], None]

    async def wipe(self, command: do.Wipe, session: Session) -> None:
        """The next resident's commands wait until this has ended."""
        self.call.stop_camera()
        self.papers.stop_now()
        self.phone.forget()
        self.card.release()
        self.registry.revoke(f"session-{command.session}")
        self.desk.folder.forget()
        await self.case.destroy()
        self.pictures.forget()
        self.frames.clear_all()
        self.forget_typing()
        self.desk.show(outline=(), shots={}, call_since_ms=0)
        self.desk.post(events.Wiped(command.session))
