"""Shell: packages: parts that fit, every field and paper once, and what was filled in once is right for every part."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud_seat.contract.forms import Form, parse_form
from cloud_seat.contract.items import Item, Material
from cloud_seat.contract.packages import PackageError, bundle_form, bundle_item
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from kiosk_app.doors import Doors
from kiosk_app.knowledge import Library
from offline_cache import open_catalogue
from tests.assets.test_forms import TODAY, filled
from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs

ASSETS = Path(__file__).parents[2] / "assets"
ITEMS = {i.id: i for i in msgspec.json.decode((ASSETS / "catalogue/items.json").read_bytes(), type=list[Item])}
PACKAGES = msgspec.json.decode((ASSETS / "catalogue/packages.json").read_bytes(), type=list[Item])


def forms_of(package: Item) -> list[Form]:
    """The newest forms of the parts."""
    files = [(ASSETS / f"forms/{ITEMS[part].form_id}").glob("v*.json") for part in package.parts]
    versions = [[parse_form(path.read_bytes()) for path in paths] for paths in files]
    return [max(forms, key=lambda form: form.version) for forms in versions]


@pytest.fixture(params=PACKAGES, ids=lambda package: package.id)
def package(request: pytest.FixtureRequest) -> Item:
    found: Item = request.param
    return found


def test_a_package_is_an_item_that_can_be_done_here(package: Item) -> None:
    bundled = bundle_item(package, ITEMS)
    assert (bundled.form_id, "kiosk" in bundled.channels, len(bundled.parts) >= 2) == (package.id, True, True)
    assert len({paper.id for paper in bundled.materials}) == len(bundled.materials)
    assert {paper.id for paper in bundled.materials} == {m.id for part in package.parts for m in ITEMS[part].materials}
    assert bundled.who and bundled.desk_points and bundled.result and bundled.place and bundled.hours
    assert bundle_item(bundled, ITEMS) == bundled


def test_every_field_is_asked_once_and_none_is_lost(package: Item) -> None:
    parts, form = forms_of(package), bundle_form(package, forms_of(package))
    names = [field.name for field in form.fields()]
    assert sorted(names) == sorted({field.name for part in parts for field in part.fields()})
    assert sorted(names) == sorted(form.schema["properties"]) == sorted(n for row in form.print.rows for n in row)
    assert {rule.check for rule in form.rules} == {rule.check for part in parts for rule in part.rules}
    assert {p.text.zh for p in form.promises} == {p.text.zh for part in parts for p in part.promises}
    for kinds in (form.ui.pages, form.rules, form.promises):
        assert len({one.id for one in kinds}) == len(kinds)


def test_what_was_filled_in_once_is_right_for_every_part(package: Item) -> None:
    parts, engine = forms_of(package), FormEngine(bundle_form(package, forms_of(package)))
    values: dict[str, Any] = {}
    for part in reversed(parts):
        values |= filled(part.id)
    assert engine.errors(values, today=TODAY) == {}
    for part in parts:
        own = {field.name: values[field.name] for field in part.fields() if field.name in values}
        assert FormEngine(part).errors(own, today=TODAY) == {}


def test_an_empty_package_complains_of_everything_required(package: Item) -> None:
    engine = FormEngine(bundle_form(package, forms_of(package)))
    required = {name for part in forms_of(package) for name in part.schema["required"]}
    assert set(engine.errors({}, today=TODAY)) >= required


def test_one_name_for_two_things_is_refused() -> None:
    package = PACKAGES[0]
    first, second = forms_of(package)
    other = {**second.schema["properties"], "phone": {"type": "string", "maxLength": 3}}
    wrong = msgspec.structs.replace(second, schema={**second.schema, "properties": other})
    with pytest.raises(PackageError, match="phone"):
        bundle_form(package, [first, wrong])


def test_a_part_that_is_not_offered_is_refused() -> None:
    with pytest.raises(PackageError, match="longevity-allowance"):
        bundle_item(PACKAGES[1], {i: item for i, item in ITEMS.items() if i != "longevity-allowance"})


def test_the_stricter_paper_counts() -> None:
    def item(item_id: str, **paper: Any) -> Item:
        material = Material(id="m", name=Text(zh="证明"), **paper)
        return Item(
            id=item_id, name=Text(zh="甲"), department=Text(zh="局"), summary=Text(zh=""), materials=(material,)
        )

    parts = {
        "a": item("a", need="conditional", needed_if="values.x == 1", deferrable=True, deferral_working_days=5),
        "b": item("b", need="conditional", needed_if="values.y == 2", deferrable=True, deferral_working_days=3),
        "c": item("c", need="scan"),
    }

    def merged(*names: str) -> Material:
        package = msgspec.structs.replace(parts["a"], id="p", parts=names, materials=())
        (paper,) = bundle_item(package, parts).materials
        return paper

    assert merged("a", "b").needed_if == "(values.x == 1) || (values.y == 2)"
    assert merged("a", "b").deferral_working_days == 3
    assert (merged("a", "c").need, merged("a", "c").deferrable) == ("scan", False)


def test_booth_and_hub_have_the_same_form_to_the_byte(package: Item, tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "catalogue")
    library = Library(catalogue, Doors(ASSETS), assets=ASSETS)
    form = bundle_form(package, forms_of(package))
    assert library.knowledge().engines[package.id].form == form
    assert catalogue.search(package.aliases[0])[0].item_id == package.id
    assert package.id in library.knowledge().doors["packages"]
    with RunningHub.start(tmp_path / "hub") as hub:
        token = hub.enrol("PY-1")["token"]
        served = hub.ask("GET", f"/api/v1/forms/{form.id}/{form.version}", token=token)
    assert hashlib.sha256(served.body).hexdigest() == library.form_hash(package.id)
    catalogue.close()


def test_a_package_without_its_parts_is_not_offered(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.knowledge", "a package cannot be offered")
    catalogue = open_catalogue(tmp_path)
    catalogue.replace_all([msgspec.to_builtins(PACKAGES[0])], "feed")
    library = Library(catalogue, Doors(ASSETS), assets=ASSETS)
    assert PACKAGES[0].id not in library.knowledge().items
    catalogue.close()
