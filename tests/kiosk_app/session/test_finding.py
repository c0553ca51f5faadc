"""Core: doors and shelves, words that found nothing, items that the hub is asked about, what can be done here now."""

import dataclasses

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.conclusion import WATCHED
from kiosk_app.session.moves.guiding import A4, SLIP
from kiosk_app.session.offers import Video, offer
from kiosk_app.session.state import Ambient, Knowledge, Stage
from kiosk_app.shelves import department_door
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.presenters.guiding import here
from tests.kiosk_app.qml.sample_finding import knowledge as shipped
from tests.kiosk_app.session.walk import CASE, RESIDENT, Walk

CIVIL = department_door("番禺区民政局")
ALONE, WITH_PERSON, COUNTER = "longevity-allowance", "temporary-relief", "id-card-renewal"


@pytest.fixture
def walk() -> Walk:
    return Walk(shipped())


def test_a_department_is_found_on_its_shelf_and_back_leads_the_same_way(walk: Walk) -> None:
    walk(on.DoorOpened("departments"))
    assert (walk.session.stage, walk.session.shelf, walk.session.results) == (Stage.FIND, "departments", ())
    walk(on.DoorOpened(CIVIL))
    assert {walk.knowledge.items[item_id].department.zh for item_id, _ in walk.session.results} == {"番禺区民政局"}
    walk(on.WentBack())
    assert (walk.session.shelf, walk.session.door, walk.session.results) == ("departments", "", ())
    assert walk(on.WentBack()).stage is Stage.WELCOME


def test_what_can_be_done_here_stands_first_behind_a_door(walk: Walk) -> None:
    walk(on.DoorOpened(CIVIL))
    has_form = [walk.knowledge.items[item_id].form_id is not None for item_id, _ in walk.session.results]
    assert has_form == sorted(has_form, reverse=True) and True in has_form and False in has_form


def test_typing_leaves_the_shelf(walk: Walk) -> None:
    walk(on.DoorOpened("departments"), on.WordsTyped("低保"))
    assert (walk.session.shelf, walk.session.door) == ("", "")


def test_every_item_stands_behind_one_department() -> None:
    known = shipped()
    behind = [i for door in known.shelves["departments"] for i in known.doors[door.id]]
    assert sorted(behind) == sorted(item.id for item in known.items.values() if not item.parts)


def test_the_whole_guide_and_back_to_the_list(walk: Walk) -> None:
    walk(on.DoorOpened(CIVIL), on.ItemChosen(WITH_PERSON), on.GuideOpened())
    assert walk.session.stage is Stage.GUIDE
    assert walk(on.WentBack()).stage is Stage.FIND
    assert walk.session.results


def test_the_hub_is_asked_about_the_items_on_the_glass(walk: Walk) -> None:
    walk(on.DoorOpened("life/old_age"))
    asked = walk.last(do.WatchItems)
    assert isinstance(asked, do.WatchItems)
    assert asked.item_ids == tuple(item_id for item_id, _ in walk.session.results[:WATCHED])
    walk(on.WentBack(), on.WentBack())
    assert walk.last(do.WatchItems) == do.WatchItems(())


def test_words_that_found_nothing_are_kept_once_when_the_page_is_left(walk: Walk) -> None:
    walk(on.SearchOpened())
    for words in ("养", "养犬", "养犬登记", "养犬", "养"):
        walk(on.WordsTyped(words), on.ResultsFound(walk.session.number, words, (), ""))
    walk(on.WentBack())
    assert [command for command in walk.commands if isinstance(command, do.NoteMissed)] == [do.NoteMissed("养犬登记")]


def test_words_that_were_found_and_words_of_a_person_are_not_kept(walk: Walk) -> None:
    walk(on.SearchOpened(), on.WordsTyped("低保"), on.ResultsFound(0, "低保", ((WITH_PERSON, ()),), "alias"))
    walk(on.WordsTyped("13800138000"), on.ResultsFound(0, "13800138000", (), ""), on.WentBack())
    assert not any(isinstance(command, do.NoteMissed) for command in walk.commands)
    assert walk.session.missed == ""


@pytest.mark.parametrize("item_id", [ALONE, WITH_PERSON])
def test_what_is_begun_is_counted(walk: Walk, item_id: str) -> None:
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen(item_id), on.WentOn())
    assert [command for command in walk.commands if isinstance(command, do.NoteAsked)] == [do.NoteAsked(item_id)]


def there(known: Knowledge, item_id: str, **ambient: object) -> tuple[bool, Video, str, bool]:
    """(alone, video, what is lacking, anything now) at a booth like this."""
    booth = dataclasses.replace(Ambient(link_up=True), **ambient)  # type: ignore[arg-type]  # names are checked
    made = offer(known.items[item_id], booth, known)
    return made.alone, made.video, made.lacks, made.is_now


def test_what_can_be_done_follows_form_devices_and_officials() -> None:
    known = shipped()
    assert there(known, ALONE) == (True, Video.UNKNOWN, "", True)
    assert there(known, ALONE, link_up=False) == (True, Video.LATER, "", True)
    assert there(known, ALONE, devices={"id_card": "lost"}, link_up=False) == (False, Video.LATER, "id_card", False)
    assert there(known, ALONE, devices={"document_camera": "lost"})[2] == "document_camera"
    for short in ("storage_short", "storage_full"):
        assert there(known, ALONE, reasons={"storage": (short,)})[::2] == (False, "storage")
    assert there(known, ALONE, reasons={"storage": ("storage_low",)})[::2] == (True, "")
    assert there(known, WITH_PERSON, officials={WITH_PERSON: (2, 1)}) == (False, Video.NOW, "", True)
    assert there(known, WITH_PERSON, officials={WITH_PERSON: (2, 0)}) == (False, Video.SOON, "", True)
    assert there(known, WITH_PERSON, officials={WITH_PERSON: (0, 0)}) == (False, Video.LATER, "", False)
    assert there(known, COUNTER) == (False, Video.NEVER, "", False)


def test_where_nobody_is_there_it_is_said_when_somebody_will_be(walk: Walk) -> None:
    item = shipped().items[WITH_PERSON]
    walk(on.LinkChanged(True, 1, 1), on.OfficialsChanged({WITH_PERSON: (0, 0)}, {WITH_PERSON: "2026-11-23T14:30"}))
    offered = offer(item, walk.session.ambient, shipped())
    assert "14:30起视频里能办" in here(item, offered, "zh", today="2026-11-23")
    assert "11 月 23 日 14:30 起视频里能办" in here(item, offered, "zh", today="2026-11-20")
    assert "from 14:30 on 2026-11-23" in here(item, offered, "en", today="2026-11-20")
    assert "网络断了" in here(item, offered, "zh", today="")
    walk(on.OfficialsChanged({WITH_PERSON: (1, 0)}, {WITH_PERSON: "2026-11-23T14:30"}))
    assert offer(item, walk.session.ambient, shipped()).opens == "", "somebody is there after all"
    walk(on.LinkChanged(False))
    assert walk.session.ambient.opens == {}


@pytest.mark.parametrize(
    ("why", "opens", "zh", "en"),
    [
        ("training", "2026-11-23T15:00", "在培训开会，15:00 再开。", "in training; again from 15:00."),
        ("power", "", "停电或者断网，今天不开了。", "no power or network; not again today."),
        ("short", "2026-11-24T09:00", "人手不够，11 月 24 日 09:00 再开。", "again from 09:00 on 2026-11-24."),
        ("of a newer hub", "2026-11-23T15:00", "现在没人在线，15:00起", "Nobody is online now; by video from 15:00."),
    ],
)
def test_where_a_supervisor_closed_the_seats_it_says_why(walk: Walk, why: str, opens: str, zh: str, en: str) -> None:
    at = {WITH_PERSON: opens} if opens else {}
    walk(on.LinkChanged(True, 1, 1), on.OfficialsChanged({WITH_PERSON: (0, 0)}, at, {WITH_PERSON: why}))
    item = shipped().items[WITH_PERSON]
    offered = offer(item, walk.session.ambient, shipped())
    assert not offered.is_now and zh in here(item, offered, "zh", today="2026-11-23")
    assert en in here(item, offered, "en", today="2026-11-23")
    assert "网络断了" in here(item, offered, "zh", today="")
    walk(on.OfficialsChanged({WITH_PERSON: (1, 0)}))
    assert offer(item, walk.session.ambient, shipped()).why == ""
    walk(on.OfficialsChanged({WITH_PERSON: (0, 0)}, at, {WITH_PERSON: why}), on.LinkChanged(False))
    assert walk.session.ambient.absent_for == {}


def test_who_waits_for_a_closed_office_reads_why_and_until_when() -> None:
    walk = Walk(shipped())
    told = on.OfficialsChanged({WITH_PERSON: (0, 0)}, {WITH_PERSON: "2030-01-02T15:00"}, {WITH_PERSON: "training"})
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen(WITH_PERSON), told)
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None, "no_seat"))

    def estimate() -> object:
        return present(walk.session, walk.knowledge, Booth())["frame"]["overlayEstimate"]

    assert estimate() == "能办的工作人员在培训开会，1 月 2 日 15:00 再开。"
    walk(on.OfficialsChanged({WITH_PERSON: (0, 0)}))
    assert "都不在" in str(estimate()), "opened again, and nobody is there yet"


def test_officials_are_forgotten_with_the_link(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1), on.OfficialsChanged({ALONE: (1, 1)}))
    assert walk.session.ambient.officials == {ALONE: (1, 1)}
    walk(on.LinkChanged(True, 2, 1))
    assert walk.session.ambient.officials
    walk(on.LinkChanged(False))
    assert walk.session.ambient.officials == {}


PRINTERS = {"document_printer": "ready", "receipt_printer": "ready"}


def at_guide(walk: Walk, **devices: str) -> None:
    """On the guide page, with these printers."""
    for role, state in {**PRINTERS, **devices}.items():
        walk(on.DeviceChanged(role, state))
    walk(on.ItemChosen(ALONE), on.SecondPressed())


def test_a_guide_is_printed_once_a_press_and_said(walk: Walk) -> None:
    at_guide(walk)
    walk(on.SecondPressed())
    assert [command for command in walk.commands if isinstance(command, do.PrintGuide)] == [do.PrintGuide(A4)]
    walk(on.GuidePrinted(0, "", a4=True))
    assert walk.session.notice == "guide_a4"
    walk(on.SecondPressed(), on.GuidePrinted(0, "outcome_unknown", a4=True))
    assert walk.session.notice == "paper_outcome_unknown"


def test_the_slip_steps_in_when_surely_no_paper_came(walk: Walk) -> None:
    at_guide(walk)
    walk(on.GuidePrinted(0, "media", a4=True))
    assert walk.last(do.PrintGuide) == do.PrintGuide(SLIP)
    walk(on.GuidePrinted(0, "media"))
    assert walk.session.notice == "paper_media"


def test_without_any_printer_the_page_says_what_helps(walk: Walk) -> None:
    at_guide(walk, document_printer="offline", receipt_printer="blocked")
    assert walk.session.notice == "guide_no_printer"
    assert not any(isinstance(command, do.PrintGuide) for command in walk.commands)


def test_a_package_is_filled_in_like_any_item(walk: Walk) -> None:
    walk(on.DoorOpened("packages"), on.ItemChosen("package-open-shop"), on.WentOn())
    opened = walk.last(do.OpenDraft)
    assert opened == do.OpenDraft("package-open-shop", "package-open-shop")
    walk(on.DraftOpened(0, CASE), on.CardRead(0, RESIDENT))
    assert walk.session.stage is Stage.FORM
    assert walk.session.values["applicant_name"] == RESIDENT.name
    form = walk.knowledge.engines["package-open-shop"].form
    assert len(form.ui.pages) == 7


def test_what_was_filled_in_is_still_there_when_the_same_item_is_looked_for_again(walk: Walk) -> None:
    walk(on.SearchOpened("长寿"))
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", "13800138000"))
    walk(*[on.WentBack()] * 3)
    assert walk.session.stage is Stage.FIND
    walk(on.WordsTyped("老年"), on.ItemChosen(ALONE))
    assert (walk.session.values["phone"], walk.session.case_id) == ("13800138000", CASE)
    walk(on.WentOn())
    assert (walk.session.stage, walk.session.values["phone"]) == (Stage.FORM, "13800138000")


def test_back_from_the_list_asks_before_it_clears_a_form(walk: Walk) -> None:
    walk(on.SearchOpened("长寿"))
    walk.to_form()
    walk(*[on.WentBack()] * 3)
    assert (walk.session.stage, walk.session.overlay) == (Stage.FIND, "leave")
    assert walk(on.OverlayDeclined()).values
    walk(on.WentBack(), on.OverlayAgreed())
    assert not walk.session.values
