"""Core: what a resident hears, page by page; and that nothing personal is ever among it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.flow.pages import PAGES
from kiosk_app.flow.prompts import PAGE_PROMPTS, QUESTIONS
from kiosk_app.flow.slip_words import case_slip
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import CallState, Knowledge, Stage
from kiosk_app.ui.presenters.frame import OVERLAYS
from tests.kiosk_app.session.walk import RESIDENT, SEAT, Walk

VOICES = on.VoicesFound(frozenset({"zh", "yue", "en"}), private_ear=True, usual_volume=4)
LIFTED, HUNG_UP = on.BoardChanged({"handset": True}), on.BoardChanged({"handset": False})
PHONE, ACCOUNT = "13800138000", "6200000000000000000"
MARKERS = (RESIDENT.name, RESIDENT.number, RESIDENT.address, RESIDENT.birth, PHONE, ACCOUNT, "悄悄话")


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    walk = Walk(knowledge)
    walk(VOICES)
    return walk


def _said(walk: Walk) -> list[do.Say]:
    return [one for one in walk.commands if isinstance(one, do.Say)]


def _keys(walk: Walk) -> list[str]:
    return [part.key for one in _said(walk) for part in one.parts]


def test_every_page_and_question_has_its_words() -> None:
    assert set(PAGE_PROMPTS) == set(PAGES)
    assert set(QUESTIONS) == set(OVERLAYS)
    assert all(text.zh and text.en for text in (*PAGE_PROMPTS.values(), *QUESTIONS.values()))


def test_big_letters_speak_by_themselves(walk: Walk) -> None:
    walk(on.ModeChosen("elder"), on.ItemChosen("longevity-allowance"), on.WentOn())
    assert _keys(walk) == ["page.welcome", "page.guide", "page.identify"]
    assert {one.voice for one in _said(walk)} == {"zh"}


def test_each_question_of_the_identify_page_is_spoken(walk: Walk) -> None:
    walk(on.ModeChosen("elder"), on.ItemChosen("longevity-allowance"), on.WentOn(), on.WayChosen("social"))
    walk(on.WayChosen("card"), on.WayChosen("other"), on.CardRead(0, RESIDENT), on.IdentifyAnswered("child"))
    walk(on.CardSeen(0, "waiting"))
    asked = [key for key in _keys(walk) if key.startswith(("who.", "page.identify"))]
    assert asked == [
        "page.identify",
        "who.self.social",
        "page.identify",
        "who.actor.card",
        "who.relation",
        "who.principal.lift",
        "who.principal.card",
    ]


def test_other_modes_speak_when_asked_and_stop_with_the_page(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"))
    assert _said(walk) == []
    walk(on.VoiceOpened())
    assert (_keys(walk), walk.session.voice.open, walk.session.voice.reading) == (["page.guide"], True, "speaking")
    walk(on.WentOn())
    assert do.Hush() in walk.commands
    assert (walk.session.voice.open, walk.session.voice.reading) == (False, "silent")


def test_the_voice_pauses_goes_on_and_repeats(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.ReadAsked(), on.ReadAsked())
    assert (walk.session.voice.reading, walk.commands[-1]) == ("paused", do.RestSpeech(True))
    walk(on.ReadAsked())
    assert (walk.session.voice.reading, walk.commands[-1]) == ("speaking", do.RestSpeech(False))
    walk(on.SpeechEnded(0, walk.session.voice.number - 1))
    assert walk.session.voice.reading == "speaking", "the end of an older sentence"
    walk(on.SpeechEnded(0, walk.session.voice.number))
    assert walk.session.voice.reading == "silent"
    walk(on.ReadAgain())
    assert _keys(walk) == ["page.guide", "page.guide"]


def test_cantonese_where_there_is_a_voice(walk: Walk) -> None:
    walk(on.DialectChosen("yue"))
    assert _said(walk)[-1].voice == "yue"
    walk(on.LanguageChosen("en"), on.ReadAgain())
    assert _said(walk)[-1].voice == "en"


def test_without_a_voice_nothing_is_said(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk(on.ModeChosen("elder"), on.ItemChosen("longevity-allowance"), on.VoiceOpened(), on.ReadAsked())
    assert _said(walk) == []


@pytest.mark.parametrize("mode", ["standard", "elder", "contrast"])
def test_the_countdown_is_spoken_in_every_mode(walk: Walk, mode: str) -> None:
    walk(on.ModeChosen(mode), on.ItemChosen("longevity-allowance"))
    before = len(_said(walk))
    walk(*(on.IdleWarned(left) for left in range(30, 0, -1)))
    spoken = [part.text for one in _said(walk)[before:] for part in one.parts]
    assert "30 秒" in spoken[0]
    assert spoken[1:] == ["还有 20 秒。", "还有 10 秒。", "还有 5 秒。"]
    assert "attention" in walk.chimes


def test_the_camera_guides_in_words_once_each_and_never_interrupts(walk: Walk) -> None:
    walk(on.ModeChosen("elder"))
    walk.to_form()
    walk.fill()
    at = len(_said(walk))
    walk(on.PageJudged(0, "glare"))
    assert len(_said(walk)) == at, "the page is still being introduced"
    walk(on.SpeechEnded(0, walk.session.voice.number), on.PageJudged(0, "blurred"))
    assert _keys(walk)[-1] == "verdict.blurred"
    walk(on.SpeechEnded(0, walk.session.voice.number), on.PageJudged(0, "blurred"), on.PageTaken(0, "social-card"))
    assert _keys(walk)[-1] == "verdict.taken"


def test_sounds_follow_what_happened(walk: Walk) -> None:
    walk.to_review()
    walk(on.WentOn(), on.CaseStored(0, "PY-1", "2026-11-23T06:00:00+00:00"))
    walk(on.CaseCommitted(walk.session.case_id, "PY-2"), on.SlipPrinted(0, "media"))
    assert set(walk.chimes) == {"press", "success", "attention"}
    assert walk.chimes[-2:] == ["success", "attention"]


def _call(walk: Walk) -> None:
    walk.to_form()
    walk(on.CallAsked(), on.OverlayAgreed(), on.CallQueued("c1", 1, 20))
    walk(on.CallAnswered("c1", 1, SEAT))


def test_a_call_begins_with_a_chime_and_is_silent_then(walk: Walk) -> None:
    walk(on.ModeChosen("elder"))
    _call(walk)
    assert walk.chimes[-1] == "call"
    assert do.Hush() in walk.commands
    heard, rung = len(walk.commands), len(walk.chimes)
    walk(on.FieldEdited("phone", "1"), on.ReadAsked(), on.Captioned("c1", "悄悄话"), on.VolumeTurned(1))
    after = [one for one in walk.commands[heard:] if isinstance(one, do.Say)]
    assert (walk.session.call.state, after, walk.chimes[rung:]) == (CallState.CONNECTED, [], [])
    assert do.SetVolume(1) in walk.commands


def test_a_broken_line_is_sought_with_a_soft_sound(walk: Walk) -> None:
    _call(walk)
    rung = len(walk.chimes)
    walk(
        on.CallStalled("c1", True), on.CallStalled("c1", True), on.CallStalled("c1", False), on.CallStalled("c1", False)
    )
    assert walk.chimes[rung:] == ["attention", "attention", "call"]


def test_a_forgotten_card_is_guarded_until_it_is_taken(walk: Walk) -> None:
    walk(on.DeviceChanged("id_card", "ready"))
    walk.to_form()
    walk(on.LeaveAsked(), on.OverlayAgreed())
    assert walk.session.stage is Stage.TAKE_CARD
    assert do.GuardCard(True) in walk.commands
    assert _keys(walk)[-1] == "page.takeCard", "spoken in every mode"
    walk(on.WentOn())
    assert (walk.session.stage, walk.session.notice) == (Stage.TAKE_CARD, "card_still_there")
    assert do.GuardCard(False) not in walk.commands
    walk(on.CardRemoved())
    assert do.GuardCard(False) in walk.commands


def test_a_reader_that_is_wrong_about_the_card_locks_nobody_out(walk: Walk) -> None:
    walk(on.DeviceChanged("id_card", "ready"))
    walk.to_form()
    walk(on.LeaveAsked(), on.OverlayAgreed(), on.WentOn(), on.WentOn())
    assert (walk.session.stage, walk.session.notice) == (Stage.WELCOME, "")
    assert do.GuardCard(False) in walk.commands


@settings(deadline=None)
@given(steps=st.lists(st.sampled_from((-1, 1)), max_size=12))
def test_the_loudness_stays_on_its_scale_and_goes_back_with_the_resident(
    knowledge: Knowledge, steps: list[int]
) -> None:
    walk = Walk(knowledge)
    walk(VOICES, on.ItemChosen("longevity-allowance"), *(on.VolumeTurned(step) for step in steps))
    louder = walk.session.voice.louder
    assert 1 <= 4 + louder <= 7
    walk(on.LeaveAsked(), on.OverlayAgreed())
    assert walk.session.voice.louder == 0
    assert not louder or walk.last(do.SetVolume) == do.SetVolume(0)


def test_what_was_filled_in_is_read_to_the_handset_alone(walk: Walk) -> None:
    walk.to_form()
    walk.fill()
    walk.photograph()
    walk(on.ReadBackAsked())
    assert (_said(walk), walk.session.notice) == ([], "read_back_lift")
    walk(LIFTED, on.ReadBackAsked())
    said = _said(walk)[-1]
    words = "".join(part.text for part in said.parts)
    assert said.private and RESIDENT.name in words and PHONE in words
    assert PHONE not in repr(said)


def test_a_booth_without_a_private_ear_explains_itself(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk(on.VoicesFound(frozenset({"zh"}), private_ear=False, usual_volume=4), LIFTED)
    walk.to_form()
    walk.fill()
    walk.photograph()
    walk(on.ReadBackAsked())
    assert walk.session.notice == "read_back_nowhere"
    assert not [one for one in _said(walk) if one.private]


def test_the_focused_control_is_told_to_the_handset_alone(walk: Walk) -> None:
    walk(on.ItemChosen("longevity-allowance"), on.ControlFocused("手机号码，输入框，13800138000"))
    assert _said(walk) == []
    walk(LIFTED, on.ControlFocused("手机号码，输入框，13800138000"))
    assert _said(walk)[-1].private
    assert PHONE not in repr(walk.commands[-1])
    walk(HUNG_UP, on.ControlFocused("手机号码，输入框，13800138000"))
    assert len([one for one in _said(walk) if one.private]) == 1


def test_an_error_is_told_to_the_handset_alone_when_its_field_is_left_and_whenever_next_stops_there(walk: Walk) -> None:
    def private() -> list[str]:
        return [part.text for one in _said(walk) if one.private for part in one.parts]

    walk.to_form()
    walk(on.WentOn(), on.FieldEdited("phone", "1380013800"), on.FieldFocused("relation"), on.WentOn())
    assert private() == []
    walk(LIFTED, on.FieldFocused("phone"), on.FieldFocused("relation"))
    assert [text.partition("：")[0] for text in private()] == ["手机号码"]
    walk(on.WentOn(), on.WentOn())
    assert private() == private()[:1] * 3, "as often as it is pressed"
    walk(on.LanguageChosen("en"), on.WentOn())
    assert private()[-1].startswith("Mobile number: ")
    walk(on.FieldEdited("phone", PHONE), on.FieldFocused("phone"), on.FieldFocused("relation"))
    assert len(private()) == 4


def test_errors_of_a_letter_and_of_a_name_written_by_hand_are_told_too(walk: Walk) -> None:
    walk(LIFTED, on.AsideOpened("complaint"), on.WentOn())
    assert _said(walk)[-1].private and "：" in _said(walk)[-1].parts[0].text
    walk(on.WentBack(), on.ItemChosen("longevity-allowance"), on.WentOn(), on.WayChosen("typed"), on.WentOn())
    assert _said(walk)[-1].parts[0].text == "姓名：请写下姓名"


def test_a_typed_key_is_told_to_the_handset_alone(walk: Walk) -> None:
    walk.to_form()
    told = len(_said(walk))
    walk(on.KeyTyped("1"))
    assert _said(walk)[told:] == [], "nobody but the resident may hear a number"
    walk(LIFTED, on.KeyTyped("n", "zh"), on.KeyTyped("你"), on.KeyTyped("你", gone=True), on.KeyTyped("", gone=True))
    heard = [(part.text, one.private) for one in _said(walk)[-4:] for part in one.parts]
    assert heard == [("n", True), ("你", True), ("删掉 你", True), ("空了", True)]
    assert "你" not in repr(on.KeyTyped("你")) and "你" not in repr(_said(walk)[-2])


def test_a_booth_may_be_told_not_to_echo(walk: Walk) -> None:
    walk(replace(VOICES, echoes=False), LIFTED)
    told = len(_said(walk))
    walk(on.KeyTyped("1"))
    assert _said(walk)[told:] == []


@pytest.mark.parametrize(
    "hand",
    [on.KeyTyped("n", "zh"), on.GlassTouched(), on.ControlFocused("下一步，按钮")],
    ids=lambda hand: type(hand).__name__,
)
def test_what_a_hand_does_stops_what_is_being_said(walk: Walk, hand: on.Event) -> None:
    walk(on.ModeChosen("elder"), on.ItemChosen("longevity-allowance"))
    assert walk.session.voice.reading == "speaking"
    walk(hand)
    assert (walk.session.voice.reading, walk.commands[-1]) == ("silent", do.Hush())
    walk(on.ReadAsked(), on.VoiceOpened())
    walk(on.GlassTouched())
    assert walk.session.voice.reading == "speaking", "its own card pauses it"
    walk(on.KeyTyped("n", "zh"))
    assert walk.session.voice.reading == "silent"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_slip_says_is_told_to_the_handset_alone(walk: Walk, language: str) -> None:
    walk.to_review()
    walk(on.LanguageChosen(language), on.WentOn(), on.CaseStored(0, "PY-1", "2026-11-23T06:00:00+00:00", "ab" * 32))
    walk(on.CaseCommitted(walk.session.case_id, "PY-2026-1123-0417-08"), on.ReadBackAsked())
    assert walk.session.notice == "read_back_lift"
    assert not [one for one in _said(walk) if one.private]
    walk(LIFTED)
    by_itself = _said(walk)[-1]
    walk(on.ReadBackAsked())
    asked_for = _said(walk)[-1]
    assert by_itself.private and asked_for.private
    assert by_itself.parts[-len(asked_for.parts) :] == asked_for.parts
    told = "\n".join(part.text for part in asked_for.parts)
    for what in slip_of(walk):
        assert what in told
    assert "P Y, 2 0 2 6, 1 1 2 3, 0 4 1 7, 0 8" in told


def slip_of(walk: Walk) -> list[str]:
    """Every word on the paper but the number, which is told sign by sign."""
    slip = case_slip(walk.session, walk.knowledge, provisional=False)
    return [slip.title, *(word for fact in slip.facts for word in fact), slip.onward]


def test_a_letter_that_is_handed_in_is_told_too(walk: Walk) -> None:
    walk(LIFTED, on.AsideOpened("complaint"), on.LetterKept(0, "c-1", "PY-0417-T-000003"))
    told = [part.text for part in _said(walk)[-1].parts]
    assert _said(walk)[-1].private and told[0].startswith("交好了")
    assert "P Y, 0 4 1 7, T, 0 0 0 0 0 3" in told[1]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("mode", ["standard", "elder", "contrast"])
def test_nothing_personal_is_ever_spoken_at_the_glass(walk: Walk, mode: str, language: str) -> None:
    """Every page and question of a whole matter, read aloud in the middle of everything that is personal."""
    walk(on.ModeChosen(mode), on.LanguageChosen(language))
    pages: set[str] = set()

    def read(*happened: on.Event) -> None:
        for event in happened:
            walk(event, on.ReadAgain())
            pages.update(key for key in _keys(walk) if key.startswith("page."))

    walk.to_form()
    read(on.WentOn(), on.FieldEdited("phone", PHONE), on.FieldEdited("relation", "self"), on.WentOn())
    read(on.FieldEdited("bank_name", "icbc"), on.FieldEdited("bank_account", ACCOUNT))
    read(on.FieldEdited("account_holder_same", "yes"), on.WentOn(), on.PageWanted())
    read(on.PageTaken(0, "social-card"), on.WentOn(), on.CallAsked(), on.OverlayDeclined(), on.LeaveAsked())
    read(on.OverlayDeclined(), on.IdleWarned(30), on.IdleEnded(), on.ReadBackAsked(), on.ControlFocused(PHONE))
    walk.sign()
    read(on.ReadAgain(), on.WentOn(), on.CaseStored(0, "PY-1", "2026-11-23T06:00:00+00:00"))
    read(on.CaseDecided(walk.session.case_id, "returned", "悄悄话"), on.CaseCommitted(walk.session.case_id, "PY-2"))
    read(on.Finished(), on.CardRemoved())
    spoken = [part.text for one in _said(walk) for part in one.parts if not one.private]
    assert pages >= {"page.form", "page.material", "page.check", "page.review", "page.done", "page.takeCard"}
    assert not [text for text in spoken for marker in MARKERS if marker in text]
    assert not [one for one in _said(walk) if one.private], "the handset was never lifted"
