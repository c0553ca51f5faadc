"""Shell: what an official asks for: judged by the form's rules on the way, written down with its answer, sized."""

import asyncio
import sqlite3
import uuid
from typing import Any

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import End
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import SealedCase
from tests.cloud_seat.hub.test_cases import in_call

FORM = "longevity-allowance"


def _history(cast: Cast, case_id: str) -> list[tuple[str, str, str]]:
    with sqlite3.connect(f"file:{cast.hub.data_dir / 'hub.sqlite'}?mode=ro", uri=True) as db:
        asked = "SELECT actor, what, note FROM case_history WHERE case_id = ? ORDER BY seq"
        return list(db.execute(asked, (case_id,)))


def _form(call: sg.CallRequested, **values: str) -> sg.FormShared:
    return sg.FormShared(
        call_id=call.call_id, case_id=call.case_id, item_id=call.item_id, form_id=FORM, form_version=1, values=values
    )


def test_a_proposal_is_judged_on_its_way_and_written_down_with_its_answer(cast: Cast) -> None:
    case_id = str(uuid.uuid4())

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        await kiosk.say(_form(call, phone="1380013800"))
        await seat.hear(sg.FormShared)
        about: dict[str, Any] = {
            "call_id": call.call_id,
            "attempt": 1,
            "kind": "value",
            "target": "phone",
            "was": "1380013800",
        }
        await seat.say(sg.Asked(**about, ask_id="p1", value="12345"))
        refused = await seat.hear(sg.AskAnswered)
        assert (refused.ask_id, refused.answer) == ("p1", "unfit")
        assert refused.text.zh and refused.text.en
        fine = sg.Asked(**about, ask_id="p2", value="13800138000")
        await seat.say(fine)
        assert await kiosk.hear(sg.Asked) == fine, "the slip of the pen never came here"
        await seat.say(fine)
        await kiosk.hear(sg.Asked)
        await kiosk.say(sg.AskAnswered(call_id=call.call_id, ask_id="p2", answer="yes"))
        await kiosk.say(sg.AskAnswered(call_id=call.call_id, ask_id="never-asked", answer="yes"))
        await seat.hear(sg.AskAnswered, ask_id="p2")
        back = sg.AskWithdrawn(call_id=call.call_id, attempt=1, ask_id="p2")
        await seat.say(back)
        assert await kiosk.hear(sg.AskWithdrawn) == back
        await seat.say(sg.Asked(**about, ask_id="p3", value={"a": 1}))
        await seat.hear_refused("bad_request")
        await seat.say(sg.Asked(**about, ask_id="p4", value="1" * 10_001))
        await seat.hear_refused("bad_request")
        await seat.say(sg.Asked(**about, ask_id="p5", note="x" * 201))
        await seat.hear_refused("bad_request")

    in_call(cast, case_id, act)
    seat, kiosk = f"seat:{cast.seat_ids[0]}", f"kiosk:{cast.kiosk_id}"
    assert _history(cast, case_id) == [
        (seat, "asked", "value phone"), (kiosk, "ask_answered", "value phone: yes"),
    ]  # fmt: skip


def test_a_good_paper_is_written_down_and_hold_and_words_are_passed_on(cast: Cast) -> None:
    case_id = str(uuid.uuid4())

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        good = sg.PaperAccepted(call_id=call.call_id, attempt=1, material_id="hukou", pages=(1, 2))
        await seat.say(good)
        assert await kiosk.hear(sg.PaperAccepted) == good
        await seat.say(sg.PaperAccepted(call_id=call.call_id, attempt=1, material_id="hukou"))
        await seat.hear_refused("bad_request")
        await seat.say(sg.PaperAccepted(call_id=call.call_id, attempt=9, material_id="hukou", pages=(1,)))
        await seat.hear_refused("not_in_call")
        await seat.say(sg.Held(call_id=call.call_id, attempt=1))
        assert (await kiosk.hear(sg.Held)).on
        await kiosk.say(sg.Wrote(call_id=call.call_id, text="我听不见"))
        assert (await seat.hear(sg.Wrote)).text == "我听不见"
        await kiosk.say(sg.Wrote(call_id=call.call_id, text="长" * 201))
        await kiosk.hear_refused("bad_request")
        await kiosk.say(good)
        await kiosk.hear_refused("not_yours")

    in_call(cast, case_id, act)
    assert _history(cast, case_id) == [(f"seat:{cast.seat_ids[0]}", "paper_accepted", "hukou 1,2")]


def test_an_official_hears_when_they_last_did_such_a_matter(cast: Cast) -> None:
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    path = f"/api/v1/items/{FORM}/handled"
    before = cast.hub.ask("GET", path, cookie=cast.cookies[0]).json()["times"]

    async def act(kiosk: End, seat: End, call: sg.CallRequested) -> None:
        await asyncio.to_thread(case.deliver)
        await seat.hear(sg.CaseSubmitted)
        await seat.say(sg.CaseDecided(case_id=case.case_id, call_id=call.call_id, decision="accepted"))
        await kiosk.hear(sg.CaseDecided)

    in_call(cast, case.case_id, act)
    told = cast.hub.ask("GET", path, cookie=cast.cookies[0]).json()
    assert told["times"] == before + 1 and told["last_at"]
    assert cast.hub.ask("GET", path, cookie=cast.cookies[1]).json() == {"times": 0, "last_at": ""}
    assert cast.hub.ask("GET", path).status == 401
