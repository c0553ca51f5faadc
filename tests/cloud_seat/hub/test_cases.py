"""Shell: what an official may see and decide, what the resident says about it, and the pictures of a live call."""

import asyncio
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.intake import canonical
from tests.cloud_seat.hub.clients import End, connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import VALUES, SealedCase

JPEG = b"\xff\xd8\xff\xe0" + b"picture"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def in_call(cast: Cast, case_id: str, act: Callable[[End, End, sg.CallRequested], Awaitable[None]]) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id, case_id)
            await connected(kiosk, seat, call)
            await act(kiosk, seat, call)
            await kiosk.say(sg.CallEnded(call_id=call.call_id, reason="resident"))
            await seat.hear(sg.CallEnded)

    asyncio.run(run())


def _database(cast: Cast) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{cast.hub.data_dir / 'hub.sqlite'}?mode=ro", uri=True)


def test_own_cases_are_found_with_their_clock_and_notes_reach_the_next(cast: Cast) -> None:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    mine, other = cast.cookies[0], cast.cookies[1]
    path = f"/api/v1/cases/{case.case_id}"

    def ask(where: str, cookie: str = mine, **how: Any) -> Any:
        return cast.hub.ask("GET", where, cookie=cookie, **how)

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        note = {"text": "  银行账号下次带存折核对  "}
        for cookie, status in ((mine, 204), (other, 404)):
            said = cast.hub.ask("POST", f"{path}/notes", cookie=cookie, own_origin=True, json_body=note)
            assert said.status == status
        await asyncio.to_thread(case.deliver)
        await seat.hear(sg.CaseSubmitted)

    in_call(cast, case.case_id, act)
    listed = ask("/api/v1/own-cases").json()
    assert [line["case_id"] for line in listed] == [case.case_id]
    assert (listed[0]["state"], listed[0]["term"]["kind"], listed[0]["term"]["left_workdays"]) == (
        "received",
        "check",
        5,
    )
    assert VALUES["applicant_name"] not in ask("/api/v1/own-cases").body.decode()
    number, day = listed[0]["acceptance_number"], listed[0]["received_on"]
    for query, count in (
        (f"number={number[-6:]}", 1), ("number=9999999", 0), (f"day={day}", 1), ("day=2001-01-01", 0),
        ("state=received", 1), ("state=returned", 0), ("item=%E6%B2%A1%E6%9C%89", 0),
    ):  # fmt: skip
        assert len(ask(f"/api/v1/own-cases?{query}").json()) == count, query
    assert ask("/api/v1/own-cases?day=soon").status == 400
    assert ask("/api/v1/own-cases", cookie=other).json() == []
    past = ask(f"{path}/history").json()
    assert [entry["what"] for entry in past] == ["talked", "noted", "received"]
    assert (past[1]["note"], past[1]["who"]) == ("银行账号下次带存折核对", f"测试局 测试员{cast.seat_ids[0][5:]}")
    assert ask(f"{path}/history", cookie=other).status == 404


def test_the_official_of_the_call_sees_the_case_and_decides_once(cast: Cast) -> None:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    ask, mine, other = cast.hub.ask, cast.cookies[0], cast.cookies[1]

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        decided = sg.CaseDecided(case_id=case.case_id, call_id=call.call_id, decision="accepted")
        await seat.say(decided)
        await seat.hear_refused("unknown_case")
        await seat.say(sg.FieldRevealed(call_id=call.call_id, attempt=1, field="phone"))
        await seat.say(sg.FieldRevealed(call_id=call.call_id, attempt=9, field="phone"))
        await seat.hear_refused("not_in_call")
        number = (await asyncio.to_thread(case.deliver)).json()["receipt"]["acceptance_number"]
        assert (await seat.hear(sg.CaseSubmitted)).acceptance_number == number
        for wrong in ({"decision": "perhaps"}, {"decision": "returned", "result": "fetch"}, {"result": "later"}):
            await seat.say(sg.CaseDecided(case_id=case.case_id, **{"decision": "accepted", **wrong}))
            await seat.hear_refused("bad_decision")
        await seat.say(decided)
        assert (await kiosk.hear(sg.CaseDecided)).decision == "accepted"
        await seat.say(sg.CaseDecided(case_id=case.case_id, decision="returned", note="再想想"))
        await seat.hear_refused("already_decided")
        ready = sg.CaseDecided(case_id=case.case_id, decision="accepted", result="fetch", note="3 号窗口")
        await seat.say(ready)
        assert (await kiosk.hear(sg.CaseDecided)).note == "3 号窗口"
        await seat.say(ready)
        await seat.hear_refused("already_decided")

    in_call(cast, case.case_id, act)
    where, again = f"/api/v1/cases/{case.case_id}/decision", {"decision": "returned", "note": "再想想"}
    for cookie, origin, said, status in (
        (mine, True, again, 409), (other, True, again, 404), (mine, False, again, 403),
        (mine, True, {"decision": ""}, 400),
    ):  # fmt: skip
        assert ask("POST", where, cookie=cookie, own_origin=origin, json_body=said).status == status
    seen = ask("GET", f"/api/v1/cases/{case.case_id}", cookie=mine).json()
    assert seen["state"] == "accepted"
    assert [entry["what"] for entry in seen["history"]] == ["received", "accepted", "fetch"]
    assert [part["name"] for part in seen["parts"]] == ["form.json", "material/hukou/1"]
    form = ask("GET", f"/api/v1/cases/{case.case_id}/parts/form.json", cookie=mine)
    assert form.json() == VALUES
    assert form.headers["cache-control"] == "no-store"
    scan = ask("GET", f"/api/v1/cases/{case.case_id}/parts/material/hukou/1", cookie=mine)
    assert scan.headers["content-type"] == "image/jpeg" and scan.body.startswith(b"\xff\xd8\xff")
    assert "sandbox" in scan.headers["content-security-policy"]
    for stranger in (other, "", "xiaowu_session=x"):
        answer = ask("GET", f"/api/v1/cases/{case.case_id}/parts/form.json", cookie=stranger)
        assert answer.status in (401, 404)
    with _database(cast) as db:
        views = db.execute("SELECT actor, about FROM audit WHERE about LIKE ?", (f"{case.case_id}%",)).fetchall()
    assert views == [
        (f"seat:{cast.seat_ids[0]}", f"{case.case_id}/form.json#phone"),
        (f"seat:{cast.seat_ids[0]}", case.case_id),
        (f"seat:{cast.seat_ids[0]}", f"{case.case_id}/form.json"),
        (f"seat:{cast.seat_ids[0]}", f"{case.case_id}/material/hukou/1"),
    ]


def test_wrong_answers_are_notes_for_the_official_not_a_refusal(cast: Cast) -> None:
    values = {**VALUES, "phone": "12", "hobby": "chess"}
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token, values=values)

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        assert (await asyncio.to_thread(case.deliver)).status == 200

    in_call(cast, case.case_id, act)
    checks = cast.hub.ask("GET", f"/api/v1/cases/{case.case_id}", cookie=cast.cookies[0]).json()["checks"]
    found = {(check["code"], check.get("field")) for check in checks}
    assert {("field", "phone"), ("stranger", "hobby")} <= found


def test_what_the_booth_let_through_days_ago_and_past_midnight_the_hub_finds_right_too(cast: Cast) -> None:
    values = {**VALUES, "birth": "1956-11-24", "id_number": "440113195611240014"}
    young = SealedCase(cast.hub, cast.kiosk_id, cast.token, values=values)
    grown = SealedCase(cast.hub, cast.kiosk_id, cast.token, values=values)
    for case, hour in ((young, 15), (grown, 17)):  # 23:30 and 01:30 on the office's wall; seventy that day
        case.put_all()
        told = case.manifest(submitted_at=f"2026-11-23T{hour}:30:00+00:00", clock_trusted=False)
        assert case.post(canonical(told)).status == 200
    with _database(cast) as db:
        found = dict(db.execute("SELECT case_id, checks FROM case_file").fetchall())
    assert ['"birth"' in found[case.case_id] for case in (young, grown)] == [True, False]


def test_a_form_nobody_published_is_left_to_a_clerk(cast: Cast) -> None:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    case.put_all()
    assert case.post(canonical(case.manifest(form_version=99))).status == 200
    with _database(cast) as db:
        (checks,) = db.execute("SELECT checks FROM case_file WHERE case_id = ?", (case.case_id,)).fetchone()
    assert checks == '[{"code":"unknown_form"}]'


# --- pictures of a live call ---
def test_pictures_live_as_long_as_the_call(cast: Cast) -> None:
    ask, mine, other = cast.hub.ask, cast.cookies[0], cast.cookies[1]
    paths = list[str]()

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        await asyncio.to_thread(look, call)

    def look(call: sg.CallRequested) -> None:
        path = f"/api/v1/calls/{call.call_id}/scans/s1"
        paths.append(path)
        assert ask("PUT", path, token=cast.token, body=PNG).status == 204
        assert ask("PUT", path, token=cast.token, body=JPEG).status == 204
        got = ask("GET", path, cookie=mine)
        assert (got.body, got.headers["content-type"], got.headers["cache-control"]) == (JPEG, "image/jpeg", "no-store")
        assert ask("GET", path, cookie=other).status == 404
        assert ask("GET", path, token=cast.token).status == 401
        assert ask("PUT", path, token=cast.token, body=b"GIF89a").status == 415
        stranger = cast.hub.enrol(f"{cast.kiosk_id}s")["token"]
        assert ask("PUT", path, token=stranger, body=JPEG).status == 404
        many = [ask("PUT", f"{path}-{n}", token=cast.token, body=JPEG).status for n in range(24)]
        assert many == [204] * 23 + [429]

    in_call(cast, str(uuid.uuid4()), act)
    assert ask("GET", paths[0], cookie=mine).status == 404
    assert ask("PUT", paths[0], token=cast.token, body=JPEG).status == 404


def test_a_picture_has_a_size_limit(cast: Cast) -> None:
    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        path = f"/api/v1/calls/{call.call_id}/scans/big"
        answer = await asyncio.to_thread(
            cast.hub.ask, "PUT", path, token=cast.token, headers={"Content-Length": "9" * 9}
        )
        assert answer.status == 413

    in_call(cast, str(uuid.uuid4()), act)
