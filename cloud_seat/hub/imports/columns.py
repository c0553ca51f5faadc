"""Core: the columns of the table of items: how each part of an item is written in a cell, and read from one.

Cells hold several things as lines: Alt+Enter in a spreadsheet. A line in two languages is `中文 | English`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from cloud_seat.contract.form_conditions import expression_faults
from cloud_seat.contract.items import Item, Material
from cloud_seat.contract.text import Text

Body = dict[str, Any]
CHANNELS = ("kiosk", "seat", "print", "hall")
OBJECTS = ("person", "company")
_YES, _NO = ("1", "是", "yes", "true", "y"), ("", "0", "否", "no", "false", "n")
_DAYS = re.compile(r"\d{1,4}")
_YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")
_WORD = re.compile(r"[\w.:-]{1,100}", re.ASCII)


class CellError(Exception):
    """A cell that is not as its column wants it; `text` says how to write it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Column:
    """`name` for programs, `zh` as people read it. `show` writes what stands in an item under `path`, `read` reads it
    back and raises CellError. `must`: may not be empty."""

    name: str
    zh: str
    path: tuple[str, ...]
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    must: bool = False

    def cell(self, body: Body) -> str:
        """As it is in this item."""
        found: Any = body
        for step in self.path:
            found = found.get(step) if isinstance(found, dict) else None
        return "" if found is None else self.show(found)

    def put(self, body: Body, cell: str) -> None:
        """Change this part of `body`, which is the caller's own copy. Raises CellError."""
        if self.must and not cell:
            raise CellError(f"“{self.zh}”不能空着。", f"{self.name} may not be empty.")
        value = self.read(cell)
        *outer, last = self.path
        at = body
        for step in outer:
            inner = at.get(step)
            at[step] = dict(inner) if isinstance(inner, dict) else {}
            at = at[step]
        if value is None:
            at.pop(last, None)
            if outer and not at.get("zh"):  # a text without its Chinese is none
                _drop(body, outer)
        else:
            at[last] = value


def _drop(body: Body, path: list[str]) -> None:
    at = body
    for step in path[:-1]:
        at = at[step]
    at.pop(path[-1], None)


def _text(cell: str) -> str | None:
    return cell or None


def _word(cell: str) -> str:
    if not _WORD.fullmatch(cell):
        raise CellError("只能用字母、数字、- 和 _，最多 100 个。", "Letters, digits, - and _ only, at most 100.")
    return cell


def _code(cell: str) -> str:
    if cell and not _WORD.fullmatch(cell):
        raise CellError("编码只有字母和数字。在表格软件里请把这列设为“文本”。", "A code has letters and digits only.")
    return cell


def _days(cell: str) -> int:
    if cell and not _DAYS.fullmatch(cell):
        raise CellError("请写整数，例如 20。", "Write a whole number, such as 20.")
    return int(cell or 0)


def _yuan(cell: str) -> float:
    if cell and not _YUAN.fullmatch(cell):
        raise CellError("金额写成 20 或 20.50，单位是元；不收费写 0。", "Write 20 or 20.50, in yuan; 0 if it is free.")
    return float(cell or 0)


def _flag(cell: str) -> bool:
    if cell.lower() not in (*_YES, *_NO):
        raise CellError("写“是”或“否”。", "Write yes or no.")
    return cell.lower() in _YES


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in words:
            raise CellError(f"只能是 {'、'.join(words)}。", f"One of {', '.join(words)}.")
        return cell

    return read


def _channels(cell: str) -> list[str]:
    found = cell.replace(",", " ").replace("、", " ").split()
    for word in found:
        _one_of(CHANNELS)(word)
    return list(dict.fromkeys(found))


def _both(line: str) -> dict[str, str]:
    zh, _, en = (part.strip() for part in line.partition("|"))
    if not zh:
        raise CellError("每行先写中文，再写 | 和英文。", "Each line: Chinese first, then | and English.")
    return {"zh": zh, "en": en} if en else {"zh": zh}


def _show_both(text: Any) -> str:
    return " | ".join(part for part in (text.get("zh", ""), text.get("en", "")) if part)


def _material(line: str) -> Any:
    try:
        body = msgspec.json.decode(line)
        msgspec.convert(body, Material)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise CellError(
            f"每行一份材料，照导出的样子写：{error}"[:200], f"One material a line, as it is exported: {error}"[:200]
        ) from error
    for name in ("needed_if", "promised_if"):
        for one in expression_faults(name, body.get(name, "")):
            raise CellError(f"材料的 {name}：{one.text.zh}", f"{name} of a material: {one.text.en}")
    return body


def _show_material(body: Any) -> str:
    return msgspec.json.encode(body).decode()


def _both_of(name: str, zh: str, *, must: bool = False) -> tuple[Column, Column]:
    return (
        Column(f"{name}_zh", zh, (name, "zh"), str, _text, must),
        Column(f"{name}_en", f"{zh}（英文）", (name, "en"), str, _text),
    )


def _many(name: str, zh: str) -> Column:
    return Column(name, zh, (name,), "\n".join, _lines)


def _many_both(name: str, zh: str) -> Column:
    return Column(
        name,
        zh,
        (name,),
        lambda texts: "\n".join(map(_show_both, texts)),
        lambda cell: [_both(line) for line in _lines(cell)],
    )


def _number(name: str, zh: str) -> Column:
    return Column(name, zh, (name,), str, _days)


COLUMNS: tuple[Column, ...] = (
    Column("id", "标识", ("id",), str, _word, must=True),
    Column("code", "实施编码", ("code",), str, _code),
    *_both_of("name", "事项名称", must=True),
    *_both_of("department", "部门", must=True),
    Column("category", "分类", ("category",), str, lambda cell: _word(cell or "other")),
    Column("service_object", "服务对象", ("service_object",), str, lambda cell: _one_of(OBJECTS)(cell or "person")),
    Column("kind", "办件类型", ("kind",), str, lambda cell: cell or "承诺件"),
    *_both_of("summary", "简介", must=True),
    _many_both("who", "谁可以办"),
    Column(
        "materials",
        "材料",
        ("materials",),
        lambda found: "\n".join(map(_show_material, found)),
        lambda cell: [_material(line) for line in _lines(cell)],
    ),
    _number("statutory_working_days", "法定工作日"),
    _number("promised_working_days", "承诺工作日"),
    Column("fee_yuan", "收费（元）", ("fee", "amount_yuan"), lambda yuan: f"{yuan:g}", _yuan),
    Column("fee_note_zh", "收费说明", ("fee", "note", "zh"), str, _text),
    Column("fee_note_en", "收费说明（英文）", ("fee", "note", "en"), str, _text),
    *_both_of("result", "办理结果"),
    _number("minutes", "通常几分钟"),
    *_both_of("place", "办理地点"),
    *_both_of("hours", "办理时间"),
    Column("channels", "办理途径", ("channels",), " ".join, _channels),
    Column("form_id", "表单", ("form_id",), str, _text),
    Column("promise_instead", "告知承诺", ("promise_instead",), lambda yes: "是" if yes else "否", _flag),
    _many("legal_basis", "设定依据"),
    _many("aliases", "别名"),
    Column("life_events", "人生事件", ("life_events",), " ".join, lambda cell: cell.split()),
    _many_both("desk_points", "审核要点"),
)
BY_NAME = {column.name: column for column in COLUMNS}
BY_HEAD = {**{column.zh: column for column in COLUMNS}, **BY_NAME}


def cells_of(body: Body) -> dict[str, str]:
    """An item as the cells of a line."""
    return {column.name: column.cell(body) for column in COLUMNS}


def whole(body: Body) -> str:
    """Why it is no item after all; empty when it is one."""
    try:
        msgspec.convert(body, Item)
    except msgspec.ValidationError as error:
        return str(error)
    return ""
