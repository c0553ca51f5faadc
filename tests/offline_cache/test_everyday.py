"""Shell: what people say at a counter finds what they mean, among the samples and among a district's 5,370 items."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.finding import LINES, Said, catalogue_of, read_said
from offline_cache import Catalogue, open_catalogue
from offline_cache.everyday import Everyday, is_later

ROOT = Path(__file__).parents[2]
WORDS = (ROOT / "assets/catalogue/everyday.txt").read_text(encoding="utf-8")
DISTRICT = {item["id"]: item for item in catalogue_of()}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    replica = open_catalogue(tmp_path_factory.mktemp("catalogue"), WORDS)
    replica.replace_all(json.loads((ROOT / "assets/catalogue/items.json").read_text()), "shipped")
    yield replica
    replica.close()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    replica = open_catalogue(tmp_path_factory.mktemp("district"), WORDS)
    replica.replace_all(DISTRICT.values(), "district")
    yield replica
    replica.close()


def test_the_whole_catalogue_lies_in_one_piece(district: Catalogue) -> None:
    """In several, each of the first changes cost a quarter of a second for merging them."""
    for table in ("texts_idx", "sounds_idx"):
        assert len(district._store.rows(f"SELECT DISTINCT segid FROM {table}")) == 1


def answered(district: Catalogue, said: Said) -> bool:
    return any(said.is_meant(DISTRICT[hit.item_id]) for hit in district.search(said.typed, LINES))


def test_of_the_labelled_questions_19_in_20_are_answered_in_the_first_three_lines(district: Catalogue) -> None:
    questions = read_said()
    missed = [said.typed for said in questions if not answered(district, said)]
    kinds = {said.kind for said in questions}
    assert len(DISTRICT) == 5370 and len(questions) >= 500
    assert kinds == {"name", "initials", "pinyin", "slip", "everyday", "dialect", "english"}
    assert len(missed) <= len(questions) * 0.05, missed


def test_of_questions_that_nobody_mended_for_most_are_answered_too(district: Catalogue) -> None:
    questions = read_said("unseen")
    assert sum(answered(district, said) for said in questions) >= len(questions) * 0.7
    assert not {said.typed for said in questions} & {said.typed for said in read_said()}


def test_every_label_names_something_that_the_district_offers() -> None:
    names = "\n".join(item["name"]["zh"] for item in DISTRICT.values())
    for said in [*read_said(), *read_said("unseen")]:
        assert any(one in DISTRICT or all(piece in names for piece in one.split("+")) for one in said.wanted), said


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


def test_every_entry_leads_to_an_item() -> None:
    texts = "\n".join(
        text for item in DISTRICT.values() for text in (item["name"]["zh"], item["summary"]["zh"], *item["aliases"])
    )
    for line in WORDS.splitlines():
        said, _, meant = line.partition(" = ")
        assert said.split() and meant.split(), line
        assert any(word in texts for word in meant.split()), line


def test_ideas_are_heard_apart_from_the_words_around_them() -> None:
    everyday = Everyday("医保卡 卡 = 社会保障卡\n丢了 = 补领\n")
    heard = everyday.hear("请问医保卡丢了怎么办呢")
    assert heard.ideas == (("医保卡", "社会保障卡"), ("丢了", "补领"))
    assert heard.is_said and heard.meant == "医保卡丢了"
    assert everyday.hear("长寿金").ideas == (("长寿",), ("寿金",))
    assert not everyday.hear("怎么办").words


def test_what_stands_between_verb_and_object_in_cantonese_is_not_heard() -> None:
    everyday = Everyday("过身 = 丧葬补助\n")
    assert everyday.hear("阿爷过咗身").ideas[0] == ("过身", "丧葬补助")


def test_what_follows_later_comes_after_what_one_begins_with() -> None:
    assert is_later("养犬登记注销", "养犬登记") and not is_later("养犬登记注销", "注销养犬登记")


def test_of_equally_good_items_the_one_that_suits_the_booth_comes_first(catalogue: Catalogue) -> None:
    first, second = (hit.item_id for hit in catalogue.search("老年人", 2))
    suits = lambda item_id: float(item_id == second)  # noqa: E731  said where it is used
    assert [hit.item_id for hit in catalogue.search("老年人", 2, suits)] == [second, first]
    assert catalogue.search("老年人长寿保健金", 1, suits)[0].item_id == "longevity-allowance", (
        "the better one stays first"
    )
