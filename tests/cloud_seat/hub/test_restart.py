"""Shell: the hub dies and comes back: calls go on, places are kept, nothing happens twice. And when it cannot start."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

from cloud_seat.contract import companions as cp
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.once import Once
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.running import ROOT, RunningHub


def test_a_call_survives_the_hub(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, waiting_token = hub.enrol("PY-0001")["token"], hub.enrol("PY-0002")["token"]
        cookie, boss_cookie = hub.sign_in(hub.add_seat("7001")), hub.sign_in(hub.add_seat("7002"))
        hub.make_supervisor("7002")
        kiosk, waiting = await open_kiosk(hub, token), await open_kiosk(hub, waiting_token)
        seat = await open_seat(hub, cookie)
        call, later = new_call(), new_call()
        assert await connected(kiosk, seat, call) == 1
        await waiting.say(later)
        assert (await waiting.hear(sg.QueueChanged)).reason == "busy"
        boss = await open_seat(hub, boss_cookie, status="")
        await boss.say(cp.CompanionAsked(role=cp.LISTENING, seat_id="seat-7001"))
        showing = await kiosk.hear_roster(state="showing")
        await kiosk.say(cp.RosterShown(call_id=call.call_id, number=showing.number))
        await boss.hear(cp.CompanionConnected)
        line = sg.Captioned(call_id=call.call_id, attempt=1, text="请稍等", said_id="w1")
        await seat.say(line)
        before = await kiosk.hear(sg.Captioned)
        hub.kill()
        await asyncio.gather(kiosk.closed(), seat.closed(), waiting.closed(), boss.closed())
        hub.start_again()
        kiosk, seat = await open_kiosk(hub, token), await open_seat(hub, cookie, status="")
        waiting = await open_kiosk(hub, waiting_token)
        await waiting.say(later)
        await waiting.hear(sg.QueueChanged, position=1, reason="busy")
        await kiosk.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        await seat.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        await kiosk.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        for end in (kiosk, kiosk, seat):
            await end.hear(sg.CallConnected, attempt=1, resumed=True)
        for end in (kiosk, seat):  # nobody listens through a hub that does not know of it
            assert (await end.hear(cp.RosterChanged, people=())).number > showing.number
        past = await asyncio.to_thread(hub.ask, "GET", f"/api/v1/cases/{call.case_id}/history", cookie=cookie)
        notes = [line["note"] for line in past.json() if line["what"] == "companion_left"]
        assert notes == ["listening 测试员7002 7002: restart"]
        await seat.say(line)  # nobody told this desk that it arrived
        once = Once()
        assert [once.is_new(heard) for heard in (before, await kiosk.hear(sg.Captioned))] == [True, False]
        await seat.hears_nothing_of(sg.Offered)
        assert not [m for m in kiosk.heard if isinstance(m, sg.SeatLost | sg.CallEnded)]
        await seat.say(sg.CallEnded(call_id=call.call_id, attempt=1, reason="seat"))
        await kiosk.hear(sg.CallEnded)
        await seat.say(sg.PresenceSet(status="ready"))  # the notes of that call are done
        await seat.hear(sg.Offered, call_id=later.call_id)
        for end in (kiosk, seat, waiting):
            await end.close()

    with RunningHub.start(tmp_path) as hub:
        asyncio.run(run(hub))


def test_a_planned_restart_cuts_nobody_off(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, cookie = hub.enrol("PY-0001")["token"], hub.sign_in(hub.add_seat("7001"))
        kiosk, seat = await open_kiosk(hub, token), await open_seat(hub, cookie)
        call = new_call()
        await connected(kiosk, seat, call)
        assert await asyncio.to_thread(hub.stop) == 0
        await kiosk.closed()
        hub.start_again()
        async with await open_kiosk(hub, token) as again, await open_seat(hub, cookie, status="") as page:
            await page.say(sg.CallResumed(call_id=call.call_id, attempt=1))
            await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
            assert (await again.hear(sg.CallConnected)).attempt == 1
            assert (await page.hear(sg.CallConnected)).attempt == 1
        await seat.close()

    with RunningHub.start(tmp_path) as hub:
        asyncio.run(run(hub))


def test_a_seat_that_does_not_come_back_is_lost_after_a_while(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, cookie = hub.enrol("PY-0001")["token"], hub.sign_in(hub.add_seat("7001"))
        kiosk, seat = await open_kiosk(hub, token), await open_seat(hub, cookie)
        call = new_call()
        await connected(kiosk, seat, call)
        hub.kill()
        hub.start_again()
        async with await open_kiosk(hub, token) as again:
            await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
            await again.hear(sg.CallConnected)
            await again.hear(sg.SeatLost, attempt=1)
            await again.hear(sg.QueueChanged, reason="no_seat")

    with RunningHub.start(tmp_path, "resume_s=0.8", "same_seat_hold_s=0.3") as hub:
        asyncio.run(run(hub))


def test_a_silent_peer_is_noticed_within_five_seconds_and_its_caller_is_offered_anew(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        tokens = [hub.enrol(f"PY-000{n}")["token"] for n in (1, 2)]
        cookies = [hub.sign_in(hub.add_seat(f"700{n}")) for n in (1, 2, 3)]
        async with await open_kiosk(hub, tokens[0]) as kiosk, await open_kiosk(hub, tokens[1]) as other:
            in_call, rung = await open_seat(hub, cookies[0]), await open_seat(hub, cookies[1], status="away")
            await connected(kiosk, in_call, new_call())
            await rung.say(sg.PresenceSet(status="ready"))
            asked = new_call()
            await other.say(asked)
            await rung.hear(sg.Offered, call_id=asked.call_id, attempt=1)
            third = await open_seat(hub, cookies[2])
            for seat in (in_call, rung):
                seat.socket.transport.pause_reading()  # it lives, but answers nothing any more
            async with asyncio.timeout(6):
                await kiosk.hear(sg.SeatLost, wait_s=5.5)
                await third.hear(sg.Offered, call_id=asked.call_id, attempt=2)
            for seat in (in_call, rung, third):
                seat.drop()

    with RunningHub.start(tmp_path) as hub:
        asyncio.run(run(hub))


def _run_hub(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cloud_seat.hub", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, env=environment, check=False)


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _run_hub("--data-dir", str(tmp_path), "--port", str(port))
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert f"端口 127.0.0.1:{port}" in line and f"Port 127.0.0.1:{port}" in line


def test_a_second_hub_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path):
        done = _run_hub("--data-dir", str(tmp_path), "--port", "0")
    assert done.returncode == 4
    assert "data directory" in done.stderr


def test_plain_http_stays_on_loopback(tmp_path: Path) -> None:
    done = _run_hub("--data-dir", str(tmp_path), "--port", "0", "--host", "0.0.0.0")
    assert done.returncode == 5
    assert "--behind-proxy" in done.stderr and "TLS" in done.stderr


def test_wrong_options_are_told(tmp_path: Path) -> None:
    assert _run_hub("--data-dir", str(tmp_path), "--setting", "no_such=1").returncode == 2
    password = tmp_path / "password"
    password.write_text("short\n")
    seat = ("--name", "测试", "--department", "民政局", "--number", "1", "--password-file", str(password))
    done = _run_hub("add-seat", "--data-dir", str(tmp_path), *seat)
    assert done.returncode == 2 and "8" in done.stderr


def test_help_has_examples() -> None:
    done = _run_hub("--help")
    assert done.returncode == 0
    assert "./xiaowu hub add-seat" in done.stdout and "./xiaowu hub enrol-kiosk" in done.stdout


def test_the_operator_adds_people_from_the_command_line(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("long enough 2026\n")
    with RunningHub.start(tmp_path / "hub") as hub:  # beside the running hub
        place = ("--data-dir", str(tmp_path / "hub"))
        seat = ("--name", "测试", "--department", "民政局", "--number", "0217", "--password-file", str(password))
        assert _run_hub("add-seat", *place, *seat).returncode == 0
        cookie = hub.sign_in("0217", "long enough 2026")
        who = hub.ask("GET", "/api/v1/session", cookie=cookie).json()
        assert who["department"]["zh"] == "番禺区民政局"
        enrolled = _run_hub(*place, "enrol-kiosk", "--kiosk-id", "PY-0417", "--name", "测试村")
        assert '"root_key"' in enrolled.stdout
