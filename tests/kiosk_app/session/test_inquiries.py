"""查进度 and 预约签到: what is needed to ask, what is said, where it leads; all of it wiped."""

import msgspec
import pytest

from cloud_seat.contract.inquiries import Booking, Happened, NoticesTold, Progress
from cloud_seat.contract.results import result_of
from cloud_seat.contract.text import Text
from devices.booth_board.wiring import Lamp
from kiosk_app.flow.prompts import page_prompt
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.lights import lights_for
from kiosk_app.session.machine import IllegalEventError
from kiosk_app.session.state import CallState, Inquiry, Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import RESIDENT, Walk

ITEM = Text(zh="老年人长寿保健金", en="Longevity allowance")
AT = "2026-11-23T06:32:00Z"


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    fresh = Walk(knowledge)
    fresh(on.LinkChanged(True, 1, 1), on.DeviceChanged("id_card", "ready"))
    return fresh


def _booking(when: str) -> Booking:
    office = Text(zh="番禺区民政局", en="Civil Affairs")
    return Booking(
        code="12345678", item_id="longevity-allowance", item=ITEM, day="2026-11-23", time="09:30", official="测试员",
        department=office, when=when,
    )  # fmt: skip


def _asks(walk: Walk) -> int:
    return sum(isinstance(command, do.AskProgress | do.CheckIn) for command in walk.commands)


def test_a_matter_needs_number_and_card_in_any_order(walk: Walk) -> None:
    walk(on.InquiryOpened("progress"), on.CardRead(0, RESIDENT))
    assert _asks(walk) == 0
    walk(on.FieldEdited("number", "04170"), on.WentOn())
    assert _asks(walk) == 0
    walk(on.FieldEdited("number", "041708"), on.WentOn(), on.WentOn())
    assert _asks(walk) == 1
    other = Walk(walk.knowledge)
    other(on.LinkChanged(True), on.InquiryOpened("progress"), on.FieldEdited("number", "041708"))
    other(on.CardRead(0, RESIDENT))
    assert _asks(other) == 1


def test_a_booking_needs_only_the_card(walk: Walk) -> None:
    walk(on.InquiryOpened("checkIn"), on.CardRead(0, RESIDENT))
    assert isinstance(walk.commands[-1], do.CheckIn)


def test_the_light_leads_to_the_reader_until_the_card_is_read(walk: Walk) -> None:
    walk(on.InquiryOpened("progress"))
    assert Lamp.CARD in lights_for(walk.session).steady
    walk(on.CardRead(0, RESIDENT))
    assert Lamp.CARD not in lights_for(walk.session).steady


@pytest.mark.parametrize(
    ("happened", "following"),
    [
        ("received", "等工作人员看材料"),
        ("accepted", "正在办"),
        ("returned", "请补好再交"),
    ],
)
def test_the_story_in_plain_words(walk: Walk, happened: str, following: str) -> None:
    walk(on.InquiryOpened("progress"), on.CardRead(0, RESIDENT), on.FieldEdited("number", "041708"), on.WentOn())
    history = (Happened(at=AT, what="received"), Happened(at=AT, what=happened, note="缺户口本首页"))
    walk(on.ProgressTold(0, Progress(number="PY-2026-1123-0417-08", item=ITEM, days=10, history=history)))
    shown = present(walk.session, walk.knowledge, Booth())
    steps = shown["progress"]["steps"]
    assert isinstance(steps, list)
    assert steps[-1]["title"] == following
    assert "缺户口本首页" in steps[1]["text"]
    assert shown["frame"]["primaryText"] == "知道了"
    walk(on.SecondPressed())
    assert walk.session.inquiry == Inquiry() and walk.session.person is not None
    walk(on.WentBack())
    assert walk.session.stage is Stage.TAKE_CARD and walk.session.person is None


def test_a_settled_complaint_has_no_next_step(walk: Walk) -> None:
    history = (Happened(at=AT, what="received"), Happened(at=AT, what="settled"))
    told = Progress(number="PY-1", kind="complaint", item=Text(zh=""), due_on="2026-12-14", history=history)
    walk(
        on.InquiryOpened("progress"), on.FieldEdited("number", "20261123041708"), on.WentOn(), on.ProgressTold(0, told)
    )
    view = present(walk.session, walk.knowledge, Booth())["progress"]
    assert [step["title"] for step in view["steps"]] == ["收到了", "处理好了"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["nothing_found", "locked", "offline"])
def test_trouble_is_said_and_the_number_stays(walk: Walk, code: str, knowledge: Knowledge) -> None:
    walk(on.InquiryOpened("progress"), on.FieldEdited("number", "041708"), on.CardRead(0, RESIDENT))
    walk(on.InquiryFailed(0, code))
    assert (walk.session.notice, walk.session.inquiry.number) == (f"inquiry_{code}", "041708")
    assert present(walk.session, knowledge, Booth())["frame"]["primaryEnabled"] is True


def test_without_a_network_it_says_so_with_the_keepers_telephone(walk: Walk, knowledge: Knowledge) -> None:
    walk(on.LinkChanged(False), on.InquiryOpened("progress"), on.FieldEdited("number", "041708"), on.WentOn())
    assert _asks(walk) == 0
    said = str(present(walk.session, knowledge, Booth(keeper_phone="020-00000000"))["progress"]["troubleText"])
    assert "网络断了" in said and "020-00000000" in said


@pytest.mark.parametrize("when", ["now", "early", "late"])
def test_a_booking_of_today_goes_on_into_its_matter(walk: Walk, when: str) -> None:
    walk(on.InquiryOpened("checkIn"), on.CardRead(0, RESIDENT), on.BookingTold(0, _booking(when)))
    shown = present(walk.session, walk.knowledge, Booth())
    assert shown["frame"]["primaryText"] == "接着办"
    assert str(shown["checkIn"]["toneText"]).startswith("签到好了")
    walk(on.WentOn())
    assert (walk.session.stage, walk.session.item_id) == (Stage.GUIDE, "longevity-allowance")
    walk(on.WentOn())
    assert walk.session.stage is Stage.FORM  # the card is known already


def test_a_booking_by_code_gives_the_reader_back(walk: Walk) -> None:
    walk(
        on.InquiryOpened("checkIn"),
        on.FieldEdited("number", "12345678"),
        on.WentOn(),
        on.BookingTold(0, _booking("now")),
    )
    walk(on.WentOn())
    assert do.StopReading() in walk.commands
    walk(on.WentOn())
    assert walk.session.stage is Stage.IDENTIFY


def test_another_day_leads_home(walk: Walk) -> None:
    walk(on.InquiryOpened("checkIn"), on.FieldEdited("number", "12345678"), on.WentOn())
    walk(on.BookingTold(0, _booking("other_day")))
    assert present(walk.session, walk.knowledge, Booth())["checkIn"]["tone"] == "acc"
    walk(on.WentOn())
    assert walk.session.stage is Stage.WELCOME and walk.session.inquiry == Inquiry()


def test_only_from_the_welcome_page(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"))
    with pytest.raises(IllegalEventError):
        walk(on.InquiryOpened("progress"))


def test_help_lies_over_it_too(walk: Walk) -> None:
    walk(on.InquiryOpened("progress"), on.AsideOpened("help"), on.WentOn())
    assert walk.session.stage is Stage.PROGRESS


# --- rated on a later visit ---
ACCEPTED = Happened(at=AT, what="accepted")
UNRATED = Progress(number="PY-1", item=ITEM, rates="0190a000", history=(Happened(at=AT, what="received"), ACCEPTED))


def _looked_up(walk: Walk, told: Progress = UNRATED) -> None:
    walk(on.InquiryOpened("progress"), on.FieldEdited("number", "041708"), on.CardRead(0, RESIDENT))
    walk(on.ProgressTold(0, told))


def _sent(walk: Walk) -> list[do.SendRating]:
    return [command for command in walk.commands if isinstance(command, do.SendRating)]


@pytest.mark.parametrize("way", [on.WentOn(), on.WentBack(), on.SecondPressed(), on.IdleExpired(), on.Crashed()])
def test_it_may_be_rated_later_and_goes_out_once_whichever_way_they_leave(walk: Walk, way: on.Event) -> None:
    _looked_up(walk)
    assert _shows(walk, "showRating") is True
    walk(on.Rated(2), on.Rated(4))
    assert _shows(walk, "chosenLevel") == 4
    walk(way)
    assert (_sent(walk), walk.session.rating) == ([do.SendRating("0190a000", 4)], 0)
    assert walk.session.inquiry == Inquiry()


def test_a_bad_word_is_thanked_for_with_the_day_of_the_call_back(walk: Walk) -> None:
    _looked_up(walk)
    walk(on.Rated(3))
    assert _shows(walk, "ratingText") == "工作人员看不到您的选择，不评也可以"
    walk(on.Rated(2))
    said = str(_shows(walk, "ratingText"))
    assert "12 月 14 日前有人给您回电（您留了电话的话）" in said and "看不到是您评的" in said, "15 working days"
    walk(on.LanguageChosen("en"))
    assert "called back by 14 December" in str(_shows(walk, "ratingText"))


def test_who_says_nothing_later_leaves_the_first_word_as_it_was(walk: Walk) -> None:
    _looked_up(walk)
    walk(on.Rated(5), on.Rated(0), on.WentOn())
    assert _sent(walk) == []


def test_what_was_rated_or_is_not_decided_is_not_asked_about(walk: Walk) -> None:
    _looked_up(walk, msgspec.structs.replace(UNRATED, rates=""))
    assert _shows(walk, "showRating") is False
    walk(on.Rated(1), on.WentOn())
    assert _sent(walk) == []


def test_no_official_looks_on(walk: Walk) -> None:
    _looked_up(walk)
    walk(on.CallAsked(), on.OverlayAgreed())
    assert walk.session.call.state is not CallState.NONE and _shows(walk, "showRating") is False
    walk(on.Rated(1))
    assert walk.session.rating == 0


def test_it_stays_chosen_while_the_notice_is_fetched(walk: Walk) -> None:
    _looked_up(walk)
    walk(on.Rated(3), on.NoticesWanted())
    assert _shows(walk, "showRating") is False
    walk(on.NoticesFetched(0, NOTICE, (("notice.pdf", 1),)), on.WentBack(), on.WentOn())
    assert _sent(walk) == [do.SendRating("0190a000", 3)]


def test_big_letters_speak_the_answer_and_the_question_but_nothing_of_theirs(walk: Walk) -> None:
    walk(on.VoicesFound(frozenset({"zh"}), private_ear=False, usual_volume=4), on.ModeChosen("elder"))
    _looked_up(walk)
    said = walk.last(do.Say)
    assert isinstance(said, do.Say)
    assert [part.key for part in said.parts] == ["progress.story", "progress.rate"]
    walk(on.NoticesWanted(), on.NoticesFetched(0, NOTICE, (("notice.pdf", 1),)))
    assert [part.key for part in page_prompt(walk.session, walk.knowledge)] == ["progress.notice"]


# --- the notice of a decision ---
DECIDED = Progress(
    number="PY-1",
    item=ITEM,
    history=(Happened(at=AT, what="received"), Happened(at=AT, what="returned", note="缺一张")),
)
NOTICE = NoticesTold(
    case_id="0190a000", number="PY-1", item=ITEM, department=Text(zh="民政局"), decision="returned", day="2026-11-24"
)


def _told(walk: Walk, progress: Progress = DECIDED) -> None:
    walk(on.InquiryOpened("progress"), on.FieldEdited("number", "041708"), on.CardRead(0, RESIDENT))
    walk(on.DeviceChanged("receipt_printer", "ready"), on.ProgressTold(0, progress))


def _fetched(walk: Walk) -> None:
    walk(on.NoticesWanted(), on.NoticesFetched(0, NOTICE, (("notice.pdf", 1),)))


def _shows(walk: Walk, key: str) -> object:
    return present(walk.session, walk.knowledge, Booth())["progress"][key]


def test_a_notice_is_read_signed_for_printed_and_told_to_the_hub(walk: Walk) -> None:
    _told(walk)
    assert _shows(walk, "takeText") == "领取文书"
    walk(on.NoticesWanted(), on.NoticesWanted())
    assert sum(isinstance(command, do.AskNotices) for command in walk.commands) == 1
    walk(on.NoticesFetched(0, NOTICE, (("notice.pdf", 1),)))
    assert _shows(walk, "signing") is True and len(_shows(walk, "papers")) == 1  # type: ignore[arg-type]
    walk(on.WentOn(), on.SecondPressed(), on.Signed("[1]"), on.Signed("[1]"))
    assert [one for one in walk.commands if isinstance(one, do.DeliverNotices)] == [
        do.DeliverNotices("receipt_printer", "[1]")
    ]
    walk(on.WentBack(), on.IdleExpired())
    assert walk.session.inquiry.taking == "printing", "paper is on its way"
    walk(on.NoticesPrinted(0))
    assert walk.commands[-1] == do.RecordDelivery()
    walk(on.DeliveryRecorded(0, True))
    assert (walk.session.inquiry.taking, walk.session.notice) == ("", "notices_printed")
    assert isinstance(walk.last(do.AskProgress), do.AskProgress)


def test_a4_that_fails_gives_way_to_the_slip_with_the_same_signature(walk: Walk) -> None:
    _told(walk)
    walk(on.DeviceChanged("document_printer", "ready"))
    _fetched(walk)
    walk(on.Signed("[1]"), on.NoticesPrinted(0, "cover_open", a4=True))
    assert walk.commands[-1] == do.DeliverNotices("receipt_printer")
    walk(on.NoticesPrinted(0, "media"))
    assert (walk.session.inquiry.taking, walk.session.notice) == ("signing", "paper_media")


def test_without_a_decision_or_for_a_complaint_there_is_no_notice(walk: Walk) -> None:
    _told(walk, Progress(number="PY-1", item=ITEM, history=(Happened(at=AT, what="received"),)))
    walk(on.NoticesWanted())
    assert (_shows(walk, "takeText"), walk.session.inquiry.taking) == ("", "")


def test_what_was_delivered_is_told_and_may_be_taken_again(walk: Walk) -> None:
    history = (*DECIDED.history, Happened(at=AT, what="delivered"))
    _told(walk, Progress(number="PY-1", item=ITEM, history=history))
    steps = [step["title"] for step in _shows(walk, "steps")]  # type: ignore[attr-defined]
    assert steps[-2:] == ["文书已经签收", "请补好再交"]
    assert _shows(walk, "takeText") == "领取文书"


def test_a_result_that_waits_is_told_with_the_place_and_nothing_is_in_work_any_more(walk: Walk) -> None:
    result = result_of(walk.knowledge.items["sole-trader"], "fetch", "")
    history = (Happened(at=AT, what="accepted"), Happened(at=AT, what="fetch"))
    _told(walk, Progress(number="PY-1", item=ITEM, days=10, history=history, result=result))
    assert [step["title"] for step in _shows(walk, "steps")] == ["已受理", "结果出来了"]  # type: ignore[attr-defined]
    said = str(_shows(walk, "toneText"))
    assert said.startswith("可以领取了：营业执照。到区政务服务中心企业开办窗口，周一至周五") and said.endswith(
        "带上身份证。"
    )
    walk(on.LanguageChosen("en"))
    assert str(_shows(walk, "toneText")).startswith("Ready to be fetched: Business licence. At Business counter")


@pytest.mark.parametrize("code", ["offline", "nothing_found"])
def test_a_notice_that_does_not_come_leaves_the_story(walk: Walk, code: str) -> None:
    _told(walk)
    walk(on.NoticesWanted(), on.InquiryFailed(0, code))
    assert (walk.session.inquiry.state, walk.session.inquiry.taking) == ("told", "")


def test_back_from_the_pad_to_the_story_and_a_hub_that_hears_nothing(walk: Walk) -> None:
    _told(walk)
    _fetched(walk)
    walk(on.WentBack())
    assert (walk.session.inquiry.taking, walk.session.stage) == ("", Stage.PROGRESS)
    _fetched(walk)
    walk(on.SignatureRefused(0))
    assert walk.session.notice == "signature"
    walk(on.Signed("[1]"), on.NoticesPrinted(0), on.DeliveryRecorded(0, False))
    assert walk.session.notice == "notice_unrecorded"
    walk(on.WentOn())
    assert walk.session.inquiry == Inquiry() and walk.session.sheets == ()
