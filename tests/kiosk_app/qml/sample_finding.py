"""Shell: states of the find and guide pages as the real presenters show the shipped catalogue."""

import dataclasses
import functools
from collections.abc import Mapping

import msgspec

from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.packages import bundle_form, bundle_item
from cloud_seat.contract.ratings import parse_wording
from cloud_seat.contract.rules import FormEngine
from kiosk_app.config import ASSETS
from kiosk_app.doors import Doors
from kiosk_app.session.state import Ambient, Knowledge, Session, Stage
from kiosk_app.shelves import department_door, shelved
from kiosk_app.ui.presenters import present

Changes = Mapping[str, Mapping[str, object]]
PACKAGE = "package-open-shop"
LONGEST = "disability-subsidies"
"""The item with the longest name and the most papers."""

NOBODY = Ambient(link_up=True, officials={LONGEST: (0, 0)}, devices={"id_card": "lost"})


def packages() -> list[Item]:
    """As the file states them."""
    return msgspec.json.decode((ASSETS / "catalogue" / "packages.json").read_bytes(), type=list[Item])


@functools.cache
def knowledge() -> Knowledge:
    """What a booth knows when it starts for the first time."""
    items = msgspec.json.decode((ASSETS / "catalogue" / "items.json").read_bytes(), type=list[Item])
    versions = [parse_form(path.read_bytes()) for path in sorted((ASSETS / "forms").glob("*/v*.json"))]
    forms = {form.id: form for form in versions}
    for package in packages():
        by_id = {item.id: item for item in items}
        items.append(bundle_item(package, by_id))
        parts = [forms[by_id[part].form_id or ""] for part in package.parts]
        forms[package.id] = bundle_form(package, parts)
    doors = Doors(ASSETS)
    shelves = shelved(items, doors.life_events(), doors.departments())
    return Knowledge(
        items={item.id: item for item in items},
        engines={form_id: FormEngine(form) for form_id, form in forms.items()},
        doors={**doors.items(), **shelves.doors},
        today="2026-11-23",
        shelves=shelves.shelves,
        rating=parse_wording((ASSETS / "ratings" / "v1.json").read_bytes()),
    )


def shown(view: str, session: Session) -> Changes:
    """One view in both languages, each value a pair."""
    known, booth = knowledge(), Doors(ASSETS).booth()
    zh, en = (present(dataclasses.replace(session, language=say), known, booth)[view] for say in ("zh", "en"))
    return {view: {key: (zh[key], en[key]) for key in zh}}


def without_keys(changes: Changes) -> Changes:
    """The same with the keyboard down, as after "hide"."""
    return {view: {**values, "startsTyping": False} for view, values in changes.items()}


def found(door: str, **officials: tuple[int, int]) -> Session:
    """The items behind a door, the hub in reach."""
    ambient = Ambient(
        link_up=True, officials={item_id.replace("_", "-"): seats for item_id, seats in officials.items()}
    )
    hits = tuple((item_id, ()) for item_id in knowledge().doors[door])
    return Session(ambient=ambient, stage=Stage.FIND, results=hits, matched_by="door", door=door)


STATES: Mapping[str, tuple[str, Changes]] = {
    "find-start": ("find", without_keys(shown("find", Session(stage=Stage.FIND)))),
    "find-departments": ("find", shown("find", Session(stage=Stage.FIND, shelf="departments"))),
    "find-department": (
        "find",
        shown(
            "find",
            dataclasses.replace(
                found(
                    department_door("番禺区民政局"),
                    elder_care_subsidy=(2, 1),
                    home_care_support=(1, 0),
                    temporary_relief=(0, 0),
                ),
                item_id="temporary-relief",
                shelf="departments",
            ),
        ),
    ),
    "guide-nobody": (
        "guide",
        shown("guide", dataclasses.replace(found("life"), item_id=LONGEST, stage=Stage.GUIDE, ambient=NOBODY)),
    ),
    "find-packages": ("find", shown("find", found("packages"))),
    "guide-package": ("guide", shown("guide", Session(stage=Stage.GUIDE, item_id=PACKAGE))),
    "done-package": (
        "done",
        shown("done", Session(stage=Stage.DONE, item_id=PACKAGE, acceptance="PY-2026-1123-0417-01")),
    ),
    "guide-counter": (
        "guide",
        {"frame": {"primaryText": ("", "")}, **shown("guide", Session(stage=Stage.GUIDE, item_id="id-card-renewal"))},
    ),
}
