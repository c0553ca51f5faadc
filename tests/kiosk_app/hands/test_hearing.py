"""Shell: 听不清 goes to the desk; a quiet minute comes back to the session, unless the call is over."""

import asyncio
from collections.abc import Callable

import pytest

from cloud_seat.call.media import FrameSource
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.text import Text
from devices.registry import open_registry
from kiosk_app.hands import call as call_hand
from kiosk_app.hands.call import CallHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.video import FrameStore


def _run(
    act: Callable[[CallHand], None], minute_s: float, is_up: bool = True
) -> tuple[list[wire.Message], list[events.Event]]:
    """What the desk and the session hear of it."""

    def send(message: wire.Message) -> bool:
        sent.append(message)
        return is_up

    def post(event: events.Event) -> None:
        posted.append(event)

    async def work() -> None:
        door = HubDoor("http://127.0.0.1:1", "", send)
        nobody = Knowledge({}, {}, {}, "2026-11-26")
        desk = Desk(post, lambda: nobody, Folder(), lambda *_: None, lambda **_: None)
        registry = open_registry([], lambda _: None)
        hand = CallHand(door, desk, registry, FrameStore(), FrameSource())
        act(hand)
        await asyncio.sleep(minute_s * 4)
        door.close()
        registry.close()

    sent: list[wire.Message] = []
    posted: list[events.Event] = []
    asyncio.run(work())
    return sent, posted


def test_the_desk_is_told_and_a_minute_later_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_hand, "HEARING_S", 0.02)

    def twice(hand: CallHand) -> None:
        hand.tell_hearing(do.TellHearing(again=False), Session())
        hand.tell_hearing(do.TellHearing(again=True), Session())

    sent, posted = _run(twice, call_hand.HEARING_S)
    assert sent == [wire.HearingTold(call_id="", again=False), wire.HearingTold(call_id="", again=True)]
    assert posted == [events.HearingEased("")], "the minute begins anew with every touch"


def test_nothing_is_said_about_it_after_the_wipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_hand, "HEARING_S", 0.02)

    def told_and_over(hand: CallHand) -> None:
        hand.tell_hearing(do.TellHearing(again=False), Session())
        hand.forget()

    assert _run(told_and_over, call_hand.HEARING_S)[1] == []


def test_words_that_do_not_reach_the_official_come_back_to_the_session() -> None:
    def write(hand: CallHand) -> None:
        hand.send_line(do.SendLine("听不见"), Session())

    def be_refused(hand: CallHand) -> None:
        hand.send_line(do.SendLine("听不见"), Session())
        hand.hear_message(wire.Refused(code="not_in_call", text=Text(zh="不在通话中"), about="Wrote"))
        hand.hear_message(wire.Refused(code="not_in_call", text=Text(zh="不在通话中"), about="HearingTold"))

    assert _run(write, 0)[1] == []
    assert _run(write, 0, is_up=False)[1] == [events.LineUnsent("")]
    assert _run(be_refused, 0)[1] == [events.LineUnsent("")]
