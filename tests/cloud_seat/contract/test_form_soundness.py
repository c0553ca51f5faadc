"""Core: a form that somebody wrote: every fault with its place, in both languages; without a fault it can be asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract.form_diff import changes
from cloud_seat.contract.form_soundness import SOURCES, TYPES, examine
from cloud_seat.contract.form_words import Fault
from cloud_seat.contract.forms import Form, parse_form
from cloud_seat.contract.rules import FormEngine

FILES = sorted((Path(__file__).parents[3] / "assets/forms").glob("*/v*.json"))
TODAY = "2026-11-27"
Raw = dict[str, Any]


def raw_form(name: str = "minimum-living", version: int = 1) -> Raw:
    form: Raw = json.loads((FILES[0].parents[1] / name / f"v{version}.json").read_bytes())
    return form


def faults_of(raw: Any) -> list[Fault]:
    body = raw if isinstance(raw, bytes) else json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return examine(body, today=TODAY)[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_district_s_forms_have_no_fault(path: Path) -> None:
    form, faults = examine(path.read_bytes(), today=TODAY)
    assert form is not None and faults == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "第 1 行"),
        (b'{"id": "a",\n "title": }', "第 2 行第 11 个字"),
        (b"[]", "整张表要写成"),
        (b'{"id": "a", "id": "b"}', "“id”出现了两次"),
        (b'{"id": NaN}', "不是数"),
        (b'{"id": 1e400}', "不是数"),
        (b'{"id": ' + b"9" * 5000 + b"}", "不是数"),
        (b"[" * 100_000, "套得太深"),
        (b'{"id": "\xff"}', "不是文字"),
        (b'{"id": "\\ud800"}', "不是文字"),
        (b" " * 200_001, "太大了"),
    ],
)
def test_what_is_no_form_at_all_is_said(body: bytes, words: str) -> None:
    (fault,) = faults_of(body)
    assert words in fault.text.zh and fault.text.en


def _field(raw: Raw, name: str) -> Raw:
    found: Raw = next(field for page in raw["ui"]["pages"] for field in page["fields"] if field["name"] == name)
    return found


def _set(where: Callable[[Raw], Raw], name: str, value: Any) -> Callable[[Raw], None]:
    return lambda raw: where(raw).__setitem__(name, value)


def _of(name: str) -> Callable[[Raw], Raw]:
    return lambda raw: _field(raw, name)


def _rule(name: str) -> Callable[[Raw], Raw]:
    return lambda raw: raw["schema"]["properties"][name]


BROKEN: list[tuple[str, Callable[[Raw], Any], str, str]] = [
    ("no English", _set(lambda raw: raw["title"], "en", " "), "标题 · 英文", "还没有写"),
    ("a slip", _set(_of("housing"), "shw_if", "true"), "第 2 页 · 第 3 项", "没有“shw_if”"),
    ("a number", _set(_of("housing"), "label", 5), "第 2 页 · 第 3 项 · 名称", "要写一组名称和值"),
    ("a label gone", lambda raw: _field(raw, "housing").pop("label"), "第 2 页 · 第 3 项", "少了“label”"),
    ("too long", _set(lambda raw: _field(raw, "housing")["label"], "zh", "住" * 61), "名称 · 中文", "最多 60 个字"),
    ("a line break", _set(lambda raw: _field(raw, "housing")["label"], "zh", "住\n房"), "名称 · 中文", "换行"),
    ("no such widget", _set(_of("housing"), "widget", "slider"), "第 3 项", "widget 只能是"),
    ("another type", _set(_rule("housing"), "type", "number"), "第 3 项", "type 要是 string"),
    ("an option too many", lambda raw: _field(raw, "housing")["choices"].pop(), "第 3 项", "选项要和 schema 的 enum"),
    ("CEL", _set(_of("rent_yuan"), "show_if", "values."), "显示条件", "算不出来"),
    ("no yes or no", _set(_of("rent_yuan"), "show_if", "1 + 1"), "显示条件", "true 或 false"),
    ("divided by nothing", _set(_of("rent_yuan"), "show_if", "1 / 0 == 1"), "显示条件", "算不出来"),
    ("a later field", _set(_of("rent_yuan"), "show_if", "has(values.need)"), "显示条件", "“need”前面没有问到"),
    ("a long loop", _set(_of("rent_yuan"), "show_if", "[1].all(a, [1].all(b, [1].all(c, true)))"), "条件", "循环太多"),
    ("required and hidden", _set(_of("housing"), "show_if", "true"), "第 3 项", "required_if_shown"),
    ("a rule of nothing", _set(lambda raw: raw["rules"][0], "field", "nobody"), "第 1 条规则", "没有“nobody”"),
    ("not on paper", lambda raw: raw["print"]["rows"].pop(), "打印", "正好有一次"),
    ("a reference", _set(_rule("phone"), "$ref", "http://127.0.0.1/x"), "phone", "不能用“$ref”"),
    ("no end", lambda raw: _rule("phone")(raw).pop("maxLength"), "phone", "maxLength"),
    ("no pattern", _set(_rule("phone"), "pattern", "("), "phone", "写法不对"),
    ("rows without end", _set(_rule("members"), "maxItems", 500), "members", "maxItems"),
    ("a name with a dot", _set(lambda raw: raw["schema"]["properties"], "a.b", {"type": "boolean"}), "", "小写字母"),
    ("readonly by hand", _set(_of("phone"), "readonly", True), "", "没有人能填"),
    ("from nowhere", _set(_of("phone"), "source", "card.phone"), "", "source 只能是"),
    ("days the wrong way", _set(_of("need_since"), "earliest", "today+9y"), "", "日期的范围不对"),
    ("no day", _set(_of("need_since"), "latest", "tomorrow"), "", "要写日期"),
    ("asked twice", lambda raw: raw["ui"]["pages"][0]["fields"].append(_field(raw, "phone")), "", "出现了两次"),
    ("nothing asked", lambda raw: raw["ui"].__setitem__("pages", []), "页", "还没有任何要填的项"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "place", "words"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_fault_is_said_with_its_place(how: Callable[[Raw], Any], place: str, words: str) -> None:
    raw = raw_form()
    how(raw)
    found = faults_of(raw)
    assert [one for one in found if place in one.place.zh and words in one.text.zh], found
    assert all(one.place.en and one.text.en for one in found)


_WORDS = st.sampled_from(["", "x", "phone", "values.phone", "has(values.x)", "today", "9" * 30, "路" * 500, *SOURCES])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | _WORDS | st.sampled_from([*TYPES]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_WORDS | st.just("zh"), inner, max_size=2),
    max_leaves=4,
)


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a form where something can be put."""
    steps = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    inner = [spot for _, one in steps if isinstance(one, dict | list) for spot in _spots(one)]
    return [(value, step) for step, _ in steps] + inner


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_form_that_is_let_through_can_be_asked_and_judged(data: st.DataObject) -> None:
    raw = raw_form(data.draw(st.sampled_from(["minimum-living", "message", "sole-trader"])))
    for _ in range(data.draw(st.integers(1, 3))):
        where, step = data.draw(st.sampled_from(_spots(raw)))
        if data.draw(st.booleans()) and not isinstance(where, list):
            where.pop(step)
        else:
            where[step] = data.draw(_VALUES)
    form, faults = examine(json.dumps(raw, ensure_ascii=False).encode(), today=TODAY)
    if form is not None:
        changes(form, form)
    if form is not None and not faults:
        engine = FormEngine(form)
        values = data.draw(st.dictionaries(st.sampled_from([f.name for f in form.fields()]), _VALUES, max_size=4))
        assert engine.errors(values, today=TODAY).keys() <= {q.path for q in engine.questions(values)}


@given(body=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_form_or_have_a_fault(body: bytes) -> None:
    form, faults = examine(body, today=TODAY)
    assert (form is None) == bool(faults) or faults


def forms(first: str, second: str) -> tuple[Form, Form]:
    return tuple(parse_form((FILES[0].parents[1] / name).read_bytes()) for name in (first, second))  # type: ignore[return-value]


def test_the_difference_is_told_as_people_speak() -> None:
    old, new = forms("longevity-allowance/v1.json", "longevity-allowance/v2.json")
    told = [(one.kind, one.at, one.part.zh) for one in changes(old, new)]
    assert ("changed", "relation", "选项") in told and ("changed", "agent_name", "从哪里读") in told
    assert {one[1] for one in told} == {"relation", "agent_name"}
    assert changes(new, new) == [] and changes(None, new) == []


def test_what_is_new_gone_moved_or_asked_elsewhere_is_told() -> None:
    raw = raw_form()
    old = parse_form(json.dumps(raw).encode())
    first, second = raw["ui"]["pages"][1]["fields"][:2]
    raw["ui"]["pages"][1]["fields"][:2] = [second, first]
    raw["ui"]["pages"][-1]["fields"].append(raw["ui"]["pages"][0]["fields"].pop())
    raw["ui"]["pages"][2]["title"]["en"] = "Other words"
    _field(raw, "housing")["name"] = "home"
    raw["schema"]["required"].remove("need")
    raw["rules"].pop()
    raw["promises"][0]["text"]["zh"] += "！"
    told = {(one.kind, one.at, one.part.zh) for one in changes(old, parse_form(json.dumps(raw).encode()))}
    assert {("added", "home", ""), ("removed", "housing", ""), ("changed", "need", "必填")} <= told
    assert [one for one in told if one[0] == "moved"] and [one for one in told if one[2] == "在第几页"]
    assert [one for one in told if one[2] == "页的标题和说明"] and [one for one in told if one[2] == "规则"]
    assert [one for one in told if one[2] == "说的话"]
