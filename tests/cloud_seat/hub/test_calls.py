"""Shell: whole calls over real sockets: matched, talking, cut off, found again, over."""

import asyncio

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.text import Text
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast


def _form(call: sg.CallRequested, **values: str) -> sg.FormShared:
    return sg.FormShared(
        call_id=call.call_id, case_id=call.case_id, item_id=call.item_id, form_id="f", form_version=1, values=values
    )


def test_a_whole_call(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id)
            await kiosk.say(call)
            await kiosk.say(_form(call, phone="1"))  # before anybody answered
            queue = await kiosk.hear(sg.QueueChanged)
            assert (queue.position, queue.reason) == (1, "ringing")
            offer = await seat.hear(sg.Offered)
            assert (offer.attempt, offer.kiosk_id, offer.case_id) == (1, cast.kiosk_id, call.case_id)
            await seat.say(sg.OfferAccepted(call_id=call.call_id, attempt=1))
            at_kiosk = await kiosk.hear(sg.CallConnected)
            assert at_kiosk.seat.seat_id == cast.seat_ids[0]
            assert (await seat.hear(sg.CallConnected)).kiosk_id == cast.kiosk_id
            assert (await seat.hear(sg.FormShared)).values == {"phone": "1"}
            await kiosk.say(sg.Signal(call_id=call.call_id, attempt=1, kind="offer", sdp="v=0"))
            assert (await seat.hear(sg.Signal)).kind == "offer"
            await seat.say(sg.Signal(call_id=call.call_id, attempt=1, kind="answer", sdp="v=0"))
            assert (await kiosk.hear(sg.Signal)).kind == "answer"
            await seat.say(sg.FieldMarked(call_id=call.call_id, attempt=1, field="phone"))
            await kiosk.hear(sg.FieldMarked, field="phone")
            await kiosk.say(sg.MarkAnswered(call_id=call.call_id, field="phone"))
            await seat.hear(sg.MarkAnswered)
            await kiosk.say(sg.HearingTold(call_id=call.call_id, again=True))
            assert (await seat.hear(sg.HearingTold)).again
            asked = sg.Asked(call_id=call.call_id, attempt=1, ask_id="a1", kind="paper", target="social-card")
            await seat.say(asked)
            assert await kiosk.hear(sg.Asked) == asked
            await kiosk.say(sg.AskAnswered(call_id=call.call_id, ask_id="a1", answer="yes"))
            assert (await seat.hear(sg.AskAnswered)).answer == "yes"
            for said in (
                {"text": "您好", "said_id": "a"},
                {"text": "您好", "said_id": "a"},
                {"text": "请看", "said_id": "b"},
            ):
                await seat.say(sg.Captioned(call_id=call.call_id, attempt=1, **said))
            assert (await kiosk.hear(sg.Captioned)).text == "您好"
            assert (await kiosk.hear(sg.Captioned)).text == "请看", "said twice, heard once"
            await kiosk.say(sg.HealthReported(devices={"camera": "ready"}))
            await seat.hear(sg.HealthReported)
            await kiosk.say(sg.CallEnded(call_id=call.call_id, attempt=1, reason="resident"))
            assert (await seat.hear(sg.CallEnded)).reason == "resident"
            await seat.say(sg.Captioned(call_id=call.call_id, attempt=1, text="还在吗"))
            await seat.hear_refused("not_in_call")

    asyncio.run(run())


def test_what_was_said_while_the_booth_was_away_is_told_when_it_is_back(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        async with await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            await kiosk.close()
            for text, said_id in (("请看", "a"), ("您好", "")):
                await seat.say(sg.Captioned(call_id=call.call_id, attempt=1, text=text, said_id=said_id))
            await seat.say(sg.FieldMarked(call_id=call.call_id, attempt=1, field="phone", said_id="m"))
            await seat.say(asked := sg.Asked(call_id=call.call_id, attempt=1, ask_id="q", kind="photo"))
            async with await open_kiosk(cast.hub, cast.token) as again:
                await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                await again.hear(sg.CallConnected)
                assert (await again.hear(sg.Captioned)).said_id == "a"
                assert (await again.hear(sg.FieldMarked)).said_id == "m"
                assert await again.hear(sg.Asked) == asked
                await again.say(sg.AskAnswered(call_id=call.call_id, ask_id="q"))
                await seat.hear(sg.AskAnswered)
                await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                await again.hear(sg.FieldMarked)
                await again.hears_nothing_of(sg.Asked, for_s=0.1)

    asyncio.run(run())


def test_a_seat_that_closes_mid_call_is_replaced_by_another(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id)
            assert await connected(kiosk, seat, call) == 1
            await kiosk.say(_form(call, phone="2"))
            await kiosk.say(sg.ScanShared(call_id=call.call_id, scan_id="s1", material_id="m", name=Text(zh="户口簿")))
            await seat.hear(sg.ScanShared)
            async with await open_seat(cast.hub, cast.cookies[1]) as other:
                await seat.close()
                assert (await kiosk.hear(sg.SeatLost)).attempt == 1
                assert (await kiosk.hear(sg.QueueChanged)).reason == "same_seat"
                offer = await other.hear(sg.Offered)
                assert offer.attempt == 2
                await other.say(sg.OfferAccepted(call_id=call.call_id, attempt=2))
                assert (await kiosk.hear(sg.CallConnected, attempt=2)).seat.seat_id == cast.seat_ids[1]
                assert (await other.hear(sg.FormShared)).values == {"phone": "2"}
                assert (await other.hear(sg.ScanShared)).scan_id == "s1"

    asyncio.run(run())


def test_a_reloaded_page_gets_its_call_back(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            seat = await open_seat(cast.hub, cast.cookies[0])
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            await kiosk.say(_form(call, phone="3"))
            await seat.hear(sg.FormShared)
            await seat.say(sg.Asked(call_id=call.call_id, attempt=1, ask_id="a1", kind="signature"))
            await kiosk.hear(sg.Asked)
            answer = sg.AskAnswered(call_id=call.call_id, ask_id="a1", answer="yes")
            line = sg.Wrote(call_id=call.call_id, said_id="w1", text="我听不见")
            await kiosk.say(answer)
            await kiosk.say(line)
            await seat.hear(sg.Wrote)
            seat.drop()
            await kiosk.hear(sg.SeatLost)
            async with await open_seat(cast.hub, cast.cookies[0], status="") as again:
                await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                assert (await again.hear(sg.CallConnected)).attempt == 2
                assert (await again.hear(sg.FormShared)).values == {"phone": "3"}
                assert (await again.hear(sg.Wrote), await again.hear(sg.AskAnswered)) == (line, answer)
                assert (await kiosk.hear(sg.CallConnected)).attempt == 2

    asyncio.run(run())


def test_a_newer_page_of_the_same_official_takes_over(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            seat = await open_seat(cast.hub, cast.cookies[0])
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            async with await open_seat(cast.hub, cast.cookies[0], status="") as newer:
                assert await seat.closed() == 4000
                await kiosk.hear(sg.SeatLost)
                await newer.hear(sg.Offered, attempt=2)

    asyncio.run(run())


def test_a_kiosk_that_loses_its_link_goes_on(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        async with await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            kiosk.drop()
            async with await open_kiosk(cast.hub, cast.token) as again:
                await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                assert (await again.hear(sg.CallConnected)).attempt == 1
                await seat.hears_nothing_of(sg.CallEnded, sg.CallConnected, for_s=1.3)

    asyncio.run(run())


def test_a_kiosk_that_stays_away_ends_its_call(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        async with await open_seat(cast.hub, cast.cookies[0]) as seat:
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            kiosk.drop()
            assert (await seat.hear(sg.CallEnded)).reason == "cut"
        async with await open_kiosk(cast.hub, cast.token) as again:
            await again.say(sg.CallResumed(call_id=call.call_id, attempt=1))
            assert (await again.hear(sg.CallEnded)).reason == "cut"

    asyncio.run(run())


def test_nobody_there_is_said_and_the_call_waits(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            call = new_call(cast.item_id)
            await kiosk.say(call)
            queue = await kiosk.hear(sg.QueueChanged)
            assert (queue.position, queue.reason, queue.estimate_s) == (1, "no_seat", None)
            async with await open_seat(cast.hub, cast.cookies[0]) as seat:
                await seat.hear(sg.Offered, call_id=call.call_id)
                await kiosk.hear(sg.QueueChanged, reason="ringing")
                await kiosk.say(sg.CallEnded(call_id=call.call_id, reason="resident"))
                assert (await seat.hear(sg.OfferWithdrawn)).reason == "cancelled"

    asyncio.run(run())


def test_declined_and_unanswered_offers_go_to_the_next(cast: Cast) -> None:
    async def run() -> None:
        hub, (first, second) = cast.hub, cast.cookies
        async with (
            await open_kiosk(hub, cast.token) as kiosk,
            await open_seat(hub, first) as seat,
            await open_seat(hub, second) as other,
        ):
            call = new_call(cast.item_id)
            await kiosk.say(call)
            offer = await seat.hear(sg.Offered)
            await seat.say(sg.OfferDeclined(call_id=call.call_id, attempt=offer.attempt))
            assert (await seat.hear(sg.OfferWithdrawn)).reason == "declined"
            assert (await other.hear(sg.Offered)).attempt == 2
            assert (await other.hear(sg.OfferWithdrawn)).reason == "timeout"
            await seat.hear(sg.Offered)
            await other.say(sg.OfferAccepted(call_id=call.call_id, attempt=2))
            assert (await other.hear(sg.OfferWithdrawn, attempt=2)).reason == "taken"

    asyncio.run(run())


def test_the_same_case_rings_first_where_it_was(cast: Cast) -> None:
    async def run() -> None:
        hub, (first, second) = cast.hub, cast.cookies
        async with await open_kiosk(hub, cast.token) as kiosk, await open_seat(hub, first) as seat:
            call = new_call(cast.item_id)
            await connected(kiosk, seat, call)
            async with await open_seat(hub, second) as longer_idle:
                await kiosk.say(sg.CallEnded(call_id=call.call_id, reason="resident"))
                await seat.hear(sg.CallEnded)
                await kiosk.say(new_call(cast.item_id, case_id=call.case_id))
                await seat.hear(sg.Offered, case_id=call.case_id)
                await longer_idle.hears_nothing_of(sg.Offered, for_s=0.2)

    asyncio.run(run())
