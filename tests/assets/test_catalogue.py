"""Shell: the catalogue is complete, consistent with the forms, and offers only what can be done."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import cel
from pypinyin import Style, lazy_pinyin

from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.intake import LETTER_FORMS
from cloud_seat.contract.items import Item

CATEGORIES = {
    *("elder", "social_security", "household", "residence", "employment", "business", "medical", "housing"),
    *("education", "disability", "civil", "transport", "other"),
}
Items = tuple[Item, ...]


def load(assets: Path, name: str) -> Any:
    """One file of the catalogue."""
    return json.loads((assets / f"catalogue/{name}.json").read_text(encoding="utf-8"))


def test_there_are_enough_items_with_ids_of_their_own(items: Items) -> None:
    assert len(items) >= 44
    assert len({item.id for item in items}) == len({item.code for item in items}) == len(items)


def test_words_come_from_the_lists(items: Items) -> None:
    for item in items:
        assert item.category in CATEGORIES and item.kind in {"即办件", "承诺件"}, item.id
        assert item.service_object in {"person", "company"}, item.id
        assert set(item.channels) <= {"kiosk", "seat", "print", "hall"} and item.channels, item.id
        assert len(item.code) == 31 and "SAMPLE" in item.code, item.id


def test_days_and_points_make_sense(items: Items) -> None:
    for item in items:
        assert 1 <= item.promised_working_days <= item.statutory_working_days, item.id
        assert 3 <= len(item.desk_points) <= 5 and item.who and item.legal_basis and item.aliases, item.id
        assert item.kind != "即办件" or item.promised_working_days <= 1, item.id


def test_only_items_with_a_form_can_be_done_at_the_kiosk(items: Items, assets: Path) -> None:
    forms = {path.parent.name for path in assets.glob("forms/*/v1.json")}
    assert {item.form_id for item in items if item.form_id} == forms - set(LETTER_FORMS)
    assert all(("kiosk" in item.channels) == (item.form_id is not None) for item in items)


def test_papers_say_when_they_are_needed(items: Items) -> None:
    for item in items:
        assert len({m.id for m in item.materials}) == len(item.materials), item.id
        for material in item.materials:
            assert material.need in {"card", "scan", "conditional"}, item.id
            assert (material.need == "conditional") == (material.condition is not None), (item.id, material.id)
            assert material.deferrable == (material.deferral_working_days > 0), (item.id, material.id)
            promised = material.promise is not None
            assert promised == bool(material.promised_if) and (not promised or item.promise_instead), item.id


def test_conditions_of_papers_run_over_the_form(items: Items, assets: Path) -> None:
    materials = [(item, material) for item in items for material in item.materials]
    conditions = [(item, c) for item, m in materials for c in (m.needed_if, m.promised_if) if c]
    assert len(conditions) >= 5
    for item, condition in conditions:
        versions = [parse_form(path.read_bytes()) for path in assets.glob(f"forms/{item.form_id}/v*.json")]
        form = max(versions, key=lambda form: form.version)
        program = cel.compile(condition)
        assert program.execute({"values": {}, "today": "2026-11-23"}) is False
        assert any(name in condition for name in form.schema["properties"]), condition


def test_the_longevity_allowance_is_as_the_demo_needs_it(items: Items) -> None:
    item = next(item for item in items if item.id == "longevity-allowance")
    assert [(m.id, m.need) for m in item.materials] == [
        ("id-card", "card"),
        ("social-card", "scan"),
        ("authorisation", "conditional"),
    ]
    assert item.materials[2].deferrable
    assert {"老人津贴", "高龄津贴", "长寿金"} <= set(item.aliases)


def test_departments_hold_every_item_once(items: Items, assets: Path) -> None:
    departments = load(assets, "departments")
    listed = {item_id: d["name"] for d in departments for item_id in d["item_ids"]}
    assert listed == {item.id: {"zh": item.department.zh, "en": item.department.en} for item in items}


def test_doors_open_on_real_items(items: Items, assets: Path) -> None:
    doors = load(assets, "doors")
    ids = {item.id for item in items}
    assert (len(doors["welcome"]), len(doors["elder"])) == (4, 6)
    for door in (*doors["welcome"], *doors["life_events"], *doors["elder"]):
        assert door["item_ids"] and set(door["item_ids"]) <= ids, door["id"]
        assert (assets / f"icons/{door['icon']}.svg").exists(), door["id"]
    assert {short["item_id"] for short in doors["popular"]} <= ids
    assert {event for item in items for event in item.life_events} == {d["id"] for d in doors["life_events"]}


def test_initials_find_few_items(items: Items) -> None:
    initials = Counter("".join(lazy_pinyin(item.name.zh, style=Style.FIRST_LETTER)) for item in items)
    assert max(initials.values()) <= 2
    assert sum(count > 1 for count in initials.values()) <= 3
    assert 1 <= sum(count for key, count in initials.items() if key.startswith("lnr")) <= 4
