"""Shell: destroys everything personal of one session, in order: call, devices, memory, disk, glass."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from devices.registry import Registry
from kiosk_app.hands.call import CallHand
from kiosk_app.hands.card import CardHand
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.drafts import DraftHand
from kiosk_app.hands.pages import PageHand
from kiosk_app.hands.papers import PaperHand
from kiosk_app.hands.phone import PhoneHand
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.video import FrameStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WipeHand:
    """Wipe. The views forget by themselves: the fresh session shows nothing."""

    desk: Desk
    registry: Registry
    card: CardHand
    pages: PageHand
    papers: PaperHand
    phone: PhoneHand
    case: CaseHand
    drafts: DraftHand
    call: CallHand
    frames: FrameStore
    pictures: PaperProvider
    forget_typing: Callable[[], None]

    async def wipe(self, command: do.Wipe, session: Session) -> None:
        """The next resident's commands wait until this has ended."""
        self.call.forget()
        self.papers.stop_now()
        self.phone.forget()
        self.card.release()
        self.registry.revoke(f"session-{command.session}")
        self.desk.folder.forget()
        if command.keeps_draft:
            self.drafts.keep(await self.case.let_go())
        await self.case.destroy()
        self.pictures.forget()
        self.frames.clear_all()
        self.forget_typing()
        self.desk.show(outline=(), shots={}, call_since_ms=0)
        left = self._left()
        if left:
            log.error("wipe left something in: %s", ", ".join(left))
        self.desk.post(events.Wiped(command.session, datetime.now().strftime("%H:%M"), left))
        self.call.sweep()

    def _left(self) -> tuple[str, ...]:
        """Looks again: the next resident is told only what is so."""
        places = {
            "folder": self.desk.folder.is_empty,
            "pictures": self.pictures.is_empty,
            "card": self.pages.sides.is_empty,
            "case": not self.case.holds_draft,
        }
        return tuple(name for name, is_empty in places.items() if not is_empty)
