"""Help and 办不成事: over every page, the page below untouched; a complaint takes the steps tried and is wiped."""

import pytest

from cloud_seat.contract.intake import COMPLAINT_FORM, MESSAGE_FORM
from cloud_seat.hub.config import Limits
from kiosk_app.config import Settings
from kiosk_app.flow.help import HELP
from kiosk_app.flow.pages import PAGES, page_of
from kiosk_app.flow.sentences import notice
from kiosk_app.flow.steps import packed
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import IllegalEventError
from kiosk_app.session.state import CallState, Knowledge, Letter, Print, Session, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import CASE, RESIDENT, SEAT, Walk

PHONE = "13800138000"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def _complain(walk: Walk) -> Session:
    walk(on.AsideOpened("complaint"), on.FieldEdited("reason", "papers"), on.FieldEdited("phone", PHONE))
    walk(on.FieldEdited("words", "拍了三次都说模糊"), on.WentOn())
    return walk(on.LetterKept(walk.session.number, "c0c0", "PY-0417-T-000007"))


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("help", "submitting", "keeper", "closed")])
def test_every_page_has_help(page: str) -> None:
    assert len(HELP[page]) >= 2
    assert all(point.zh and point.en for point in HELP[page])


@pytest.mark.parametrize("aside", ["help", "complaint"])
def test_the_page_below_stays_as_it_is(walk: Walk, aside: str) -> None:
    before = walk.to_form()
    walk(on.AsideOpened(aside))
    assert page_of(walk.session) == aside
    with pytest.raises(IllegalEventError):
        walk(on.PageWanted())
    after = walk(on.WentBack())
    assert (after.stage, after.values, after.page, page_of(after)) == (Stage.FORM, before.values, before.page, "form")


def test_answers_of_a_complaint_do_not_touch_the_form(walk: Walk) -> None:
    walk.to_form()
    walk(on.AsideOpened("complaint"), on.FieldEdited("phone", PHONE), on.FieldEdited("bank_name", "icbc"))
    assert walk.session.complaint.values == {"phone": PHONE}
    assert "phone" not in walk.session.values


def test_help_over_a_complaint_leads_back_to_it(walk: Walk) -> None:
    walk(on.AsideOpened("complaint"), on.FieldEdited("reason", "other"), on.AsideOpened("help"), on.AsideOpened("help"))
    assert page_of(walk.session) == "help"
    walk(on.WentOn())
    assert (page_of(walk.session), walk.session.complaint.values) == ("complaint", {"reason": "other"})


def test_a_complaint_says_what_is_missing_in_place(walk: Walk) -> None:
    walk(on.AsideOpened("complaint"), on.FieldEdited("phone", "1380013800"), on.WentOn())
    assert set(walk.session.complaint.errors) == {"reason", "phone"}
    assert (walk.session.complaint.wanted, walk.session.notice) == ("reason", "mend")
    assert not any(isinstance(command, do.SendLetter) for command in walk.commands)


def test_one_press_one_complaint(walk: Walk) -> None:
    walk.to_form()
    walk(on.AsideOpened("complaint"), on.FieldEdited("reason", "call"), on.WentOn(), on.WentOn(), on.WentBack())
    assert [type(c) for c in walk.commands].count(do.SendLetter) == 1
    assert walk.session.aside == "complaint"
    walk(on.LetterKept(walk.session.number, "c0c0", "PY-0417-T-000007"))
    assert walk.session.complaint.printing is Print.PRINTING
    walk(on.LetterPrinted(walk.session.number, "media"))
    assert walk.session.notice == "slip_media"
    walk(on.SecondPressed(), on.SecondPressed())
    assert [type(c) for c in walk.commands].count(do.PrintLetter) == 2


def test_the_number_of_the_hub_replaces_the_booths(walk: Walk, knowledge: Knowledge) -> None:
    walk.to_review()
    _complain(walk)
    assert present(walk.session, knowledge, Booth())["complaint"]["number"] == "PY-0417-T-000007"
    walk(on.CaseCommitted("c0c0", "PY-2026-1123-0417-09"))
    assert present(walk.session, knowledge, Booth())["complaint"]["number"] == "PY-2026-1123-0417-09"
    assert walk.session.stage is Stage.REVIEW and walk.session.acceptance == ""
    walk(on.WentOn())
    assert page_of(walk.session) == "review"


def test_the_steps_tried_go_along_without_anything_personal(walk: Walk, knowledge: Knowledge) -> None:
    walk(on.LinkChanged(True, 1, 1), on.ItemChosen("longevity-allowance"), on.WentOn())
    walk(on.CardFailed(0, "timeout"), on.DeviceChanged("id_card", "offline"), on.CardRead(0, RESIDENT))
    walk(on.WentOn(), on.FieldEdited("phone", "1380013800"), on.WentOn())
    steps = packed(_complain(walk), knowledge)
    assert [step["code"] for step in steps] == [
        "item:longevity-allowance", "page:guide", "page:identify", "said:card_timeout", "device:id_card", "page:form",
        "said:mend", "field:phone", "at:form",
    ]  # fmt: skip
    assert all(step["zh"] and step["en"] for step in steps)
    told = str(steps)
    assert not any(secret in told for secret in (RESIDENT.name, RESIDENT.number, RESIDENT.address, "1380013800"))


def test_trail_is_bounded(walk: Walk) -> None:
    walk.to_form()
    for _ in range(100):
        walk(on.WentBack(), on.WentOn())
    assert len(walk.session.trail) == 60


def test_a_refused_disk_keeps_what_was_written(walk: Walk) -> None:
    walk(on.AsideOpened("complaint"), on.FieldEdited("reason", "machine"), on.WentOn(), on.LetterFailed(0, "full"))
    assert (walk.session.notice, walk.session.complaint.state) == ("store_full", "writing")
    assert walk.session.complaint.values == {"reason": "machine"}


def test_what_was_written_on_the_welcome_page_is_wiped(walk: Walk) -> None:
    walk(on.AsideOpened("complaint"), on.FieldEdited("words", "我的事"), on.WentBack())
    assert isinstance(walk.commands[-1], do.Wipe)
    assert walk.session.complaint == Letter() and page_of(walk.session) == "welcome"


def test_idle_counts_over_the_welcome_page_too(walk: Walk) -> None:
    walk(on.IdleWarned(20))
    assert walk.session.overlay == ""
    walk(on.AsideOpened("complaint"), on.FieldEdited("words", "我的事"), on.IdleWarned(20))
    assert walk.session.overlay == "idle"
    walk(on.IdleExpired())
    assert walk.session.complaint == Letter() and not walk.session.aside


def test_a_card_read_meanwhile_counts(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.WentOn(), on.AsideOpened("help"), on.CardRead(0, RESIDENT))
    walk(on.WentOn())
    assert page_of(walk.session) == "form"


def test_a_call_asked_for_in_help_is_shown(walk: Walk) -> None:
    walk.to_form()
    walk(on.AsideOpened("help"), on.CallAsked(), on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT))
    assert (walk.session.call.state, page_of(walk.session)) == (CallState.CONNECTED, "call")


def test_not_in_the_moment_of_submitting(walk: Walk, knowledge: Knowledge) -> None:
    walk.to_review()
    walk(on.WentOn(), on.AsideOpened("complaint"))
    assert page_of(walk.session) == "submitting"
    assert present(walk.session, knowledge, Booth())["frame"]["links"] == []


def test_leaving_from_a_complaint_forgets_everything(walk: Walk) -> None:
    walk.to_form()
    _complain(walk)
    walk(on.LeaveAsked(), on.OverlayAgreed())
    assert walk.session.complaint == Letter() and walk.session.trail == ()
    assert walk.last(do.Wipe) == do.Wipe(0, CASE, False)


def test_the_words_of_a_message_say_what_is_set(knowledge: Knowledge) -> None:
    hint = knowledge.engines[MESSAGE_FORM].form.ui.pages[0].hint
    assert hint is not None and "一个工作日" in hint.zh and Limits().message_workdays == 1
    kept = notice("draft_kept")
    assert kept is not None and "明天这个时候" in kept.text.zh and Settings().draft_keep_h == 24


def test_the_form_says_the_hubs_number_of_days(knowledge: Knowledge) -> None:
    hint = knowledge.engines[COMPLAINT_FORM].form.ui.pages[0].hint
    assert hint is not None
    assert f"{Limits().complaint_workdays} 个工作日" in hint.zh
    assert f"{Limits().complaint_workdays} working days" in hint.en
