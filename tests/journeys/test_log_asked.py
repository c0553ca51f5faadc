"""Shell: an operator reads the log of a booth where somebody is in the middle of a matter: nothing of them is there."""

import logging
from typing import Any

import pytest

from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey


def test_the_log_of_a_booth_in_use_tells_of_the_booth_and_of_nobody(
    open_booth: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    booth: Booth = open_booth()
    user = booth.hub.add_seat("7791", rights=())
    booth.hub.set_role(user, "operator")
    operator, place = booth.hub.sign_in(user), f"/api/v1/board/kiosks/{booth.kiosk_id}"
    told = list[dict[str, Any]]()

    def ask() -> None:
        wish = {"what": "logs"}
        assert booth.hub.ask("POST", f"{place}/errands", cookie=operator, own_origin=True, json_body=wish).status == 200

    def look() -> bool:
        told[:] = booth.hub.ask("GET", place, cookie=operator).json()["errands"]
        return bool(told[0]["state"] == "done")

    booth.walk(booth.to_material(), booth.aside(ask), booth.until(look, "the log at the hub"))
    said = "\n".join(told[0]["lines"])
    assert "kiosk_app" in said
    person = someone()
    for marker in (*person["card"].values(), person["phone"], person["bank_account"]):
        assert len(str(marker)) < 3 or str(marker) not in said
