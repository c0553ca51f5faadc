"""Wiring: the seat bot, the real hub and a kiosk's end: whole calls with real WebRTC."""

import subprocess
import sys

import pytest

from cloud_seat.call.events import Captioned, Connected, Ended, MediaFlowing, MediaStalled, Queued, SeatWasLost
from cloud_seat.call.machine import Phase
from cloud_seat.contract.signalling import FieldMarked, FormShared
from tests.cloud_seat.call.people import run, until
from tests.cloud_seat.seat.programs import ENVIRONMENT, ROOT, Booth, Hub, booth, bot


def ask(kiosk: Booth) -> None:
    kiosk.engine.request(call_id="c-1", case_id="case-1", item_id="", mode="standard", language="zh")


def form(call_id: str) -> FormShared:
    return FormShared(
        call_id=call_id, case_id="case-1", item_id="", form_id="longevity", form_version=1, values={"phone": "1"}
    )


def test_a_whole_call(hub: Hub) -> None:
    async def call() -> None:
        with bot(hub.url, "--after", "0.3", "--mark", "phone:请再核对手机号码", "--caption", "您好") as seat:
            await seat.wait_for("ready")
            async with booth(hub) as kiosk:
                ask(kiosk)
                await kiosk.happened(MediaFlowing)
                await until(lambda: kiosk.engine.stats().frames_shown > 10)
                await seat.wait_for("media_flowing")
                await kiosk.happened(Captioned)
                assert kiosk.link.send(form("c-1"))
                assert kiosk.link.send(form("c-1"))
                marked = await kiosk.heard(FieldMarked)
                assert (marked.field, marked.note) == ("phone", "请再核对手机号码")
                connected = next(event for event in kiosk.calls if isinstance(event, Connected))
                assert connected.seat is not None
                assert connected.seat.name == "测试坐席"
                await until(lambda: kiosk.engine.speaker.level > 0.2)
                kiosk.engine.hang_up()
                ended = await seat.wait_for("ended")
                await seat.wait_for("ready", 2)
            assert (ended["reason"], ended["frames_decoded"] > 5, ended["audio_frames"] > 20) == (
                "resident",
                True,
                True,
            )
            assert len(seat.said("marked")) == 1
            assert seat.finish() == 0
            assert seat.lines[-1]["event"] == "finished"
            assert seat.lines[-1]["calls"] == 1
            assert seat.lines[-1]["frames_decoded"] == ended["frames_decoded"]

    run(call())


def test_the_seat_may_end_the_call(hub: Hub) -> None:
    async def call() -> None:
        with bot(hub.url, "--after", "0", "--end-after", "0.5") as seat:
            async with booth(hub) as kiosk:
                ask(kiosk)
                await kiosk.happened(Ended)
                assert kiosk.calls[-1] == Ended("seat")
                assert [type(e) for e in kiosk.calls if not isinstance(e, Queued | Captioned)] == [
                    Connected,
                    MediaFlowing,
                    Ended,
                ]
            assert seat.finish() == 0

    run(call())


def test_a_hub_restart_is_not_noticed_by_media(hub: Hub) -> None:
    async def call() -> None:
        with bot(hub.url, "--after", "0") as seat:
            async with booth(hub) as kiosk:
                ask(kiosk)
                await kiosk.happened(MediaFlowing)
                hub.kill()
                await until(lambda: not kiosk.link.up)
                shown = kiosk.engine.stats().frames_shown
                hub.start()
                await until(lambda: kiosk.link.up)
                await seat.wait_for("link_up", 2)
                await until(lambda: kiosk.engine.stats().frames_shown > shown + 10)
                assert kiosk.count(MediaStalled) == kiosk.count(Ended) == kiosk.count(SeatWasLost) == 0
                assert (kiosk.count(Connected), kiosk.count(MediaFlowing)) == (1, 1)
                assert kiosk.link.send(form("c-1"))
                await seat.wait_for("form")
                kiosk.engine.hang_up()
                await seat.wait_for("ended")
            assert len(seat.said("media_stalled")) == 0
            assert seat.finish() == 0

    run(call())


def test_a_seat_that_dies_is_replaced_behind_the_same_call(hub: Hub) -> None:
    async def call() -> None:
        with bot(hub.url, "--after", "0") as seat:
            async with booth(hub) as kiosk:
                ask(kiosk)
                await kiosk.happened(MediaFlowing)
                seat.process.kill()
                await until(lambda: kiosk.engine.phase in (Phase.LOST, Phase.QUEUED))
                with bot(hub.url, "--after", "0") as second:
                    await kiosk.happened(MediaFlowing, 2, timeout_s=40)
                    assert kiosk.engine.call_id == "c-1"
                    assert kiosk.engine.phase is Phase.CONNECTED
                    kiosk.engine.hang_up()
                    await second.wait_for("ended")
                    assert second.finish() == 0

    run(call())


def test_a_wrong_password_is_said_and_a_missing_hub_waited_for(hub: Hub) -> None:
    line = [sys.executable, "-m", "cloud_seat.seat.bot", "--user", "9901", "--for", "2.5"]
    wrong = [*line, "--url", hub.url, "--password", "not-the-right-word"]
    shown = subprocess.run(wrong, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (shown.returncode, '"refused_at_door"' in shown.stdout, shown.stderr) == (1, True, "")
    nobody = [*line, "--url", "http://127.0.0.1:9"]
    shown = subprocess.run(nobody, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (shown.returncode, shown.stderr) == (1, "")
    assert [word in shown.stdout for word in ("waiting_for_hub", "time_is_up", "finished")] == [True] * 3


@pytest.mark.parametrize("option", ["--help", "--mark=phone"])
def test_help_and_a_wrong_option(option: str) -> None:
    line = [sys.executable, "-m", "cloud_seat.seat.bot", "--user", "9901", option]
    shown = subprocess.run(line, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert shown.returncode == (0 if option == "--help" else 2)
    assert "./xiaowu seat-bot --user" in shown.stdout or "must look like" in shown.stderr
