"""Core: the call beside the matter: what is told before it, what is asked in it, what is left of it."""

import pytest

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from kiosk_app.flow.onward import way_there, why_not
from kiosk_app.flow.pages import page_of
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import step
from kiosk_app.session.state import CallState, Knowledge, Letter, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import CASE, SEAT, Walk

BOOTH = Booth(name=Text(zh="测试"), district=Text(zh="测试"))


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def frame(walk: Walk) -> dict[str, object]:
    """The frame as it is shown now."""
    return dict(present(walk.session, walk.knowledge, BOOTH)["frame"])


def told(walk: Walk) -> list[str]:
    """What the question before the call says will be seen."""
    points = frame(walk)["overlayPoints"]
    assert isinstance(points, list)
    return [point["text"] for point in points]


def test_before_the_first_call_what_is_shared_is_told(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1), on.CallAsked())
    assert told(walk) == ["您的样子和声音"], "there is no form and no paper yet"
    walk(on.OverlayDeclined())
    walk.to_form()
    walk.fill()
    walk.photograph()
    walk(on.CallAsked())
    _, card, form, papers = told(walk)
    assert "证件" in card
    assert f"填了 {len(walk.session.values)} 项" in form
    assert "1 页" in papers


def test_only_yes_rings_and_it_is_asked_once_a_visit(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked(), on.OverlayDeclined())
    assert not any(isinstance(command, do.RequestCall) for command in walk.commands)
    assert walk.commands.count(do.PrepareCall()) == 1, "loaded while the question is read"
    walk(on.CallAsked())
    assert walk.session.overlay == "callConfirm", "who said no is asked again"
    walk(on.OverlayAgreed(), on.CallAnswered("c1", 1, SEAT), on.HungUp())
    assert walk(on.CallAsked()).call.state is CallState.WAITING
    assert walk.session.overlay == "callWaiting"
    walk(on.LeaveAsked(), on.OverlayAgreed(), on.WentOn(), on.CardRemoved(), on.SearchOpened(), on.CallAsked())
    assert walk.session.overlay == "callConfirm", "the next visitor said nothing yet"


PHONE = "13800138000"


def _wait(walk: Walk) -> None:
    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", PHONE), on.CallAsked(), on.OverlayAgreed())
    walk(on.CallQueued("c1", 3, None, "busy"))


def _message_sent(walk: Walk) -> None:
    walk(on.FieldEdited("want", "call"), on.FieldEdited("phone_right", True), on.FieldEdited("when", "morning"))
    walk(on.WentOn(), on.LetterKept(walk.session.number, "c0c0", "PY-0417-T-000007", "message"))


def test_who_has_waited_for_a_minute_is_told_and_may_be_called_back(walk: Walk) -> None:
    _wait(walk)
    assert "给我回电" not in str(frame(walk)["overlayText"])
    walk(on.CallQueued("c1", 1, None, "busy", late=True))
    assert "让您久等了" in str(frame(walk)["overlayText"])
    assert str(frame(walk)["overlayOther"]) in str(frame(walk)["overlayText"]), "the words name the button"


def test_who_does_not_want_to_wait_is_called_back(walk: Walk) -> None:
    _wait(walk)
    walk(on.AsideOpened("message"))
    assert do.EndCall("resident") in walk.commands
    assert (page_of(walk.session), walk.session.overlay, walk.session.call.state) == ("message", "", CallState.NONE)
    assert walk.session.letter.values == {"phone": PHONE}, "the number of the form, to be confirmed"
    walk(on.FieldEdited("want", "call"), on.WentOn())
    assert set(walk.session.letter.errors) == {"phone_right", "when"}
    _message_sent(walk)
    assert walk.commands.count(do.SendLetter("message")) == 1
    shown = present(walk.session, walk.knowledge, BOOTH)["message"]
    assert "138****8000" in str(shown["nextText"]) and PHONE not in str(shown["nextText"])
    walk(on.WentOn())
    assert (page_of(walk.session), walk.session.values["phone"]) == ("form", PHONE)


def test_a_changed_number_is_confirmed_anew(walk: Walk) -> None:
    walk(on.AsideOpened("message"), on.FieldEdited("want", "call"), on.FieldEdited("phone", PHONE))
    walk(on.FieldEdited("phone_right", True), on.FieldEdited("when", "soon"), on.FieldEdited("phone", "13800138001"))
    walk(on.WentOn())
    assert walk.session.letter.wanted == "phone_right"


def test_a_message_alone_needs_words_and_no_number(walk: Walk) -> None:
    walk(on.AsideOpened("message"), on.FieldEdited("want", "message"), on.WentOn())
    assert set(walk.session.letter.errors) == {"words"}
    walk(on.FieldEdited("words", "要带户口本吗？"), on.WentOn())
    assert walk.session.letter.state == "sending"


@pytest.mark.parametrize("reason", ["no_seat", "timeout", "closed"])
def test_nobody_reached_offers_to_call_back(walk: Walk, reason: str) -> None:
    _wait(walk)
    walk(on.CallOver("c1", reason))
    assert (walk.session.overlay, walk.session.notice) == ("callLater", f"call_{reason}")
    walk(on.OverlayDeclined())
    assert (page_of(walk.session), walk.session.overlay, walk.session.notice) == ("form", "", "")
    walk(on.CallAsked(), on.CallOver("c2", reason), on.OverlayAgreed())
    assert page_of(walk.session) == "message"


def test_a_slow_network_is_told_in_words_and_forgotten_with_it(walk: Walk) -> None:
    def words() -> str:
        return str(present(walk.session, walk.knowledge, BOOTH)["call"]["slowText"])

    _wait(walk)
    walk(on.CallAnswered("c1", 1, SEAT))
    assert words() == ""
    walk(on.PictureScaled("c1", 240))
    assert words() == "网络慢，您的画面调小了，说话照常"
    walk(on.PictureScaled("c1", 0))
    assert words() == "网络很慢，您的画面先停一停，说话照常"
    walk(on.CallStalled("c1", True))
    assert words() == "", "a broken line has words of its own"
    walk(on.CallStalled("c1", False), on.PictureScaled("c1", 720))
    assert words() == ""
    walk(on.PictureScaled("c1", 0), on.CallAnswered("c1", 2, SEAT))
    assert words() == ""


def test_a_line_that_did_not_come_back_leads_to_a_call_back(walk: Walk) -> None:
    _wait(walk)
    walk(on.CallAnswered("c1", 1, SEAT), on.CallStalled("c1", True), on.CallOver("c1", "cut"))
    assert (walk.session.overlay, walk.session.call.state) == ("callLater", CallState.NONE)
    words = str(frame(walk)["overlayText"])
    assert "连接没有恢复" in words
    assert "位置也给您留着" in words
    walk(on.OverlayAgreed())
    assert walk.session.letter.values == {"want": "call", "phone": PHONE}
    assert walk.session.values["phone"] == PHONE, "nothing of the matter is lost"


def test_without_a_network_a_message_is_offered(walk: Walk) -> None:
    walk.to_form()
    walk(on.LinkChanged(False, 0, 0), on.CallAsked())
    assert "网络断了" in str(frame(walk)["overlayText"])
    walk(on.OverlayAgreed())
    assert page_of(walk.session) == "message"


def test_who_goes_may_leave_the_form_for_the_same_card(walk: Walk) -> None:
    _wait(walk)
    walk(on.AsideOpened("message"), on.SecondPressed())
    assert walk.session.stage is Stage.FORM, "nothing was sent yet"
    _message_sent(walk)
    walk(on.LetterPrinted(walk.session.number, aside="message"))
    assert frame(walk)["secondaryText"] == "先回去，表留着"
    walk(on.SecondPressed())
    assert walk.last(do.Wipe) == do.Wipe(0, CASE, False, keeps_draft=True)
    assert (walk.session.letters, walk.session.values, walk.session.person) == ({}, {}, None)
    assert "锁在" in str(present(walk.session, walk.knowledge, BOOTH)["takeCard"]["text"])
    assert walk(on.CardRemoved()).notice == "", "the next visitor reads nothing of it"


def test_a_form_of_nobody_is_not_kept(walk: Walk) -> None:
    walk(on.LinkChanged(True, 1, 1), on.AsideOpened("message"), on.FieldEdited("phone", PHONE))
    _message_sent(walk)
    assert frame(walk)["secondaryText"] == ""
    walk(on.LetterPrinted(walk.session.number, aside="message"), on.SecondPressed())
    assert not any(isinstance(command, do.Wipe) for command in walk.commands)


def test_a_message_and_a_complaint_do_not_mix(walk: Walk) -> None:
    walk.to_form()
    walk(on.AsideOpened("complaint"), on.FieldEdited("reason", "other"), on.AsideOpened("message"))
    walk(on.FieldEdited("want", "message"))
    assert walk.session.letters == {
        "complaint": Letter(values={"reason": "other"}, touched=frozenset({"reason"})),
        "message": Letter(values={"want": "message"}, touched=frozenset({"want"})),
    }


def _in_call(walk: Walk) -> None:
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, None), on.CallAnswered("c1", 1, SEAT))


def test_a_paper_that_is_asked_for_waits_for_the_residents_yes(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    before = walk.session.values
    walk(on.AskedFor("c1", "a1", "paper", "social-card", "请把正面拍清楚"))
    assert (walk.session.overlay, walk.session.stage) == ("callAsk", Stage.FORM)
    assert frame(walk)["overlayTitle"] == "工作人员（0217 号）请您拍一下“社会保障卡复印件”"
    assert "请把正面拍清楚" in str(frame(walk)["overlayText"])
    walk(on.OverlayDeclined())
    assert walk.commands[-1] == do.AnswerAsk("a1", "no")
    assert (walk.session.stage, walk.session.values, walk.session.overlay) == (Stage.FORM, before, "")
    walk(on.AskedFor("c1", "a2", "paper", "social-card"), on.OverlayAgreed())
    assert do.AnswerAsk("a2", "yes") in walk.commands
    assert (walk.session.stage, walk.session.values) == (Stage.MATERIAL, before)
    assert walk.session.papers[walk.session.paper_at].material_id == "social-card"


def test_one_question_after_the_other_and_each_once(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.AskedFor("c1", "a1", "paper", "social-card"), on.AskedFor("c1", "a1", "paper", "social-card"))
    walk(on.AskedFor("c1", "a2", "paper", "social-card"), on.OverlayDeclined())
    assert (walk.session.overlay, [ask.ask_id for ask in walk.session.call.asks]) == ("callAsk", ["a2"])
    walk(on.OverlayDeclined(), on.AskedFor("c1", "a2", "paper", "social-card"))
    assert walk.session.overlay == "", "what was answered is not asked again"


def test_an_ask_waits_under_another_question(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.LeaveAsked(), on.AskedFor("c1", "a1", "paper", "social-card"))
    assert walk.session.overlay == "leave"
    assert walk(on.OverlayDeclined()).overlay == "callAsk"


def test_the_official_takes_a_question_back_before_it_is_answered(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.AskedFor("c1", "a1", "paper", "social-card"), on.AskedFor("c1", "a2", "paper", "social-card"))
    walk(on.AskTakenBack("c1", "a1"))
    assert walk.last(do.AnswerAsk) == do.AnswerAsk("a1", "withdrawn")
    assert (walk().overlay, walk().notice) == ("callAsk", "ask_withdrawn")
    assert [ask.ask_id for ask in walk().call.asks] == ["a2"]
    walk(on.AskTakenBack("c1", "a2"))
    assert (walk().overlay, walk().stage) == ("", Stage.FORM)
    before = len(walk.commands)
    walk(on.AskTakenBack("c1", "a2"), on.AskTakenBack("c9", "a2"))
    assert len(walk.commands) == before, "after an answer it changes nothing"


@pytest.mark.parametrize(("kind", "target"), [("signature", ""), ("paper", "no-such-paper"), ("undress", "")])
def test_what_cannot_be_done_now_is_told_and_not_asked(walk: Walk, kind: str, target: str) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.AskedFor("c1", "a1", kind, target))
    assert walk.commands[-1] == do.AnswerAsk("a1", "cannot", why_not(kind, Stage.FORM) if kind != "undress" else None)
    assert (walk.session.overlay, walk.session.stage) == ("", Stage.FORM)


def test_a_signature_asked_for_too_early_leads_both_onward(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.AskedFor("c1", "a1", "signature"))
    told = walk.last(do.AnswerAsk)
    assert isinstance(told, do.AnswerAsk) and told.text and "到核对页就能签" in told.text.zh
    assert "到核对页就能签" in str(frame(walk)["noticeText"])
    walk.fill()
    walk(on.AskedFor("c1", "a2", "signature"))
    assert walk.session.notice == "sign_after_papers"
    walk.photograph()
    walk(on.WentOn(), on.DocumentRendered(walk.session.number, False), on.AskedFor("c1", "a3", "signature"))
    assert (walk.session.stage, walk.session.notice) == (Stage.SIGN, "sign_here")


@pytest.mark.parametrize("kind", ["signature", "paper"])
@pytest.mark.parametrize("stage", list(Stage))
def test_everywhere_there_are_words_for_both(kind: str, stage: Stage) -> None:
    why, way = why_not(kind, stage), way_there(kind, stage)
    assert why.zh and why.en and (not way or NOTICES[way].text.en)


# --- marks where the form is not on the glass ---
def _to(walk: Walk, stage: Stage) -> None:
    walk.to_form()
    walk.fill()
    if stage is not Stage.MATERIAL:
        walk.photograph()
        walk(on.WentOn(), on.DocumentRendered(walk.session.number, False))
    _in_call(walk)
    assert walk.session.stage is stage


@pytest.mark.parametrize(("stage", "shown"), [(Stage.MATERIAL, Stage.FORM), (Stage.SIGN, Stage.CHECK)])
def test_a_mark_is_seen_where_the_form_is_not_and_leads_to_its_line(walk: Walk, stage: Stage, shown: Stage) -> None:
    _to(walk, stage)
    walk(on.FieldMarked("c1", "phone", "少了一位"))
    assert frame(walk)["overlayTitle"] == "工作人员（0217 号）请您再看看“手机号码”"
    assert "少了一位" in str(frame(walk)["overlayText"])
    walk(on.OverlayAgreed())
    assert (walk.session.stage, walk.session.page, walk.session.focus) == (shown, 1, "phone")
    assert (walk.session.overlay, dict(walk.session.call.marks)) == ("", {"phone": "少了一位"})
    assert present(walk.session, walk.knowledge, BOOTH)["call"]["bannerYes"] == "去看看"


def test_a_mark_that_is_right_is_said_so_and_the_page_stays(walk: Walk) -> None:
    _to(walk, Stage.SIGN)
    walk(on.FieldMarked("c1", "phone", ""), on.FieldMarked("c1", "bank_name", "哪家银行"))
    assert "手机号码" in str(frame(walk)["overlayTitle"]), "it does not change under the finger"
    walk(on.OverlayDeclined())
    assert do.AnswerMark("phone", "declined") in walk.commands
    assert (walk.session.overlay, list(walk.session.call.marks)) == ("callMark", ["bank_name"])
    walk(on.OverlayDeclined())
    assert (walk.session.stage, walk.session.overlay, dict(walk.session.call.marks)) == (Stage.SIGN, "", {})


def test_who_went_on_with_an_open_mark_is_asked_about_the_newest_first(walk: Walk) -> None:
    _to(walk, Stage.MATERIAL)
    walk(on.WentBack(), on.FieldMarked("c1", "phone", ""), on.WentOn())
    assert (walk.session.stage, walk.session.overlay) == (Stage.MATERIAL, "")
    assert present(walk.session, walk.knowledge, BOOTH)["call"]["bannerTitle"], "it stays on the small picture"
    walk(on.FieldMarked("c1", "relation", ""))
    assert "关系" in str(frame(walk)["overlayTitle"])
    walk(on.CallOver("c1", "seat"))
    assert walk.session.overlay == "callOver"


def test_a_mark_under_help_comes_over_it_and_never_over_another_question(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.AsideOpened("help"), on.FieldMarked("c1", "phone", ""))
    assert walk.session.overlay == "callMark"
    walk(on.OverlayAgreed())
    assert (page_of(walk.session), walk.session.page) == ("call", 1)
    walk(on.AsideOpened("help"), on.LeaveAsked(), on.FieldMarked("c1", "bank_name", ""))
    assert walk.session.overlay == "leave"


def test_what_came_up_is_read_after_a_call_that_ends_on_the_last_page(walk: Walk) -> None:
    walk.to_review()
    _in_call(walk)
    walk(on.Captioned("c1", "下周三来领证就行"), on.WentOn(), on.CaseStored(0, "T-1", "2026-11-23T00:00:00Z"))
    walk(on.CaseCommitted(CASE, "PY-1"), on.WentOn())
    assert (walk.session.stage, walk.session.overlay) == (Stage.DONE, "callOver")
    assert (frame(walk)["overlayText"], frame(walk)["overlayYes"]) == ("您的申请交好了。刚才说到：", "知道了")
    assert told(walk) == ["“下周三来领证就行”"]
    walk(on.OverlayAgreed(), on.Rated(5), on.Finished())
    assert walk.session.said == ()


def test_the_signature_is_asked_for_when_everything_is_there(walk: Walk) -> None:
    walk.to_form()
    walk.fill()
    walk.photograph()
    _in_call(walk)
    walk(on.AskedFor("c1", "a1", "signature"))
    assert walk.session.stage is Stage.CHECK
    assert walk(on.OverlayAgreed()).stage is Stage.SIGN


def test_a_mark_is_framed_and_may_be_declined(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.WentOn(), on.FieldEdited("phone", PHONE), on.FieldMarked("c1", "phone", "少了一位"))
    call = present(walk.session, walk.knowledge, BOOTH)["call"]
    assert (call["bannerTitle"], call["bannerText"]) == ("工作人员（0217 号）请您再看看“手机号码”", "少了一位")
    walk(on.MarkChosen(True))
    assert (walk.session.wanted, dict(walk.session.call.marks)) == ("phone", {"phone": "少了一位"})
    walk(on.MarkChosen(False))
    assert do.AnswerMark("phone", "declined") in walk.commands
    assert (dict(walk.session.call.marks), walk.session.values["phone"]) == ({}, PHONE)


def test_handing_over_is_told_and_nothing_is_filled_in_again(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.WentOn(), on.FieldEdited("phone", PHONE))
    second = Seat(seat_id="s2", name="测试乙", department=Text(zh="测试局", en="Test office"), number="0231")
    walk(on.HandoverTold("c1", second))
    call = present(walk.session, walk.knowledge, BOOTH)["call"]
    assert call["bannerTitle"] == "正在为您转接：测试局 0231 号"
    walk(on.HandoverTold("c1", None))
    assert present(walk.session, walk.knowledge, BOOTH)["call"]["caption"] == ""
    walk(on.HandoverTold("c1", second), on.CallAnswered("c1", 3, second))
    call = present(walk.session, walk.knowledge, BOOTH)["call"]
    assert call["caption"] == "现在由测试局 0231 号接着为您办，不用重新填"
    assert walk.session.values["phone"] == PHONE
    walk(on.Captioned("c1", "您好"))
    assert present(walk.session, walk.knowledge, BOOTH)["call"]["caption"] == "您好"


def test_after_the_call_what_came_up_is_a_short_list(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.WentOn(), on.Captioned("c1", "下周三来领证就行"), on.FieldMarked("c1", "phone", "少了一位"))
    walk(on.AskedFor("c1", "a1", "paper", "social-card"), on.OverlayDeclined())
    before = walk.session
    walk(on.CallOver("c1", "seat"))
    assert (walk.session.overlay, walk.session.call.state) == ("callOver", CallState.NONE)
    assert told(walk) == [
        "请您再看“手机号码”（少了一位）：还没办",
        "请您拍“社会保障卡复印件”：您没有同意",
        "“下周三来领证就行”",
    ]
    walk(on.OverlayAgreed())
    assert (page_of(walk.session), walk.session.page, walk.session.values) == ("form", before.page, before.values)
    walk(on.CallAsked())
    assert walk.session.said == (), "the next call begins with an empty list"


def test_who_hangs_up_sees_the_list_too_and_it_is_wiped(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.Captioned("c1", "请稍等"), on.HungUp())
    assert (walk.session.overlay, told(walk)) == ("callOver", ["“请稍等”"])
    walk(on.OverlayAgreed(), on.LeaveAsked(), on.OverlayAgreed())
    assert walk.session.said == ()


def test_a_soft_background_lasts_for_the_visit(walk: Walk) -> None:
    walk.to_form()
    _in_call(walk)
    walk(on.BackgroundSoftened(True), on.HungUp(), on.CallAsked())
    assert do.SoftenBackground(True) in walk.commands
    assert walk.session.soft_background
    walk(on.LeaveAsked(), on.OverlayAgreed())
    assert not walk.session.soft_background


def test_a_late_word_of_the_first_call_does_not_end_the_second(walk: Walk) -> None:
    """Call, leave the queue, call again at once: the first one's end comes while the second has said nothing yet."""
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed(), on.HungUp())
    session, commands = step(walk.session, on.CallAsked(), walk.knowledge)
    assert do.RequestCall(2) in commands
    for late in (on.CallRung(session.number, 1, "c1"), on.CallQueued("c1", 1, None), on.CallOver("c1", "resident")):
        session, told = step(session, late, walk.knowledge)
        assert (session.call.state, session.call.call_id, told) == (CallState.WAITING, "", ())
    session, _ = step(session, on.CallRung(session.number, 2, "c2"), walk.knowledge)
    assert step(session, on.CallQueued("c2", 1, None), walk.knowledge)[0].call.position == 1
