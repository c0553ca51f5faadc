"""How calls were, for operators: told by both ends, kept once, by day and booth."""

import asyncio
from pathlib import Path
from typing import Any

from cloud_seat.contract import signalling as sg
from cloud_seat.hub.call_days import table
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.test_restart import _run_hub as run_hub

ROW = {"frames": 9, "rtt_p50_ms": 30, "rtt_p95_ms": 90, "breaks": 0, "frozen_s": 0}
A, B = {"day": "2026-11-26", "kiosk_id": "PY-0001"}, {"day": "2026-11-27", "kiosk_id": "PY-0001"}


def test_the_worse_end_of_each_call_counts() -> None:
    rows: list[dict[str, Any]] = [
        {**ROW, **A, "call_id": "c", "end": "kiosk:PY-0001", "seconds": 300, "lost_permille": 4},
        {**ROW, **A, "call_id": "d", "end": "kiosk:PY-0001", "seconds": 60, "lost_permille": 0, "rtt_p95_ms": None},
        {**ROW, **A, "call_id": "c", "end": "seat:s", "seconds": 290, "lost_permille": 16, "breaks": 2, "frozen_s": 9},
        {**ROW, **B, "call_id": "e", "end": "seat:s", "seconds": 90, "lost_permille": 0, "rtt_p50_ms": None}
        | {"rtt_p95_ms": None},
    ]
    assert table(rows).splitlines() == [
        "day         kiosk    calls  minutes  breaks  frozen s  lost %  rtt ms  rtt 95 %",
        "2026-11-26  PY-0001      2        6       2         9     0.8      30        90",
        "2026-11-27  PY-0001      1        2       0         0     0.0       -         -",
    ]


def test_only_the_two_of_a_call_tell_of_it_and_once(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> str:
        token, cookies = hub.enrol("PY-0001")["token"], [hub.sign_in(hub.add_seat(n)) for n in ("7001", "7002")]
        stranger = hub.enrol("PY-0002")["token"]
        async with (
            await open_kiosk(hub, token) as kiosk,
            await open_seat(hub, cookies[0]) as seat,
            await open_seat(hub, cookies[1]) as other,
            await open_kiosk(hub, stranger) as far,
        ):
            call = new_call()
            await connected(kiosk, seat, call)
            await kiosk.say(sg.CallEnded(call_id=call.call_id, attempt=1, reason="resident"))
            await seat.hear(sg.CallEnded)
            told = sg.CallReported(
                call_id=call.call_id, seconds=61, breaks=1, frozen_s=12, rtt_p50_ms=40, rtt_p95_ms=80
            )
            for end in (kiosk, kiosk, seat):
                await end.say(told)
            for end in (other, far):
                await end.say(told)
                assert (await end.hear(sg.Refused)).code == "not_in_call"
            await seat.say(sg.CallReported(call_id=call.call_id, seconds=-1))
            assert (await seat.hear(sg.Refused)).code == "bad_request"
        return call.case_id

    with RunningHub.start(tmp_path) as hub:
        case_id = asyncio.run(run(hub))
        words = ("--data-dir", str(tmp_path), "calls", "--since", "2020-01-01", "--until", "2999-12-31")
        printed = run_hub(*words).stdout.splitlines()
        assert printed[1].split()[1:] == ["PY-0001", "1", "1", "1", "12", "0.0", "40", "80"]
        assert run_hub(*words, "--json").stdout.count(case_id) == 0, "how it was, not whose"
        assert run_hub(*words[:-1], "soon").returncode == 2


def test_a_booth_that_was_away_hears_again_what_the_desk_did_not_see(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, cookie = hub.enrol("PY-0001")["token"], hub.sign_in(hub.add_seat("7001"))
        kiosk = await open_kiosk(hub, token)
        async with await open_seat(hub, cookie) as seat:
            call = new_call()
            await connected(kiosk, seat, call)
            kiosk.drop()
            broken = sg.ViewBroken(call_id=call.call_id, attempt=1, gap_s=12, where="picture")
            await seat.say(broken)
            async with await open_kiosk(hub, token) as again:
                await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                assert await again.hear(sg.ViewBroken) == broken

    with RunningHub.start(tmp_path) as hub:
        asyncio.run(run(hub))
