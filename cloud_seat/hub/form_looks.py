"""Shell: what is wrong with a form that somebody wrote, at this hub: by itself, and beside the items and packages."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cloud_seat.contract.form_diff import changes
from cloud_seat.contract.form_file import read_object
from cloud_seat.contract.form_soundness import examine
from cloud_seat.contract.form_words import Fault, fault
from cloud_seat.contract.forms import Form
from cloud_seat.contract.intake import COMPLAINT_FORM, MESSAGE_FORM
from cloud_seat.contract.items import Item
from cloud_seat.contract.rules import FormEngine
from cloud_seat.hub.board.form_words import Looked
from cloud_seat.hub.catalogue import Catalogue

_LETTERS = {COMPLAINT_FORM: ("reason", "phone"), MESSAGE_FORM: ("want", "phone", "phone_right")}
"""What booth and hub read in letters: who is called back, and about what."""
_ASKED = re.compile(r"\bvalues\s*\.\s*(\w+)")


class FormLooks:
    """Looks at texts in a thread, one at a time: conditions are worked out there."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._one = asyncio.Lock()

    async def look(self, form_id: str, body: bytes, *, today: str, values: dict[str, Any] | None = None) -> Looked:
        """At a text that is to be the next version of this form."""
        async with self._one:
            return await asyncio.to_thread(self._look, form_id, body, today, values or {})

    def _look(self, form_id: str, body: bytes, today: str, values: dict[str, Any]) -> Looked:
        form, faults = examine(body, today=today)
        if form is None:
            return Looked(tuple(faults))
        faults += list(self._beside(form_id, form))
        differs = tuple(changes(self._catalogue.shelf.newest(form_id), form))
        looked = Looked(tuple(faults), differs, msgspec.to_builtins(form))
        if faults:
            return looked
        engine = FormEngine(form)
        hidden, errors = engine.hidden(values, today=today), engine.errors(values, today=today)
        return msgspec.structs.replace(looked, hidden=tuple(sorted(hidden)), errors=errors)

    def _beside(self, form_id: str, form: Form) -> Iterator[Fault]:
        if form.id != form_id:
            yield fault("id", "must", "id", form_id)
        for words in self._catalogue.shelf.misfits(form):
            yield fault("schema", "package", words)
        names = {field.name for field in form.fields()}
        for name in sorted(set(_LETTERS.get(form_id, ())) - names):
            yield fault("ui.pages", "needed", form.title.zh, name)
        for item in items_of(self._catalogue, form_id):
            conditions = " ".join(material.needed_if for material in item.materials)
            for name in sorted(set(_ASKED.findall(conditions)) - names):
                yield fault("ui.pages", "needed", item.name.zh, name)


def items_of(catalogue: Catalogue, form_id: str) -> list[Item]:
    """That are begun with this form."""
    return [item for item in catalogue.items.values() if item.form_id == form_id]


def numbered(body: bytes, form_id: str, version: int) -> bytes:
    """The text with its own id and the number that it will have; what is no JSON object stays as it was typed."""
    raw, _ = read_object(body)
    if raw is None:
        return body
    whole = {"id": form_id, "version": version, **{k: v for k, v in raw.items() if k not in ("id", "version")}}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
