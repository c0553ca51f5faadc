"""Core: the part of JSON Schema that a form may use: objects of texts, numbers, yes or no, addresses and rows; no
references, for a form stands by itself."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from cloud_seat.contract.form_words import Fault, fault
from cloud_seat.contract.formats import FORMATS

_KEYWORDS = frozenset(
    ("type", "minLength", "maxLength", "format", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum")
) | {"exclusiveMaximum", "const", "minItems", "maxItems", "items", "properties", "required", "additionalProperties"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TYPES = ("string", "number", "boolean", "array", "object")
_MOST_ROWS = 20
_DEEPEST = 4
"""Rows of the form, each with an address."""
_LONGEST = 10_000
"""What the engine keeps of one answer."""
_LONGEST_PATTERN = 300


def schema_faults(schema: dict[str, Any]) -> list[Fault]:
    """Of a form's schema; if there are none, the validator of booth, hub and desk takes it."""
    found = list(_object("schema", schema, 0))
    if schema.get("type") != "object":
        found.append(fault("schema", "must", "type", "object"))
    if found:
        return found
    try:
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.Draft202012Validator(schema, formats=FORMATS, validate_formats=True)
    except ValueError as error:  # jsonschema_rs.ValidationError is one
        place = [str(step) for step in getattr(error, "instance_path", ())]
        return [fault(".".join(["schema", *place]), "malformed", str(error).partition("\n")[0])]
    return []


def _rule(at: str, rule: Any, depth: int) -> Iterator[Fault]:
    if not isinstance(rule, dict):
        yield fault(at, "kind", "一组名称和值 {…}", "an object {…}")
    elif rule.get("type") not in _TYPES:
        yield fault(at, "one_of", "type", ", ".join(_TYPES))
    elif depth > _DEEPEST:
        yield fault(at, "too_deep")
    elif rule["type"] == "object":
        yield from _object(at, rule, depth)
    else:
        yield from _keywords(at, rule)
        yield from {"array": _array, "string": _string}.get(rule["type"], _nothing)(at, rule, depth)


def _nothing(_at: str, _rule: dict[str, Any], _depth: int) -> Iterator[Fault]:
    return iter(())


def _keywords(at: str, rule: dict[str, Any]) -> Iterator[Fault]:
    for name in rule:
        if name not in _KEYWORDS and (at, name) != ("schema", "$schema"):
            yield fault(at, "keyword", name)
    if rule.get("$schema", _DIALECT) != _DIALECT:
        yield fault(at, "must", "$schema", _DIALECT)


def _object(at: str, schema: dict[str, Any], depth: int) -> Iterator[Fault]:
    yield from _keywords(at, schema)
    properties, required = schema.get("properties"), schema.get("required", [])
    if not isinstance(properties, dict):
        yield fault(at, "lacks", "properties")
        return
    if not isinstance(required, list) or any(name not in list(properties) for name in required):
        yield fault(at, "required")
    if schema.get("additionalProperties") is not False:
        yield fault(at, "must", "additionalProperties", "false")
    for name, rule in properties.items():
        if not _NAME.fullmatch(name):
            yield fault(f"{at}.properties", "name", name)
        yield from _rule(f"{at}.properties.{name}", rule, depth + 1)


def _array(at: str, rule: dict[str, Any], depth: int) -> Iterator[Fault]:
    if not _is_whole(rule.get("maxItems"), _MOST_ROWS):
        yield fault(at, "must", "maxItems", f"1–{_MOST_ROWS}")
    items = rule.get("items")
    if not isinstance(items, dict) or items.get("type") != "object":
        yield fault(at, "items")
    else:
        yield from _rule(f"{at}.items", items, depth + 1)


def _string(at: str, rule: dict[str, Any], _depth: int) -> Iterator[Fault]:
    if not _is_whole(rule.get("maxLength"), _LONGEST):
        yield fault(at, "must", "maxLength", f"1–{_LONGEST}")
    if rule.get("format", "date") not in list(FORMATS):
        yield fault(at, "one_of", "format", ", ".join(FORMATS))
    allowed = rule.get("enum", [])
    if not isinstance(allowed, list) or not all(isinstance(one, str) and 0 < len(one) <= 40 for one in allowed):
        yield fault(at, "must", "enum", '["…", "…"]')
    if not isinstance(rule.get("pattern", ""), str) or len(rule.get("pattern", "")) > _LONGEST_PATTERN:
        yield fault(at, "must", "pattern", f"≤ {_LONGEST_PATTERN}")


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most
