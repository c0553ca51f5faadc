"""Shell: writing by touch on the drawn keyboard."""

import pytest
from PySide6.QtCore import QMetaObject, QPointF
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.shown import Presentation, Rows
from tests.kiosk_app.qml.fingers import tap, type_keys
from tests.kiosk_app.qml.measure import find_item, seen_items
from tests.kiosk_app.qml.sample_asking import RESULT_ROLES, long_rows
from tests.kiosk_app.qml.sample_views import FIELD_ROLES, field, presentation
from tests.kiosk_app.qml.stage import Stage


def form_of(*fields: dict[str, object]) -> Presentation:
    """A form page with exactly these fields."""
    shown = presentation("form")
    return {**shown, "form": {**shown["form"], "fields": Rows(FIELD_ROLES, "name", fields)}}


def edits(stage: Stage, name: str) -> list[object]:
    """What the page said about a field, in order."""
    return [intent[2] for intent in stage.intents.heard if intent[:2] == ("editField", name)]


def shown_text(stage: Stage, name: str) -> str:
    """What stands in the box."""
    box = find_item(stage.window, f"field-{name}")
    editor = next(s.item for s in seen_items(stage.window) if s.item.property("keyLayout") and id(box) in s.line)
    return str(editor.property("text"))


def test_pinyin_by_touch(stage: Stage) -> None:
    if not stage.keyboard.property("pinyinReady"):
        pytest.skip("install libgooglepinyin0 to test Chinese input")
    stage.show(form_of(field("name", "text", "姓名")))
    tap(stage, "field-name")
    stage.settle()
    type_keys(stage, "nihao")
    assert stage.keyboard.property("composing") == "ni hao"
    assert edits(stage, "name") == []
    tap(stage, "candidate-0")
    assert shown_text(stage, "name") == "你好"
    assert edits(stage, "name") == ["你好"]
    assert stage.keyboard.property("composing") == ""


def test_first_syllable_first(stage: Stage) -> None:
    if not stage.keyboard.property("pinyinReady"):
        pytest.skip("install libgooglepinyin0 to test Chinese input")
    stage.show(form_of(field("name", "text", "姓名")))
    tap(stage, "field-name")
    stage.settle()
    type_keys(stage, "chenxi")
    words = list(stage.keyboard.property("candidates"))
    stage.keyboard.choose(words.index("陈"))
    assert stage.keyboard.property("composing") == "xi"
    tap(stage, "key-backspace")
    tap(stage, "key-backspace")
    assert stage.keyboard.property("composing") == ""
    tap(stage, "key-backspace")
    assert edits(stage, "name") == ["陈", ""]


def test_phone_shows_groups_and_hands_on_digits(stage: Stage) -> None:
    stage.show(form_of(field("phone", "phone", "手机号码", maxLength=11)))
    tap(stage, "field-phone")
    stage.settle()
    type_keys(stage, "199000000009")
    assert shown_text(stage, "phone") == "199 0000 0000"
    assert edits(stage, "phone")[-1] == "19900000000"
    tap(stage, "key-backspace")
    assert edits(stage, "phone")[-1] == "1990000000"
    tap(stage, "key-clear")
    assert shown_text(stage, "phone") == ""


def test_id_number_has_x_and_date_has_dashes(stage: Stage) -> None:
    stage.show(
        form_of(
            field("number", "id_number", "证件号码", maxLength=18), field("birth", "date", "出生日期", maxLength=10)
        )
    )
    tap(stage, "field-number")
    stage.settle()
    type_keys(stage, "44011318990101001x")
    assert edits(stage, "number")[-1] == "44011318990101001X"
    assert shown_text(stage, "number") == "440113 18990101 001X"
    tap(stage, "key-next")
    stage.settle()
    type_keys(stage, "18990101")
    assert edits(stage, "birth")[-1] == "1899-01-01"
    tap(stage, "key-next")
    stage.settle()
    assert not find_keyboard(stage)


def test_the_number_of_an_old_residence_card_begins_with_letters(stage: Stage) -> None:
    stage.show(form_of(field("number", "card_number", "证件号码", maxLength=18)))
    tap(stage, "field-number")
    stage.settle()
    tap(stage, "key-mode-en")
    stage.settle()
    type_keys(stage, "zzz")
    tap(stage, "key-mode-123")
    stage.settle()
    type_keys(stage, "440199010124")
    assert edits(stage, "number")[-1] == "ZZZ440199010124"


def find_keyboard(stage: Stage) -> bool:
    """Whether keys are in sight."""
    stage.settle()
    return any(s.item.objectName() == "key-next" for s in seen_items(stage.window))


@pytest.mark.timeout(20)
def test_a_field_that_leaves_the_page_ends_the_search_for_the_next(stage: Stage) -> None:
    stage.show(form_of(field("name", "text", "姓名")))
    tap(stage, "field-name")
    stage.settle()
    editor = stage.window.activeFocusItem()
    board = stage.window.findChild(QQuickItem, "keyboard")
    assert board is not None
    editor.setVisible(False)  # out of the chain, as when its page is just being shut
    assert QMetaObject.invokeMethod(board, "nextEditor")  # comes back


def test_english_shift_and_hide(stage: Stage) -> None:
    stage.show(form_of(field("name", "text", "姓名")))
    tap(stage, "field-name")
    stage.settle()
    stage.keyboard.switchTo("en")
    stage.settle()
    tap(stage, "key-shift")
    type_keys(stage, "li")
    tap(stage, "key-space")
    tap(stage, "key-mode-123")
    stage.settle()
    type_keys(stage, "7")
    assert edits(stage, "name")[-1] == "Li 7"
    tap(stage, "key-hide")
    assert not find_keyboard(stage)


def test_typing_goes_on_while_the_model_answers(stage: Stage) -> None:
    name = field("phone", "phone", "手机号码", maxLength=11)
    stage.show(form_of(name, field("other", "text", "别的")))
    tap(stage, "field-phone")
    stage.settle()
    type_keys(stage, "199")
    editor = stage.window.activeFocusItem()
    stage.show(form_of({**name, "value": "19", "error": "还差 9 位"}, field("other", "text", "别的")))
    assert stage.window.activeFocusItem() is editor
    assert shown_text(stage, "phone") == "199"
    stage.show(
        form_of({**name, "value": "19900000000", "marked": True, "markNote": "改好了"}, field("other", "text", "别的"))
    )
    assert shown_text(stage, "phone") == "199 0000 0000"
    assert stage.window.activeFocusItem() is editor


def test_leaving_a_field_takes_the_models_value(stage: Stage) -> None:
    name = field("name", "text", "姓名", value="旧")
    stage.show(form_of(name))
    assert shown_text(stage, "name") == "旧"
    stage.show(form_of({**name, "value": "新"}))
    assert shown_text(stage, "name") == "新"


@pytest.mark.parametrize(
    "text", ["長" * 10_000, "👵🏽" * 3_000, "𠮷䶮㐂龘" * 500, "a" * 10_000, "行\n" * 2_000], ids=range(5)
)
@pytest.mark.parametrize("widget", ["text", "multiline", "digits", "choice", "confirm", "phone"])
def test_hostile_values_do_not_break_the_page(stage: Stage, widget: str, text: str) -> None:
    wild = field(
        "wild", widget, text, value=text, help=text, error=text, tag=text[:40], markNote=text,
        choices=[{"value": "a", "label": text}, {"value": "b", "label": "短"}], maxLength=100,
    )  # fmt: skip
    stage.show(form_of(wild, field("next", "text", "下一项")))
    seen = seen_items(stage.window)
    right = max(s.rect.right() for s in seen if s.item.objectName().startswith("field-"))
    assert right <= 1920 - 56 + 1
    button = find_item(stage.window, "goOn")
    assert button.mapToScene(QPointF(0, 0)).y() < 1080


def test_limit_counts_characters_not_code_units(stage: Stage) -> None:
    stage.show(form_of(field("name", "text", "姓名", maxLength=3)))
    tap(stage, "field-name")
    stage.settle()
    for _ in range(5):
        stage.keyboard.committed.emit("𠮷")
    assert edits(stage, "name")[-1] == "𠮷𠮷𠮷"
    tap(stage, "key-backspace")
    assert edits(stage, "name")[-1] == "𠮷𠮷"


def test_search_types_letters_as_they_are(stage: Stage) -> None:
    shown = presentation("find")
    empty = {**shown["find"], "query": "", "startsTyping": True, "results": long_rows(RESULT_ROLES, "itemId", ())}
    stage.show({**shown, "find": empty})
    stage.settle()
    type_keys(stage, "lnr")
    assert [intent[1] for intent in stage.intents.heard if intent[0] == "typeSearch"] == ["l", "ln", "lnr"]


def test_letters_stay_when_the_search_is_left(stage: Stage) -> None:
    shown = presentation("find")
    stage.show({**shown, "find": {**shown["find"], "query": ""}})
    tap(stage, "field-search")
    stage.settle()
    type_keys(stage, "lnr")
    tap(stage, "result-elder-care-subsidy")
    stage.settle()
    assert [intent[1] for intent in stage.intents.heard if intent[0] == "typeSearch"] == ["l", "ln", "lnr"]
    assert find_item(stage.window, "field-search").property("text") == "lnr"
    assert find_item(stage.window, "field-search").property("preeditText") == ""


def test_letters_stay_when_another_field_is_touched(stage: Stage) -> None:
    stage.show(
        form_of(
            field("name", "text", "姓名"), field("card", "text", "卡", readonly=True), field("other", "text", "别的")
        )
    )
    tap(stage, "field-name")
    stage.settle()
    type_keys(stage, "abc")
    tap(stage, "key-next")
    stage.settle()
    type_keys(stage, "d")
    tap(stage, "key-space")
    assert edits(stage, "name") == ["abc"]
    assert len(edits(stage, "other")) == 1


def test_letters_do_not_follow_to_another_page(stage: Stage) -> None:
    stage.show(form_of(field("name", "text", "姓名")))
    tap(stage, "field-name")
    stage.settle()
    type_keys(stage, "ni")
    stage.intents.heard.clear()
    stage.show(presentation("welcome"))
    stage.settle()
    assert stage.intents.heard == []
    assert stage.keyboard.property("composing") == ""


def test_focus_field_opens_the_keyboard_there(stage: Stage) -> None:
    fields = [field(f"f{n}", "text", f"第 {n} 项", width="full") for n in range(12)]
    shown = form_of(*fields)
    stage.show(shown)
    stage.show({**shown, "form": {**shown["form"], "focusField": "f9"}})
    assert find_keyboard(stage)
    assert ("focusField", "f9") in stage.intents.heard


def test_a_sum_shows_its_thousands_and_hands_on_plain_figures(stage: Stage) -> None:
    stage.show(form_of(field("rent", "amount", "房租", maxLength=12)))
    tap(stage, "field-rent")
    stage.settle()
    for key in ("1", "2", "3", "4", "5", "6", "7", ".", "8", "9", "9", "."):
        tap(stage, f"key-{key}")
    assert shown_text(stage, "rent") == "1,234,567.89"
    assert edits(stage, "rent")[-1] == "1234567.89"
    for _ in range(4):
        tap(stage, "key-backspace")
    assert (shown_text(stage, "rent"), edits(stage, "rent")[-1]) == ("123,456", "123456")
    tap(stage, "key-clear")
    tap(stage, "key-.")
    assert edits(stage, "rent")[-1] == "0."


def test_a_bank_card_shows_fours(stage: Stage) -> None:
    stage.show(form_of(field("account", "bank_card", "账号", maxLength=19)))
    tap(stage, "field-account")
    stage.settle()
    for key in "6217000000000000":
        tap(stage, f"key-{key}")
    assert shown_text(stage, "account") == "6217 0000 0000 0000"
    assert edits(stage, "account")[-1] == "6217000000000000"


def test_another_page_of_the_form_begins_at_its_top(stage: Stage) -> None:
    many = [field(f"f{n}", "text", f"第 {n} 项", width="full") for n in range(12)]
    first = form_of(*many)
    stage.show(first)
    stage.show({**first, "form": {**first["form"], "focusField": "f11"}})
    stage.settle()
    stage.window.contentItem().forceActiveFocus()
    other = form_of(*[{**one, "name": f"g{at}"} for at, one in enumerate(many)])
    stage.show({**other, "form": {**other["form"], "place": "form/2/"}})
    stage.settle()
    assert find_item(stage.window, "field-g0").mapToScene(QPointF(0, 0)).y() > 0


def test_the_card_of_the_voice_never_lies_on_the_keys(stage: Stage) -> None:
    def standing() -> set[str]:
        names = {seen.item.objectName() for seen in seen_items(stage.window)}
        return names & {"voiceCard", "keyboard"}

    shown = presentation("complaint", mode="elder")
    stage.show(shown)
    stage.editors()[0].forceActiveFocus()
    stage.settle()
    assert standing() == {"keyboard"}
    stage.show({**shown, "voice": {**shown["voice"], "open": True}})
    assert standing() == {"voiceCard"}
    stage.editors()[0].forceActiveFocus()
    stage.settle()
    assert standing() == {"keyboard"}
