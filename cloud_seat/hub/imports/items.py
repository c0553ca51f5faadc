"""Core: lines of a file as items. A line changes what its columns name and nothing else of the item that it means: by
`id`, else by the code of implementation. A line of an item that is not here makes a new one."""

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cloud_seat.contract.text import Text
from cloud_seat.hub.imports import up_task
from cloud_seat.hub.imports.columns import BY_HEAD, BY_NAME, COLUMNS, Body, CellError, Column, cells_of, whole
from cloud_seat.hub.imports.plan import Read, Told
from cloud_seat.hub.imports.sheet import Line, Sheet, Wrong, at_heads, clean, wrong

Row = dict[str, str]
"""Cells of a line by our names of the columns."""
_KEYS = ("id", "code")
_NEEDED = ("name_zh", "department_zh")
TOLD = Told(
    table="items",
    labels={column.name: Text(zh=column.zh, en=column.name) for column in COLUMNS if column.name != "id"},
    several={
        name: " " if name in ("channels", "life_events") else "\n"
        for name in ("who", "materials", "channels", "legal_basis", "aliases", "life_events", "desk_points")
    },
    name=lambda _key, body: body["name"]["zh"],
    cells=cells_of,
)


@dataclass(frozen=True, slots=True)
class District:
    """What items must fit to. `known`: those that are here, without packages; `parts`: those that packages are made of;
    `packages`: their ids; `forms`: ids of published forms."""

    known: Mapping[str, Body]
    packages: Collection[str] = ()
    parts: Collection[str] = ()
    forms: Collection[str] = ()


def read_items(sheets: list[Sheet], district: District, *, is_whole: bool) -> Read:
    """Every line, right or wrong."""
    reading = _Reading(district)
    for sheet in sheets:
        reading.take(sheet)
    if is_whole:
        reading.conclude()
    return reading.read


class _Reading:
    def __init__(self, district: District) -> None:
        self._district = district
        self._by_code = {body["code"]: key for key, body in district.known.items() if body.get("code")}
        self.read = Read()

    def take(self, sheet: Sheet) -> None:
        columns = {head: column for head in sheet.head if (column := _column(head))}
        names = {column.name for column, _ in columns.values()}
        self.read.unused += [head for head in sheet.head if head and head not in columns and head != up_task.GONE]
        if not names & {"id", "code"}:
            self._no_key(sheet)
            return
        heads = {column.name: head for head, (column, _) in columns.items()}
        labels = {name: column.zh for name, column in BY_NAME.items()}
        seen = dict[str, int]()
        for line in sheet.lines:
            found = self._take_line(line, _told_cells(line, columns), seen)
            self.read.wrong += at_heads(found, {**labels, **heads})

    def _no_key(self, sheet: Sheet) -> None:
        zh = (
            f"{sheet.name or '这个文件'}：表头里没有“标识”（id）或“实施编码”（code、task_code），不知道每行是哪个事项。"
        )
        en = f"{sheet.name or 'The file'} has no column id, code or task_code: no line says which item it is."
        self.read.wrong.append(Wrong(sheet=sheet.name, column="id", text=Text(zh=zh, en=en)))

    def _take_line(self, line: Line, cells: Row, seen: dict[str, int]) -> list[Wrong]:
        found = [wrong(line, name, *why) for name in _KEYS if (why := _key_wrong(name, cells.get(name, "")))]
        key = "" if found else self._key(cells)
        if key in seen:
            found = [
                wrong(line, "id", f"和第 {seen[key]} 行是同一个事项，请只留一行。", f"Twice: see line {seen[key]}.")
            ]
        elif key in self._district.packages:
            found = [wrong(line, "id", "“一件事”由它的各个事项合成，不能在这里改。", "A package is made of its items.")]
        elif key:
            seen[key] = line.number
            found = self._put(line, key, cells)
        elif not found:
            found = [wrong(line, "id", "这行没有写是哪个事项。", "This line does not say which item it is.")]
        if any(one.stops for one in found):
            self.read.bad.add(key)
        return found

    def _key(self, cells: Row) -> str:
        item_id, code = (cells.get(name, "") for name in _KEYS)
        return item_id or self._by_code.get(code) or code.lower()

    def _put(self, line: Line, key: str, cells: Row) -> list[Wrong]:
        if up_task.is_gone(line.cells.get(up_task.GONE, "")):
            return self._take_away(line, key)
        before = self.read.wanted.get(key) or self._district.known.get(key)
        body: Body = copy.deepcopy(before) if before else {"id": key}
        found = _fill(line, body, cells) if before else _make(line, body, cells)
        found = found or self._misfit(line, body)
        if not found:
            if code := body.get("code"):
                self._by_code[code] = key
            self.read.wanted[key] = body
        return found

    def _take_away(self, line: Line, key: str) -> list[Wrong]:
        if key in self._district.parts:
            return [_part(line, key)]
        if key in self._district.known:
            self.read.wanted[key] = None
        return []

    def _misfit(self, line: Line, body: Body) -> list[Wrong]:
        form_id, code = body.get("form_id"), body.get("code")
        if form_id and form_id not in self._district.forms:
            return [wrong(line, "form_id", f"没有发布过表单 {form_id}。", f"No form {form_id} is published.")]
        if "kiosk" in body.get("channels", ()) and not form_id:
            return [wrong(line, "channels", "晓屋自助要有表单：填“表单”，或去掉 kiosk。", "kiosk needs a form_id.")]
        if code and self._by_code.get(code, body["id"]) != body["id"]:
            other = self._by_code[code]
            return [wrong(line, "code", f"这个实施编码是事项 {other} 的。", f"This code is that of item {other}.")]
        if body["id"] in self._district.parts and form_id != self._district.known[body["id"]].get("form_id"):
            return [wrong(line, "form_id", "它是“一件事”的一部分，不能在这里换表单。", "A package asks by this form.")]
        why = whole(body)
        return [wrong(line, "", f"合起来不是一个事项：{why}", f"This makes no item: {why}")] if why else []

    def conclude(self) -> None:
        """What the file lacks goes, unless a line of it is wrong: that may have meant any."""
        if any(one.stops for one in self.read.wrong):
            return
        for key in self._district.known:
            if key not in self.read.wanted:
                self.read.wanted[key] = None
        for key, body in list(self.read.wanted.items()):
            if body is None and key in self._district.parts:
                self.read.wrong.append(_part(Line(0, {}), key))


def _column(head: str) -> tuple[Column, Any] | None:
    known = BY_HEAD.get(head) or BY_HEAD.get(head.lower())
    if known:
        return known, str
    name, put = up_task.COLUMNS.get(head.lower(), ("", str))
    return (BY_NAME[name], put) if name else None


def _told_cells(line: Line, columns: Mapping[str, tuple[Column, Any]]) -> Row:
    return {column.name: put(line.cells[head]) for head, (column, put) in columns.items()}


def _key_wrong(name: str, cell: str) -> tuple[str, str] | None:
    try:
        BY_NAME[name].read(cell) if cell else None
    except CellError as error:
        return error.text.zh, error.text.en
    return None


def _fill(line: Line, body: Body, cells: Row) -> list[Wrong]:
    """Put what is another than it is."""
    found = list[Wrong]()
    for name, cell in cells.items():
        column = BY_NAME[name]
        if name == "id" or cell == clean(column.cell(body)):
            continue
        try:
            column.put(body, cell)
        except CellError as error:
            found.append(wrong(line, name, error.text.zh, error.text.en))
    return found


def _make(line: Line, body: Body, cells: Row) -> list[Wrong]:
    """A new item; what need not be said is as with any."""
    lacking = [name for name in _NEEDED if not cells.get(name)]
    if lacking:
        return [wrong(line, name, f"新事项要写“{BY_NAME[name].zh}”。", f"A new item needs {name}.") for name in lacking]
    told = {name: cell for name, cell in cells.items() if cell}
    return _fill(line, body, {"summary_zh": told["name_zh"], **told})


def _part(line: Line, key: str) -> Wrong:
    zh, en = f"{key} 是“一件事”的一部分，不能去掉。", f"{key} is part of a package and cannot go."
    return wrong(line, "id", zh, en)
