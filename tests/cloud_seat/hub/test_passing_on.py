"""Shell: who is there for a resident: reasons on record, a word between officials, a page that fell silent."""

import asyncio
from pathlib import Path

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import RunningHub


def test_reasons_stand_on_record_and_only_the_asked_one_answers(cast: Cast) -> None:
    hub, (first, second) = cast.hub, cast.cookies
    stranger_cookie = hub.sign_in(hub.add_seat(f"x{cast.item_id[5:]}", rights=("another",)))
    call = new_call(cast.item_id)

    async def run() -> None:
        async with (
            await open_kiosk(hub, cast.token) as kiosk,
            await open_seat(hub, first) as seat,
            await open_seat(hub, second, status="busy") as other,
            await open_seat(hub, stranger_cookie) as stranger,
        ):
            await kiosk.say(call)
            offer = await seat.hear(sg.Offered)
            declined = sg.OfferDeclined(call_id=call.call_id, attempt=offer.attempt, reason="other", note="停电")
            await seat.say(declined)
            await seat.hear(sg.Offered, attempt=2)
            await seat.say(sg.OfferAccepted(call_id=call.call_id, attempt=2))
            await kiosk.hear(sg.CallConnected)
            word = sg.Consulted(call_id=call.call_id, seat_id=cast.seat_ids[1], text="怎么填")
            await other.say(word)
            await other.hear_refused("not_in_call")
            await seat.say(word)
            heard = await other.hear(sg.Consulted)
            assert (heard.text, heard.seat.seat_id) == ("怎么填", cast.seat_ids[0])
            await other.say(sg.Consulted(call_id=call.call_id, text="照存折填"))
            assert (await seat.hear(sg.Consulted)).text == "照存折填"
            await stranger.say(sg.Consulted(call_id=call.call_id, text="我也说一句"))
            await stranger.hear_refused("not_in_call")
            await seat.say(sg.HandoverAsked(call_id=call.call_id, attempt=2, to_seat_id=cast.seat_ids[1]))
            assert (await seat.hear(sg.HandoverChanged)).state == "busy"
            assert (await kiosk.hear(sg.HandoverChanged)).state == "busy"
            listed = await asyncio.to_thread(_colleagues, cast)
            assert listed[cast.seat_ids[1]] == ("busy", False, True)
            assert listed[f"seat-x{cast.item_id[5:]}"] == ("ready", True, False)

    asyncio.run(run())
    past = hub.ask("GET", f"/api/v1/cases/{call.case_id}/history", cookie=first).json()
    told = [(entry["what"], entry["note"]) for entry in past if entry["what"] != "talked"]
    assert told == [("call_declined", "other: 停电"), ("consulted", cast.seat_ids[1]), ("handover_asked", "")]


def _colleagues(cast: Cast) -> dict[str, tuple[str, bool, bool]]:
    told = cast.hub.ask("GET", f"/api/v1/colleagues?item={cast.item_id}", cookie=cast.cookies[0]).json()
    return {one["seat_id"]: (one["state"], one["free"], one["may"]) for one in told}


def test_a_page_that_fell_silent_is_gone_though_its_browser_answers(tmp_path: Path) -> None:
    async def run(hub: RunningHub) -> None:
        token, cookie = hub.enrol("PY-0001")["token"], hub.sign_in(hub.add_seat("7001"))
        kiosk, frozen = await open_kiosk(hub, token), await open_seat(hub, cookie)
        assert await frozen.closed() == 4002
        await kiosk.hear(sg.PresenceChanged, seats_online=0)
        async with await open_seat(hub, cookie) as seat:
            await connected(kiosk, seat, new_call())
        await kiosk.close()

    with RunningHub.start(tmp_path, "page_silent_s=0.5") as hub:
        asyncio.run(run(hub))
