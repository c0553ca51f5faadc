"""Shell: how a matter stands and whether a time is booked: only with the card it belongs to, and not by trying."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.identity import Identity, Known
from cloud_seat.contract.intake import canonical
from tests.cloud_seat.hub.clients import End
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import ROOT, Answer
from tests.cloud_seat.hub.sealed_cases import VALUES, SealedCase
from tests.cloud_seat.hub.test_cases import in_call

CARD = str(VALUES["id_number"])
ACTOR = "440113189901010012"
STRANGER = "440113189912120023"


def _case(cast: Cast, **more: Any) -> tuple[SealedCase, str]:
    sealed = SealedCase(cast.hub, cast.kiosk_id, cast.token, **more)
    answer = sealed.deliver(provisional_number=f"{cast.kiosk_id}-T-00{cast.kiosk_id[-4:]}")
    assert answer.status == 200
    return sealed, str(answer.json()["receipt"]["acceptance_number"])


def _progress(cast: Cast, number: str, card: str = CARD, token: str = "") -> Answer:
    body = {"number": number, "card": card}
    return cast.hub.ask("POST", "/api/v1/progress", token=token or cast.token, json_body=body)


def _check_in(cast: Cast, **asked: str) -> Answer:
    return cast.hub.ask("POST", "/api/v1/check-in", token=cast.token, json_body=asked)


def _book(cast: Cast, ahead: timedelta, **more: str) -> str:
    at = (datetime.now(UTC) + timedelta(hours=8) + ahead).strftime("%Y-%m-%dT%H:%M")
    command = [sys.executable, "-m", "cloud_seat.hub", "add-booking", "--data-dir", str(cast.hub.data_dir)]
    command += ["--item", "longevity-allowance", "--at", at]
    for name, value in more.items():
        command += [f"--{name.replace('_', '-')}", value]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return str(json.loads(done.stdout)["code"])


# --- progress ---
def test_the_same_card_reads_the_whole_story(cast: Cast) -> None:
    sealed, number = _case(cast)
    told = _progress(cast, number).json()
    assert (told["number"], told["kind"], told["item"]["zh"], told["days"]) == (number, "case", "老年人长寿保健金", 10)
    assert [entry["what"] for entry in told["history"]] == ["received"]

    async def decide(_kiosk: End, seat: End, _call: sg.CallRequested) -> None:
        await seat.say(sg.CaseDecided(case_id=sealed.case_id, decision="returned", note="缺户口本首页"))
        await _kiosk.hear(sg.CaseDecided, case_id=sealed.case_id)

    in_call(cast, sealed.case_id, decide)
    last = _progress(cast, number).json()["history"][-1]
    assert (last["what"], last["note"]) == ("returned", "缺户口本首页")


@pytest.mark.parametrize("typed", ["whole", "last six", "provisional"])
def test_the_last_six_digits_are_enough(cast: Cast, typed: str) -> None:
    _, number = _case(cast)
    digits = "".join(filter(str.isdigit, number))
    said = {"whole": number, "last six": digits[-6:], "provisional": f"00{cast.kiosk_id[-4:]}"}[typed]
    assert _progress(cast, said).json()["number"] == number


def test_nothing_for_another_card_or_a_short_number(cast: Cast) -> None:
    _, number = _case(cast)
    answers = [_progress(cast, number, STRANGER), _progress(cast, number, ""), _progress(cast, number[-4:])]
    assert [answer.status for answer in answers] == [404] * 3
    assert {answer.json()["code"] for answer in answers} == {"nothing_found"}
    assert len({answer.body for answer in answers}) == 1
    assert _progress(cast, number, token="wrong").status == 401


def test_who_acted_for_another_may_ask_too(cast: Cast) -> None:
    identity = Identity(holder=Known(number=CARD), actor=Known(number=ACTOR), relation="child")
    parts = {"identity.json": ("application/json", canonical(identity))}
    _, number = _case(cast, parts=parts)
    assert _progress(cast, number, ACTOR).json()["number"] == number
    assert _progress(cast, number, CARD).json()["number"] == number


def test_trying_numbers_is_stopped(cast: Cast) -> None:
    _, number = _case(cast)
    codes = [_progress(cast, f"{number[:-2]}{n:02d}", STRANGER).status for n in range(10, 16)]
    assert codes == [404] * 5 + [429]
    locked = _progress(cast, number)
    assert locked.status == 429 and int(locked.headers["retry-after"]) > 0
    other = cast.hub.enrol(f"{cast.kiosk_id}n")["token"]
    assert _progress(cast, number, token=other).status == 200


def test_a_complaint_is_told_by_its_whole_number(cast: Cast) -> None:
    parts = {"steps.json": ("application/json", b"{}")}
    sealed = SealedCase(cast.hub, cast.kiosk_id, cast.token, values={"reason": "call"}, parts=parts)
    number = sealed.deliver(form_id="complaint", item_id="").json()["receipt"]["acceptance_number"]
    told = _progress(cast, number, STRANGER).json()
    assert (told["kind"], [entry["what"] for entry in told["history"]]) == ("complaint", ["received"])
    assert told["due_on"] > told["history"][0]["at"][:10]
    assert _progress(cast, number[-7:], STRANGER).status == 404


def test_no_number_of_a_card_is_kept_and_each_look_is_written_down(cast: Cast) -> None:
    sealed, number = _case(cast)
    _progress(cast, number)
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        seen = db.execute("SELECT actor FROM audit WHERE about = ?", (f"{sealed.case_id}/progress",)).fetchall()
        dump = "\n".join(db.iterdump())
    assert seen == [(f"kiosk:{cast.kiosk_id}",)]
    assert CARD not in dump
    assert CARD not in cast.hub.log_path.read_text()


# --- notices ---
def _notices(cast: Cast, number: str, card: str = CARD, **delivered: str) -> Answer:
    path = "/api/v1/notices/delivered" if delivered else "/api/v1/notices"
    return cast.hub.ask("POST", path, token=cast.token, json_body={"number": number, "card": card, **delivered})


def test_the_notice_goes_to_the_same_card_and_its_delivery_counts_once(cast: Cast) -> None:
    sealed, number = _case(cast)
    assert _notices(cast, number).status == 404, "nothing was decided yet"

    async def decide(kiosk: End, seat: End, _call: sg.CallRequested) -> None:
        await seat.say(sg.CaseDecided(case_id=sealed.case_id, decision="returned", note="户口本首页没拍到"))
        await kiosk.hear(sg.CaseDecided, case_id=sealed.case_id)

    in_call(cast, sealed.case_id, decide)
    told = _notices(cast, number).json()
    assert (told["decision"], told["note"], told["number"], told["delivered_at"]) == (
        "returned", "户口本首页没拍到", number, "",
    )  # fmt: skip
    assert _notices(cast, number, STRANGER).status == 404
    assert _notices(cast, number, STRANGER, document_sha256="a" * 64).status == 404
    assert _notices(cast, number, document_sha256="signed").status == 400
    first = _notices(cast, number, document_sha256="a" * 64).json()
    assert first["delivered_at"] and first == _notices(cast, number, document_sha256="b" * 64).json()
    history = _progress(cast, number).json()["history"]
    assert [entry["what"] for entry in history] == ["received", "returned", "delivered"]
    assert history[-1]["note"] == ""


def test_what_came_of_it_is_told_with_the_place(cast: Cast) -> None:
    sealed, number = _case(cast)
    assert _tell_result(cast, number).returncode == 2, "it was not accepted yet"

    async def decide(kiosk: End, seat: End, _call: sg.CallRequested) -> None:
        await seat.say(sg.CaseDecided(case_id=sealed.case_id, decision="accepted"))
        await kiosk.hear(sg.CaseDecided, case_id=sealed.case_id)

    in_call(cast, sealed.case_id, decide)
    assert _progress(cast, number).json()["result"] is None
    assert [_tell_result(cast, number).returncode for _ in range(2)] == [0, 2]
    told = _progress(cast, number).json()
    assert [entry["what"] for entry in told["history"]] == ["received", "accepted", "fetch"]
    assert told["result"]["kind"] == "fetch" and "带上身份证" in told["result"]["where"]["zh"]
    assert _notices(cast, number).json()["result"] == told["result"]


def _tell_result(cast: Cast, number: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cloud_seat.hub", "tell-result", "--data-dir", str(cast.hub.data_dir)]
    done = [*command, "--number", number]
    return subprocess.run(done, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


# --- bookings ---
@pytest.mark.parametrize(
    ("ahead", "when"),
    [(timedelta(), "now"), (timedelta(days=1), "other_day"), (timedelta(days=-1), "other_day")],
)
def test_a_booking_by_its_code(cast: Cast, ahead: timedelta, when: str) -> None:
    code = _book(cast, ahead, seat=cast.seat_ids[0].removeprefix("seat-"))
    told = _check_in(cast, code=code).json()
    assert (told["when"], told["item_id"], told["item"]["zh"]) == (when, "longevity-allowance", "老年人长寿保健金")
    assert told["official"].startswith("测试员") and told["department"]["zh"] == "测试局"
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        (came_to,) = db.execute("SELECT came_to FROM booking WHERE code = ?", (code,)).fetchone()
    assert came_to == (cast.kiosk_id if when == "now" else "")


def test_a_booking_by_card(cast: Cast, tmp_path: Path) -> None:
    own = f"4401131899{cast.kiosk_id[-4:]}0012"
    (tmp_path / "card").write_text(own + "\n")
    code = _book(cast, timedelta(days=2), card_file=str(tmp_path / "card"))
    assert _check_in(cast, card=own).json()["code"] == code
    assert _check_in(cast, card=STRANGER).status == 404


def test_codes_cannot_be_tried(cast: Cast) -> None:
    codes = [_check_in(cast, code=f"99999{n}").status for n in range(6)]
    assert codes == [404] * 5 + [429]


@pytest.mark.parametrize(("option", "value"), [("--item", "nothing"), ("--at", "tomorrow"), ("--code", "12ab")])
def test_a_wrong_booking_is_refused_in_words(cast: Cast, option: str, value: str) -> None:
    options = {"--item": "longevity-allowance", "--at": "2026-11-27T09:30", option: value}
    command = [sys.executable, "-m", "cloud_seat.hub", "add-booking", "--data-dir", str(cast.hub.data_dir)]
    done = subprocess.run(
        [*command, *(word for pair in options.items() for word in pair)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2 and value in done.stderr


# --- keepers ---
def test_what_a_keeper_did_stands_in_the_audit_once(cast: Cast) -> None:
    told = {"act": "entered", "act_id": "a1", "at": "2026-11-26T01:00:00+00:00"}
    path, token = "/api/v1/keeper-log", cast.token
    assert [cast.hub.ask("POST", path, json_body=told, token=token).status for _ in range(2)] == [204, 204]
    assert cast.hub.ask("POST", path, json_body={**told, "act": "anything"}, token=token).status == 400
    assert cast.hub.ask("POST", path, json_body=told, token="wrong").status == 401
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        rows = db.execute("SELECT what FROM audit WHERE actor = ?", (f"keeper:{cast.kiosk_id}",)).fetchall()
    assert rows == [("entered",)]
