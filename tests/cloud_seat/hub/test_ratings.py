"""Shell: what a resident says of a matter: once, unseen by its official; a bad one is somebody's to mend."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.companions import RosterChanged
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.ratings import due_of_bad
from tests.cloud_seat.hub.clients import End
from tests.cloud_seat.hub.conftest import SHORT_WAITS, Cast
from tests.cloud_seat.hub.running import ROOT, TABLE, RunningHub
from tests.cloud_seat.hub.sealed_cases import VALUES, SealedCase
from tests.cloud_seat.hub.test_cases import in_call


@pytest.fixture(scope="module")
def hub_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Of their own: they count everybody's letters."""
    with RunningHub.start(tmp_path_factory.mktemp("ratings"), *SHORT_WAITS) as hub:
        yield hub


def database(cast: Cast) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{cast.hub.data_dir / 'hub.sqlite'}?mode=ro", uri=True)


def test_a_rating_counts_once_and_officials_never_see_it(cast: Cast) -> None:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    heard: list[Any] = []

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        await asyncio.to_thread(case.deliver)
        assert await asyncio.to_thread(_rate, cast, case.case_id, 1) == 204
        await seat.hears_nothing_of(sg.Refused)
        heard.extend(seat.heard)

    in_call(cast, case.case_id, act)
    assert _rate(cast, case.case_id, 1) == 204  # a repeat after a lost answer
    assert _rate(cast, case.case_id, 5) == 409
    seen = cast.hub.ask("GET", f"/api/v1/cases/{case.case_id}", cookie=cast.cookies[0])
    assert b"rating" not in seen.body and b"level" not in seen.body
    ordinary = {sg.Welcome, sg.PresenceChanged, sg.Offered, sg.CallConnected, RosterChanged, sg.CaseSubmitted}
    assert {type(message) for message in heard} <= ordinary


def _rate(cast: Cast, case_id: str, level: int | None, token: str = "", **more: int) -> int:
    path = f"/api/v1/cases/{case_id}/rating"
    return cast.hub.ask("POST", path, token=token or cast.token, json_body={"level": level, **more}).status


def test_it_is_kept_by_which_words_a_rating_was_given(cast: Cast) -> None:
    case_id, older = str(uuid.uuid4()), str(uuid.uuid4())
    assert [_rate(cast, case_id, None, words=1), _rate(cast, case_id, 4, words=2), _rate(cast, older, 4)] == [204] * 3
    assert _rate(cast, case_id, 5, words=3) == 409
    with database(cast) as db:
        kept = dict(db.execute("SELECT case_id, version FROM rating_words").fetchall())
    assert kept[case_id] == 2 and older not in kept


def test_not_rated_is_kept_as_such_and_may_become_a_rating(cast: Cast) -> None:
    case_id = str(uuid.uuid4())
    assert _rate(cast, case_id, None) == 204
    with database(cast) as db:
        assert db.execute("SELECT level FROM rating WHERE case_id = ?", (case_id,)).fetchall() == [(None,)]
    assert _rate(cast, case_id, 4) == 204
    assert _rate(cast, case_id, None) == 409


@pytest.mark.parametrize(("level", "orders"), [(5, 0), (3, 0), (2, 1), (1, 1)])
def test_a_bad_rating_becomes_a_work_order_with_a_date(cast: Cast, level: int, orders: int) -> None:
    case_id = str(uuid.uuid4())
    for _ in range(2):
        assert _rate(cast, case_id, level) == 204
    with database(cast) as db:
        sql = "SELECT kind, state, opened_at, due_on FROM work_order WHERE case_id = ?"
        rows = db.execute(sql, (case_id,)).fetchall()
    assert len(rows) == orders
    for kind, state, opened_at, due_on in rows:
        assert (kind, state) == ("rating", "open")
        assert due_on == due_of_bad(opened_at, 8, TABLE)


def test_wrong_ratings_are_refused(cast: Cast) -> None:
    case_id = str(uuid.uuid4())
    assert [_rate(cast, case_id, level) for level in (0, 6)] == [400, 400]
    assert _rate(cast, case_id, 5, token="wrong") == 401
    assert _rate(cast, case_id, 5) == 204
    assert _rate(cast, case_id, 5, token=cast.hub.enrol(f"{cast.kiosk_id}r")["token"]) == 403


@pytest.mark.parametrize(
    ("at", "due_on"),
    [
        ("2026-11-23T15:59:59Z", "2026-12-14"),  # still Monday the 23rd in the office
        ("2026-11-23T16:00:00Z", "2026-12-15"),  # midnight there: Tuesday
        ("2026-11-27T16:00:00Z", "2026-12-18"),  # Saturday: as if it were Friday
    ],
)
def test_its_days_are_counted_from_the_day_of_the_office(at: str, due_on: str) -> None:
    assert due_of_bad(at, 8, TABLE) == due_on


# --- on a later visit ---
CARD = str(VALUES["id_number"])


def _decided(cast: Cast) -> tuple[SealedCase, str]:
    """A case of the test's card that was accepted, and its number."""
    case, numbers = SealedCase(cast.hub, cast.kiosk_id, cast.token), list[str]()

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        answer = await asyncio.to_thread(case.deliver)
        numbers.append(str(answer.json()["receipt"]["acceptance_number"]))
        assert _offered(cast, numbers[0]) == "", "nobody has decided yet"
        await seat.say(sg.CaseDecided(case_id=case.case_id, call_id=call.call_id, decision="accepted"))
        await kiosk.hear(sg.CaseDecided)

    in_call(cast, case.case_id, act)
    return case, numbers[0]


def _offered(cast: Cast, number: str, token: str = "") -> str:
    body = {"number": number, "card": CARD}
    answer = cast.hub.ask("POST", "/api/v1/progress", token=token or cast.token, json_body=body)
    return str(answer.json()["rates"])


def test_who_said_nothing_may_rate_later_at_any_booth_with_the_card(cast: Cast) -> None:
    case, number = _decided(cast)
    assert _rate(cast, case.case_id, None) == 204
    other, stranger = (cast.hub.enrol(f"{cast.kiosk_id}{letter}")["token"] for letter in "vw")
    assert _rate(cast, case.case_id, 2, other) == 403, "before the card was there"
    assert _offered(cast, number, other) == _offered(cast, number) == case.case_id
    assert [_rate(cast, case.case_id, 2, other) for _ in range(2)] == [204, 204]
    assert _rate(cast, case.case_id, 2, stranger) == 403
    assert _rate(cast, case.case_id, None) == _rate(cast, case.case_id, 5) == 409
    assert _offered(cast, number, other) == _offered(cast, number) == ""
    with database(cast) as db:
        sql = "SELECT level, kind FROM rating JOIN work_order USING (case_id) WHERE case_id = ?"
        assert db.execute(sql, (case.case_id,)).fetchall() == [(2, "rating")]


def test_its_story_stays_a_case_after_a_bad_rating(cast: Cast) -> None:
    case, number = _decided(cast)
    assert _rate(cast, case.case_id, 1) == 204
    told = cast.hub.ask("POST", "/api/v1/progress", token=cast.token, json_body={"number": number, "card": CARD}).json()
    assert (told["kind"], told["due_on"], told["rates"]) == ("case", "", "")


# --- what follows a bad one ---
def _letters(cast: Cast, official: int, path: str = "", method: str = "GET", **how: Any) -> Any:
    cookie = cast.cookies[official]
    return cast.hub.ask(method, f"/api/v1/letters{path}", cookie=cookie, own_origin=True, **how)


def _bad(cast: Cast, **answers: Any) -> SealedCase:
    """A case that was talked over with the first official, and rated badly."""
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token, values={**VALUES, **answers})

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        await asyncio.to_thread(case.deliver, item_id=cast.item_id)

    in_call(cast, case.case_id, act)
    assert [_rate(cast, case.case_id, 1), _rate(cast, case.case_id, 1)] == [204, 204]
    return case


def test_a_colleague_follows_up_and_calls_first(cast: Cast) -> None:
    case = _bad(cast)
    (line,) = _letters(cast, 1).json()
    assert (line["case_id"], line["kind"], line["state"], line["wants_call"]) == (
        case.case_id, "follow_up", "open", True,
    )  # fmt: skip
    assert line["due_on"] == due_of_bad(line["opened_at"], 8, TABLE)
    inside = _letters(cast, 1, f"/{case.case_id}")
    assert inside.json()["answers"] == {"phone": VALUES["phone"]}
    assert b"rating" not in inside.body and b"level" not in inside.body
    path = f"/{case.case_id}"
    said = [
        ("take", None, 204),
        ("close", {"note": "已道歉"}, 409),
        ("called", None, 204),
        ("close", {"note": ""}, 409),
    ]
    for verb, body, status in [*said, ("close", {"note": "已道歉，补打了回执"}, 204)]:
        assert _letters(cast, 1, f"{path}/{verb}", "POST", json_body=body).status == status
    assert _letters(cast, 1).json() == []
    assert [one["state"] for one in _letters(cast, 1, "?closed=1").json()] == ["closed"]


def test_the_official_of_the_call_learns_nothing_of_it(cast: Cast) -> None:
    case = _bad(cast)
    assert _letters(cast, 0, "?closed=1").json() == []
    assert _letters(cast, 0, f"/{case.case_id}").status == 404
    for verb, body in (("take", None), ("called", None), ("close", {"note": "好了"})):
        assert _letters(cast, 1, f"/{case.case_id}/{verb}", "POST", json_body=body).status == 204
    seen = cast.hub.ask("GET", f"/api/v1/cases/{case.case_id}", cookie=cast.cookies[0]).json()
    assert [entry["what"] for entry in seen["history"]] == ["received"]


def test_who_left_no_number_is_not_waited_for(cast: Cast) -> None:
    case = _bad(cast, phone="")
    (line,) = _letters(cast, 1).json()
    assert not line["wants_call"] and _letters(cast, 1, f"/{case.case_id}").json()["answers"] == {}


def test_a_letter_is_not_rated(cast: Cast) -> None:
    sealed = SealedCase(cast.hub, cast.kiosk_id, cast.token, values={"reason": "call"})
    assert sealed.deliver(form_id="complaint", item_id=cast.item_id).status == 200
    assert _rate(cast, sealed.case_id, 1) == 404


def test_a_work_order_of_an_older_hub_comes_onto_the_list_at_its_start(tmp_path: Path) -> None:
    """Such a hub kept only the date; so does this one while the case itself is still on its way."""
    with RunningHub.start(tmp_path) as hub:
        token, cookie = hub.enrol("PY-9001")["token"], hub.sign_in(hub.add_seat("9001"))
        case = SealedCase(hub, "PY-9001", token)
        path = f"/api/v1/cases/{case.case_id}/rating"
        assert hub.ask("POST", path, token=token, json_body={"level": 2}).status == 204
        assert case.deliver().status == 200
        assert hub.ask("GET", "/api/v1/letters", cookie=cookie).json() == []
        hub.stop()
        hub.start_again()
        (line,) = hub.ask("GET", "/api/v1/letters", cookie=cookie).json()
    assert (line["case_id"], line["wants_call"]) == (case.case_id, True)
    assert line["due_on"] == due_of_bad(line["opened_at"], 8, TABLE)


def test_whoever_runs_the_hub_counts_them_and_silence_only_by_the_setting(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path) as hub:
        token = hub.enrol("PY-9001")["token"]
        for level in (5, 2, None):
            case = SealedCase(hub, "PY-9001", token)
            assert case.deliver().status == 200
            path = f"/api/v1/cases/{case.case_id}/rating"
            assert hub.ask("POST", path, token=token, json_body={"level": level}).status == 204
        assert SealedCase(hub, "PY-9001", token).deliver().status == 200
        today = local_day(now_utc(), 8)
        plain, counting = _counted(hub, today), _counted(hub, today, "--setting", "silence_counts_as=3")
        assert _counted(hub, "2026-01-01")["departments"] == []
    (of_all,) = plain["departments"]
    assert (of_all["department"], of_all["cases"], of_all["not_rated"]) == ("番禺区民政局", 4, 2)
    assert (of_all["counted"], of_all["good"], of_all["levels"]["2"]) == (2, 1, 1)
    orders = plain["follow_ups"]
    assert (orders["orders"], orders["without_owner"], orders["late"]) == (1, 1, 0)
    (of_all,) = counting["departments"]
    assert (of_all["counted"], of_all["good"], of_all["not_rated"]) == (4, 3, 2)


def _counted(hub: RunningHub, day: str, *settings: str) -> Any:
    command = [sys.executable, "-m", "cloud_seat.hub", *settings, "ratings", "--data-dir", str(hub.data_dir)]
    command += ["--since", day, "--until", day]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return json.loads(done.stdout)
