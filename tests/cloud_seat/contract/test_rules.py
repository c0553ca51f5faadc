"""The one form engine: shown, wrong, pre-filled; formats of Chinese papers."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract import formats
from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.rules import FormEngine

FORMS = Path(__file__).resolve().parents[3] / "assets" / "forms"
TODAY = "2026-11-23"
ENGINES = [FormEngine(parse_form(path.read_bytes())) for path in sorted(FORMS.glob("*/v1.json"))]


@pytest.fixture
def longevity() -> FormEngine:
    return next(engine for engine in ENGINES if engine.form.id == "longevity-allowance")


def test_the_card_fills_the_first_page(longevity: FormEngine) -> None:
    card = {"name": "测试居民", "sex": "女", "nation": "汉", "birth": "1901-02-03", "address": "样张街", "number": "x"}
    assert longevity.prefill(card)["applicant_name"] == "测试居民"
    assert longevity.prefill({"name": ""}) == {}


def test_conditions_show_and_hide(longevity: FormEngine) -> None:
    assert "agent_name" in longevity.hidden({}, today=TODAY)
    assert "agent_name" in longevity.hidden({"relation": "self"}, today=TODAY)
    assert "agent_name" not in longevity.hidden({"relation": "child"}, today=TODAY)
    assert "agent_name" in longevity.errors({"relation": "child"}, today=TODAY)


def test_too_young_is_told_with_the_rule(longevity: FormEngine) -> None:
    assert "70" in longevity.errors({"birth": "1990-01-01"}, today=TODAY)["birth"].zh


def test_errors_come_in_reading_order(longevity: FormEngine) -> None:
    names = [field.name for field in longevity.form.fields()]
    found = list(longevity.errors({}, today=TODAY))
    assert found == sorted(found, key=names.index)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_values_are_judged_without_an_exception(data: st.DataObject) -> None:
    engine = data.draw(st.sampled_from(ENGINES))
    value = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=50)
    names = st.sampled_from([field.name for field in engine.form.fields()] + ["stranger"])
    values = data.draw(st.dictionaries(names, value, max_size=12))
    engine.errors(values, today=TODAY)
    for name, raw in values.items():
        engine.read(name, raw)


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("440113190102030008", True),
        ("440113190102030009", False),
        ("11010519491231002X", True),
        ("440113190113030008", False),
        ("4401131901020300", False),
        ("810000199408230021", True),
        ("", False),
    ],
)
def test_id_numbers(number: str, good: bool) -> None:
    assert formats.is_id_number(number) is good


@pytest.mark.parametrize(
    ("text", "good"), [("13800138000", True), ("12800138000", False), ("1380013800", False), ("１３８", False)]
)
def test_phones(text: str, good: bool) -> None:
    assert formats.is_phone(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [("6200000000000000000", True), ("4111111111111111", True), ("4111111111111112", False), ("123456789", True)],
)
def test_bank_cards(text: str, good: bool) -> None:
    assert formats.is_bank_card(text) is good


@pytest.mark.parametrize("name", ["测试", "买买提·测试", "𠮷䶮", "Müller", "测" * 60])
def test_names_of_all_kinds_of_people(name: str) -> None:
    assert formats.is_person_name(name)
    assert not formats.is_person_name(name + "\n<script>")
