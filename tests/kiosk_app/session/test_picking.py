"""Core: choosing from a list: the places of an address, more choices than fit on the page."""

from dataclasses import replace
from pathlib import Path

import pytest

from cloud_seat.contract import paths
from cloud_seat.contract.regions import Regions
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Call, CallState, Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.presenters.form import form
from kiosk_app.ui.shown import LongRows, Rows
from tests.kiosk_app.session.walk import CASE, RESIDENT, SEAT, Walk

REGIONS = Path(__file__).resolve().parents[3] / "assets" / "regions" / "regions.txt"
BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))
REGION, DETAIL = "live_address.region", "live_address.detail"


@pytest.fixture(scope="module")
def everywhere(knowledge: Knowledge) -> Knowledge:
    """With the places of the country."""
    return replace(knowledge, regions=Regions(lambda: REGIONS.read_text("utf-8").splitlines()))


@pytest.fixture
def walk(everywhere: Knowledge) -> Walk:
    """At the page that asks where the resident lives."""
    walk = Walk(everywhere)
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen("minimum-living"), on.WentOn())
    number = walk.session.number
    walk(on.DraftOpened(number, CASE), on.CardRead(number, RESIDENT), on.WentOn())
    return walk


def options(walk: Walk) -> list[object]:
    rows = form(walk.session, walk.knowledge)["pickOptions"]
    assert isinstance(rows, LongRows)
    return [rows.row(at)["label"] for at in range(len(rows.keys))]


def address(walk: Walk) -> object:
    return walk.session.values["live_address"]


def test_the_cards_address_stays_word_for_word(walk: Walk) -> None:
    filled = address(walk)
    assert isinstance(filled, dict)
    assert filled.get("region", "") + filled["detail"] == RESIDENT.address
    code = filled.get("code", "")
    assert walk.knowledge.regions.read(RESIDENT.address)[0] == code


def test_from_the_province_down_every_tap_is_sealed(walk: Walk) -> None:
    walk(on.PickerOpened(REGION), on.RegionBrowsed(""))
    for code in ("44", "4401", "440113", "440113016"):
        picking = walk(on.FieldEdited(REGION, code))
        assert picking.picking == REGION
        assert isinstance(walk.commands[-1], do.SaveForm)
        assert paths.value_at(walk.commands[-1].values, "live_address.code") == code
    assert "罗家村" in options(walk)
    done = walk(on.FieldEdited(REGION, "440113016205"))
    assert (done.picking, done.wanted) == ("", DETAIL)
    walk(on.FieldEdited(DETAIL, "测试路 0 号"))
    assert address(walk) == {
        "code": "440113016205",
        "region": "广东省广州市番禺区大龙街道罗家村",
        "detail": "测试路 0 号",
    }


def test_browsing_back_up_changes_no_answer(walk: Walk) -> None:
    before = address(walk)
    walk(on.PickerOpened(REGION), on.RegionBrowsed("44"), on.RegionBrowsed(""), on.AnswerSought("pyq"))
    assert options(walk)[0] == "番禺区"
    closed = walk(on.WentBack())
    assert (closed.stage, closed.picking, closed.sought, closed.browsed) == (Stage.FORM, "", "", "")
    assert address(walk) == before


def test_a_place_that_does_not_exist_is_not_written(walk: Walk) -> None:
    before = address(walk)
    walk(on.PickerOpened(REGION), on.FieldEdited(REGION, "999999"), on.RegionBrowsed("999999"))
    assert address(walk) == before
    assert walk.session.browsed != "999999"


def test_a_province_alone_is_not_enough_and_says_so_at_the_field(walk: Walk) -> None:
    walk(on.PickerOpened(REGION), on.RegionBrowsed(""), on.FieldEdited(REGION, "43"), on.WentOn())
    stays = walk(on.FieldEdited("phone", "13800138000"), on.FieldEdited("housing", "own"), on.WentOn())
    assert (stays.page, stays.wanted) == (1, REGION)
    assert stays.errors[REGION].zh == "请点选到区县或更细"


def test_an_old_code_is_no_error(walk: Walk) -> None:
    """440126 was Panyu county until 1992."""
    engine = FormEngine(walk.knowledge.engines["minimum-living"].form)
    old = {"live_address": {"code": "440126", "region": "广东省番禺县", "detail": "样张村"}}
    assert not [path for path in engine.errors(old, today="2026-11-23") if path.startswith("live_address")]


def test_many_choices_are_a_list_found_by_initials(walk: Walk) -> None:
    values = {**walk.session.values, "members": [{}]}
    walk.session = replace(walk.session, page=2, values=values, inside="members.0")
    walk(on.PickerOpened("members.0.relation"))
    assert len(options(walk)) == 8
    walk(on.AnswerSought("xd"))
    assert options(walk) == ["兄弟姐妹"]
    chosen = walk(on.FieldEdited("members.0.relation", "sibling"))
    assert (chosen.picking, chosen.inside) == ("", "members.0")
    assert paths.value_at(chosen.values, "members.0.relation") == "sibling"


def test_few_choices_and_locked_fields_open_no_list(walk: Walk) -> None:
    for name in ("housing", "phone", "address", "live_address", "nothing", DETAIL):
        assert walk(on.PickerOpened(name)).picking == ""


def test_the_officials_mark_on_an_address_is_mended_by_either_part(walk: Walk) -> None:
    walk.session = replace(walk.session, call=Call(CallState.CONNECTED, "c1"))
    walk(on.FieldMarked("c1", "live_address", "请写门牌"))
    rows = form(walk.session, walk.knowledge)["fields"]
    assert isinstance(rows, Rows)
    assert [row["marked"] for row in rows.rows if str(row["name"]).startswith("live_address")] == [True, True]
    walk(on.FieldEdited(DETAIL, "测试路 0 号"))
    assert walk.session.call.marks == {}


def _asked_for_a_place(walk: Walk, code: object) -> str:
    """What the booth answers to the official, at once or after the yes."""
    place = address(walk)
    assert isinstance(place, dict)
    walk(on.AskedFor("c1", f"p-{code}", "value", REGION, "", code, place.get("region")), on.OverlayAgreed())
    return next(command.answer for command in reversed(walk.commands) if isinstance(command, do.AnswerAsk))


def test_a_place_that_the_official_proposes_is_shown_in_words_and_written_with_its_code(walk: Walk) -> None:
    walk(on.FieldEdited(REGION, "440113"), on.FieldEdited(DETAIL, "测试路 0 号"))
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    before, place = "广东省广州市番禺区", "广东省广州市番禺区大龙街道罗家村"
    asked = walk(on.AskedFor("c1", "p1", "value", REGION, "", "440113016205", before))
    shown = present(asked, walk.knowledge, BOOTH)["frame"]["overlayFacts"]
    assert shown == [{"label": "现在", "value": before}, {"label": "改成", "value": place}]
    walk(on.OverlayAgreed())
    assert address(walk) == {"code": "440113016205", "region": place, "detail": "测试路 0 号"}
    assert do.NoteChange(REGION, SEAT.number, before, place) in walk.commands
    answers = [_asked_for_a_place(walk, code) for code in ("44", "999999", "4401130162051", 440113)]
    assert answers == ["unfit", "cannot", "cannot", "cannot"]
    assert paths.value_at(walk.session.values, REGION) == place


def test_leaving_forgets_what_was_sought(walk: Walk) -> None:
    walk(on.PickerOpened(REGION), on.AnswerSought("pyq"), on.LeaveAsked(), on.OverlayAgreed())
    assert (walk.session.sought, walk.session.browsed, walk.session.picking) == ("", "", "")
