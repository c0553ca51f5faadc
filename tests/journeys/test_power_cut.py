"""Shell: the booth loses power in the middle of a matter: the same card goes on, nobody else learns of it."""

import pytest

from tests.journeys.booth import Booth
from tests.journeys.conftest import Furnish, Open
from tests.journeys.doomed import cut_off
from tests.journeys.gear import Gear, someone

pytestmark = pytest.mark.journey


@pytest.fixture
def cut(furnish: Furnish, open_booth: Open, gear: Gear) -> Open:
    """The booth as it stands after the power came back."""

    def cut_at(point: str, **changes: object) -> Booth:
        place = furnish()
        cut_off(place, gear, point=point)
        return open_booth(at=place, **changes)

    return cut_at


def _to_card(booth: Booth, person: str) -> None:
    booth.walk(booth.to_identify())
    booth.gear.insert_card(person)
    booth.walk(booth.resident.on_page("form"), booth.until(lambda: booth.session.saved, "the sealed form"))


def test_the_same_card_goes_on_and_another_never_learns_of_it(cut: Open) -> None:
    booth = cut("check")
    (left,) = booth.kiosk.engine.cache.drafts()
    assert booth.leftovers() == [], "sealed"
    _to_card(booth, "grandfather")
    assert booth.shown("frame", "overlay") == ""
    assert "phone" not in booth.session.values
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"), booth.until(lambda: booth.shown("welcome", "cleared"), "the wipe"))
    assert booth.kiosk.engine.cache.drafts() == [left], "it waits for its own card"

    _to_card(booth, "resident")
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "resume", "the question"))
    assert booth.shown("frame", "overlayTitle") == "上次还没办完，接着办？"
    assert "老年人长寿保健金" in booth.shown("frame", "overlayText")
    booth.walk(booth.fingers.tap("overlayYes"), booth.resident.on_page("check"))
    assert str(booth.session.values["phone"])[:10] == someone()["phone"][:10]
    booth.walk(
        booth.until(
            lambda: [paper["url"] != "" for paper in booth.shown("check", "materials")] == [True], "the picture"
        )
    )
    booth.walk(booth.resident.sign(), booth.submit(), booth.finish())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert case["case_id"] == left.case_id
    assert "material/social-card/1" in booth.archive.parts(case)
    assert (booth.kiosk.engine.cache.drafts(), booth.leftovers()) == ([], [])


def test_half_a_form_comes_back_or_is_cleared(cut: Open) -> None:
    booth = cut("form")
    _to_card(booth, "resident")
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "resume", "the question"))
    assert "联系方式" in booth.shown("frame", "overlayText")
    booth.walk(booth.fingers.tap("overlayNo"), booth.until(lambda: not booth.shown("frame", "overlay"), "the form"))
    booth.walk(booth.until(lambda: len(booth.kiosk.engine.cache.drafts()) == 1, "the old draft destroyed"))
    assert "phone" not in booth.session.values


def test_what_nobody_came_back_for_is_destroyed_in_time(cut: Open) -> None:
    booth = cut("form", draft_keep_h=0.0)
    cache = booth.kiosk.engine.cache
    booth.walk(booth.until(lambda: not cache.drafts() and not booth.sealed_files(), "the draft destroyed"))
