"""Shell: what the hub's operators ask of a booth: what becomes of it, and what the hub hears of that."""

import asyncio

from cloud_seat.contract.board import MESSAGE, RESTART, SELF_TEST, ErrandAsked, ErrandTold
from cloud_seat.contract.signalling import Message
from cloud_seat.contract.text import Text
from kiosk_app.hands.errands import ErrandHand
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session


class Booth:
    """What the hand posts, says and does."""

    def __init__(self) -> None:
        self.posted, self.said, self.restarts = list[events.Event](), list[tuple[str, str]](), 0
        self.hand = ErrandHand(self.posted.append, self._say, self._restart)

    def _say(self, message: Message) -> bool:
        assert isinstance(message, ErrandTold)
        self.said.append((message.errand_id, message.state))
        return True

    def _restart(self) -> None:
        self.restarts += 1

    def begin(self, what: str) -> None:
        asyncio.run(self.hand.begin(do.BeginErrand(what), Session()))


def test_words_go_to_the_glass_at_once_and_no_longer_than_it_is_wide() -> None:
    booth = Booth()
    booth.hand.hear(ErrandAsked(errand_id="e1", what=MESSAGE, words=Text(zh="停电" * 60, en="no power")))
    assert booth.posted == [events.WordsPut(Text(zh="停电" * 11, en="no power"))]
    assert booth.said == [("e1", "begun")]


def test_a_restart_waits_for_the_session_and_happens_once() -> None:
    booth = Booth()
    for errand_id in ("e1", "e2"):
        booth.hand.hear(ErrandAsked(errand_id=errand_id, what=RESTART))
    assert booth.posted == [events.ErrandDue(RESTART)] * 2 and booth.restarts == 0
    booth.begin(RESTART)
    booth.begin(RESTART)
    assert booth.restarts == 1
    assert booth.said == [("e1", "waits"), ("e2", "waits"), ("e2", "begun")]


def test_a_self_test_is_said_to_begin_and_restarts_nothing() -> None:
    booth = Booth()
    booth.hand.hear(ErrandAsked(errand_id="e1", what=SELF_TEST))
    booth.begin(SELF_TEST)
    assert booth.said[-1] == ("e1", "begun") and booth.restarts == 0


def test_what_this_version_cannot_do_is_said_so() -> None:
    booth = Booth()
    booth.hand.hear(ErrandAsked(errand_id="e1", what="dance"))
    assert booth.said == [("e1", "unknown")] and not booth.posted
