"""Core: a form as data: JSON Schema 2020-12 for the values, a small UI schema, CEL for conditions."""

from typing import Any

import msgspec

from cloud_seat.contract.text import Text


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a `choice` field."""

    value: str
    label: Text


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `source` names where the first value comes from (card.name …); `show_if` is CEL over `values`.

    A `group` asks its `fields` once for each row; `one` is the word for a row. `earliest` and `latest` bound a date:
    YYYY-MM-DD, or counted in years from today: today, today-18y, today+20y.
    """

    name: str
    widget: str
    label: Text
    help: Text | None = None
    why: Text | None = None
    error: Text | None = None
    source: str = ""
    readonly: bool = False
    width: str = "full"
    show_if: str = ""
    required_if_shown: bool = False
    choices: tuple[Choice, ...] = ()
    fields: "tuple[Field, ...]" = ()
    one: Text | None = None
    earliest: str = ""
    latest: str = ""


ADDRESS_PARTS = (
    Field(
        name="region",
        widget="region",
        label=Text(zh="省市区、镇街、村居", en="Province to village"),
        error=Text(zh="请点选到区县或更细", en="Please choose down to the county at least"),
    ),
    Field(
        name="detail",
        widget="text",
        label=Text(zh="路名、门牌、楼栋、房号", en="Road, number, building, room"),
        error=Text(zh="请写路名和门牌，没有的写村里的小地名", en="Please give road and number, or the local name"),
    ),
)
"""What every `address` asks. Its value: `region` (words), `code` (of the region, "" when unknown), `detail`."""


def is_money(field: Field) -> bool:
    """An amount of yuan, by its name (units live in names): read back in capitals. Other amounts are plain numbers."""
    return field.widget == "amount" and field.name.endswith("_yuan")


COVERED = frozenset({"id_number", "phone", "bank_card"})
"""Widgets whose answer shows only its ends on the resident's glass until it is asked for."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One topic, one screen."""

    id: str
    title: Text
    hint: Text | None = None
    fields: tuple[Field, ...]


class Ui(msgspec.Struct, frozen=True, kw_only=True):
    """How the values are asked for."""

    pages: tuple[Page, ...]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A business rule: `check` (CEL) must be true, otherwise `message` stands at `field`."""

    id: str
    field: str
    check: str
    message: Text


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What the resident confirms with the signature."""

    id: str
    text: Text


class Printout(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of the printed application: field names, left to right."""

    title: Text
    rows: tuple[tuple[str, ...], ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A published form version. It never changes after publication; a new version gets a new number."""

    id: str
    version: int
    title: Text
    schema: dict[str, Any]
    ui: Ui
    rules: tuple[Rule, ...] = ()
    promises: tuple[Promise, ...] = ()
    print: Printout

    def fields(self) -> tuple[Field, ...]:
        """Every field of every page, in reading order."""
        return tuple(field for page in self.ui.pages for field in page.fields)


def parse_form(data: bytes) -> Form:
    """A form from its file. Raises msgspec.ValidationError when the file is not a form."""
    return msgspec.json.decode(data, type=Form)
