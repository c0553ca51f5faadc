"""Core: what is different between two versions of a form, as people speak of it: fields, options, conditions, order."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from cloud_seat.contract.forms import Field, Form
from cloud_seat.contract.text import Text

Kind = Literal["added", "removed", "changed", "moved"]
_NOTHING = Text(zh="", en="")
_PARTS = {
    "label": Text(zh="名称", en="label"),
    "help": Text(zh="提示", en="help"),
    "why": Text(zh="为什么问", en="why we ask"),
    "error": Text(zh="填错时的话", en="sentence for a wrong answer"),
    "one": Text(zh="一行叫什么", en="word for a row"),
    "widget": Text(zh="怎么填", en="widget"),
    "source": Text(zh="从哪里读", en="source"),
    "readonly": Text(zh="不能改", en="read only"),
    "width": Text(zh="宽度", en="width"),
    "show_if": Text(zh="显示条件", en="condition"),
    "earliest": Text(zh="最早", en="earliest"),
    "latest": Text(zh="最晚", en="latest"),
}
_PLACE = Text(zh="在第几页", en="page")
_OPTIONS = Text(zh="选项", en="options")
_REQUIRED = Text(zh="必填", en="required")
_VALUES = Text(zh="能填什么", en="what it takes")
_CHECK = Text(zh="条件", en="condition")
_WORDS = Text(zh="说的话", en="sentence")
_PAPER = Text(zh="打印的行", en="rows on paper")


class FormChange(msgspec.Struct, frozen=True):
    """`at`: path of the field, or of what else. `what`: its name; `part`: what of it; values as people read."""

    kind: Kind
    at: str
    what: Text
    part: Text = _NOTHING
    before: Text = _NOTHING
    after: Text = _NOTHING


@dataclass(frozen=True, slots=True)
class _Asked:
    field: Field
    page: str
    rule: dict[str, Any]
    is_required: bool


def changes(old: Form | None, new: Form) -> list[FormChange]:
    """In reading order of the new one; what is gone comes last. Without an old one nothing: all is new."""
    if old is None:
        return []
    before, after = _asked(old), _asked(new)
    found = [FormChange("added", path, one.field.label) for path, one in after.items() if path not in before]
    for path, one in after.items():
        if path in before:
            found += _of_field(path, before[path], one)
    found += [FormChange("moved", path, after[path].field.label) for path in _moved(list(before), list(after))]
    found += [FormChange("removed", path, one.field.label) for path, one in before.items() if path not in after]
    return [*found, *_of_pages(old, new), *_of_rules(old, new), *_of_promises(old, new), *_of_paper(old, new)]


def _asked(form: Form) -> dict[str, _Asked]:
    found: dict[str, _Asked] = {}
    for page in form.ui.pages:
        for field in page.fields:
            _put(found, field, "", page.id, form.schema)
    return found


def _put(found: dict[str, _Asked], field: Field, at: str, page: str, schema: dict[str, Any]) -> None:
    rule = schema.get("properties", {}).get(field.name, {})
    must = field.required_if_shown or field.name in schema.get("required", ())
    found[f"{at}{field.name}"] = _Asked(field, page, rule, must)
    for inner in field.fields:
        _put(found, inner, f"{at}{field.name}.", page, rule.get("items", {}))


def _of_field(path: str, old: _Asked, new: _Asked) -> Iterator[FormChange]:
    what = new.field.label
    for name, part in _PARTS.items():
        before, after = getattr(old.field, name), getattr(new.field, name)
        if before != after:
            yield FormChange("changed", path, what, part, *_both(before, after))
    if old.field.choices != new.field.choices:
        yield FormChange("changed", path, what, _OPTIONS, _options(old.field), _options(new.field))
    if old.is_required != new.is_required:
        yield FormChange("changed", path, what, _REQUIRED, _said(old.is_required), _said(new.is_required))
    if old.page != new.page:
        yield FormChange("changed", path, what, _PLACE, _said(old.page), _said(new.page))
    before, after = _plain(old.rule), _plain(new.rule)
    if before != after:
        yield FormChange("changed", path, what, _VALUES, _said(_json(before)), _said(_json(after)))


def _plain(rule: dict[str, Any]) -> dict[str, Any]:
    """Without what is told elsewhere: rows of a group, options."""
    return {name: value for name, value in rule.items() if name not in ("items", "enum")}


def _options(field: Field) -> Text:
    return _said("; ".join(f"{one.value}: {one.label.zh} / {one.label.en}" for one in field.choices))


def _moved(old: list[str], new: list[str]) -> list[str]:
    """The fewest paths that must have been moved for the rest to stand in the old order."""
    before, after = [path for path in old if path in set(new)], [path for path in new if path in set(old)]
    stays = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {path for block in stays for path in before[block.a : block.a + block.size]}
    return [path for path in after if path not in kept]


def _of_pages(old: Form, new: Form) -> Iterator[FormChange]:
    title = Text(zh="整张表", en="whole form")
    if old.title != new.title:
        yield FormChange("changed", "title", title, Text(zh="标题", en="title"), *_both(old.title, new.title))
    before, after = {page.id: page for page in old.ui.pages}, {page.id: page for page in new.ui.pages}
    for name, page in after.items():
        known = before.get(name)
        if known is None:
            yield FormChange("added", f"pages.{name}", page.title, Text(zh="一页", en="page"))
        elif (known.title, known.hint) != (page.title, page.hint):
            part = Text(zh="页的标题和说明", en="title and hint of the page")
            yield FormChange("changed", f"pages.{name}", page.title, part, _head(known), _head(page))
    for name in [name for name in before if name not in after]:
        yield FormChange("removed", f"pages.{name}", before[name].title, Text(zh="一页", en="page"))


def _head(page: Any) -> Text:
    texts = [page.title, *([page.hint] if page.hint else [])]
    return _said(Text(zh=" ".join(text.zh for text in texts), en=" ".join(text.en for text in texts)))


def _of_rules(old: Form, new: Form) -> Iterator[FormChange]:
    before, after = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    word = Text(zh="规则", en="rule")
    for name, rule in after.items():
        known = before.get(name)
        if known is None:
            yield FormChange("added", f"rules.{name}", rule.message, word, after=_said(rule.check))
            continue
        if (known.check, known.field) != (rule.check, rule.field):
            spots = _said(f"{known.field}: {known.check}"), _said(f"{rule.field}: {rule.check}")
            yield FormChange("changed", f"rules.{name}", rule.message, _CHECK, *spots)
        if known.message != rule.message:
            yield FormChange("changed", f"rules.{name}", rule.message, _WORDS, *_both(known.message, rule.message))
    for name in [name for name in before if name not in after]:
        yield FormChange("removed", f"rules.{name}", before[name].message, word)


def _of_promises(old: Form, new: Form) -> Iterator[FormChange]:
    before, after = {one.id: one.text for one in old.promises}, {one.id: one.text for one in new.promises}
    word = Text(zh="承诺", en="promise")
    for name, text in after.items():
        if name not in before:
            yield FormChange("added", f"promises.{name}", text, word)
        elif before[name] != text:
            yield FormChange("changed", f"promises.{name}", word, _WORDS, *_both(before[name], text))
    for name in [name for name in before if name not in after]:
        yield FormChange("removed", f"promises.{name}", before[name], word)


def _of_paper(old: Form, new: Form) -> Iterator[FormChange]:
    paper = Text(zh="纸质申请表", en="printed application")
    if old.print.title != new.print.title:
        both = _both(old.print.title, new.print.title)
        yield FormChange("changed", "print.title", paper, Text(zh="标题", en="title"), *both)
    if old.print.rows != new.print.rows:
        rows = _said(_json(old.print.rows)), _said(_json(new.print.rows))
        yield FormChange("changed", "print.rows", paper, _PAPER, *rows)


def _both(before: Any, after: Any) -> tuple[Text, Text]:
    return _said(before), _said(after)


def _said(value: Any) -> Text:
    """As people read it: a sentence in each of its languages, so that a change of the English alone shows too."""
    if isinstance(value, Text):
        return Text(zh=f"{value.zh} / {value.en}", en=f"{value.zh} / {value.en}")
    if isinstance(value, bool):
        return Text(zh="是" if value else "否", en="yes" if value else "no")
    return Text(zh=value, en=value) if isinstance(value, str) else _NOTHING


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
