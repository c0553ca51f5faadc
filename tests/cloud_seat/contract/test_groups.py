"""Core: groups of rows, addresses, sums and dates in the form engine."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract import paths
from cloud_seat.contract.amounts import capitals, grouped_amount, plain_amount, read_amount
from cloud_seat.contract.rules import FormEngine
from tests.cloud_seat.contract.sample_forms import HOUSEHOLD

TODAY = "2026-11-23"
ENGINE = FormEngine(HOUSEHOLD)
GOOD = {"name": "林样本", "works": "no"}


def wrong(values: dict[str, Any]) -> dict[str, str]:
    return {path: text.zh for path, text in ENGINE.errors(values, today=TODAY).items()}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"alone": "yes"}, {}),
        ({"alone": "no"}, {"members": "请添加家人，至少一位"}),
        ({"alone": "no", "members": []}, {"members": "请添加家人，至少一位"}),
        ({"alone": "no", "members": [GOOD]}, {}),
        ({"alone": "no", "members": [GOOD] * 4}, {"members": "最多 3 位，多的请删掉"}),
        (
            {"alone": "no", "members": [GOOD, {}]},
            {"members.1.name": "请填写姓名", "members.1.works": "请选择有没有工作"},
        ),
        ({"alone": "no", "members": [GOOD | {"works": "yes"}]}, {"members.0.income_yuan": "请填写每月收入"}),
        ({"alone": "no", "members": [GOOD | {"name": "本人"}]}, {"members.0.name": "请写家人的姓名"}),
        (
            {"alone": "no", "members": [GOOD | {"birth": "2026-11-24"}]},
            {"members.0.birth": "这个日期还没到，请再看一看"},
        ),
        (
            {"alone": "no", "members": [GOOD | {"birth": "1896-11-22"}]},
            {"members.0.birth": "日期太早了，最早是 1896-11-23，请再看一看"},
        ),
        (
            {"alone": "no", "members": [GOOD | {"home": {"detail": "测试路 0 号"}}]},
            {"members.0.home.region": "请选择省市区、镇街、村居"},
        ),
        (
            {"alone": "no", "members": [GOOD | {"home": {"region": "广东省", "code": "44", "detail": "0 号"}}]},
            {"members.0.home.region": "请点选到区县或更细"},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(values: dict[str, Any], expected: dict[str, str]) -> None:
    assert wrong(values) == expected


def test_a_hidden_group_is_no_answer_but_comes_back() -> None:
    values = {"alone": "yes", "members": [GOOD | {"works": "yes", "income_yuan": 100.0}]}
    assert ENGINE.answers(values, today=TODAY) == {"alone": "yes"}
    assert {"members", "members.0.name"} <= ENGINE.hidden(values, today=TODAY)
    back = paths.with_value(values, "alone", "no")
    assert ENGINE.answers(back, today=TODAY) == back


def test_strangers_in_rows_are_seen() -> None:
    values = {"alone": "no", "members": [GOOD | {"salary": 1, "home": {"code": "440113", "zip": "0"}}], "q": 1}
    assert ENGINE.strangers(values) == {"members.0.salary", "members.0.home.zip", "q"}


def test_only_places_that_exist_may_be_written() -> None:
    values = {"members": [GOOD]}
    good = ("members.0.name", "members.0.home.detail", "rent_yuan")
    bad = ("members.1.name", "members", "members.0.home", "members.0.home.code", "members.x.name", "rent_yuan.0", "")
    assert [path for path in (*good, *bad) if ENGINE.may_write(path, values)] == list(good)
    assert ENGINE.takes_row("members", {"members": [GOOD] * 2})
    assert not ENGINE.takes_row("members", {"members": [GOOD] * 3})
    assert not ENGINE.takes_row("rent_yuan", {})


# --- sums ---
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零元整"), (0.05, "伍分"), (0.5, "伍角整"), (10, "壹拾元整"), (107000.53, "壹拾万柒仟元伍角叁分"),
        (1409.50, "壹仟肆佰零玖元伍角整"), (6007.14, "陆仟零柒元壹角肆分"), (16409.02, "壹万陆仟肆佰零玖元零贰分"),
        (325.04, "叁佰贰拾伍元零肆分"), (100_000_001, "壹亿零壹元整"), (20_300, "贰万零叁佰元整"),
        (9_999_999_999.99, "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)  # fmt: skip
def test_capitals_as_banks_write_them(value: float, words: str) -> None:
    assert capitals(value) == words


@given(st.integers(0, 999_999_999_999))
def test_a_sum_survives_writing_and_reading(cents: int) -> None:
    value = cents / 100
    assert read_amount(plain_amount(value)) == value
    assert read_amount(grouped_amount(value).replace(",", "")) == value
    assert "零零" not in capitals(value)
    assert not capitals(value).startswith("零元零")


@pytest.mark.parametrize("text", ["", ".", "1.234", "1,000", "-1", "1e3", "12345678901", "١٢", "NaN"])
def test_what_is_no_sum_stays_text_and_is_said(text: str) -> None:
    value = ENGINE.read("rent_yuan", text)
    assert value == text
    assert text == "" or "rent_yuan" in wrong({"alone": "yes", "rent_yuan": value})


# --- whatever comes ---
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.text(max_size=5)
    | st.sampled_from(["yes", "no", "2020-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "birth", "works", "income_yuan", "home", "code", "detail", "0", "x"]), inner
        )
    ),
    max_leaves=12,
)
WHOLE = st.dictionaries(st.sampled_from(["alone", "members", "rent_yuan", "x", "0"]), ANYTHING)


@settings(max_examples=300, deadline=None)  # the first example compiles the conditions
@given(values=WHOLE)
def test_booth_and_hub_agree_and_nothing_raises(values: dict[str, Any]) -> None:
    """The booth judges the draft; the hub judges what was sent, after JSON. The sentences are the same."""
    sent = ENGINE.answers(values, today=TODAY)
    received = msgspec.json.decode(json.dumps(sent, ensure_ascii=False).encode())
    hub = FormEngine(HOUSEHOLD)
    assert hub.answers(received, today=TODAY) == sent
    assert list(hub.errors(received, today=TODAY).items()) == list(ENGINE.errors(values, today=TODAY).items())
    assert ENGINE.strangers(values) >= hub.strangers(received)
    for question in ENGINE.questions(values):
        ENGINE.masked(question.path, paths.value_at(values, question.path), "zh")


PATHS = st.lists(st.sampled_from(["a", "b", "members", "0", "1", "7"]), min_size=1, max_size=4).map(".".join)


@given(values=ANYTHING.filter(lambda v: isinstance(v, dict)), path=PATHS, value=st.integers())
def test_writing_changes_one_place_or_nothing(values: dict[str, Any], path: str, value: int) -> None:
    before = json.dumps(values)
    after = paths.with_value(values, path, value)
    assert json.dumps(values) == before
    assert after == values or paths.value_at(after, path) == value


def test_what_follows_a_dropped_row() -> None:
    found = [paths.shifted(p, "m.1") for p in ("m.0.a", "m.1.a", "m.1", "m.2.a.b", "m.10", "m", "n.2.a", "m2.3")]
    assert found == ["m.0.a", "", "", "m.1.a.b", "m.9", "m", "n.2.a", "m2.3"]
