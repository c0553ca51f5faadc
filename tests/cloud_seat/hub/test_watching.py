"""Shell: what machines ask this hub: alive, ready, numbers; the numbers name nobody and are not for the network."""

import asyncio

from tests.cloud_seat.hub.clients import open_kiosk
from tests.cloud_seat.hub.conftest import Cast


def numbers(cast: Cast) -> dict[str, float]:
    lines = cast.hub.ask("GET", "/metrics").body.decode().splitlines()
    told = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in told}


def test_a_running_hub_is_alive_and_ready(cast: Cast) -> None:
    for path in ("/health/live", "/health/ready"):
        assert cast.hub.ask("GET", path).json() == {"ok": True}


def connected(told: dict[str, float]) -> float:
    return sum(value for name, value in told.items() if name.startswith("xiaowu_kiosks{") and "offline" not in name)


def test_the_numbers_follow_what_is_there_and_name_nobody(cast: Cast) -> None:
    before = numbers(cast)

    async def run() -> dict[str, float]:
        async with await open_kiosk(cast.hub, cast.token):
            async with asyncio.timeout(10):
                while connected(now := await asyncio.to_thread(numbers, cast)) == connected(before):
                    pass  # what a board looks at is half a second old at most
        return now

    now = asyncio.run(run())
    assert connected(now) == connected(before) + 1
    assert not any(word in name for name in now for word in (cast.kiosk_id, *cast.seat_ids))
    assert {name for name in now if "{" in name} == {name for name in before if "{" in name}


def test_the_numbers_are_for_this_machine_and_operators_alone(cast: Cast) -> None:
    """Whoever comes through a proxy seems to be on this machine."""
    assert cast.hub.ask("GET", "/metrics").status == 200
    far = {"X-Forwarded-For": "10.1.2.3"}
    assert cast.hub.ask("GET", "/metrics", headers=far).status == 401
    assert cast.hub.ask("GET", "/metrics", headers=far, cookie=cast.cookies[0]).status == 403
    user = cast.hub.add_seat(f"{cast.kiosk_id}-m", rights=())
    cast.hub.set_role(user, "operator")
    assert cast.hub.ask("GET", "/metrics", headers=far, cookie=cast.hub.sign_in(user)).status == 200
