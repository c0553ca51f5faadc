"""Shell: what the hub's operators ask of a booth: what becomes of it, and what the hub hears of that."""

import asyncio

from cloud_seat.contract.board import LOGS, MESSAGE, RESTART, SELF_TEST, ErrandAsked, ErrandTold
from cloud_seat.contract.rehearsal import FINE, NEEDED, RehearsalTold, StepTold
from cloud_seat.contract.signalling import HealthReported, Message
from cloud_seat.contract.text import Text
from kiosk_app.hands.errands import ErrandHand
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session


class Booth:
    """What the hand posts, says and does."""

    def __init__(self) -> None:
        self.posted, self.said, self.restarts = list[events.Event](), list[tuple[str, str]](), 0
        self.told = list[ErrandTold]()
        self.health = HealthReported(devices={"scanner": "offline"}, reasons={"scanner": ("unplugged",)})
        self.hand = ErrandHand(
            self.posted.append, self._say, self._restart, health=lambda: self.health, lines=lambda: ("one", "two")
        )

    def _say(self, message: Message) -> bool:
        assert isinstance(message, ErrandTold)
        self.told.append(message)
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


def test_a_self_test_ends_with_every_device_and_what_the_rehearsal_found() -> None:
    booth = Booth()
    steps = tuple(StepTold(id=step, name=Text(zh=step), verdict=FINE) for step in NEEDED)
    night = RehearsalTold(at="2026-11-27T19:00:00+00:00", steps=steps)
    booth.hand.tested(night)
    assert not booth.told, "the night's own is told elsewhere"
    booth.hand.hear(ErrandAsked(errand_id="e1", what=SELF_TEST))
    booth.begin(SELF_TEST)
    booth.hand.tested(night)
    assert booth.told[-1] == ErrandTold(
        errand_id="e1",
        state="done",
        devices=booth.health.devices,
        reasons=booth.health.reasons,
        text=Text(zh="可以开门", en="ready to open"),
    )
    booth.hand.tested(night)
    assert len(booth.told) == 3, "once"


def test_a_self_test_that_gave_way_is_said_so() -> None:
    booth = Booth()
    booth.hand.hear(ErrandAsked(errand_id="e1", what=SELF_TEST))
    booth.begin(SELF_TEST)
    booth.hand.tested(None)
    assert booth.said[-1] == ("e1", "stopped")


def test_the_log_is_told_at_once() -> None:
    booth = Booth()
    booth.hand.hear(ErrandAsked(errand_id="e1", what=LOGS))
    assert booth.told == [ErrandTold(errand_id="e1", state="done", lines=("one", "two"))] and not booth.posted
