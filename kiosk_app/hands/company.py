"""Shell: further people in the call: what the hub says of them, what the resident wants, the code of a link."""

from cloud_seat.contract import companions as wire
from cloud_seat.contract.signalling import Message
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.qr import qr_picture
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

LINK_PICTURE = "helper-link"


class CompanyHand:
    """AskHelper, AnswerHelper, EndCompanion, ConfirmRoster, HideLink. `url`: of the hub for phones; empty: no code."""

    def __init__(self, door: HubDoor, desk: Desk, *, url: str) -> None:
        self._door, self._desk, self._url = door, desk, url.rstrip("/")

    def hear(self, message: Message) -> None:
        """What the hub says, as events of the session."""
        post = self._desk.post
        match message:
            case wire.RosterChanged(call_id=call_id, number=number, people=people):
                post(events.RosterTold(call_id, number, people))
            case wire.ConsentAsked(call_id=call_id, companion_id=companion_id, seat=seat):
                post(events.HelperProposed(call_id, companion_id, seat))
            case wire.CompanionLink():
                self._open(message)
            case _:
                pass

    def _open(self, link: wire.CompanionLink) -> None:
        """As a code for a phone here, and as an address and a number for one elsewhere."""
        page = ""
        if self._url:
            self._desk.show_picture(LINK_PICTURE, qr_picture(f"{self._url}/with#{link.token}"))
            page = f"{self._url.removeprefix('https://')}/with"
        self._desk.post(events.LinkOpened(link.call_id, link.companion_id, page, link.number))

    def ask(self, command: do.AskHelper, session: Session) -> None:
        """→ HelperProposed: the resident reads first what it means."""
        self._door.send(wire.CompanionAsked(call_id=session.call.call_id, role=wire.FAMILY))

    def answer(self, command: do.AnswerHelper, session: Session) -> None:
        """→ LinkOpened after a yes."""
        answer = wire.ConsentAnswered(
            call_id=session.call.call_id,
            companion_id=command.companion_id,
            answer="yes" if command.agreed else "no",
            sees_form=command.sees_form,
        )
        self._door.send(answer)

    def end(self, command: do.EndCompanion, session: Session) -> None:
        """→ RosterTold without them."""
        self._door.send(wire.CompanionEnded(companion_id=command.companion_id))

    def confirm(self, command: do.ConfirmRoster, session: Session) -> None:
        """The glass shows this roster: it was handed to it before this command."""
        self._door.send(wire.RosterShown(call_id=command.call_id, number=command.number))

    def hide_link(self, command: do.HideLink, session: Session) -> None:
        """The code is good for nothing any more."""
        self._desk.show_picture(LINK_PICTURE, b"")
