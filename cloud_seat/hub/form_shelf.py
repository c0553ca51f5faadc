"""Shell: every published form: the files of `assets`, and what was signed at the board since. A signed version stands
where a file of the same number comes later: cases carry its hash (docs/adr/0046)."""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from cloud_seat.contract.forms import Form, parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.packages import VERSIONS, PackageError, bundle_form
from cloud_seat.contract.rules import FormEngine
from cloud_seat.hub.log import say
from cloud_seat.hub.store import forms as store
from cloud_seat.hub.store.database import Database

Key = tuple[str, int]
_FILE = re.compile(r"v(\d+)\.json")


class FormShelf:
    """By id and version; of a package (一件事) too. A form that is here stays here, to the byte."""

    def __init__(self, assets_dir: Path, db: Database) -> None:
        self._db = db
        self._bytes = dict(_files(assets_dir))
        self.forms: dict[Key, Form] = {key: parse_form(body) for key, body in self._bytes.items()}
        self._files = frozenset(self.forms)
        self._engines: dict[Key, FormEngine] = {}
        self._packages: dict[str, tuple[Item, tuple[str, ...]]] = {}
        self._signed: list[Key] = []
        self._seq = 0
        self.on_change: Callable[[], None] = lambda: None
        self._take(db.run_now(lambda known: store.signed_since(known, 0)))

    def bundle(self, package: Item, items: Mapping[str, Item]) -> None:
        """The forms of a package: one for each choice of versions that a booth can have had of its parts at one time:
        any of the files, and of what was signed the newest of its day."""
        parts = tuple(items[part].form_id or "" for part in package.parts)
        self._packages[package.id] = package, parts
        for keys in itertools.product(*(self._of_files(part) for part in parts)):
            self._bundled(package, keys)
        for place in range(len(self._signed)):
            self._bundle_signed(package, parts, place)

    async def refresh(self) -> bool:
        """Takes what was signed since, here or at another hub; whether there was any."""
        found = await self._db.run(self.signed_here)
        is_any = self._take(found)
        if is_any:
            self.on_change()
        return is_any

    def signed_here(self, db: Connection) -> list[store.Signed]:
        """What `take` does not know yet."""
        return store.signed_since(db, self._seq)

    def newest(self, form_id: str) -> Form | None:
        """The version in force: what a booth asks."""
        versions = self.versions(form_id)
        return self.forms[form_id, versions[0]] if versions else None

    def versions(self, form_id: str) -> list[int]:
        """Published, the newest first."""
        return sorted((version for known, version in self.forms if known == form_id), reverse=True)

    def ids(self) -> list[str]:
        """Of every form, not of packages."""
        return sorted({form_id for form_id, _ in self.forms} - self._packages.keys())

    def is_package(self, form_id: str) -> bool:
        """Whether this is made of others, and cannot be written by itself."""
        return form_id in self._packages

    def engine(self, form_id: str, version: int) -> FormEngine | None:
        """The rules of a published form, compiled once; None when it was never published."""
        key, form = (form_id, version), self.forms.get((form_id, version))
        if form is not None and key not in self._engines:
            self._engines[key] = FormEngine(form)
        return self._engines.get(key)

    def body(self, form_id: str, version: int) -> bytes | None:
        """The file."""
        return self._bytes.get((form_id, version))

    def sha256(self, form_id: str, version: int) -> str | None:
        """Hash of the file; None when it was never published."""
        body = self._bytes.get((form_id, version))
        return hashlib.sha256(body).hexdigest() if body is not None else None

    def listed(self) -> list[dict[str, object]]:
        """As the catalogue names them."""
        return [
            {"id": form_id, "version": version, "sha256": hashlib.sha256(body).hexdigest()}
            for (form_id, version), body in self._bytes.items()
        ]

    def misfits(self, form: Form) -> Iterator[str]:
        """Packages that this form as the next version would break, and why."""
        for package, parts in self._packages.values():
            if form.id not in parts:
                continue
            others = [form if part == form.id else self.newest(part) for part in parts]
            try:
                bundle_form(package, [one for one in others if one is not None])
            except PackageError as error:
                yield str(error)
            if form.version >= VERSIONS:
                yield f"{package.id}: version {form.version}"

    def _of_files(self, form_id: str) -> list[Key]:
        return sorted(key for key in self._files if key[0] == form_id)

    def _take(self, signed: Iterable[store.Signed]) -> bool:
        """In their order, each once."""
        fresh = [one for one in signed if one.seq > self._seq]
        for one in fresh:
            key = one.form_id, one.version
            if key in self._files and self._bytes[key] != one.body:
                say("hub.form_shelf", "a form's file is passed over: that version was signed at the board", level=30)
            self._bytes[key], self.forms[key] = one.body, parse_form(one.body)
            self._signed.append(key)
            self._seq = one.seq
            for package, parts in self._packages.values():
                self._bundle_signed(package, parts, len(self._signed) - 1)
        return bool(fresh)

    def _bundle_signed(self, package: Item, parts: tuple[str, ...], place: int) -> None:
        """With the version signed at that place in the order."""
        key, earlier = self._signed[place], self._signed[:place]
        if key[0] not in parts:
            return
        others = {part: [one for one in earlier if one[0] == part][-1:] for part in parts}
        choices = [[key] if part == key[0] else [*self._of_files(part), *others[part]] for part in parts]
        for keys in itertools.product(*choices):
            self._bundled(package, keys)

    def _bundled(self, package: Item, keys: tuple[Key, ...]) -> None:
        """Files that do not fit stop the start; of what was signed nothing newest was let through that does not."""
        try:
            form = bundle_form(package, [self.forms[key] for key in keys])
        except PackageError:
            if set(keys) <= self._files - set(self._signed):
                raise
            say("hub.form_shelf", "versions of a package's forms do not fit: no booth has them together")
            return
        key = form.id, form.version
        self.forms[key], self._bytes[key] = form, msgspec.json.encode(form)


def _files(assets_dir: Path) -> Iterator[tuple[Key, bytes]]:
    for path in sorted(assets_dir.glob("forms/*/v*.json")):
        match = _FILE.fullmatch(path.name)
        if match:
            yield (path.parent.name, int(match[1])), path.read_bytes()
