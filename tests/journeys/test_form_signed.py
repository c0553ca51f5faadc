"""Shell: a form that is signed at the board while a booth runs is on its glass for the next resident."""

import json
from collections.abc import Iterator

import pytest

from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.test_board_forms import Town
from tests.journeys.conftest import HUB_SETTINGS, Open

pytestmark = pytest.mark.journey
FORM = "longevity-allowance"
NEW = "（新）"


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One of its own: the others go on with the forms that came with the program."""
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *HUB_SETTINGS) as running:
        yield running


def test_the_next_resident_is_asked_the_new_one(open_booth: Open, hub: RunningHub) -> None:
    booth, town = open_booth(), Town.at(hub)

    def publish() -> None:
        raw = json.loads(town.writer.told(FORM)["text"])
        for page in raw["ui"]["pages"]:
            page["title"]["zh"] += NEW
        town.publish(raw, FORM)

    def newest() -> int:
        forms = booth.kiosk.engine._rooms.catalogue.forms()
        return max(form.version for form in forms if form.form_id == FORM)

    booth.walk(booth.to_form())
    before = newest()
    booth.walk(booth.aside(publish), booth.until(lambda: newest() > before, "the new form on the disk"))
    assert NEW not in booth.shown("form", "title"), "not in the middle of somebody's form"
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"), booth.to_form())
    assert booth.shown("form", "title").endswith(NEW)
