"""Core: lines of a file as rights of officials: who may do what, where, in which languages and hours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cloud_seat.contract.hours import read_hours
from cloud_seat.contract.text import Text
from cloud_seat.hub.imports.plan import Read, Told
from cloud_seat.hub.imports.sheet import Line, Sheet, Wrong, at_heads, wrong
from cloud_seat.hub.matching.standing import ALL_ITEMS

Row = dict[str, str]
"""`FIELDS` of one official, words separated by single spaces, sorted where their order means nothing."""
FIELDS = ("rights", "deputy_rights", "places", "languages", "hours")
HEADS = {
    "number": "工号",
    "name": "姓名",
    "department": "部门",
    "rights": "事项",
    "deputy_rights": "代办事项",
    "places": "地区",
    "languages": "语言",
    "hours": "办公时间",
}
_TITLES = {ALL_ITEMS: "全部事项", "zh": "普通话", "yue": "粤语", "en": "英语", "sign": "手语"}
PLACE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[A-Za-z]{2,8})?")
_BETWEEN = re.compile(r"[\s,，、;；]+")
_BY_HEAD = {**{zh: name for name, zh in HEADS.items()}, **{name: name for name in HEADS}}
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Staff:
    """`known`: rows by seat id, as `normal` writes them; `names`: of officials by seat id; `items`: known ids, each
    under itself and its code; `titles`: of items by id."""

    known: Mapping[str, Row]
    names: Mapping[str, str]
    items: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict[str, str])


def told(staff: Staff) -> Told:
    """How a change of rights is told."""
    return Told(
        table="rights",
        labels={name: Text(zh=HEADS[name], en=name) for name in FIELDS},
        several=dict.fromkeys(FIELDS[:-1], " "),
        name=lambda key, _row: staff.names.get(key, ""),
        cells=lambda row: row,
        titles={**staff.titles, **_TITLES},
    )


def read_rights(sheets: list[Sheet], staff: Staff, *, is_whole: bool) -> Read:
    """Every line, right or wrong; who may do nothing (any more) is wanted None. The whole table: who is not in it
    may do nothing any more, unless a line is wrong: that may have meant any."""
    reading = _Reading(staff)
    for sheet in sheets:
        reading.take(sheet)
    read = reading.read
    if is_whole and not any(one.stops for one in read.wrong):
        read.wanted |= dict.fromkeys(sorted(held(staff.known).keys() - read.wanted.keys()))
    return read


def held(known: Mapping[str, Row]) -> dict[str, Row]:
    """Those of whom anything is known."""
    return {seat_id: row for seat_id, row in known.items() if any(row.values())}


def normal(cells: Mapping[str, str]) -> Row:
    """As it is kept."""
    row = {name: " ".join(sorted(set(cells.get(name, "").split()))) for name in FIELDS[:-1]}
    return {**row, "hours": " ".join(cells.get("hours", "").split())}


class _Reading:
    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        numbers = (seat_id.removeprefix("seat-") for seat_id in staff.known)
        self._unpadded = {number.lstrip("0"): number for number in numbers if number.startswith("0")}
        self._seen = dict[str, Line]()
        self.read = Read()

    def take(self, sheet: Sheet) -> None:
        columns = {name: head for head in sheet.head if (name := _BY_HEAD.get(head) or _BY_HEAD.get(head.lower(), ""))}
        self.read.unused += [head for head in sheet.head if head and head not in columns.values()]
        if "number" not in columns or columns.keys().isdisjoint(FIELDS):
            zh, en = "、".join(HEADS[name] for name in FIELDS), ", ".join(FIELDS)
            zh, en = f"表头要有“工号”，还要有 {zh} 中的至少一列。", f"The first line needs number and one of {en}."
            self.read.wrong.append(Wrong(sheet=sheet.name, text=Text(zh=zh, en=en)))
            return
        for line in sheet.lines:
            cells = {name: line.cells[head] for name, head in columns.items()}
            self.read.wrong += at_heads(self._take_line(line, cells), columns)

    def _take_line(self, line: Line, cells: Row) -> list[Wrong]:
        seat_id = f"seat-{cells['number']}"
        if seat_id not in self._staff.known:
            found = [self._nobody(line, cells["number"])]
        else:
            row, found = tidy({**self._staff.known[seat_id], **cells}, self._staff, line)
            found = [*self._twice(line, seat_id), *self._another(line, seat_id, cells.get("name", "")), *found]
            self.read.wanted[seat_id] = row if any(row.values()) else None
        if any(one.stops for one in found):
            self.read.bad.add(seat_id)
        return found

    def _twice(self, line: Line, seat_id: str) -> list[Wrong]:
        first = self._seen.setdefault(seat_id, line)
        if first is line:
            return []
        zh, en = f"{first.sheet} 第 {first.number} 行".strip(), f"{first.sheet} line {first.number}".strip()
        return [wrong(line, "number", f"{zh}已有这个工号，请只留一行。", f"This official is in {en}, too.")]

    def _another(self, line: Line, seat_id: str, name: str) -> list[Wrong]:
        """A number that is mistyped is somebody else's: they must not get these rights."""
        known = self._staff.names.get(seat_id, "")
        if not name or "".join(name.split()) == "".join(known.split()):
            return []
        zh = f"这个工号是{known}的，这行写的是{name[:20]}。请改正工号或姓名。"
        en = f"This number is that of {known}, the line says {name[:20]}: mend one of them."
        return [wrong(line, "name", zh, en)]

    def _nobody(self, line: Line, number: str) -> Wrong:
        if padded := self._unpadded.get(number):
            zh = f"没有工号 {number}，是不是 {padded}？开头的 0 被表格软件去掉了：请把这列设为“文本”再填。"
            en = f"no such official: {number!r}. {padded!r}? Spreadsheets drop zeros: make the column text."
            return wrong(line, "number", zh, en)
        zh, en = (
            f"没有这个工号：{number[:40]}。请先开账号。",
            f"no such official: {number[:40]!r}. Add the account first.",
        )
        return wrong(line, "number", zh, en)


def tidy(cells: Mapping[str, str], staff: Staff, line: Line) -> tuple[Row, list[Wrong]]:
    """As it is kept, and what is wrong with it. Codes of items become their ids."""
    words = {name: _BETWEEN.split(cells.get(name, "").strip()) for name in FIELDS[:-1]}
    words = {name: [word for word in found if word] for name, found in words.items()}
    for name in ("rights", "deputy_rights"):
        words[name] = [staff.items.get(word, word) for word in words[name]]
    row = normal({**{name: " ".join(found) for name, found in words.items()}, "hours": cells.get("hours", "")})
    return row, [*_wrong_words(words, staff, line), *_wrong_hours(row["hours"], line)]


def _wrong_words(words: Mapping[str, list[str]], staff: Staff, line: Line) -> list[Wrong]:
    found = list[Wrong]()
    for name in ("rights", "deputy_rights"):
        unknown = [word for word in words[name] if word != ALL_ITEMS and word not in staff.items]
        found += _unknown_items(line, name, unknown)
        if len(words[name]) > _MOST_WORDS:
            found.append(wrong(line, name, "事项太多。", "Too many items."))
    for code in words["places"]:
        if not PLACE.fullmatch(code):
            found.append(_no_place(line, code))
    for code in words["languages"]:
        if not _LANGUAGE.fullmatch(code):
            text = (
                f"语言写代码，例如 zh yue en sign（手语）：{code[:20]}",
                f"Write codes, such as zh yue en sign: {code[:20]}",
            )
            found.append(wrong(line, "languages", *text))
    return found


def _unknown_items(line: Line, name: str, unknown: list[str]) -> list[Wrong]:
    """A remark: items and rights come from different offices, in either order."""
    if not unknown:
        return []
    some = " ".join(unknown[:10])[:300]
    text = Text(zh=f"现在的目录里没有：{some}。有了才用得上。", en=f"Not in the catalogue (yet): {some}")
    return [Wrong(sheet=line.sheet, line=line.number, column=name, text=text, stops=False)]


def _no_place(line: Line, code: str) -> Wrong:
    zh = f"地区代码是 6、9 或 12 位数字：{code[:20]}"
    return wrong(line, "places", zh, f"no code of a place (6, 9 or 12 digits): {code[:20]!r}")


def _wrong_hours(hours: str, line: Line) -> list[Wrong]:
    try:
        read_hours(hours)
    except ValueError as error:
        zh = f"时间写成 9:00-12:00 14:00-17:00，先后分明：{str(error)[:40]}"
        return [wrong(line, "hours", zh, f"write hours like 9:00-12:00 14:00-17:00: {str(error)[:40]}")]
    return []
