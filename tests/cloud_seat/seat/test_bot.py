"""Wiring: the seat bot, the real hub and a kiosk's end: whole calls with real WebRTC."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from cloud_seat.call.events import Captioned, Connected, Ended, MediaFlowing, MediaStalled, Queued, SeatWasLost
from cloud_seat.call.machine import Phase
from cloud_seat.contract.signalling import Asked, CallRequested, CaseDecided, FieldMarked, FormShared
from cloud_seat.seat.bot import SCRIPTS
from cloud_seat.seat.script import Script, read_script
from tests.cloud_seat.call.people import run, until
from tests.cloud_seat.seat.programs import ENVIRONMENT, ROOT, Booth, Scene, booth, bot


def ask(kiosk: Booth, scene: Scene) -> None:
    kiosk.engine.request(CallRequested(call_id=scene.call_id, case_id=scene.case_id, item_id=scene.item_id))


def form(scene: Scene) -> FormShared:
    return FormShared(
        call_id=scene.call_id,
        case_id=scene.case_id,
        item_id=scene.item_id,
        form_id="none",
        form_version=1,
        values={"phone": "1"},
    )


def test_ends_when_told_though_nobody_follows_any_more(scene: Scene) -> None:
    async def call() -> None:
        async with booth(scene) as kiosk:
            with bot(scene, "--after", "0") as seat:
                assert seat.process.stdout
                seat.process.stdout.close()
                ask(kiosk, scene)
                await kiosk.happened(MediaFlowing)
                seat.process.terminate()
                assert await asyncio.to_thread(seat.process.wait, 60) == 0
                seat.process.stdout = None
                await kiosk.happened(SeatWasLost)

    run(call())


def test_a_script_asks_where_the_resident_is_and_returns_the_case(scene: Scene, tmp_path: Path) -> None:
    script = {**json.loads((SCRIPTS / "mend.json").read_bytes()), "decision": "returned", "decision_note": "缺户口簿"}
    (tmp_path / "s.json").write_text(json.dumps({**script, "answer_after_s": 0.1}))

    async def call() -> None:
        with bot(scene, "--script", str(tmp_path / "s.json")) as seat:
            await seat.wait_for("ready")
            async with booth(scene) as kiosk:
                ask(kiosk, scene)
                await kiosk.happened(MediaFlowing)
                for stage in ("form", "material", "material", "check"):
                    assert kiosk.link.send(msgspec.structs.replace(form(scene), stage=stage))
                paper, signature = await kiosk.heard(Asked), await kiosk.heard(Asked, count=2)
                assert (paper.kind, paper.target, signature.kind) == ("paper", "social-card", "signature")
                await asyncio.to_thread(scene.submit_case)
                decided = await kiosk.heard(CaseDecided)
                assert (decided.decision, decided.note) == ("returned", "缺户口簿")

    run(call())


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_script_is_one(path: Path) -> None:
    assert read_script(path.read_bytes()) != Script()


def test_a_whole_call(scene: Scene) -> None:
    async def call() -> None:
        with bot(scene, "--after", "0.3", "--mark", "phone:请再核对手机号码", "--caption", "您好") as seat:
            await seat.wait_for("ready")
            async with booth(scene) as kiosk:
                ask(kiosk, scene)
                await kiosk.happened(MediaFlowing)
                await until(lambda: kiosk.engine.stats().frames_shown > 10)
                await seat.wait_for("media_flowing")
                await kiosk.happened(Captioned)
                assert kiosk.link.send(form(scene))
                assert kiosk.link.send(form(scene))
                marked = await kiosk.heard(FieldMarked)
                assert (marked.field, marked.note) == ("phone", "请再核对手机号码")
                connected = next(event for event in kiosk.calls if isinstance(event, Connected))
                assert connected.seat is not None
                assert connected.seat.name == f"测试员{scene.user}"
                await until(lambda: kiosk.engine.speaker.level > 0.2)
                await asyncio.to_thread(scene.submit_case)
                submitted = await seat.wait_for("submitted")
                decided = await kiosk.heard(CaseDecided)
                assert (decided.case_id, decided.decision) == (scene.case_id, "accepted")
                assert submitted["number"].startswith("PY-")
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


def test_the_seat_may_end_the_call(scene: Scene) -> None:
    async def call() -> None:
        with bot(scene, "--after", "0", "--end-after", "0.5") as seat:
            async with booth(scene) as kiosk:
                ask(kiosk, scene)
                await kiosk.happened(Ended)
                assert kiosk.calls[-1] == Ended("seat")
                assert [type(e) for e in kiosk.calls if not isinstance(e, Queued | Captioned)] == [
                    Connected,
                    MediaFlowing,
                    Ended,
                ]
            assert seat.finish() == 0

    run(call())


def test_a_hub_restart_is_not_noticed_by_media(scene: Scene) -> None:
    async def call() -> None:
        with bot(scene, "--after", "0") as seat:
            async with booth(scene) as kiosk:
                ask(kiosk, scene)
                await kiosk.happened(MediaFlowing)
                scene.hub.kill()
                await until(lambda: not kiosk.link.up)
                shown = kiosk.engine.stats().frames_shown
                await asyncio.to_thread(scene.hub.start_again)  # the call goes on in this loop meanwhile
                await until(lambda: kiosk.link.up)
                await seat.wait_for("link_up", 2)
                await until(lambda: kiosk.engine.stats().frames_shown > shown + 10)
                assert kiosk.count(MediaStalled) == kiosk.count(Ended) == kiosk.count(SeatWasLost) == 0
                assert (kiosk.count(Connected), kiosk.count(MediaFlowing)) == (1, 1)
                assert kiosk.link.send(form(scene))
                await seat.wait_for("form")
                kiosk.engine.hang_up()
                await seat.wait_for("ended")
            assert len(seat.said("media_stalled")) == 0
            assert seat.finish() == 0

    run(call())


def test_a_seat_that_dies_is_replaced_behind_the_same_call(scene: Scene) -> None:
    async def call() -> None:
        with bot(scene, "--after", "0") as seat:
            async with booth(scene) as kiosk:
                ask(kiosk, scene)
                await kiosk.happened(MediaFlowing)
                seat.process.kill()
                await until(lambda: kiosk.engine.phase in (Phase.LOST, Phase.QUEUED))
                with bot(scene, "--after", "0") as second:
                    await kiosk.happened(MediaFlowing, 2, timeout_s=40)
                    assert kiosk.engine.call_id == scene.call_id
                    assert kiosk.engine.phase is Phase.CONNECTED
                    kiosk.engine.hang_up()
                    await second.wait_for("ended")
                    assert second.finish() == 0

    run(call())


def test_a_wrong_password_is_said_and_a_missing_hub_waited_for(scene: Scene) -> None:
    line = [sys.executable, "-m", "cloud_seat.seat.bot", "--user", scene.user, "--for", "2.5"]
    wrong = [*line, "--url", scene.hub.url, "--password", "not-the-right-word"]
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
