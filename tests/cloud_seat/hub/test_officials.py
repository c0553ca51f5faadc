"""Shell: a booth hears how many officials there are for the items on its glass; words that found nothing come once."""

import asyncio

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.intake import canonical
from tests.assets.test_forms import filled
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import SealedCase


def test_the_counts_follow_the_officials_of_that_item(cast: Cast) -> None:
    async def run() -> None:
        item, other = cast.item_id, "another-item"
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            await kiosk.say(sg.ItemsWatched(item_ids=(item, other)))
            await kiosk.hear(sg.OfficialsChanged, officials={item: (0, 0), other: (0, 0)})
            async with await open_seat(cast.hub, cast.cookies[0]) as seat:
                await kiosk.hear(sg.OfficialsChanged, officials={item: (1, 1), other: (0, 0)})
                await seat.say(sg.PresenceSet(status="busy"))
                await kiosk.hear(sg.OfficialsChanged, officials={item: (1, 0), other: (0, 0)})
                await kiosk.say(sg.ItemsWatched())
                await seat.say(sg.PresenceSet(status="ready"))
                await kiosk.hears_nothing_of(sg.OfficialsChanged)
            await kiosk.say(sg.ItemsWatched(item_ids=(item,) * 500))
            await kiosk.hear(sg.OfficialsChanged, officials={item: (0, 0)})

    asyncio.run(run())


def test_missed_words_count_once_and_only_letters_are_taken(cast: Cast) -> None:
    path, words = "/api/v1/missed-words", {f"{cast.kiosk_id}-1": "养犬登记", f"{cast.kiosk_id}-2": "养犬登记"}
    for _ in range(2):
        assert cast.hub.ask("POST", path, json_body={"words": words}, token=cast.token).status == 200
    for wrong in ({"x": "13800138000"}, {"y": "长" * 40}, {"z": "a\u0000b"}):
        assert cast.hub.ask("POST", path, json_body={"words": wrong}, token=cast.token).status == 400
    assert cast.hub.ask("POST", path, json_body={"words": words}).status == 401
    told = cast.hub.ask("GET", path, cookie=cast.cookies[0])
    assert told.status == 200
    assert {"words": "养犬登记", "times": 2} in told.json()["words"]


def test_who_may_do_one_part_is_asked_about_the_package(cast: Cast) -> None:
    user = cast.hub.add_seat(f"{cast.kiosk_id}-p", rights=("sole-trader",))

    async def run() -> None:
        kiosk, seat = await open_kiosk(cast.hub, cast.token), await open_seat(cast.hub, cast.hub.sign_in(user))
        async with kiosk, seat:
            await kiosk.say(sg.ItemsWatched(item_ids=("package-open-shop", "package-seventy")))
            told = await kiosk.hear(sg.OfficialsChanged)
            assert told.officials["package-open-shop"] == (1, 1)
            await kiosk.say(new_call("package-open-shop"))
            offer = await seat.hear(sg.Offered)
            assert (offer.item_id, offer.item_name.zh) == ("package-open-shop", "个体开店一件事")

    asyncio.run(run())


def test_a_package_is_one_case_with_one_number(cast: Cast) -> None:
    values = filled("flexible-employment") | filled("sole-trader")
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token, values=values)
    package = {"item_id": "package-open-shop", "form_id": "package-open-shop", "form_version": 201}
    case.put_all()
    body = canonical(case.manifest(**package))
    first, again = case.post(body), case.post(body)
    assert first.status == again.status == 200 and first.body == again.body

    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            user = cast.hub.add_seat(f"{cast.kiosk_id}-q", rights=("flexible-employment",))
            cookie = cast.hub.sign_in(user)
            async with await open_seat(cast.hub, cookie) as seat:
                await connected(kiosk, seat, new_call("package-open-shop", case.case_id))
            looked = cast.hub.ask("GET", f"/api/v1/cases/{case.case_id}", cookie=cookie).json()
        assert looked["checks"] == []
        assert [part["id"] for part in looked["parts_of_item"]] == ["sole-trader", "flexible-employment"]

    asyncio.run(run())
