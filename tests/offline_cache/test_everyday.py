"""Shell: what people say at a counter finds what they mean, among the shipped items."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import Catalogue, open_catalogue
from offline_cache.everyday import Everyday

ROOT = Path(__file__).parents[2]
SAID = [line.split("\t") for line in Path(__file__).with_name("said.tsv").read_text().splitlines()]
"""Typed words, and the items of which one must be among the first three."""

WORDS = (ROOT / "assets/catalogue/everyday.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    replica = open_catalogue(tmp_path_factory.mktemp("catalogue"), WORDS)
    replica.replace_all(json.loads((ROOT / "assets/catalogue/items.json").read_text()), "shipped")
    yield replica
    replica.close()


def test_of_two_hundred_questions_nearly_all_are_answered_in_the_first_three_lines(catalogue: Catalogue) -> None:
    missed = [
        (typed, [hit.item_id for hit in hits])
        for typed, wanted in SAID
        for hits in [catalogue.search(typed, 3)]
        if not {hit.item_id for hit in hits} & set(wanted.split(","))
    ]
    assert len(SAID) >= 200
    assert len(missed) <= len(SAID) * 0.05, missed


@pytest.mark.parametrize(
    ("typed", "first", "matched_by"),
    [
        ("老人证", "elder-privilege-card", "everyday"),
        ("我想开个店做点小生意", "sole-trader", "everyday"),
        ("医保卡丢了", "social-card-reissue", "everyday"),
        ("juzuzeng", "residence-endorsement", "slip"),
        ("laolianlen", "longevity-allowance", "slip"),
        ("senfenzen", "id-card-renewal", "slip"),
        ("shenfnzheng", "id-card-renewal", "slip"),
        ("shenfenzehng", "id-card-renewal", "slip"),
        ("shehuibaozangka", "social-card-reissue", "slip"),
        ("身份赠", "id-card-renewal", "slip"),
        ("低宝", "minimum-living", "homophone"),
    ],
)
def test_how_it_was_found(catalogue: Catalogue, typed: str, first: str, matched_by: str) -> None:
    hit = catalogue.search(typed)[0]
    assert (hit.item_id, hit.matched_by) == (first, matched_by)


def test_every_entry_leads_to_an_item(catalogue: Catalogue) -> None:
    for line in WORDS.splitlines():
        said, _, meant = line.partition(" = ")
        assert said.split() and meant.split(), line
        assert any(catalogue.search(word) for word in meant.split()), line
        assert all(catalogue.search(word) for word in said.split()), line


def test_ideas_are_heard_apart_from_the_words_around_them() -> None:
    everyday = Everyday("医保卡 卡 = 社会保障卡\n丢了 = 补领\n")
    heard = everyday.hear("请问医保卡丢了怎么办呢")
    assert heard.ideas == (("医保卡", "社会保障卡"), ("丢了", "补领"))
    assert heard.is_said and heard.meant == "医保卡丢了"
    assert everyday.hear("长寿金").ideas == (("长寿",), ("寿金",))
    assert not everyday.hear("怎么办").words
