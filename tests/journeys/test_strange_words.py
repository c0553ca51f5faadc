"""Shell: what people (and worse) write into a form: refused in words, or kept to the letter all the way to the hub."""

import re
import zlib

import pytest

from kiosk_app.demo.fingers import Steps
from kiosk_app.ui.intents import Intents
from tests.journeys.booth import Booth

pytestmark = pytest.mark.journey

SCRIPT = '<script>alert("x")</script>'
AGENT = "测试儿女𠮷䶮·O'Brien"
ADDRESS = "“测试村”{{7*7}} 'x' \"y\" <b>&amp;</b> \\0 #panic() $e$ 😀👩‍👩‍👧 שלום مرحبا \u202e颠倒 𠮷䶮"
TOO_LONG = "很长😀" * 3334


def _write(booth: Booth, name: str, text: str) -> Steps:
    """Into one field, as the drawn keyboard gives it: a candidate or key of any length."""
    yield from booth.fingers.tap(f"field-{name}")
    yield from booth.until(lambda: booth.fingers.seen("key-hide") is not None, "the keyboard")
    booth.kiosk.keyboard.typeKey(text)
    yield from booth.resident.close_keyboard()


def _send(booth: Booth, name: str, text: str) -> None:
    """Past the field's own limit, as a broken page would."""
    intents = booth.kiosk.parts.intents
    assert isinstance(intents, Intents)
    intents.editField(name, text)


def _help(booth: Booth, name: str) -> str:
    """The line under a field."""
    rows = booth.shown("form", "fields")
    roles = {bytes(word.data()).decode(): role for role, word in rows.roleNames().items()}
    lines = {
        rows.data(rows.index(at), roles["name"]): rows.data(rows.index(at), roles["help"])
        for at in range(rows.rowCount())
    }
    return str(lines[name])


def _fill(booth: Booth) -> Steps:
    fingers = booth.fingers
    yield from fingers.tap("choice-relation-child")
    yield from fingers.tap("field-phone")
    yield from fingers.type_keys("13800138000")
    yield from booth.resident.close_keyboard()
    yield from _write(booth, "agent_name", SCRIPT)
    yield from booth.until(lambda: booth.session.values.get("agent_name") == SCRIPT, "what was written")
    yield from fingers.tap("goOn")


def _correct(booth: Booth) -> Steps:
    yield from booth.reads("有一项还要改一改，已经帮您标出来了。")
    assert booth.session.errors["agent_name"].zh == "请写证件上的姓名，不要加称呼。"
    yield from booth.until(lambda: booth.fingers.seen("key-hide") is not None, "the keyboard at the marked field")
    yield from booth.fingers.erase(len(SCRIPT))
    booth.kiosk.keyboard.typeKey(AGENT)
    yield from booth.resident.close_keyboard()
    _send(booth, "live_address", TOO_LONG)
    yield from booth.until(lambda: "live_address" in booth.session.errors, "the words about the length")
    assert booth.session.errors["live_address"].zh == "太长了，最多 100 个字"
    assert booth.session.errors["live_address"].en == "Too long: 100 characters at most"
    _send(booth, "live_address", "")
    yield from booth.until(lambda: not booth.session.errors, "an empty field again")
    yield from booth.fingers.pause(0.6)  # a field shows what was changed under it half a second later
    yield from _write(booth, "live_address", TOO_LONG)
    yield from booth.until(lambda: booth.session.values.get("live_address"), "the kept beginning")
    assert booth.session.values["live_address"] == TOO_LONG[:100]
    yield from booth.until(lambda: _help(booth, "live_address") == "写满了，最多 100 个字", "the word about the end")
    _send(booth, "live_address", "")
    yield from booth.fingers.pause(0.6)
    yield from _write(booth, "live_address", ADDRESS)
    yield from booth.until(lambda: booth.session.values.get("live_address") == ADDRESS, "the strange address")
    yield from booth.fingers.tap("goOn")


def _pay(booth: Booth) -> Steps:
    fingers = booth.fingers
    yield from booth.until(lambda: booth.session.page == 2, "the third page")
    yield from fingers.tap("choice-bank_name-icbc")
    yield from fingers.tap("field-bank_account")
    yield from fingers.type_keys("6200000000000000026")
    yield from booth.resident.close_keyboard()
    yield from fingers.tap("choice-account_holder_same-yes")
    yield from fingers.tap("goOn")
    yield from booth.resident.on_page("material")


def _defer_the_letter(booth: Booth) -> Steps:
    booth.gear.document.put_paper()
    yield from booth.until(lambda: booth.session.papers[0].state == "done", "the taken picture")
    yield from booth.fingers.tap("goOn")
    yield from booth.until(lambda: booth.session.paper_at == 1, "the letter of authority")
    booth.gear.document.take_paper()
    yield from booth.fingers.tap("doSecondary")
    yield from booth.until(lambda: booth.shown("frame", "overlayYes"), "the terms")
    yield from booth.fingers.tap("overlayYes")
    yield from booth.resident.on_page("check")


def _drawn_characters(pdf: bytes) -> set[str]:
    """What the PDF's fonts say they show (ToUnicode maps)."""
    found: set[str] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in text:
            codes = re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", text)
            found.update("".join(bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes))
    return found


def test_every_character_arrives(booth: Booth) -> None:
    booth.walk(booth.to_identify())
    booth.gear.insert_card("rare-name")
    booth.walk(booth.resident.on_page("form"), booth.fingers.tap("goOn"))
    booth.walk(booth.until(lambda: booth.session.page == 1, "the second page"), _fill(booth), _correct(booth))
    booth.walk(_pay(booth), _defer_the_letter(booth), booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    values = booth.archive.form(case)
    assert (values["agent_name"], values["live_address"]) == (AGENT, ADDRESS)
    assert (values["applicant_name"], values["nation"]) == ("测试䶮𠮷", "壮")
    assert case["checks"] == "[]"
    drawn = _drawn_characters(booth.archive.part(case, "application.pdf"))
    assert {"𠮷", "䶮", "〔", "〕", "<", "&", "\\"} <= drawn
    assert not drawn & set("😀שم\u202e")
    booth.walk(booth.finish())
    assert booth.leftovers("rare-name") == []
