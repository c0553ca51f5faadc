"""Shell: a booth hears how many officials there are for the items on its glass; words that found nothing come once."""

import asyncio

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast


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
