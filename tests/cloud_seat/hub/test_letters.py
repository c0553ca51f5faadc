"""Shell: a complaint or message arrives sealed and becomes one work order with owner, date and call-back."""

import asyncio
import json
import sqlite3
import uuid
from datetime import date
from typing import Any

from cloud_seat.contract.intake import canonical
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import TABLE
from tests.cloud_seat.hub.sealed_cases import SealedCase

WORDS = "拍了三次都说模糊"
PHONE = "13800000000"


def _sealed(cast: Cast, *, about: str = "", phone: str = PHONE) -> SealedCase:
    answers = {"reason": "papers", "words": WORDS} | ({"phone": phone} if phone else {})
    told = {"case_id": about, "steps": [{"code": "page:material", "zh": "到交材料", "en": "came to the papers"}]}
    parts = {"steps.json": ("application/json", json.dumps(told).encode())}
    return SealedCase(cast.hub, cast.kiosk_id, cast.token, values=answers, parts=parts)


def _deliver(cast: Cast, sealed: SealedCase) -> str:
    answer = sealed.deliver(item_id=cast.item_id, form_id="complaint", form_version=1)
    assert answer.status == 200, answer.body
    return str(answer.json()["receipt"]["acceptance_number"])


def _ask(cast: Cast, official: int, path: str = "", **how: Any) -> Any:
    method = how.pop("method", "GET")
    return cast.hub.ask(method, f"/api/v1/letters{path}", cookie=cast.cookies[official], own_origin=True, **how)


def _post(cast: Cast, official: int, sealed: SealedCase, verb: str, **body: str) -> tuple[int, str]:
    answer = _ask(cast, official, f"/{sealed.case_id}/{verb}", method="POST", json_body=body or None)
    return answer.status, answer.json()["code"] if answer.body else ""


def test_delivered_twice_it_is_one_work_order(cast: Cast) -> None:
    sealed = _sealed(cast)
    sealed.put_all()
    body = canonical(sealed.manifest(item_id=cast.item_id, form_id="complaint"))
    assert sealed.post(body).body == sealed.post(body).body
    (line,) = _ask(cast, 0).json()
    opened = date.fromisoformat(line["opened_at"][:10])
    assert (line["case_id"], line["reason"], line["wants_call"], line["state"], line["owner"]) == (
        sealed.case_id, "papers", True, "open", "",
    )  # fmt: skip
    assert abs((date.fromisoformat(line["due_on"]) - TABLE.after(opened, 15)).days) <= 9  # local day, not UTC
    assert WORDS not in _ask(cast, 0).body.decode() and PHONE not in _ask(cast, 0).body.decode()
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        rows = db.execute("SELECT kind FROM work_order WHERE case_id = ?", (sealed.case_id,)).fetchall()
    assert rows == [("complaint",)]


def test_who_answers_for_it_opens_calls_and_closes(cast: Cast) -> None:
    sealed = _sealed(cast)
    _deliver(cast, sealed)
    assert _post(cast, 0, sealed, "close", note="x") == (409, "not_your_letter")
    assert _post(cast, 0, sealed, "take") == (204, "")
    assert _post(cast, 1, sealed, "take") == (409, "already_taken")
    inside = _ask(cast, 0, f"/{sealed.case_id}").json()
    assert (inside["answers"]["words"], inside["answers"]["phone"]) == (WORDS, PHONE)
    assert inside["steps"]["steps"][0]["zh"] == "到交材料"
    assert _post(cast, 0, sealed, "close", note="已换镜头") == (409, "call_back_first")
    assert _post(cast, 1, sealed, "called") == (409, "not_your_letter")
    assert _post(cast, 0, sealed, "called") == (204, "")
    assert _post(cast, 0, sealed, "close", note=" ") == (409, "note_missing")
    assert _post(cast, 0, sealed, "close", note="已换镜头") == (204, "")
    assert _post(cast, 0, sealed, "close", note="再来") == (409, "already_closed")
    assert _ask(cast, 0).json() == []
    (line,) = _ask(cast, 0, "?closed=1").json()
    assert line["state"] == "closed" and line["closed_at"] and line["called_at"]
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        seen = [
            row[0]
            for row in db.execute("SELECT what FROM audit WHERE about LIKE ? ORDER BY seq", (f"{sealed.case_id}%",))
        ]
    assert seen == ["complaint taken", "opened", "called back", "complaint closed"]


def test_who_left_no_number_need_not_be_called(cast: Cast) -> None:
    sealed = _sealed(cast, phone="")
    _deliver(cast, sealed)
    assert _post(cast, 0, sealed, "take")[0] == 204
    assert _post(cast, 0, sealed, "close", note="已向居民说明")[0] == 204


def test_nobody_judges_a_call_of_their_own(cast: Cast) -> None:
    case_id = str(uuid.uuid4())

    async def call() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            await connected(kiosk, seat, new_call(cast.item_id, case_id))

    asyncio.run(call())
    sealed = _sealed(cast, about=case_id)
    _deliver(cast, sealed)
    assert _ask(cast, 0).json() == []
    assert _ask(cast, 0, f"/{sealed.case_id}").status == 404
    assert _post(cast, 0, sealed, "take")[0] == 404
    assert [line["case_id"] for line in _ask(cast, 1).json()] == [sealed.case_id]


def test_an_unreadable_complaint_is_one_too(cast: Cast) -> None:
    sealed = _sealed(cast)
    sealed.put_all()
    answer = sealed.deliver(item_id=cast.item_id, form_id="complaint", form_version=1, wrapped_keys=())
    assert answer.status == 200
    (line,) = _ask(cast, 0).json()
    assert line["reason"] == "unreadable"
    assert _ask(cast, 0, f"/{sealed.case_id}").status == 502


def test_only_officials_of_the_item(cast: Cast) -> None:
    sealed = _sealed(cast)
    _deliver(cast, sealed)
    stranger = cast.hub.sign_in(cast.hub.add_seat(f"{cast.kiosk_id}x", rights=("another-item",)))
    assert cast.hub.ask("GET", "/api/v1/letters", cookie=stranger).json() == []
    assert cast.hub.ask("GET", "/api/v1/letters", token=cast.token).status == 401
    everyone = cast.hub.sign_in(cast.hub.add_seat(f"{cast.kiosk_id}s", rights=("*",)))
    seen = cast.hub.ask("GET", "/api/v1/letters", cookie=everyone).json()
    assert sealed.case_id in [line["case_id"] for line in seen]


def _message(cast: Cast, *, item_id: str, about: str = "") -> SealedCase:
    answers = {"want": "call", "phone": PHONE, "phone_right": True, "when": "morning"}
    parts = {"steps.json": ("application/json", json.dumps({"case_id": about, "steps": []}).encode())}
    sealed = SealedCase(cast.hub, cast.kiosk_id, cast.token, values=answers, parts=parts)
    sealed.put_all()
    body = canonical(sealed.manifest(item_id=item_id, form_id="message"))
    assert sealed.post(body).status == sealed.post(body).status == 200
    return sealed


def test_a_call_back_is_on_the_list_once_and_ticked_off(cast: Cast) -> None:
    sealed = _message(cast, item_id=cast.item_id)
    (line,) = _ask(cast, 0).json()
    assert (line["kind"], line["reason"], line["wants_call"], line["mine"]) == ("message", "call", True, False)
    assert line["due_on"] < TABLE.after(date.fromisoformat(line["opened_at"][:10]), 4).isoformat()
    assert PHONE not in str(line)
    assert _post(cast, 0, sealed, "take") == (204, "")
    assert _ask(cast, 0, f"/{sealed.case_id}").json()["answers"]["phone"] == PHONE
    assert _post(cast, 0, sealed, "close", note="已答复") == (409, "call_back_first")
    assert _post(cast, 0, sealed, "called") == (204, "")
    assert _post(cast, 0, sealed, "close", note="已答复") == (204, "")
    assert _ask(cast, 0).json() == []


def test_the_official_of_the_call_may_call_back(cast: Cast) -> None:
    case_id = str(uuid.uuid4())

    async def call() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            await connected(kiosk, seat, new_call(cast.item_id, case_id))

    asyncio.run(call())
    sealed = _message(cast, item_id=cast.item_id, about=case_id)
    assert [line["case_id"] for line in _ask(cast, 0).json()] == [sealed.case_id]


def test_a_message_about_no_matter_is_for_anyone(cast: Cast) -> None:
    sealed = _message(cast, item_id="")
    stranger = cast.hub.sign_in(cast.hub.add_seat(f"{cast.kiosk_id}x", rights=("another-item",)))
    seen = cast.hub.ask("GET", "/api/v1/letters", cookie=stranger).json()
    assert sealed.case_id in [line["case_id"] for line in seen]
