"""Shell: every form file is sound by itself: schema, conditions, fields, texts, paper."""

import json
import re
from pathlib import Path
from typing import Any

import cel
import jsonschema_rs
import pytest

from cloud_seat.contract.forms import Field, Form, parse_form
from cloud_seat.contract.mending import date_range
from cloud_seat.contract.rules import FormEngine

FOLDER = Path(__file__).parents[2] / "assets/forms"
FILES = sorted(FOLDER.glob("*/v*.json"))
TODAY = "2026-11-23"
WIDGETS = {
    "text", "digits", "phone", "bank_card", "id_number", "choice", "date", "amount", "multiline", "confirm", "group",
    "address",
}  # fmt: skip
SOURCES = {
    "",
    "card.name",
    "card.sex",
    "card.nation",
    "card.birth",
    "card.address",
    "card.number",
    "agent.name",
    "agent.relation",
}
FORMATS = {"cn-id-number", "cn-phone", "bank-card", "date", "person-name"}
CARD = json.loads((FOLDER.parent / "samples/people.json").read_text(encoding="utf-8"))[0]["card"]
OTHER_NUMBER = json.loads((FOLDER.parent / "samples/people.json").read_text(encoding="utf-8"))[1]["card"]["number"]
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
    "minimum-living": {
        "phone": PHONE,
        "live_address": {"code": "440113", "region": "广东省广州市番禺区", "detail": "样张街测试路0号"},
        "housing": "rent",
        "rent_yuan": 800.0,
        "members": [
            {"name": "林样本", "relation": "child", "id_number": OTHER_NUMBER, "works": "work", "income_yuan": 2400.5},
            {"name": "林样张", "relation": "grandchild", "id_number": OTHER_NUMBER, "works": "school"},
        ],
        "own_income_yuan": 0.0,
        "need": "illness",
        "need_since": "2026-03-01",
        "bank_name": "gzrcb",
        "bank_account": ACCOUNT,
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
        "premises_proof": "promise",
    },
    "message": {
        "want": "call",
        "phone": PHONE,
        "phone_right": True,
        "when": "morning",
        "words": "想问要不要带户口本。",
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
    ("minimum-living", {"live_address": {"code": "44", "region": "广东省", "detail": "0 号"}}, "live_address.region"),
    ("minimum-living", {"live_address": {"code": "440113", "region": "番禺区"}}, "live_address.detail"),
    ("minimum-living", {"rent_yuan": None}, "rent_yuan"),
    ("minimum-living", {"need_since": "2026-11-24"}, "need_since"),
    ("minimum-living", {"members": [{"name": "林样本"}]}, "members.0.relation"),
    ("minimum-living", {"members": [{"works": "retired"}]}, "members.0.income_yuan"),
    ("minimum-living", {"members": [{"id_number": CARD["number"]}]}, "members.0.id_number"),
    ("sole-trader", {"trade_name": "A1店"}, "trade_name"),
    ("sole-trader", {"trade_name": "😀😀"}, "trade_name"),
    ("sole-trader", {"trade_name_spare": "样张"}, "trade_name_spare"),
    ("sole-trader", {"employees": "0"}, "employees"),
    ("sole-trader", {"composition": "family"}, "family_members"),
    ("sole-trader", {"premises": "online_only"}, "online_address"),
    ("sole-trader", {"premises_proof": "neither"}, "premises_proof"),
    ("complaint", {"reason": ""}, "reason"),
    ("message", {"want": ""}, "want"),
    ("message", {"phone": ""}, "phone"),
    ("message", {"phone_right": False}, "phone_right"),
    ("message", {"when": ""}, "when"),
    ("message", {"want": "message", "words": ""}, "words"),
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
    """The engine of one form, as it is now."""
    forms = [parse_form(path.read_bytes()) for path in FOLDER.glob(f"{form_id}/v*.json")]
    return FormEngine(max(forms, key=lambda form: form.version))


def filled(form_id: str, **changes: Any) -> dict[str, Any]:
    """A complete set of answers of the invented resident."""
    return load(form_id).prefill(CARD) | FILLED[form_id] | changes


def test_the_forms_stand() -> None:
    assert {path.parent.name for path in FILES} == set(FILLED)


def test_name_and_version_match_the_place(path: Path, form: Form) -> None:
    assert (form.id, f"v{form.version}.json") == (path.parent.name, path.name)


def objects(form: Form) -> list[tuple[tuple[Field, ...], dict[str, Any]]]:
    """The form itself and the rows of its groups: fields, and the schema of what holds them."""
    groups = [field for field in form.fields() if field.widget == "group"]
    rows = [(group.fields, form.schema["properties"][group.name]["items"]) for group in groups]
    return [(form.fields(), form.schema), *rows]


def every_field(form: Form) -> list[Field]:
    """Those of rows too."""
    return [field for fields, _ in objects(form) for field in fields]


def test_schema_is_sound(form: Form) -> None:
    jsonschema_rs.meta.validate(form.schema)
    jsonschema_rs.Draft202012Validator(form.schema)
    for _, schema in objects(form):
        assert schema["additionalProperties"] is False
        for name, rule in schema["properties"].items():
            assert rule["type"] != "string" or rule["maxLength"] > 0, name
            assert rule["type"] != "array" or 0 < rule["maxItems"] <= 20, name
            assert rule.get("format") in {None, *FORMATS}, name


def test_fields_are_the_properties_once_each(form: Form) -> None:
    for fields, schema in objects(form):
        names = [field.name for field in fields]
        assert sorted(names) == sorted(schema["properties"])
        assert set(schema["required"]) <= set(names)
        assert not any("." in name or name.isdigit() for name in names)


def test_conditional_fields_are_not_always_required(form: Form) -> None:
    for fields, schema in objects(form):
        for field in fields:
            assert not (field.show_if and field.name in schema["required"]), field.name
            assert field.show_if or not field.required_if_shown, field.name


def test_conditions_look_only_at_what_stands_before(form: Form) -> None:
    for fields, schema in objects(form):
        word = "values" if schema is form.schema else "row"
        for at, field in enumerate(fields):
            asked = set(re.findall(rf"{word}\.(\w+)", field.show_if))
            assert asked <= {before.name for before in fields[:at]}, field.name


def test_widgets_sources_and_sentences(form: Form) -> None:
    for field in every_field(form):
        assert field.widget in WIDGETS and field.width in {"half", "full"}, field.name
        assert field.source in SOURCES and (
            field.readonly == field.source.startswith("card.") or field.widget == "address"
        ), field.name
        assert field.error is not None, field.name
        assert bool(field.fields) == (field.widget == "group") == (field.one is not None), field.name
        assert not any(inner.widget == "group" for inner in field.fields), field.name


def test_dates_have_sane_ranges(form: Form) -> None:
    for field in every_field(form):
        if field.widget == "date":
            first, last = date_range(field, today=TODAY)
            assert "1890-01-01" < first < last < "2100-01-01", field.name


def test_choices_are_the_enum(form: Form) -> None:
    for fields, schema in objects(form):
        for field in fields:
            allowed = schema["properties"][field.name].get("enum", [])
            assert [choice.value for choice in field.choices] == allowed, field.name
            assert (field.widget == "choice") == bool(allowed), field.name


def test_paper_shows_every_field_once(form: Form) -> None:
    printed = [name for row in form.print.rows for name in row]
    assert sorted(printed) == sorted(form.schema["properties"])
    groups = {field.name for field in form.fields() if field.widget == "group"}
    assert all(1 <= len(row) <= 2 and (len(row) == 1 or not groups & set(row)) for row in form.print.rows)


def test_conditions_compile_and_answer_for_an_empty_form(form: Form) -> None:
    conditions = [f.show_if for f in every_field(form) if f.show_if] + [rule.check for rule in form.rules]
    for condition in conditions:
        answer = cel.compile(condition).execute({"values": {}, "row": {}, "today": TODAY})
        assert isinstance(answer, bool), condition
    engine = FormEngine(form)
    assert all(engine.field(rule.field) for rule in form.rules)


def test_nothing_is_wrong_with_a_filled_form(form: Form) -> None:
    assert load(form.id).errors(filled(form.id), today=TODAY) == {}


@pytest.mark.parametrize(("form_id", "changes", "field"), WRONG)
def test_a_wrong_answer_is_named(form_id: str, changes: dict[str, Any], field: str) -> None:
    assert field in load(form_id).errors(filled(form_id, **changes), today=TODAY)


@pytest.mark.parametrize(("birth", "allowed"), [("1956-11-23", True), ("1956-11-24", False), ("1956-12-01", False)])
def test_seventy_is_counted_on_the_calendar(birth: str, allowed: bool) -> None:
    errors = load("longevity-allowance").errors(filled("longevity-allowance", birth=birth), today=TODAY)
    assert ("birth" not in errors) is allowed
