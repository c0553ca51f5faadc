"""Core: the catalogue as large as a district's looks like one: codes, kinds of matter, times, no name twice."""

import re

import msgspec
import pytest

from assets.catalogue.district import district, matters
from bench.finding import SHIPPED, catalogue_of
from cloud_seat.contract.items import Item

TEXT = (SHIPPED / "matters.txt").read_text("utf-8")


def test_a_matter_comes_with_each_of_its_endings() -> None:
    found = list(matters("= 许可: （新办） （注销）\n@ 甲局 | 甲 | person\n行政许可: 一 二 : 许可\n其他: 三\n"))
    assert [(one.kind, one.name) for one in found] == [
        ("行政许可", "一（新办）"),
        ("行政许可", "一（注销）"),
        ("行政许可", "二（新办）"),
        ("行政许可", "二（注销）"),
        ("其他", "三"),
    ]
    assert found[0][:3] == ("甲局", "甲", "person")


def test_5370_items_that_hub_and_booth_can_read() -> None:
    items = catalogue_of()
    assert len({item["id"] for item in items}) == len({item["name"]["zh"] for item in items}) == len(items) == 5370
    assert len({item["department"]["zh"] for item in items}) > 30
    for raw in items[63:]:
        item = msgspec.convert(raw, Item)
        assert re.fullmatch(r"11440113SAMPLE\d{4}3\d{12}", item.code)
        assert (item.kind == "即办件") == (item.promised_working_days == 1)
        assert item.promised_working_days <= item.statutory_working_days
        assert raw["link_way"] != raw["supervise_way"], "who advises is not who hears complaints"
        assert (raw["online_handle_depth"] == "Ⅳ级") == (raw["limit_scene_num"] == 0)


@pytest.mark.parametrize("count", [1, 100, 6000])
def test_as_many_as_asked_for_none_twice(count: int) -> None:
    items = district([], TEXT, count)
    assert len({item["name"]["zh"] for item in items}) == len(items) == count
