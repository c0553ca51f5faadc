"""Core: a package (一件事): several items as one, with one form that asks every field once, and one set of papers.

What the package says of itself stands; what it leaves open comes from its parts. Booth and hub bundle alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from cloud_seat.contract.forms import Form, Page, Printout, Promise, Rule, Ui
from cloud_seat.contract.items import Fee, Item, Material
from cloud_seat.contract.text import Text

VERSIONS = 100
"""A package's form version is its parts' versions, two digits each: 1 and 2 are 102."""


class PackageError(Exception):
    """The parts do not fit together: `str` says which one and why. Whoever wrote the package must change it."""


def bundle_item(package: Item, items: Mapping[str, Item]) -> Item:
    """The package as an item like any other. Raises PackageError for a part that is not there."""
    if missing := [part for part in package.parts if part not in items]:
        raise PackageError(f"{package.id}: no item {', '.join(missing)}")
    parts = [items[part] for part in package.parts]
    has_forms = all(part.form_id for part in parts)
    open_to = [way for way in parts[0].channels if all(way in part.channels for part in parts)]
    return msgspec.structs.replace(
        package,
        who=package.who or _once(who for part in parts for who in part.who),
        materials=tuple(_papers(parts)),
        statutory_working_days=max(part.statutory_working_days for part in parts),
        promised_working_days=max(part.promised_working_days for part in parts),
        fee=Fee(amount_yuan=sum(part.fee.amount_yuan for part in parts), note=package.fee.note),
        result=package.result or _joined([part.result for part in parts if part.result]),
        place=package.place or parts[0].place,
        hours=package.hours or parts[0].hours,
        channels=tuple(open_to),
        form_id=package.id if has_forms and "kiosk" in open_to else None,
        promise_instead=any(part.promise_instead for part in parts),
        desk_points=package.desk_points or _once(point for part in parts for point in part.desk_points),
    )


def bundle_form(package: Item, forms: Sequence[Form]) -> Form:
    """One form of the parts' forms, in their order. Raises PackageError when one name means two things."""
    fields: dict[str, Any] = {}
    required: dict[str, None] = {}
    for form in forms:
        for name, schema in form.schema["properties"].items():
            if fields.setdefault(name, schema) != schema:
                raise PackageError(f"{package.id}: {name} is another field in {form.id}")
        required |= dict.fromkeys(form.schema.get("required", ()))
    version = 0
    for form in forms:
        version = version * VERSIONS + form.version
    return Form(
        id=package.id,
        version=version,
        title=package.name,
        schema={**forms[0].schema, "properties": fields, "required": list(required)},
        ui=Ui(pages=tuple(_pages(forms))),
        rules=tuple(_rules(forms)),
        promises=tuple(_promises(forms)),
        print=Printout(title=_title(package, forms), rows=tuple(_rows(forms))),
    )


def _pages(forms: Sequence[Form]) -> Iterator[Page]:
    """Every page with what was not asked before; a page that was asked whole is gone."""
    asked: set[str] = set()
    for form in forms:
        for page in form.ui.pages:
            fresh = tuple(field for field in page.fields if field.name not in asked)
            asked.update(field.name for field in fresh)
            if fresh:
                yield msgspec.structs.replace(page, id=f"{form.id}.{page.id}", fields=fresh)


def _rows(forms: Sequence[Form]) -> Iterator[tuple[str, ...]]:
    printed: set[str] = set()
    for form in forms:
        for row in form.print.rows:
            fresh = tuple(name for name in row if name not in printed)
            printed.update(fresh)
            if fresh:
                yield fresh


def _rules(forms: Sequence[Form]) -> Iterator[Rule]:
    """The same check once; an id that stands for two checks is told apart by its form."""
    checks: set[tuple[str, str]] = set()
    ids: set[str] = set()
    for form in forms:
        for rule in form.rules:
            if (rule.field, rule.check) not in checks:
                checks.add((rule.field, rule.check))
                yield msgspec.structs.replace(rule, id=_own(rule.id, form, ids))


def _promises(forms: Sequence[Form]) -> Iterator[Promise]:
    """The same sentence is promised once."""
    said: set[str] = set()
    ids: set[str] = set()
    for form in forms:
        for promise in form.promises:
            if promise.text.zh not in said:
                said.add(promise.text.zh)
                yield msgspec.structs.replace(promise, id=_own(promise.id, form, ids))


def _own(name: str, form: Form, taken: set[str]) -> str:
    own = name if name not in taken else f"{form.id}.{name}"
    taken.add(own)
    return own


def _papers(parts: Sequence[Item]) -> Iterator[Material]:
    """Each paper once: needed if any part needs it, and only to follow later if every part lets it."""
    found: dict[str, Material] = {}
    for paper in (paper for part in parts for paper in part.materials):
        found[paper.id] = _stricter(found[paper.id], paper) if paper.id in found else paper
    yield from found.values()


def _stricter(one: Material, other: Material) -> Material:
    always = next((paper for paper in (one, other) if paper.need != "conditional"), None)
    either = " || ".join(f"({paper.needed_if})" for paper in (one, other) if paper.needed_if)
    base = always or msgspec.structs.replace(
        one, needed_if=either if one.needed_if != other.needed_if else one.needed_if
    )
    can_follow = one.deferrable and other.deferrable
    days = min(one.deferral_working_days, other.deferral_working_days) if can_follow else 0
    return msgspec.structs.replace(base, deferrable=can_follow, deferral_working_days=days)


def _title(package: Item, forms: Sequence[Form]) -> Text:
    names = _joined([form.title for form in forms])
    assert names is not None
    return Text(zh=f"{package.name.zh}申请表（{names.zh}）", en=f"{package.name.en}: application ({names.en})")


def _joined(texts: Sequence[Text]) -> Text | None:
    if not texts:
        return None
    return Text(zh="；".join(text.zh for text in texts), en="; ".join(text.en or text.zh for text in texts))


def _once(texts: Iterator[Text]) -> tuple[Text, ...]:
    return tuple({text.zh: text for text in texts}.values())
