"""Pages of a paper: more of them, another look, again, away; papers that this visit already has."""

from dataclasses import replace

import pytest

from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.asking import needed_papers, offered, promises_of
from kiosk_app.session.moves.papers import MOST_PAGES
from kiosk_app.session.state import Given, Knowledge, Paper, Session, Stage
from tests.kiosk_app.session.walk import Walk

CARD = "social-card"
NAME = Text(zh="社会保障卡复印件", en="Copy of the social security card")


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    """In front of the camera with the first paper."""
    walking = Walk(knowledge)
    walking.to_form()
    walking.fill()
    walking(on.DeviceChanged("document_camera", "ready"))
    return walking


def _take(walk: Walk, page: int, material: str = CARD) -> None:
    walk(on.PageDue(walk.session.number), on.PageTaken(walk.session.number, material, page))


def _pages(walk: Walk) -> tuple[int, ...]:
    return walk.session.papers[walk.session.paper_at].pages


def test_a_paper_has_as_many_pages_as_it_needs(walk: Walk) -> None:
    _take(walk, 1)
    assert (walk.session.page_shown, walk.last(do.TakePage)) == (1, do.TakePage(CARD))
    walk(on.PageAdded())
    assert walk.last(do.WatchPaper) == do.WatchPaper(CARD, next_sheet=True), "the first sheet still lies there"
    assert walk.session.papers[0].state == "done", "one page is enough to go on"
    _take(walk, 2)
    assert (_pages(walk), walk.session.page_shown) == ((1, 2), 2)
    walk(on.WentOn())
    assert walk.session.stage is Stage.CHECK


def test_a_page_taken_again_keeps_its_place_and_is_there_until_then(walk: Walk) -> None:
    _take(walk, 1)
    walk(on.PageAdded())
    _take(walk, 2)
    walk(on.PageShown(1), on.PageRejected())
    assert (_pages(walk), walk.session.page_shown) == ((1, 2), 0)
    walk(on.PageWanted())
    assert walk.last(do.TakePage) == do.TakePage(CARD, replaces=1, by_hand=True)
    walk(on.PageTaken(0, CARD, 1))
    assert (_pages(walk), walk.session.page_shown, walk.session.retaking) == ((1, 2), 1, 0)


def test_a_page_goes_away_and_the_last_one_leaves_the_camera(walk: Walk) -> None:
    _take(walk, 1)
    walk(on.PageAdded())
    _take(walk, 2)
    walk(on.PageDropped())
    assert (_pages(walk), walk.session.page_shown, walk.last(do.DropPage)) == ((1,), 1, do.DropPage(CARD, 2))
    walk(on.PageDropped())
    assert (_pages(walk), walk.session.papers[0].state, walk.commands[-1]) == ((), "todo", do.WatchPaper(CARD))


def test_a_paper_does_not_grow_for_ever(walk: Walk) -> None:
    for page in range(1, MOST_PAGES + 1):
        _take(walk, page)
        walk(on.PageAdded())
    assert (len(_pages(walk)), walk.session.notice) == (MOST_PAGES, "pages_full")


@pytest.mark.parametrize("late", [on.PageTaken(0, CARD, 1), on.PageFailed(0, "no_page")])
def test_going_back_while_a_picture_is_saved_leaves_no_dead_end(walk: Walk, late: on.Event) -> None:
    walk(on.PageWanted(), on.WentBack(), late, on.WentOn())
    if isinstance(late, on.PageTaken):
        assert (walk.session.stage, walk.session.papers[0].pages) == (Stage.CHECK, (1,))
    else:
        walk(on.PageWanted(), on.PageTaken(0, CARD, 1), on.WentOn())
        assert walk.session.stage is Stage.CHECK


def test_nothing_else_is_touched_while_a_picture_is_saved(walk: Walk) -> None:
    walk(on.PageWanted())
    before = walk.session
    walk(on.PageWanted(), on.PageDue(0), on.PageAdded(), on.PageRejected(), on.PageDropped(), on.MaterialChosen(CARD))
    assert walk.session == before


def test_a_picture_without_edges_says_so(walk: Walk) -> None:
    walk(on.PageWanted(), on.PageTaken(0, CARD, 1, "whole_desk"), on.PageJudged(0, "good"))
    assert walk.session.verdict == "whole_desk"


def _of_agent(walk: Walk) -> None:
    """Back to the form: somebody else came, so the letter of authority is asked for."""
    walk(on.WentBack(), on.WentBack(), on.FieldEdited("relation", "child"), on.FieldEdited("agent_name", "测试儿女"))
    walk(on.WentOn(), on.WentOn())


def test_a_paper_that_is_no_longer_asked_for_leaves_the_case_and_is_offered_when_it_is_again(walk: Walk) -> None:
    _of_agent(walk)
    _take(walk, 1)
    walk(on.WentOn())
    _take(walk, 2, "authorisation")
    walk(on.WentBack(), on.WentBack(), on.FieldEdited("relation", "self"), on.WentOn(), on.WentOn())
    assert walk.last(do.DropPage) == do.DropPage("authorisation", 2, keep_here=True)
    assert walk.session.stage is Stage.CHECK
    walk(on.WentBack())
    _of_agent(walk)
    assert walk.session.papers[walk.session.paper_at].material_id == "authorisation"
    walk(on.PageDue(0))
    assert walk.session.papers[1].state == "todo", "the camera rests while the question stands"
    walk(on.PaperReused())
    assert walk.commands[-1] == do.ReusePages("authorisation", (2,))
    walk(on.PageTaken(0, "authorisation", 2), on.WentOn())
    assert walk.session.stage is Stage.CHECK


def test_another_matter_of_the_same_visit_offers_what_was_taken(walk: Walk) -> None:
    _take(walk, 1)
    again = replace(walk.session, stage=Stage.FIND)
    walk.session = again
    walk(on.ItemChosen("social-card-reissue"))
    assert (walk.session.papers, walk.session.given[CARD].pages) == ((), (1,))
    walk.session = replace(
        again,
        stage=Stage.MATERIAL,
        papers=(Paper(CARD, name=NAME),),
        given=walk.session.given,
        page_shown=0,
    )
    assert offered(walk.session) == Given(NAME, (1,))
    walk(on.PaperTakenAnew())
    assert walk.commands[-2:] == [do.DropPage(CARD, 1), do.WatchPaper(CARD)]
    assert offered(walk.session) is None


def test_a_paper_of_the_same_sort_but_another_name_is_no_offer(walk: Walk) -> None:
    walk.session = replace(walk.session, given={CARD: Given(Text(zh="别的卡"), (1,))})
    assert offered(walk.session) is None


def _with_phone(walk: Walk) -> None:
    walk(on.PhoneAsked(), on.PhoneReady(0), on.PhoneSeen(0))


def test_pictures_come_from_the_phone_one_after_the_other(walk: Walk) -> None:
    _with_phone(walk)
    assert walk.last(do.OpenPhone) == do.OpenPhone(CARD)
    walk(on.PageDue(0), on.PageJudged(0, "good"), on.PageWanted())
    assert walk.session.papers[0].state == "todo", "the camera rests"
    walk(on.PageTaken(0, CARD, 1, "picture_blurred"))
    assert (walk.session.phone, walk.session.page_shown, walk.session.verdict) == ("seen", 1, "picture_blurred")
    walk(on.PageTaken(0, CARD, 2), on.PageDropped(), on.PageDropped())
    assert (_pages(walk), walk.session.page_shown, walk.session.phone) == ((), 0, "seen")
    assert walk.commands[-1] == do.DropPage(CARD, 1), "the code stands there again, not the camera"


@pytest.mark.parametrize("leaving", [on.WentBack(), on.WentOn(), on.MaterialChosen(CARD), on.PhoneLeft()])
def test_the_way_from_the_phone_ends_with_its_paper(walk: Walk, leaving: on.Event) -> None:
    _with_phone(walk)
    walk(on.PageTaken(0, CARD, 1))
    walk.commands.clear()
    walk(leaving)
    assert do.ClosePhone() in walk.commands
    assert walk.session.phone == ""


def test_without_the_hub_the_camera_stays(walk: Walk) -> None:
    walk(on.LinkChanged(False), on.PhoneAsked())
    assert (walk.session.phone, walk.session.notice) == ("", "phone_hub")
    walk(on.LinkChanged(True, 1, 1), on.PhoneAsked(), on.PhoneFailed(0, "phone_old"))
    assert (walk.session.phone, walk.session.notice, walk.commands[-1]) == ("", "phone_old", do.WatchPaper(CARD))


def test_a_paper_is_deferred_only_after_its_terms_were_read_and_is_promised_apart(walk: Walk) -> None:
    _of_agent(walk)
    _take(walk, 1)
    walk(on.WentOn(), on.SecondPressed())
    paper = walk.session.papers[1]
    assert (walk.session.overlay, paper.state, paper.due) == ("deferPaper", "todo", "2026-12-07")
    walk(on.OverlayDeclined())
    assert (walk.session.overlay, walk.session.papers[1].state) == ("", "todo")
    walk(on.MaterialDeferred(), on.OverlayAgreed())
    assert (walk.session.stage, walk.session.papers[1].state) == (Stage.CHECK, "deferred")
    walk(on.WentOn(), on.DocumentRendered(0, False))
    promises = promises_of(walk.session, walk.knowledge)
    assert "委托书（2026-12-07 前）" in promises["deferral"].zh
    for name in promises.keys() - {"deferral"}:
        walk(on.PromiseTicked(name, True))
    walk(on.Signed("[]"))
    assert walk.session.notice == "promises"
    walk(on.PromiseTicked("deferral", True), on.Signed("[]"))
    assert isinstance(walk.commands[-1], do.RenderDocument)


@pytest.mark.parametrize(("proof", "kinds"), [("promise", {"commitment"}), ("paper", set()), ("", set())])
def test_a_proof_is_promised_apart_or_photographed_never_both(walk: Walk, proof: str, kinds: set[str]) -> None:
    session = Session(item_id="sole-trader", values={"premises_proof": proof})
    form = {promise.id for promise in walk.knowledge.engines["sole-trader"].form.promises}
    assert promises_of(session, walk.knowledge).keys() - form == kinds
    needed = {material.id for material in needed_papers(session, walk.knowledge)}
    assert ("premises" in needed) == (proof == "paper")


def test_the_next_person_is_told_only_of_a_wipe_that_left_nothing(walk: Walk) -> None:
    walk(on.LeaveAsked(), on.OverlayAgreed(), on.CardRemoved(), on.Wiped(0, "14:32", ("pictures",)))
    assert not walk.session.ambient.wiped_once
    walk(on.Wiped(0, "14:33"))
    assert (walk.session.ambient.wiped_once, walk.session.ambient.wiped_at) == (True, "14:33")


def test_a_full_disk_stops_the_camera_and_lets_the_paper_follow(walk: Walk) -> None:
    walk(on.SecondPressed())
    assert walk.session.notice == "not_deferrable"
    walk(on.PageWanted(), on.StoreFailed(0, "scans"), on.PageFailed(0, "not_kept"))
    assert (walk.session.notice, walk.session.verdict) == ("store_scans", "no_room")
    assert isinstance(walk.commands[-1], do.StopWatching)
    walk(on.PhonePictureBad(0, "not_kept"))
    assert walk.session.notice == "store_scans", "to send it again would not help"
    walk(on.SecondPressed(), on.OverlayAgreed())
    assert (walk.session.stage, walk.session.papers[0].state) == (Stage.CHECK, "deferred")


def test_a_disk_known_to_be_full_lets_the_paper_follow_without_a_try(walk: Walk) -> None:
    walk(on.DeviceChanged("storage", "blocked", ("storage_full",)), on.SecondPressed())
    assert walk.session.overlay == "deferPaper"
