"""Core: places, their levels, how they are found, and how much of a written address they explain."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract.regions import Regions

FILE = Path(__file__).resolve().parents[3] / "assets" / "regions" / "regions.txt"
PANYU = "440113"


@cache
def lines() -> tuple[str, ...]:
    return tuple(FILE.read_text(encoding="utf-8").splitlines())


REGIONS = Regions(lines)


def names(code: str) -> list[str]:
    return [region.name for region in REGIONS.children(code)]


def test_the_file_is_sorted_whole_and_small() -> None:
    codes = [line.split("\t")[0] for line in lines()]
    assert codes == sorted(set(codes))
    assert FILE.stat().st_size <= 3_000_000
    assert all(len(line.split("\t")) == 3 and line.split("\t")[2].isascii() and line.split("\t")[2] for line in lines())
    assert sum(len(code) == 12 and code.startswith("44") for code in codes) > 25_000
    assert sum(len(code) == 9 for code in codes) > 40_000


def test_levels_from_province_to_village() -> None:
    assert len(names("")) == 34
    assert "番禺区" in names("4401")
    assert {"大龙街道", "石碁镇"} <= set(names(PANYU))
    assert "罗家村" in names("440113016")
    assert names("440113016205") == []
    assert REGIONS.spell("440113016205") == "广东省广州市番禺区大龙街道罗家村"


def test_levels_that_only_fill_the_code_are_not_asked() -> None:
    assert "东城区" in names("11")
    assert "东城街道" in names("4419")
    assert "琼海市" in names("46")


@settings(deadline=None)  # the first call reads the file
@given(st.sampled_from(range(0, 71_000, 97)))
def test_every_place_is_a_child_of_the_one_above_it(at: int) -> None:
    code = lines()[at].split("\t")[0]
    trail = REGIONS.trail(code)
    above = trail[-2].code if len(trail) > 1 else ""
    assert trail[-1].code == code
    assert trail[-1] in REGIONS.children(above)


def test_found_by_initials_and_by_words_nearest_first() -> None:
    assert REGIONS.find("pyq")[0].code == PANYU
    assert REGIONS.find(" 番禺 ")[0].code == PANYU
    assert REGIONS.find("nc", inside=PANYU)[0].name == "南村镇"
    assert REGIONS.find("哈尔滨", inside=PANYU)[0].code == "2301"
    assert REGIONS.find("") == REGIONS.find("zzzzzzzz") == ()


@pytest.mark.parametrize(
    ("address", "code", "taken"),
    [
        ("广东省广州市番禺区大龙街测试路1号", "440113016", "广东省广州市番禺区大龙街"),
        ("广东省番禺区大龙街道罗家村一巷", "440113016205", "广东省番禺区大龙街道罗家村"),
        ("广州市番禺区样张街测试路0号", PANYU, "广州市番禺区"),
        ("北京市东城区样张街", "110101", "北京市东城区"),
        ("湖南省衡阳县样张镇", "430421", "湖南省衡阳县"),
        ("广东省东莞市东城街道样张路", "441900003", "广东省东莞市东城街道"),
        ("番禺区样张街", "", ""),
        ("广东省广州市", "", ""),
        ("广东省样张市番禺县", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_is_read_as_far_as_it_is_certain(address: str, code: str, taken: str) -> None:
    assert REGIONS.read(address) == (code, len(taken))


@settings(deadline=None)  # the first call reads the file
@given(st.text(max_size=20))
def test_any_words_are_read_without_an_exception(words: str) -> None:
    code, taken = REGIONS.read(words)
    assert taken <= len(words)
    assert REGIONS.get(code) is not None or code == ""
    assert len(REGIONS.find(words)) <= 40
    assert REGIONS.trail(words) == () or words[:2].isdigit()
