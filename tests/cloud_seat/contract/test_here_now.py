"""Core: can this be done here, now? Rights, presence, hours and devices come to one word."""

import pytest

from cloud_seat.contract.here_now import Around, Way, offer
from cloud_seat.contract.items import Item, Material
from cloud_seat.contract.text import Text

PAPER = Material(id="book", name=Text(zh="户口本"))


def item(*channels: str, materials: tuple[Material, ...] = ()) -> Item:
    return Item(
        id="a",
        name=Text(zh="甲"),
        department=Text(zh="局"),
        summary=Text(zh=""),
        channels=channels,
        materials=materials,
    )


ALONE, BY_VIDEO, COUNTER = item("kiosk", "seat", materials=(PAPER,)), item("seat"), item("hall")
LOST = {"id_card": "lost"}


@pytest.mark.parametrize(
    ("asked", "around", "way", "lacks"),
    [
        (ALONE, Around(line=True, has_form=True), Way.HERE, ""),
        (ALONE, Around(line=False, has_form=True), Way.LEAVE, ""),
        (ALONE, Around(line=False, has_form=True, devices=LOST), Way.GO, "id_card"),
        (ALONE, Around(line=True, has_form=True, devices=LOST, officials=(1, 0)), Way.HERE, "id_card"),
        (ALONE, Around(line=True, has_form=True, is_full=True, officials=(0, 0)), Way.GO, "storage"),
        (BY_VIDEO, Around(line=True, has_form=False), Way.HERE, ""),
        (BY_VIDEO, Around(line=True, has_form=False, officials=(0, 0), opens="2026-11-27T14:30"), Way.AT, ""),
        (BY_VIDEO, Around(line=False, has_form=False, opens="2026-11-27T14:30"), Way.GO, ""),
        (COUNTER, Around(line=True, has_form=False, officials=(3, 3)), Way.GO, ""),
    ],
)
def test_one_word_for_an_item_at_a_booth(asked: Item, around: Around, way: Way, lacks: str) -> None:
    told = offer(asked, around)
    assert (told.way, told.lacks) == (way, lacks)
