"""Forms on the board in Chromium: written by one, seen as a resident sees it, signed by another; nothing cut."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.cloud_seat.hub.running import ROOT, RunningHub
from tests.cloud_seat.hub.test_board_forms import Person
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]
FORM = "social-card-reissue"
EDITS = """async (form) => {
    const edits = await import("/web/board/form-edits.js");
    const at = (name) => { for (const [p, page] of form.ui.pages.entries()) for (const [f, one] of page.fields.entries()) if (one.name === name) return [p, f]; };
    const names = (made) => made.ui.pages.map((page) => page.fields.map((one) => one.name));
    const reason = at("reason"), post = at("post_name");
    const [moved, to] = edits.move(form, [1, 0], -1);
    const fewer = edits.setOptions(form, reason, (list) => list.slice(1));
    const gone = edits.remove(form, reason);
    const free = edits.requireAt(form, reason, false);
    const always = edits.setField(form, post, "show_if", "");
    return {
        moved: [names(moved)[0].at(-1) === form.ui.pages[1].fields[0].name, to[0]],
        options: [fewer.ui.pages[reason[0]].fields[reason[1]].choices.map((one) => one.value), fewer.schema.properties.reason.enum],
        gone: [names(gone).flat().includes("reason"), "reason" in gone.schema.properties, gone.schema.required.includes("reason"), gone.print.rows.flat().includes("reason")],
        required: [edits.isRequired(form, reason), edits.isRequired(free, reason)],
        always: [edits.fieldAt(always, post).required_if_shown ?? null, always.schema.required.includes("post_name")],
        added: edits.add(form, 0, "date", "since").schema.properties.since.format,
        refused: [edits.add(form, 0, "date", "Since"), edits.add(form, 0, "date", "reason")],
        untouched: JSON.stringify(form) === window.before,
    };
}"""  # noqa: E501  one script, one thought


PUT = """(box, text) => { box.focus(); box.value = text; box.dispatchEvent(new Event("input", { bubbles: true })); }"""
"""As a paste; typing 650 lines takes the browser a minute on a busy machine."""


def opened(open_desk: Opening, hub: RunningHub, role: str, size: str) -> Any:
    desk = open_desk(hub, size=size)
    hub.set_role(desk.user, role)
    desk.needs_factor = True
    desk.expect_console("401")
    page: Page = desk.page
    desk.open = lambda: page.goto(f"{hub.url}/board")
    desk.sign_in()
    page.keyboard.press("6")
    return desk


def test_one_writes_it_beside_what_a_resident_will_see(open_desk: Opening, hub: RunningHub) -> None:
    writer = opened(open_desk, hub, "operator", "small")
    album = Album(writer.page, "forms-small")
    writer.at(f"form-{FORM}").focus()
    writer.page.keyboard.press("Enter")
    expect(writer.at("form-title")).to_have_text("社会保障卡补换")
    expect(writer.at("form-save")).to_be_disabled()
    expect(writer.at("form-sign")).to_be_hidden()
    writer.at("fe-reason").locator("summary").focus()
    writer.page.keyboard.press("Enter")
    expect(writer.at("fe-required-reason")).to_be_checked()
    album.look("field")
    label = writer.page.get_by_label("名称 英文").first
    label.fill("")
    expect(writer.at("form-faults")).to_contain_text("还没有写")
    album.look("fault")
    writer.page.keyboard.press("Control+s")
    expect(writer.at("form-state")).to_have_text("草稿")
    expect(writer.at("form-ask")).to_be_disabled()
    label = writer.page.get_by_label("名称 英文").first
    label.fill("Why do you need a new card?")
    expect(writer.at("form-diff")).to_contain_text("Why do you need a new card?")
    expect(writer.at("fp-reason")).to_be_visible()
    writer.at("form-next").click()
    expect(writer.at("fp-delivery")).to_be_visible()
    expect(writer.at("fp-post_name")).to_have_count(0)
    writer.at("fp-delivery").get_by_role("button", name="邮寄").click()
    expect(writer.at("fp-post_name")).to_be_visible()
    writer.at("fp-phone").get_by_role("textbox").fill("1380")
    writer.page.keyboard.press("Tab")
    expect(writer.at("fp-phone")).to_contain_text("还差 7 位")
    writer.at("form-en").click()
    album.look("tried")
    writer.at("form-tab-raw").click()
    text = writer.at("form-text").input_value()
    writer.at("form-text").evaluate(PUT, text[:-5])
    expect(writer.at("form-faults")).to_contain_text("不是 JSON")
    album.look("raw")
    writer.at("form-text").evaluate(PUT, text)
    expect(writer.at("form-faults")).to_be_hidden()
    writer.at("form-save").click()
    expect(writer.at("form-ask")).to_be_enabled()
    writer.at("form-ask").click()
    writer.page.keyboard.press("Enter")
    expect(writer.at("form-state")).to_have_text("等人签发")


def test_another_sends_it_back_or_signs_it(open_desk: Opening, hub: RunningHub) -> None:
    writer = Person(hub, "7101", ("operator",))
    raw = json.loads((ROOT / "assets" / "forms" / "sole-trader" / "v2.json").read_bytes())
    raw["ui"]["pages"][0]["title"]["en"] = "Who starts the trade?"
    sha256 = writer.write(raw, "sole-trader")["draft"]["sha256"]
    assert writer.do("ask", sha256, "sole-trader")[0] == 204
    signer = opened(open_desk, hub, "supervisor", "large")
    album = Album(signer.page, "forms-large")
    expect(signer.at("form-sole-trader")).to_contain_text("等人签发")
    album.look("list")
    signer.at("form-sole-trader").click()
    expect(signer.at("form-diff")).to_contain_text("Who starts the trade?")
    expect(signer.at("form-save")).to_be_hidden()
    album.look("diff")
    signer.expect_console("400")
    signer.at("form-return").click()
    signer.at("form-sure-yes").click()
    expect(signer.at("form-sure-error")).to_contain_text("为什么退回")
    album.look("return")
    signer.at("form-reason-text").fill("中文也要改")
    signer.page.keyboard.press("Enter")
    expect(signer.at("form-state")).to_have_text("已退回")
    expect(signer.at("form-reason")).to_contain_text("中文也要改")
    assert writer.do("ask", sha256, "sole-trader")[0] == 204
    signer.at("form-sole-trader").click()
    signer.at("form-sign").click()
    signer.page.keyboard.press("Enter")
    expect(signer.at("form-state")).to_have_text("现行")
    signer.at("form-tab-versions").click()
    expect(signer.at("form-versions")).to_contain_text("第 3 版")
    album.look("versions")
    signer.at("form-tab-fields").click()
    signer.at("fe-phone").locator("summary").click()
    album.look("read-only")


def test_a_new_form_begins_and_is_dropped(open_desk: Opening, hub: RunningHub) -> None:
    desk = opened(open_desk, hub, "operator", "large")
    desk.at("forms-new-id").fill("Heating")
    desk.at("forms-new-go").click()
    expect(desk.at("forms-error")).to_contain_text("小写字母")
    desk.at("forms-new-id").fill("heating-aid")
    desk.page.keyboard.press("Enter")
    expect(desk.at("form-state")).to_have_text("新的")
    desk.page.get_by_label("新的一项的代号").fill("heating_kind")
    desk.page.get_by_role("button", name="加一项").click()
    expect(desk.at("fe-heating_kind")).to_have_attribute("open", "")
    expect(desk.at("form-faults")).to_contain_text("还没有写")
    Album(desk.page, "forms-large").look("new")
    desk.at("form-save").click()
    expect(desk.at("form-heating-aid")).to_contain_text("草稿")
    desk.at("form-drop").click()
    desk.at("form-sure-yes").click()
    expect(desk.at("form-title")).to_have_text("请在左边选一张表")


def test_an_edit_keeps_schema_options_and_paper_in_step(desk_page: Page) -> None:
    form = json.loads((ROOT / "assets" / "forms" / FORM / "v1.json").read_bytes())
    desk_page.evaluate("(form) => { window.before = JSON.stringify(form); }", form)
    found = desk_page.evaluate(EDITS, form)
    assert found["moved"] == [True, 0] and found["options"][0] == found["options"][1]
    assert found["gone"] == [False] * 4 and found["required"] == [True, False]
    assert found["always"] == [None, True] and found["added"] == "date"
    assert found["refused"] == [None, None] and found["untouched"]
