"""The journey, its troubles, and the property that every way back to the welcome page wipes."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.lights import lights_for
from kiosk_app.session.machine import ANYWHERE, CALL, LANES, TABLE, IllegalEventError, step
from kiosk_app.session.moves.asides import can_keep
from kiosk_app.session.moves.home import opens_again
from kiosk_app.session.state import CallState, Knowledge, Print, Session, Stage
from tests.kiosk_app.session.walk import CASE, RESIDENT, SEAT, Walk


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def test_whole_matter_online(walk: Walk) -> None:
    walk.to_review()
    assert walk().stage is Stage.REVIEW
    walk(on.WentOn(), on.CaseStored(0, "PY-0417-T-000001", "2026-11-23T06:00:00+00:00"))
    assert walk().stage is Stage.SUBMITTING
    walk(on.CaseCommitted(CASE, "PY-2026-1123-0417-01"))
    assert walk().stage is Stage.DONE
    assert walk.last(do.PrintSlip) == do.PrintSlip(provisional=False)
    walk(on.SlipPrinted(0), on.Rated(5), on.Finished())
    assert walk().stage is Stage.TAKE_CARD
    assert do.SendRating(CASE, 5) in walk.commands
    walk(on.CardRemoved(), on.Wiped(0))
    assert walk().stage is Stage.WELCOME
    assert walk.session.ambient.wiped_once


def test_who_still_has_to_take_a_card_reads_it_as_before(walk: Walk) -> None:
    walk(on.LanguageChosen("en"), on.ModeChosen("elder"))
    walk.to_review()
    walk(on.LeaveAsked(), on.OverlayAgreed())
    assert (walk().stage, walk.session.language, walk.session.mode) == (Stage.TAKE_CARD, "en", "elder")
    walk(on.CardRemoved(), on.Wiped(0))
    assert walk.session == Session(ambient=walk.session.ambient, number=walk.session.number)


def test_submit_without_network_keeps_the_case_here(walk: Walk) -> None:
    walk.to_review()
    walk(on.LinkChanged(False), on.WentOn(), on.CaseStored(0, "PY-0417-T-000001", "2026-11-23T06:00:00+00:00"))
    assert walk().stage is Stage.STORED
    assert walk.last(do.PrintSlip) == do.PrintSlip(provisional=True)
    walk(on.CaseCommitted(CASE, "PY-1"))
    assert walk().stage is Stage.DONE


def test_slow_hub_leads_to_the_provisional_slip(walk: Walk) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "PY-0417-T-000001", "2026-11-23T06:00:00+00:00"), on.ReceiptOverdue(0))
    assert walk().stage is Stage.STORED


def test_a_full_disk_loses_nothing_on_the_page(walk: Walk) -> None:
    values = walk.to_review().values
    walk(on.WentOn(), on.StoreFailed(0, "full"))
    assert walk().stage is Stage.REVIEW
    assert walk.session.values == values
    assert walk.session.notice == "store_full"


def test_errors_stand_in_place_and_stop_the_page(walk: Walk) -> None:
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", "1380013800"))
    assert walk.session.errors["phone"].zh == "还差 1 位"
    walk(on.WentOn())
    assert walk.session.page == 1
    assert walk.session.wanted == "phone"
    assert set(walk.session.errors) >= {"phone", "relation"}


def test_ten_thousand_characters_are_refused_in_words(walk: Walk) -> None:
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("live_address", "很长" * 6000))
    assert "最多 100 个字" in walk.session.errors["live_address"].zh


def test_card_pulled_while_reading_asks_again(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.WentOn(), on.CardFailed(0, "removed"))
    assert walk.session.notice == "card_removed"
    assert isinstance(walk.commands[-1], do.ReadCard)


def test_words_follow_the_card(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.WentOn(), on.CardSeen(0, "reading"))
    assert (walk.session.reading, walk.session.notice) == ("reading", "")
    walk(on.CardSeen(0, "moved"), on.CardSeen(0, "waiting"))
    assert (walk.session.reading, walk.session.notice) == ("trouble", "card_removed")
    walk(on.CardSeen(0, "lift_again"))
    assert walk.session.notice == "card_lift_again"


def test_a_reader_that_answers_again_takes_its_words_back(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.WentOn(), on.CardFailed(0, "reader"))
    assert (walk.session.reading, walk.session.notice) == ("trouble", "card_reader")
    walk(on.CardSeen(0, "waiting"))
    assert (walk.session.reading, walk.session.notice) == ("waiting", "")


@pytest.mark.parametrize("trouble", [on.PageJudged(0, "no_camera"), on.DeviceChanged("document_camera", "absent")])
def test_missing_camera_lets_the_paper_follow(walk: Walk, trouble: on.Event) -> None:
    walk.to_form()
    walk.fill()
    walk(on.DeviceChanged("document_camera", "ready"), on.SecondPressed())
    assert walk.session.notice == "not_deferrable"
    walk(trouble, on.SecondPressed(), on.OverlayAgreed())
    assert walk().stage is Stage.CHECK
    assert (walk.session.papers[0].state, walk.session.notice) == ("deferred", "")


def test_agent_needs_the_letter_of_authority(walk: Walk) -> None:
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", "13800138000"), on.FieldEdited("relation", "child"))
    assert "agent_name" not in walk.session.hidden
    walk(on.FieldEdited("agent_name", "测试儿女"), on.WentOn())
    walk(on.FieldEdited("bank_name", "icbc"), on.FieldEdited("bank_account", "6200000000000000000"))
    walk(on.FieldEdited("account_holder_same", "yes"), on.WentOn())
    assert [paper.material_id for paper in walk.session.papers] == ["social-card", "authorisation"]


def test_call_asks_first_and_keeps_the_page(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked())
    assert walk.session.overlay == "callConfirm"
    assert not any(isinstance(command, do.RequestCall) for command in walk.commands)
    walk(on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    assert walk.session.call.state is CallState.CONNECTED
    assert walk().stage is Stage.FORM
    walk(on.WentOn(), on.FieldMarked("c1", "phone", "少了一位"), on.FieldEdited("phone", "13800138000"))
    assert do.AnswerMark("phone") in walk.commands
    assert not walk.session.call.marks


def test_lost_seat_keeps_everything(walk: Walk) -> None:
    values = walk.to_form().values
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    walk(on.CallLost("c1"))
    assert walk.session.overlay == "callLost"
    assert walk.session.values == values
    walk(on.CallQueued("c1", 1, None), on.CallAnswered("c1", 2, SEAT))
    assert walk.session.overlay == ""


def test_rating_waits_until_the_official_is_gone(walk: Walk) -> None:
    walk.to_review()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT))
    walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    walk(on.Rated(1))
    assert walk.session.rating == 0
    walk(on.Finished())
    assert walk().stage is Stage.DONE
    assert isinstance(walk.commands[-1], do.EndCall)
    walk(on.Rated(1), on.Finished())
    assert do.SendRating(CASE, 1) in walk.commands


def test_leaving_without_rating_is_its_own_value(walk: Walk) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    walk(on.SlipPrinted(0), on.IdleExpired())
    assert do.SendRating(CASE, 0) in walk.commands


def test_idle_never_interrupts_a_call(walk: Walk) -> None:
    walk.to_form()
    walk(on.IdleWarned(20))
    assert walk.session.overlay == "idle"
    walk(on.OverlayAgreed(), on.CallAsked(), on.OverlayAgreed(), on.IdleWarned(20), on.IdleExpired())
    assert walk.session.overlay == "callWaiting"
    assert walk().stage is Stage.FORM


def test_idle_never_interrupts_a_print(walk: Walk) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    walk(on.IdleWarned(20), on.IdleExpired())
    assert (walk().stage, walk.session.overlay) == (Stage.DONE, "")
    walk(on.SlipPrinted(0), on.IdleExpired())
    assert walk().stage is Stage.TAKE_CARD


@pytest.mark.parametrize("press", [on.SlipWanted(), on.SecondPressed()])
def test_out_of_paper_is_no_dead_end(walk: Walk, press: on.Event) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    walk(on.SlipPrinted(0, "media"))
    assert walk().printing is Print.TROUBLE
    walk(press)
    assert walk().printing is Print.PRINTING


def test_a_crash_apologises_and_wipes_and_keeps_the_matter_for_its_card(walk: Walk) -> None:
    walk.to_form()
    walk(on.Crashed())
    assert (walk.session.stage, walk.session.notice) == (Stage.APOLOGY, "draft_kept")
    assert (walk.session.person, walk.session.values) == (None, {})
    assert walk.last(do.Wipe) == do.Wipe(0, CASE, False, keeps_draft=True)


def test_a_crash_keeps_nothing_that_no_card_opens(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.WentOn(), on.DraftOpened(0, CASE), on.Crashed())
    assert walk.last(do.Wipe) == do.Wipe(0, CASE, False)


def test_fingers_out_of_place_raise_and_change_nothing(walk: Walk) -> None:
    with pytest.raises(IllegalEventError):
        walk(on.WentOn())
    assert walk.session == Session()


def test_every_event_has_a_place() -> None:
    """No event type is forgotten: each stands in a table or among the lanes."""
    kinds = {kind for kind in vars(on).values() if isinstance(kind, type) and issubclass(kind, on.Event)}
    placed = set(ANYWHERE) | set(CALL) | LANES | {kind for row in TABLE.values() for kind in row}
    assert kinds - placed == {on.Event, on.Late}
    assert set(TABLE) == set(Stage)


OTHER = dataclasses.replace(RESIDENT, name="测试他人", number="440113190304050015")
_TEXT = st.sampled_from(["", "phone", "relation", "测试", "𠮷😀", "x" * 10_000, "13800138000", "self"])
_EVENTS = st.one_of(
    st.sampled_from(
        [
            on.SearchOpened(), on.WentOn(), on.WentBack(), on.CallAsked(), on.HungUp(), on.LeaveAsked(),
            on.OverlayAgreed(), on.OverlayDeclined(), on.IdleWarned(9), on.IdleExpired(), on.IdleEnded(),
            on.CardRemoved(), on.Crashed(), on.PageWanted(), on.PageRejected(), on.MaterialDeferred(),
            on.PageAdded(), on.PageDropped(), on.PageShown(1), on.PaperReused(), on.PaperTakenAnew(), on.PhoneAsked(),
            on.PhoneLeft(),
            on.SecondPressed(), on.SlipWanted(), on.Finished(), on.NoticeDismissed(), on.LinkChanged(False),
            on.LinkChanged(True, 2, 1), on.CallQueued("c1", 1, 5), on.CallAnswered("c1", 1, SEAT), on.CallLost("c1"),
            on.CallOver("c1", "seat"), on.CallStalled("c1", True), on.FieldMarked("c1", "phone", "少一位"),
            on.PictureScaled("c1", 240),
            on.Captioned("c1", "您好"), on.CaseCommitted(CASE, "PY-1"), on.CaseDecided(CASE, "accepted"),
            on.CaseDecided(CASE, "accepted", "3 号窗口", "fetch"),
            on.AsideOpened("help"), on.AsideOpened("complaint"), on.AsideOpened("message"),
            on.AskedFor("c1", "a1", "paper", "social-card"), on.AskedFor("c1", "a2", "signature"), on.MarkChosen(True),
            on.MarkChosen(False), on.BackgroundSoftened(True), on.CallOver("c1", "no_seat"),
            on.NotHeard(), on.HearingEased("c1"),
            on.InquiryOpened("progress"), on.InquiryOpened("checkIn"),
            on.KeeperAsked(), on.PinTyped("1"), on.TaskChosen("aimed"),
            on.DoorOpened("life"), on.ItemChosen("longevity-allowance"), on.ItemChosen("nothing"),
            on.DeviceChanged("id_card", "offline"), on.ModeChosen("elder"), on.Magnified(True), on.LanguageChosen("en"),
            on.BoardChanged({}), on.BoardChanged({"presence": False, "handset": True}),
            on.BoardChanged({"presence": True, "door": True}),
            on.WayChosen("social"), on.WayChosen("typed"), on.WayChosen("card"), on.WayChosen("other"),
            on.WayChosen("self"), on.IdentifyAnswered("child"), on.IdentifyAnswered("yes"), on.IdentifyAnswered("swap"),
            on.PersonConfirmed("c1", 1), on.HandoverTold("c1", None), on.HandoverTold("c1", SEAT),
            on.ViewBroken("c1", 7, "line"), on.ViewBroken("c1", 9, "picture"),
        ]
    ),
    st.builds(on.FieldEdited, name=_TEXT, value=_TEXT | st.booleans()),
    st.sampled_from([on.FieldEdited("reason", "other"), on.FieldEdited("number", "041708")]),
    st.builds(on.WordsTyped, words=_TEXT),
    st.builds(on.Rated, level=st.integers(-1, 7)),
    st.builds(on.Signed, strokes=_TEXT),
    st.builds(on.PageEdited, page=st.integers(-3, 9)),
    st.sampled_from(
        [
            on.CardSeen(0, "moved"), on.CardRead(0, OTHER), on.CardRead(0, OTHER, "social"),
            on.CardRead(0, RESIDENT), on.CardFailed(0, "timeout"), on.DraftOpened(0, CASE),
            on.FormSaved(0), on.LetterKept(0, "c0", "T-2"), on.LetterFailed(0, "full"),
            on.LetterPrinted(0, "media"), on.LetterPrinted(0, aside="message"),
            on.LetterKept(0, "c1", "T-3", "message"),
            on.InquiryFailed(0, "locked"), on.PinJudged(0, ""), on.TaskDone(0, ()),
            on.StoreFailed(0, "full"), on.PageJudged(0, "good"), on.PageTaken(0, "social-card"),
            on.PageFailed(0, "no_page"), on.DocumentRendered(0, True), on.SignatureRefused(0),
            on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.ReceiptOverdue(0), on.SlipPrinted(0, "media"),
        ]
    ),
)  # fmt: skip


def is_kept(event: on.Event, before: Session) -> bool:
    """The two ways in which a session ends and its draft does not."""
    by_resident = isinstance(event, on.SecondPressed) and can_keep(before)
    return by_resident or (isinstance(event, on.Crashed) and opens_again(before))


@settings(max_examples=300, deadline=None)
@given(events=st.lists(_EVENTS, max_size=60), start=st.sampled_from(["empty", "form", "review", "done"]))
def test_every_way_back_to_welcome_wipes(knowledge: Knowledge, events: list[on.Event], start: str) -> None:
    """Whatever the order: a session number ends with exactly one Wipe, and nothing of the person outlives it."""
    walk = Walk(knowledge)
    if start != "empty":
        walk.to_form() if start == "form" else walk.to_review()
    if start == "done":
        walk(on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T06:00:00+00:00"), on.CaseCommitted(CASE, "PY-1"))
    for event in events:
        before = walk.session
        if isinstance(event, on.Late):
            event = dataclasses.replace(event, session=before.number)
        try:
            after, commands = step(before, event, knowledge)
        except IllegalEventError:
            continue
        changed = lights_for(after) != lights_for(before)
        assert [c for c in commands if isinstance(c, do.ShowLights)] == [do.ShowLights(lights_for(after))] * changed
        wipes = [command for command in commands if isinstance(command, do.Wipe)]
        assert (after.number != before.number) == bool(wipes)
        if wipes:
            keeps = is_kept(event, before)
            assert wipes == [do.Wipe(before.number, before.case_id, bool(before.provisional), keeps)]
            kept = dataclasses.replace(Session(), ambient=after.ambient, number=after.number, stage=after.stage)
            if after.stage is not Stage.WELCOME:  # the same person still reads it
                looks = {name: getattr(before, name) for name in ("language", "mode", "reach", "zoom")}
                kept = dataclasses.replace(kept, **looks, notice="draft_kept" if keeps else "")
            assert after == kept
        if after.stage is Stage.WELCOME and before.stage is not Stage.WELCOME:
            assert wipes or before.stage in (Stage.TAKE_CARD, Stage.APOLOGY)
        assert after.stage is not Stage.WELCOME or after.person is None
        walk.session = after


def test_a_hub_that_came_back_is_shown_everything_again(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))
    walk(on.LinkChanged(False))
    walk.commands.clear()
    walk(on.LinkChanged(True, 1, 0))
    assert walk.commands == [do.ShareForm(), do.SharePapers()]
