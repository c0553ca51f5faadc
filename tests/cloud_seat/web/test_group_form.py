"""Shell: a form with rows, an address and sums at the desk, in Chromium, from what a booth shares."""

from typing import Any

from playwright.sync_api import expect

from cloud_seat.contract.signalling import AskAnswered, Asked, FieldMarked, FormShared
from cloud_seat.contract.text import Text
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import Opening, connect
from tests.cloud_seat.web.test_look import Album

ITEM = "minimum-living"
CHILD = {
    "name": "林样本",
    "relation": "child",
    "id_number": "440113189903020020",
    "works": "work",
    "income_yuan": 2400.5,
}
PUPIL = {"name": "林样张", "relation": "grandchild", "works": "school"}
HOME = {"code": "440113", "region": "广东省广州市番禺区", "detail": "样张街测试路 0 号"}


def shared(matter: Matter, members: list[dict[str, Any]], **more: Any) -> FormShared:
    """The form as the booth shares it."""
    values = {"applicant_name": "测试甲", "live_address": HOME, "members": members, "own_income_yuan": 1234567.0}
    hidden = ("rent_yuan", *(f"members.{at}.income_yuan" for at, one in enumerate(members) if one["works"] == "school"))
    return FormShared(
        call_id=matter.call_id, case_id=matter.case_id, item_id=ITEM, form_id=ITEM, form_version=1,
        values=values, hidden=hidden, stage="form", **more,
    )  # fmt: skip


def test_rows_follow_the_resident_and_can_be_marked(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter(item_id=ITEM)
    connect(desk, booth, matter)
    wrong = {"members.1.id_number": Text(zh="请填写身份证号码"), "live_address.detail": Text(zh="请写门牌")}
    booth.say(shared(matter, [CHILD, PUPIL], errors=wrong, focus="live_address.detail"))
    expect(desk.at("field-members")).to_contain_text("2 位")
    expect(desk.at("field-members.0.relation")).to_contain_text("子女")
    expect(desk.at("field-members.0.income_yuan")).to_contain_text("2,400.50 元")
    expect(desk.at("field-members.0.id_number")).to_contain_text("4401**********0020")
    expect(desk.at("field-members.1.income_yuan")).to_be_hidden()
    expect(desk.at("field-own_income_yuan")).to_contain_text("1,234,567.00 元")
    expect(desk.at("field-live_address")).to_contain_text("广东省广州市番禺区样张街测试路 0 号")
    expect(desk.at("field-live_address")).to_contain_text("居民正在输入")

    desk.at("mark-members.1.name").click()
    expect(desk.page.locator("#mark-title")).to_contain_text("家人 2 · 姓名")
    desk.at("mark-note").fill("请核对姓名")
    desk.page.keyboard.press("Enter")
    marked = booth.hear(FieldMarked)
    assert (marked.field, marked.note) == ("members.1.name", "请核对姓名")

    booth.say(shared(matter, [CHILD], marks=("members.1.name",)))
    expect(desk.at("field-members.1.name")).to_have_count(0)
    expect(desk.at("field-members")).to_contain_text("1 位")
    booth.say(shared(matter, [CHILD, PUPIL]))
    expect(desk.at("field-members.1.name")).to_contain_text("林样张")
    _propose_a_place(desk, booth, matter)


def _propose_a_place(desk: Desk, booth: Booth, matter: Matter) -> None:
    """From the county that stands there down to a village; the booth hears its code, the desk shows its words."""
    desk.at("mark-live_address").click()
    expect(desk.at("place-2")).to_have_value("440113")
    desk.at("place-3").select_option("大龙街道")
    desk.at("place-4").select_option("罗家村")
    Album(desk.page, "small").look("propose-place")
    desk.at("mark-send").click()
    asked = booth.hear(Asked)
    assert (asked.target, asked.value, asked.was) == ("live_address.region", "440113016205", HOME["region"])
    expect(desk.at("field-live_address")).to_contain_text("建议：广东省广州市番禺区大龙街道罗家村")
    booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="yes"))
    expect(desk.at("field-live_address")).to_contain_text("居民同意，已改")
