"""Shell: every form file is sound by itself: schema, conditions, fields, texts, paper."""

import json
from pathlib import Path
from typing import Any

import cel
import jsonschema_rs
import pytest

from cloud_seat.contract.forms import Form, parse_form
from cloud_seat.contract.rules import FormEngine

FOLDER = Path(__file__).parents[2] / "assets/forms"
FILES = sorted(FOLDER.glob("*/v*.json"))
TODAY = "2026-11-23"
WIDGETS = {"text", "digits", "phone", "bank_card", "id_number", "choice", "date", "amount", "multiline", "confirm"}
SOURCES = {"", "card.name", "card.sex", "card.nation", "card.birth", "card.address", "card.number"}
FORMATS = {"cn-id-number", "cn-phone", "bank-card", "date", "person-name"}
CARD = json.loads((FOLDER.parent / "samples/people.json").read_text(encoding="utf-8"))[0]["card"]
ACCOUNT = "6200000000000000000"
PHONE = "13800138000"
FILLED: dict[str, dict[str, Any]] = {
    "longevity-allowance": {
        "phone": PHONE,
        "relation": "self",
        "bank_name": "gzrcb",
        "bank_account": ACCOUNT,
        "account_holder_same": "yes",
    },
    "social-card-reissue": {
        "phone": PHONE,
        "reason": "lost",
        "old_card_bank": "unknown",
        "new_card_bank": "icbc",
        "delivery": "branch",
        "stop_old_card": True,
    },
    "residence-endorsement": {
        "phone": PHONE,
        "permit_number": CARD["number"],
        "permit_valid_until": "2026-12-20",
        "town": "shiqiao",
        "live_address": "样张街测试路0号",
        "address_changed": "no",
        "housing": "own",
        "stay_reason": "home",
    },
    "flexible-employment": {
        "phone": PHONE,
        "education": "junior",
        "work_kind": "part_time",
        "start_date": "2026-10-01",
        "work_content": "家政",
        "unemployed_before": "no",
        "join_pension": "already",
        "join_medical": "already",
        "no_employer": True,
    },
    "sole-trader": {
        "phone": PHONE,
        "education": "senior",
        "trade_name": "样张",
        "organisation": "shop",
        "industry": "retail",
        "scope": "日用百货销售",
        "composition": "person",
        "funds_yuan": 50000,
        "employees": "1",
        "premises": "own",
        "premises_address": "样张街测试路0号",
        "premises_promise": True,
    },
    "complaint": {"reason": "refused", "phone": PHONE, "words": "说缺一份证明，没说是哪一份。"},
}
# form, answers that change, the field that must then speak
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("longevity-allowance", {"birth": "1956-11-24"}, "birth"),
    ("longevity-allowance", {"phone": "1380013800"}, "phone"),
    ("longevity-allowance", {"bank_account": "6200000000000000001"}, "bank_account"),
    ("longevity-allowance", {"relation": "child"}, "agent_name"),
    ("longevity-allowance", {"relation": "child", "agent_name": CARD["name"]}, "agent_name"),
    ("longevity-allowance", {"account_holder_same": "no"}, "account_holder_name"),
    ("longevity-allowance", {"live_address": "路" * 10_000}, "live_address"),
    ("social-card-reissue", {"delivery": "post", "post_name": "测试", "post_phone": PHONE}, "post_address"),
    ("social-card-reissue", {"reason": "name_changed", "delivery": "post"}, "delivery"),
    ("social-card-reissue", {"stop_old_card": False}, "stop_old_card"),
    ("residence-endorsement", {"permit_valid_until": "2027-01-20"}, "permit_valid_until"),
    ("residence-endorsement", {"address_changed": "yes", "moved_in": "2026-11-24"}, "moved_in"),
    ("residence-endorsement", {"housing": "rent"}, "landlord_name"),
    ("residence-endorsement", {"stay_reason": "work"}, "unit_name"),
    ("flexible-employment", {"birth": "2010-11-24"}, "birth"),
    ("flexible-employment", {"start_date": "2026-11-24"}, "start_date"),
    ("flexible-employment", {"work_kind": "platform"}, "platform_name"),
    ("flexible-employment", {"monthly_income_yuan": -1}, "monthly_income_yuan"),
    ("sole-trader", {"trade_name": "A1店"}, "trade_name"),
    ("sole-trader", {"trade_name": "😀😀"}, "trade_name"),
    ("sole-trader", {"trade_name_spare": "样张"}, "trade_name_spare"),
    ("sole-trader", {"employees": "0"}, "employees"),
    ("sole-trader", {"composition": "family"}, "family_members"),
    ("sole-trader", {"premises": "online_only"}, "online_address"),
    ("complaint", {"reason": ""}, "reason"),
    ("complaint", {"phone": "1380013800"}, "phone"),
    ("complaint", {"words": "路" * 301}, "words"),
]


@pytest.fixture(params=FILES, ids=lambda path: path.parent.name)
def path(request: pytest.FixtureRequest) -> Path:
    """Each form file in turn."""
    return Path(request.param)


@pytest.fixture
def form(path: Path) -> Form:
    """The form as the programs read it."""
    return parse_form(path.read_bytes())


def load(form_id: str) -> FormEngine:
    """The engine of one form."""
    return FormEngine(parse_form((FOLDER / form_id / "v1.json").read_bytes()))


def filled(form_id: str, **changes: Any) -> dict[str, Any]:
    """A complete set of answers of the invented resident."""
    return load(form_id).prefill(CARD) | FILLED[form_id] | changes


def test_the_six_forms_stand() -> None:
    assert {path.parent.name for path in FILES} == set(FILLED)


def test_name_and_version_match_the_place(path: Path, form: Form) -> None:
    assert (form.id, f"v{form.version}.json") == (path.parent.name, path.name)


def test_schema_is_sound(form: Form) -> None:
    jsonschema_rs.meta.validate(form.schema)
    jsonschema_rs.Draft202012Validator(form.schema)
    assert form.schema["additionalProperties"] is False
    for name, rule in form.schema["properties"].items():
        assert rule["type"] != "string" or rule["maxLength"] > 0, name
        assert rule.get("format") in {None, *FORMATS}, name


def test_fields_are_the_properties_once_each(form: Form) -> None:
    names = [field.name for field in form.fields()]
    assert sorted(names) == sorted(form.schema["properties"])
    assert set(form.schema["required"]) <= set(names)


def test_conditional_fields_are_not_always_required(form: Form) -> None:
    for field in form.fields():
        assert not (field.show_if and field.name in form.schema["required"]), field.name
        assert field.show_if or not field.required_if_shown, field.name


def test_widgets_sources_and_sentences(form: Form) -> None:
    for field in form.fields():
        assert field.widget in WIDGETS and field.width in {"half", "full"}, field.name
        assert field.source in SOURCES and field.readonly == bool(field.source), field.name
        assert field.error is not None, field.name


def test_choices_are_the_enum(form: Form) -> None:
    for field in form.fields():
        allowed = form.schema["properties"][field.name].get("enum", [])
        assert [choice.value for choice in field.choices] == allowed, field.name
        assert (field.widget == "choice") == bool(allowed), field.name


def test_paper_shows_every_field_once(form: Form) -> None:
    printed = [name for row in form.print.rows for name in row]
    assert sorted(printed) == sorted(form.schema["properties"])
    assert all(1 <= len(row) <= 2 for row in form.print.rows)


def test_conditions_compile_and_answer_for_an_empty_form(form: Form) -> None:
    conditions = [f.show_if for f in form.fields() if f.show_if] + [rule.check for rule in form.rules]
    for condition in conditions:
        assert isinstance(cel.compile(condition).execute({"values": {}, "today": TODAY}), bool), condition
    assert {rule.field for rule in form.rules} <= set(form.schema["properties"])


def test_nothing_is_wrong_with_a_filled_form(form: Form) -> None:
    assert load(form.id).errors(filled(form.id), today=TODAY) == {}


@pytest.mark.parametrize(("form_id", "changes", "field"), WRONG)
def test_a_wrong_answer_is_named(form_id: str, changes: dict[str, Any], field: str) -> None:
    assert field in load(form_id).errors(filled(form_id, **changes), today=TODAY)


@pytest.mark.parametrize(("birth", "allowed"), [("1956-11-23", True), ("1956-11-24", False), ("1956-12-01", False)])
def test_seventy_is_counted_on_the_calendar(birth: str, allowed: bool) -> None:
    errors = load("longevity-allowance").errors(filled("longevity-allowance", birth=birth), today=TODAY)
    assert ("birth" not in errors) is allowed
