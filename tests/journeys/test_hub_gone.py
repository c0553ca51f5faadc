"""Shell: the hub is killed (kill -9) at the worst moments and comes back: nothing is lost, nothing is there twice."""

import signal
from collections.abc import Callable

import pytest

from kiosk_app.session.state import CallState
from tests.cloud_seat.hub.running import RunningHub
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.official import Official
from tests.journeys.test_whole_matter import FILLED, hang_up

pytestmark = pytest.mark.journey


def test_killed_before_submit(booth: Booth, hub: RunningHub) -> None:
    resident = booth.resident
    booth.walk(booth.to_review())
    hub.kill()
    booth.walk(booth.until(lambda: not booth.shown("frame", "linkUp"), "the cut"))
    assert booth.shown("frame", "linkText") == "断网 · 可继续办"
    booth.walk(booth.fingers.tap("goOn"), resident.on_page("stored"), resident.printed())
    assert booth.shown("stored", "title") == "已安全存在本机"
    assert booth.shown("stored", "text") == "网络恢复后自动上传，不用您再来一趟。"
    assert "-T-" in booth.shown("stored", "number")
    assert booth.slips == 1
    cache, case_id = booth.kiosk.engine.cache, booth.session.case_id
    booth.walk(booth.fingers.tap("goOn"), resident.leave())
    assert booth.leftovers() == [], "sealed to the hub, so nobody here can read it"
    assert [case.case_id for case in cache.pending()] == [case_id]
    assert booth.sealed_files()

    booth.walk(booth.aside(hub.start_again), booth.until(lambda: not cache.pending(), "the delivery"))
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert booth.archive.form(case) == FILLED | {"phone": "13800138005"}
    receipt = cache.receipt(case_id)
    assert receipt and receipt.acceptance_number == case["acceptance_number"]
    assert cache.outbox.draft_key(case_id) is None
    booth.walk(booth.until(lambda: not booth.sealed_files(), "the end of the booth's copy"))
    assert not cache.outbox.parts(case_id)
    booth.walk(booth.until(lambda: booth.shown("frame", "linkUp"), "the hub"))
    assert len(booth.archive.cases_of(booth.kiosk_id)) == 1


def test_standing_still_at_submit(open_booth: Open, hub: RunningHub) -> None:
    booth = open_booth(receipt_wait_s=1.0)
    booth.walk(booth.to_review())
    assert hub.process
    hub.process.send_signal(signal.SIGSTOP)
    try:
        booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("stored"), booth.resident.printed())
        assert "-T-" in booth.shown("stored", "number")
    finally:
        hub.process.send_signal(signal.SIGCONT)
    booth.walk(booth.resident.on_page("done"), booth.resident.printed())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert booth.shown("done", "number") == case["acceptance_number"]
    assert booth.slips == 2, "the provisional one, then the real one"
    booth.walk(booth.finish())


def test_killed_in_the_middle_of_a_call(booth: Booth, hub: RunningHub, official: Callable[..., Official]) -> None:
    bot, resident, engine = official(), booth.resident, booth.kiosk.engine.call_engine
    booth.walk(resident.welcome(), booth.to_check(), resident.call())
    call_id = booth.session.call.call_id
    hub.kill()
    booth.walk(booth.until(lambda: not booth.shown("frame", "linkUp"), "the cut"))
    decoded = engine.stats().frames_decoded
    booth.walk(booth.until(lambda: engine.stats().frames_decoded >= decoded + 20, "more frames without a hub"))
    assert booth.session.call.state is CallState.CONNECTED
    assert not booth.shown("call", "stalled")
    booth.walk(booth.aside(hub.start_again))
    booth.walk(booth.until(lambda: booth.shown("frame", "linkUp"), "the hub again"))
    decoded = engine.stats().frames_decoded
    booth.walk(booth.until(lambda: engine.stats().frames_decoded >= decoded + 20, "frames after the return"))
    assert (booth.session.call.state, booth.session.call.call_id) == (CallState.CONNECTED, call_id)

    booth.walk(resident.sign(), booth.submit())
    booth.walk(booth.until(lambda: booth.shown("done", "title") == "已受理", "the official's decision"))
    booth.walk(hang_up(booth), booth.finish())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert case["state"] == "accepted"
    assert len(bot.said("connected")) == 1, "the same call, never interrupted"
