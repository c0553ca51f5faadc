"""Core: what is wrong with an answer, in words that tell how to mend it."""

from datetime import date
from typing import Any

from cloud_seat.contract.formats import is_date
from cloud_seat.contract.forms import Field
from cloud_seat.contract.text import Text

_LENGTHS = {"phone": 11, "id_number": 18}
_CHOICE_WIDGETS = ("choice", "confirm", "date", "region")
_FIRST_DAY = "1900-01-01"
_YEARS_AHEAD = 50


def missing(field: Field) -> Text:
    """Nothing was answered."""
    label = field.label
    if field.widget == "confirm" and field.error:
        return field.error
    if field.widget == "group":
        return Text(zh=f"请添加{label.zh}，至少一位", en=f"Please add at least one: {label.en}")
    if field.widget in _CHOICE_WIDGETS:
        return Text(zh=f"请选择{label.zh}", en=f"Please choose: {label.en}")
    return Text(zh=f"请填写{label.zh}", en=f"Please fill in: {label.en}")


def misfit(field: Field, value: Any, *, schema: dict[str, Any]) -> Text:
    """The schema refuses the answer."""
    if field.widget == "group":
        return _wrong_count(value, schema)
    text, limit = str(value), int(schema.get("maxLength", 200))
    if len(text) > limit:
        return Text(zh=f"太长了，最多 {limit} 个字", en=f"Too long: {limit} characters at most")
    short = max(0, _LENGTHS.get(field.widget, 0) - len(text))
    if short:
        return Text(zh=f"还差 {short} 位", en=f"{short} more digits needed")
    return field.error or Text(zh="请再看一看这一项", en="Please check this field")


def out_of_range(field: Field, value: Any, *, today: str) -> Text | None:
    """A date that exists but cannot be meant here."""
    if field.widget != "date" or not isinstance(value, str) or not is_date(value):
        return None
    first, last = date_range(field, today=today)
    if value < first:
        return Text(zh=f"日期太早了，最早是 {first}，请再看一看", en=f"Too early: {first} at the earliest")
    if value > last and last == today:
        return Text(zh="这个日期还没到，请再看一看", en="This day has not come yet. Please check it.")
    if value > last:
        return Text(zh=f"日期太晚了，最晚是 {last}，请再看一看", en=f"Too late: {last} at the latest")
    return None


def date_range(field: Field, *, today: str) -> tuple[str, str]:
    """First and last day that a date field takes."""
    last = field.latest or f"today+{_YEARS_AHEAD}y"
    return _day(field.earliest or _FIRST_DAY, today), _day(last, today)


def _day(said: str, today: str) -> str:
    if not said.startswith("today"):
        return said
    years = int(said.removeprefix("today").removesuffix("y") or 0)
    now = date.fromisoformat(today)
    is_leap_day = (now.month, now.day) == (2, 29)
    return now.replace(year=now.year + years, day=28 if is_leap_day and years else now.day).isoformat()


def _wrong_count(value: Any, schema: dict[str, Any]) -> Text:
    least, most = schema.get("minItems", 0), schema.get("maxItems", 0)
    if isinstance(value, list | tuple) and len(value) < least:
        return Text(zh=f"至少要 {least} 位", en=f"At least {least} are needed")
    return Text(zh=f"最多 {most} 位，多的请删掉", en=f"{most} at most; please remove the rest")
