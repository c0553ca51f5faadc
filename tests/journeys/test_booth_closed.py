"""Shell: a supervisor closes a booth where somebody fills in a form: they go on; the next reads why, also offline."""

from typing import Any

import pytest

from tests.journeys.booth import Booth
from tests.journeys.conftest import Open

pytestmark = pytest.mark.journey


def test_closed_for_the_next_resident_over_a_restart_without_the_hub_until_it_is_opened(open_booth: Open) -> None:
    booth: Booth = open_booth()
    hub, at = booth.hub, f"/api/v1/board/kiosks/{booth.kiosk_id}/closing"
    user = hub.add_seat("7792", rights=())
    hub.set_role(user, "supervisor")
    cookie = hub.sign_in(user)

    def ask(verb: str, wish: dict[str, Any] | None = None) -> None:
        told = hub.ask(verb, at, cookie=cookie, own_origin=True, json_body=wish)
        assert told.status == 204, told.body

    booth.walk(booth.to_form(), booth.aside(lambda: ask("POST", {"reason": "repair"})))
    booth.walk(booth.until(lambda: booth.session.ambient.closed, "the supervisor's word"))
    assert booth.page == "form", "whoever is in the middle of it is not interrupted"
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("closed"))
    assert (booth.shown("closed", "title"), booth.leftovers()) == ("本机今天暂停服务", [])
    hub.kill()
    booth.close()

    again = open_booth(at=booth.place)
    again.walk(again.resident.on_page("closed"))
    assert not again.shown("frame", "linkUp")
    again.walk(again.aside(hub.start_again), again.until(lambda: again.shown("frame", "linkUp"), "the hub"))
    assert again.page == "closed"
    again.walk(again.aside(lambda: ask("DELETE")), again.resident.on_page("welcome"), again.to_form())
