"""Core: what a file would change of items and rights: counted, told, every wrong line named; any cells are judged."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cloud_seat.hub.imports import rights
from cloud_seat.hub.imports.clerk import as_csv
from cloud_seat.hub.imports.columns import COLUMNS, cells_of
from cloud_seat.hub.imports.items import TOLD, District, read_items
from cloud_seat.hub.imports.plan import Choices, Plan, plan
from cloud_seat.hub.imports.reader import read as read_file

ROOT = Path(__file__).resolve().parents[4]
ITEMS: dict[str, Any] = {
    item["id"]: item for item in json.loads((ROOT / "assets" / "catalogue" / "items.json").read_bytes())
}
DISTRICT = District(ITEMS, packages={"package"}, parts={"sole-trader"}, forms=ITEMS.keys())
STAFF = rights.Staff(
    known={f"seat-{n}": rights.normal({"rights": "longevity-allowance", "hours": "9:00-12:00"}) for n in ("1", "2")}
    | {"seat-3": rights.normal({}), "seat-0217": rights.normal({})},
    names={"seat-1": "林晓"},
    items={**{item_id: item_id for item_id in ITEMS}, ITEMS["sole-trader"]["code"]: "sole-trader"},
    titles={"longevity-allowance": "百岁老人"},
)


def of_items(text: str, **chosen: bool) -> Plan:
    choices = Choices(**chosen)
    read = read_items(read_file(text.encode()), DISTRICT, is_whole=choices.whole)
    return plan(ITEMS, read, base="1", choices=choices, told=TOLD)


def of_rights(text: str, **chosen: bool) -> Plan:
    choices = Choices(**chosen)
    read = rights.read_rights(read_file(text.encode()), STAFF, is_whole=choices.whole)
    return plan(rights.held(STAFF.known), read, base="1", choices=choices, told=rights.told(STAFF))


def test_what_was_exported_changes_nothing() -> None:
    table = [tuple(column.zh for column in COLUMNS), *(tuple(cells_of(body).values()) for body in ITEMS.values())]
    seen = of_items(as_csv(table).decode("utf-8-sig"), whole=True).preview
    assert (seen.new, seen.changed, seen.gone, seen.unchanged, seen.wrong) == (0, 0, 0, len(ITEMS), ())


def test_a_file_changes_what_its_columns_name_and_nothing_else() -> None:
    planned = of_items("id,事项名称,别名\nsole-trader,个体户登记,开店\nnew-one,新事项,\n", leave_out=True)
    assert planned.preview.changed == 1 and planned.preview.wrong, "the new one lacks its department"
    named = {"name": {**ITEMS["sole-trader"]["name"], "zh": "个体户登记"}, "aliases": ["开店"]}
    assert planned.put == {"sole-trader": {**ITEMS["sole-trader"], **named}}


def test_of_a_list_only_what_goes_and_comes_is_told() -> None:
    before = ITEMS["longevity-allowance"]["aliases"]
    seen = of_items('id,aliases\nlongevity-allowance,"' + "\n".join([*before[1:], "老人钱"]) + '"\n').preview
    [field] = seen.changes[0].fields
    assert (field.before, field.after, field.column.zh) == (before[0], "老人钱", "别名")


def test_the_province_s_table_is_understood() -> None:
    code = ITEMS["sole-trader"]["code"]
    head = "row_guid,task_code,task_name,dept_name,project_type,promise_day,cd_operation"
    planned = of_items(
        f"{head}\ng1,{code},个体工商户登记,番禺区市监局,1,3,U\ng2,4400X1,新事,某局,2,5,I\ng3,NONE,a,b,1,1,D\n"
    )
    assert planned.preview.unused == ("row_guid",) and not planned.preview.wrong
    assert planned.put["sole-trader"]["promised_working_days"] == 3
    assert planned.put["sole-trader"]["materials"] == ITEMS["sole-trader"]["materials"]
    assert planned.put["4400x1"]["kind"] == "承诺件" and planned.put["4400x1"]["summary"]["zh"] == "新事"
    gone = of_items(f"task_code,cd_operation\n{ITEMS['longevity-allowance']['code']},D\n{code},D\n", leave_out=True)
    assert gone.put == {"longevity-allowance": None} and gone.preview.wrong[0].line == 3, "a part of a package stays"


def test_every_wrong_line_is_told_with_its_column_and_stops_it_unless_left_out() -> None:
    text = "id,code,promised_working_days,channels,form_id,fee_yuan\n" + "\n".join(
        [
            "bad id!,,1,,,",
            "longevity-allowance,,soon,fax,,cheap",
            "sole-trader,,3,kiosk hall,no-form,",
            ",,1,,,",
            "package,,1,,,",
            "marriage-registration,,7,hall,,",
            "marriage-registration,,8,hall,,",
        ]
    )
    seen = of_items(text).preview
    assert [(one.line, one.column) for one in seen.wrong] == [
        (2, "id"),
        (3, "channels"),
        (3, "fee_yuan"),
        (3, "promised_working_days"),
        (4, "form_id"),
        (5, "id"),
        (6, "id"),
        (8, "id"),
    ]
    assert all(one.text.zh and one.text.en for one in seen.wrong) and not seen.hash and seen.left_out == 6
    assert of_items(text, leave_out=True).preview.hash
    whole = of_items(text, leave_out=True, whole=True)
    assert whole.preview.gone == 0, "a wrong line may have meant any of them"
    assert not of_items("name_zh\nx\n", leave_out=True).preview.hash, "no line says which item it is"


def test_the_whole_list_takes_away_what_it_lacks() -> None:
    planned = of_items("id\nsole-trader\n", whole=True)
    assert planned.preview.gone == len(ITEMS) - 1 and planned.preview.hash
    assert not of_items("id\nlongevity-allowance\n", whole=True).preview.hash, "packages need their parts"


def test_rights_are_judged_and_told() -> None:
    text = f"工号,事项,语言,办公时间\n1,longevity-allowance、{ITEMS['sole-trader']['code']},yue zh,9:00-12:00\n3,*,,\n"
    planned = of_rights(text)
    seen = planned.preview
    assert planned.put["seat-1"]["rights"] == "longevity-allowance sole-trader"
    assert [(field.column.zh, field.before, field.after) for field in seen.changes[0].fields] == [
        ("事项", "", "sole-trader"),
        ("语言", "", "粤语、普通话"),
    ]
    assert [field.after for field in seen.changes[1].fields] == ["全部事项"], "of a new one, all"
    assert (seen.new, seen.changed, seen.gone) == (1, 1, 0)
    whole = of_rights(text, whole=True)
    assert whole.put["seat-2"] is None
    [gone] = [one for one in whole.preview.changes if one.what == "gone"]
    assert [field.before for field in gone.fields] == ["百岁老人", "9:00-12:00"]
    wrong = of_rights(
        "number,rights,places,languages,hours\n9,*,,,\n1,nothing,44x,中文,noon\n1,*,,,\n", whole=True
    ).preview
    assert [(one.line, one.column, one.stops) for one in wrong.wrong] == [
        (2, "number", True),
        (3, "hours", True),
        (3, "languages", True),
        (3, "places", True),
        (3, "rights", False),
        (4, "number", True),
    ]
    assert wrong.gone == 0 and not wrong.hash


def test_columns_are_called_as_the_file_calls_them() -> None:
    wrong = of_rights("工号,事项,办公时间\n1,*,noon\n217,*,\n").preview.wrong
    assert [(one.line, one.column) for one in wrong] == [(2, "办公时间"), (3, "工号")]
    assert "0217" in wrong[1].text.zh and "0217" in wrong[1].text.en, "spreadsheets drop zeros"
    wrong = of_rights("工号,姓名,语言\n1,林 晓,yue\n2,林晓,yue\n").preview.wrong
    assert [(one.line, one.column) for one in wrong] == [(3, "姓名")], "a mistyped number is somebody else's"
    assert not of_rights("工号,备注\n1,x\n", leave_out=True).preview.hash
    wrong = of_items("实施编码,承诺工作日\n,1\n4400X1,soon\n").preview.wrong
    assert [(one.line, one.column) for one in wrong] == [(2, "标识"), (3, "事项名称"), (3, "部门")]


def test_an_official_on_two_sheets_is_told() -> None:
    book = Workbook()
    for name in ("town", "village"):
        sheet = book.create_sheet(name)
        sheet.append(["工号", "事项"])
        sheet.append(["1", "*"])
    file = io.BytesIO()
    book.save(file)
    read = rights.read_rights(read_file(file.getvalue()), STAFF, is_whole=False)
    [wrong] = read.wrong
    assert (wrong.sheet, wrong.line) == ("village", 2) and "town 第 2 行" in wrong.text.zh


def test_what_a_booth_could_not_ask_is_refused() -> None:
    paper = json.dumps({"id": "x", "name": {"zh": "证明"}, "need": "conditional", "needed_if": "values.a =="})
    table = as_csv([("id", "materials"), ("longevity-allowance", paper)]).decode("utf-8-sig")
    [wrong] = of_items(table).preview.wrong
    assert (wrong.line, wrong.column) == (2, "materials") and "needed_if" in wrong.text.zh
    [wrong] = of_items("id,form_id\nsole-trader,longevity-allowance\n").preview.wrong
    assert wrong.column == "form_id", "a package asks by the forms of its parts"


def test_the_hash_stands_for_the_file_the_choices_and_the_data() -> None:
    text = "number,rights\n1,*\n"
    first = of_rights(text).preview.hash
    read = rights.read_rights(read_file(text.encode()), STAFF, is_whole=False)
    later = plan(STAFF.known, read, base="2", choices=Choices(), told=rights.told(STAFF)).preview.hash
    assert (
        len({first, later, of_rights(text, leave_out=True).preview.hash, of_rights(text + "2,*\n").preview.hash}) == 4
    )
    assert of_rights(text).preview.hash == first


CELL = st.sampled_from(["", "1", "0", "sole-trader", "kiosk", "*", "是", "9:00-12:00", "{}", "a | b", "|"]) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=6
)


@pytest.mark.parametrize("judge", [of_items, of_rights])
@given(st.data())
def test_any_cells_are_judged(judge: Any, data: st.DataObject) -> None:
    names = [*(column.name for column in COLUMNS), *rights.HEADS, "task_code", "cd_operation", "dept_name"]
    head = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=8, unique=True))
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(head), max_size=len(head)), max_size=4))
    body = as_csv([tuple(head), *map(tuple, rows)]).decode("utf-8-sig")
    planned = judge(body, leave_out=data.draw(st.booleans()), whole=data.draw(st.booleans()))
    seen = planned.preview
    assert seen.new + seen.changed + seen.gone == len(planned.put) == len(seen.changes) + seen.more
