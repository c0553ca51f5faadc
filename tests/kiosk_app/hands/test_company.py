"""Shell: what the hub says of further people comes to the session, and what the resident wants goes to the hub."""

import cv2
import numpy as np

from cloud_seat.contract import companions as wire
from cloud_seat.contract.signalling import Message
from kiosk_app.hands.company import LINK_PICTURE, CompanyHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.call_state import Call, CallState
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Knowledge, Session

IN_CALL = Session(call=Call(state=CallState.CONNECTED, call_id="c1"))
PERSON = wire.Companion(companion_id="p1", role=wire.FAMILY, state="here", name="小梅")

LINK = wire.CompanionLink(call_id="c1", companion_id="p1", token="T0ken-of_22_characters", number="48219073")


class Ends:
    """A hand between a hub and a session that only listen."""

    def __init__(self, url: str = "https://hub.example/") -> None:
        self.sent: list[Message] = []
        self.posted: list[events.Event] = []
        self.pictures: dict[str, object] = {}
        nobody = Knowledge({}, {}, {}, "2026-11-26")
        desk = Desk(self.posted.append, lambda: nobody, Folder(), self.pictures.__setitem__, lambda **_: None)
        self.hand = CompanyHand(HubDoor("http://127.0.0.1:1", "", self._send), desk, url=url)

    def _send(self, message: Message) -> bool:
        self.sent.append(message)
        return True


def test_what_the_hub_says_becomes_events() -> None:
    ends = Ends()
    ends.hand.hear(wire.RosterChanged(call_id="c1", number=4, people=(PERSON,)))
    ends.hand.hear(wire.ConsentAsked(call_id="c1", companion_id="p1"))
    ends.hand.hear(wire.CompanionEnded(companion_id="p1", reason="self"))
    assert ends.posted == [events.RosterTold("c1", 4, (PERSON,)), events.HelperProposed("c1", "p1", None)]


def test_the_code_opens_the_helpers_page_and_is_forgotten() -> None:
    ends = Ends()
    ends.hand.hear(LINK)
    assert ends.posted == [events.LinkOpened("c1", "p1", "hub.example/with", "48219073")]
    code = ends.pictures[LINK_PICTURE]
    assert isinstance(code, bytes)
    picture = cv2.imdecode(np.frombuffer(code, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == "https://hub.example/with#T0ken-of_22_characters"
    ends.hand.hide_link(do.HideLink(), IN_CALL)
    assert ends.pictures[LINK_PICTURE] == b""


def test_a_booth_that_phones_cannot_reach_shows_no_code() -> None:
    ends = Ends(url="")
    ends.hand.hear(LINK)
    assert ends.posted == [events.LinkOpened("c1", "p1", "", "48219073")] and not ends.pictures


def test_what_the_resident_wants_goes_to_the_hub() -> None:
    ends = Ends()
    ends.hand.ask(do.AskHelper(), IN_CALL)
    ends.hand.answer(do.AnswerHelper("p1", True, True), IN_CALL)
    ends.hand.end(do.EndCompanion("p1"), IN_CALL)
    ends.hand.confirm(do.ConfirmRoster("c1", 4), IN_CALL)
    assert ends.sent == [
        wire.CompanionAsked(call_id="c1", role=wire.FAMILY),
        wire.ConsentAnswered(call_id="c1", companion_id="p1", answer="yes", sees_form=True),
        wire.CompanionEnded(companion_id="p1"),
        wire.RosterShown(call_id="c1", number=4),
    ]
