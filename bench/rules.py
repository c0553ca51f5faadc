"""Shell: all rules of a form on answers in every field, beside the schema alone."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs

from bench.stopwatch import percentile, timed
from bench.table import Row, Table
from cloud_seat.contract.formats import FORMATS
from cloud_seat.contract.forms import Field, parse_form
from cloud_seat.contract.rules import FormEngine

ASSETS = Path(__file__).parents[1] / "assets"
TODAY = "2026-11-23"


def measure(quick: bool) -> Table:
    """Each form, filled, as it stands when the resident goes on to the next page."""
    person = json.loads((ASSETS / "samples" / "people.json").read_text())[0]
    rows = tuple(_row(file.read_bytes(), person, 200 if quick else 5000) for file in sorted(ASSETS.glob("forms/*/v*")))
    columns = ("fields", "p50 µs", "p99 µs", "schema p50 µs", "schema p99 µs", "× schema p50")
    beside = "jsonschema-rs alone, same values and formats: no conditions, no rules in CEL, no sentences"
    return Table("FormEngine.errors on a filled form", columns, rows, beside)


def _row(data: bytes, person: dict[str, Any], rounds: int) -> Row:
    form = parse_form(data)
    engine = FormEngine(form)
    schema = jsonschema_rs.Draft202012Validator(form.schema, formats=FORMATS, validate_formats=True)
    values = {field.name: _answer(field, person) for field in form.fields()} | engine.prefill(person["card"])
    ours = [timed(lambda: engine.errors(values, today=TODAY))[0] * 1e6 for _ in range(rounds)]
    alone = [timed(lambda: list(schema.iter_errors(values)))[0] * 1e6 for _ in range(rounds)]
    numbers = [percentile(us, share) for us in (ours, alone) for share in (0.5, 0.99)]
    return form.title.zh, (len(form.fields()), *numbers, numbers[0] / numbers[2])


def _answer(field: Field, person: dict[str, Any]) -> object:
    """Something that fits the widget."""
    if field.choices:
        return field.choices[0].value
    known = {"bank_card": person["bank_account"], "id_number": person["card"]["number"], "phone": person["phone"]}
    fitting = {"amount": 5000.0, "confirm": True, "date": "2026-10-01", "digits": "1", **known}
    return fitting.get(field.widget, "样张街测试路0号")
