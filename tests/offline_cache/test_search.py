"""Shell: people find items by name, everyday word, pinyin, initials, slips and English."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import Catalogue, open_catalogue
from offline_cache.search import ENOUGH
from offline_cache.search_words import fold
from offline_cache.sound_index import Name, SoundIndex
from offline_cache.sounds import readings


def item(item_id: str, zh: str, en: str, *aliases: str, department: str = "人力资源和社会保障局") -> dict[str, Any]:
    name = {"zh": zh, "en": en}
    return {"id": item_id, "name": name, "aliases": list(aliases), "department": {"zh": department, "en": ""}}


ITEMS = [
    item("longevity", "老年人长寿保健金", "Longevity allowance", "高龄津贴", "高龄补贴", department="民政局"),
    item("elder-card", "老年人优待证办理", "Senior citizen card", "老人卡", department="民政局"),
    item("social-card", "社会保障卡补领（换领）", "Social security card reissue", "社保卡", "市民卡"),
    item("residence", "广东省居住证签注", "Residence permit endorsement", "居住证续签", department="公安局"),
    item("id-card", "居民身份证申领", "Resident identity card", "身份证", department="公安局"),
    item("household", "户口迁移", "Household registration transfer", "上户口", "迁户口", department="公安局"),
    item("flexible", "灵活就业人员就业登记", "Flexible employment registration", "自由职业"),
    item("unemployment", "失业保险金申领", "Unemployment benefit", "失业金"),
    item(
        "sole-trader", "个体工商户设立登记", "Sole trader registration", "开店", "营业执照", department="市场监督管理局"
    ),
    item("minimum", "最低生活保障对象认定", "Minimum living allowance", "低保", department="民政局"),
    item("driving", "机动车驾驶证补换领", "Driving licence reissue", "驾照", department="公安局"),
    item("birth", "生育登记", "Birth registration", "准生证", department="卫生健康局"),
    item("provident", "住房公积金提取", "Housing provident fund withdrawal", "公积金", department="住房公积金管理中心"),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    replica = open_catalogue(tmp_path_factory.mktemp("catalogue"))
    replica.replace_all(ITEMS, "1")
    yield replica
    replica.close()


@pytest.mark.parametrize(
    ("typed", "first", "matched_by"),
    [
        ("lnr", "longevity", "pinyin"),
        ("老年人长寿保健金", "longevity", "name"),
        ("老年", "longevity", "name"),
        ("长寿", "longevity", "phrase"),
        ("高龄补贴", "longevity", "alias"),
        ("csbjj", "longevity", "pinyin"),
        ("laonianren", "longevity", "pinyin"),
        ("laonr", "longevity", "pinyin"),
        ("LNRYDZ", "elder-card", "pinyin"),
        ("老人卡", "elder-card", "alias"),
        ("sbk", "social-card", "pinyin"),
        ("社保", "social-card", "alias"),
        ("补领换领", "social-card", "phrase"),
        ("shbzk", "social-card", "pinyin"),
        ("sfz", "id-card", "pinyin"),
        ("jmsfz", "id-card", "pinyin"),
        ("shenfenzheng", "id-card", "pinyin"),
        ("身份正", "id-card", "homophone"),
        ("户口谦移", "household", "homophone"),
        ("驾使证", "driving", "homophone"),
        ("失业", "unemployment", "name"),
        ("生育", "birth", "name"),
        ("低保", "minimum", "alias"),
        ("db", "minimum", "pinyin"),
        ("公积金", "provident", "alias"),
        ("gjj", "provident", "pinyin"),
        ("营业执照", "sole-trader", "alias"),
        ("请问怎么办居住证", "residence", "words"),
        ("我要领失业保险", "unemployment", "words"),
        ("户移", "household", "fuzzy"),
        ("社会保卡", "social-card", "words"),
        ("social", "social-card", "name"),
        ("Driving lic", "driving", "name"),
        ("provident fund", "provident", "phrase"),
        ("drivng", "driving", "fuzzy"),
        ("ｓｂｋ", "social-card", "pinyin"),
        ("卫生健康", "birth", "phrase"),
        ("老", "longevity", "name"),
        ("證", "elder-card", "phrase"),
        ("失業保險金", "unemployment", "name"),
        ("營業執照", "sole-trader", "alias"),
        ("個體戶登記", "sole-trader", "words"),
        ("生育登記２", "birth", "words"),
    ],
)
def test_first_hit(catalogue: Catalogue, typed: str, first: str, matched_by: str) -> None:
    hits = catalogue.search(typed)
    assert hits
    assert (hits[0].item_id, hits[0].matched_by) == (first, matched_by)
    assert len({hit.item_id for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("lnr", ["老年人"]),
        ("长寿", ["长寿"]),
        ("补领换", ["补领（换"]),
        ("社保", ["社", "保"]),
        ("身份正", ["身份证"]),
        ("sbk", ["社", "保", "卡"]),
        ("户移", ["户", "移"]),
    ],
)
def test_marks_on_the_name(catalogue: Catalogue, typed: str, marked: list[str]) -> None:
    hit = catalogue.search(typed)[0]
    assert [hit.name[start:end] for start, end in hit.ranges] == marked


def test_an_alias_is_shown_with_the_hit(catalogue: Catalogue) -> None:
    assert catalogue.search("sbk")[0].matched_text == "社保卡"


def test_english_hits_carry_the_english_name(catalogue: Catalogue) -> None:
    hit = catalogue.search("security card")[0]
    assert hit.name == "Social security card reissue"
    assert [hit.name[start:end] for start, end in hit.ranges] == ["security", "card"]


def test_limit(catalogue: Catalogue) -> None:
    assert len(catalogue.search("登记", 2)) == 2
    assert catalogue.search("登记", 0) == []


@pytest.mark.parametrize("typed", ["", "   ", "(((", '"', "* OR", "qqqqzz", "𠮷𣏌", "NEAR(", "%", "x" * 500])
def test_odd_words_find_nothing_and_break_nothing(catalogue: Catalogue, typed: str) -> None:
    assert catalogue.search(typed) == []


@given(st.text(max_size=20) | st.text("老年人社保卡lnr abc()\"*:'%_-", max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_the_marks_lie_in_the_name(catalogue: Catalogue, typed: str) -> None:
    for hit in catalogue.search(typed):
        assert all(0 <= start < end <= len(hit.name) for start, end in hit.ranges)


@given(st.sampled_from(ITEMS), st.data())
@settings(max_examples=60, deadline=None)
def test_any_stretch_of_a_name_finds_its_item_by_letters_too(
    catalogue: Catalogue, chosen: dict[str, Any], data: st.DataObject
) -> None:
    name = fold(chosen["name"]["zh"]).text
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    part = name[start:end]
    assert chosen["id"] in [hit.item_id for hit in catalogue.search(part, 50)]
    letters = "".join(syllable[: data.draw(st.integers(1, 6))] for syllable in readings(name)[0][start:end])
    sounds = SoundIndex(
        Name(chosen["id"], name, "name", name, f" {' '.join(syllables)} ") for syllables in readings(name)
    )
    assert any(found.start <= start for found in sounds.spelled(letters))
    found = catalogue.search(letters, 50)
    assert chosen["id"] in [hit.item_id for hit in found] or len(found) >= ENOUGH
