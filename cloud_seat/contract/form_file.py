"""Core: a form as somebody wrote it, read strictly: a slip in a name, or a name twice, is a fault."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cloud_seat.contract.form_words import Fault, fault
from cloud_seat.contract.forms import Form

MOST_BYTES = 200_000
"""The longest form of the district is 21 kB."""
_LARGEST = 1e15
_MOST_FAULTS = 50
_KINDS = {
    "str": ("文字", "text"),
    "int": ("整数", "a whole number"),
    "float": ("数", "a number"),
    "bool": ("true 或 false", "true or false"),
    "object": ("一组名称和值 {…}", "an object {…}"),
    "array": ("一列 […]", "a list […]"),
}


class _RemoteTwiceError(ValueError):
    """Two of one name in one object: the second would win unseen."""


def read_form(body: bytes) -> tuple[Form | None, list[Fault]]:
    """The form, if its shape is right; what is wrong with it as a file."""
    raw, faults = read_object(body)
    if raw is None:
        return None, faults
    try:
        form = msgspec.convert(raw, Form)
        return form, list(_strangers(raw, msgspec.to_builtins(form), ""))[:_MOST_FAULTS]
    except msgspec.ValidationError as error:
        return None, [_shape(str(error))]
    except RecursionError:
        return None, [fault("", "too_deep")]


def read_object(body: bytes) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The JSON object in the file."""
    if len(body) > MOST_BYTES:
        return None, [fault("", "too_large", MOST_BYTES // 1000)]
    try:
        raw = json.loads(body.decode(), object_pairs_hook=_each_once, parse_constant=_no_number, parse_float=_finite)
        json.dumps(raw, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        return None, [fault("", "not_json", error.lineno, error.colno)]
    except RecursionError:
        return None, [fault("", "too_deep")]
    except UnicodeError:
        return None, [fault("", "no_text")]
    except _RemoteTwiceError as error:
        return None, [fault("", "twice", error)]
    except ValueError:
        return None, [fault("", "bad_number")]
    return (raw, []) if isinstance(raw, dict) else (None, [fault("", "no_object")])


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RemoteTwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) > _LARGEST:
        raise ValueError(text)
    return number


def _shape(words: str) -> Fault:
    """What msgspec says, for people: `Expected `str`, got `int` - at `$.ui.pages[0].title``."""
    what, _, where = words.partition(" - at `$")
    at = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", where.rstrip("`")).strip(".")
    if lacking := re.match(r"Object missing required field `(\w+)`", what):
        return fault(at, "lacks", lacking[1])
    wanted = re.match(r"Expected `(\w+)", what)
    return fault(at, "kind", *_KINDS[wanted[1]]) if wanted and wanted[1] in _KINDS else fault(at, "malformed", what)


def _strangers(raw: Any, known: Any, at: str) -> Iterator[Fault]:
    """Names that no form has: `shw_if` would be passed over in silence."""
    if isinstance(raw, dict) and isinstance(known, dict) and at != "schema":
        for name, value in raw.items():
            place = f"{at}.{name}".strip(".")
            if name in known:
                yield from _strangers(value, known[name], place)
            else:
                yield fault(at, "stranger", name)
    elif isinstance(raw, list) and isinstance(known, list | tuple):
        for number, (one, other) in enumerate(zip(raw, known, strict=True)):
            yield from _strangers(one, other, f"{at}.{number}")
