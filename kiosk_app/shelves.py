"""Core: the doors into the catalogue, made from the items themselves: by life event, by department, by package."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cloud_seat.contract.items import Item
from cloud_seat.contract.text import Text
from kiosk_app.session.state import Door

LIFE, DEPARTMENTS, PACKAGES = "life", "departments", "packages"
PACKAGE_DOOR = Door(
    PACKAGES, Text(zh="一件事一次办", en="Several at once"), Text(zh="几件事，一张表", en="one form for several")
)


@dataclass(frozen=True, slots=True)
class Shelves:
    """`shelves`: shelf → its doors; `doors`: door → the items behind it."""

    shelves: Mapping[str, tuple[Door, ...]]
    doors: Mapping[str, tuple[str, ...]]


def shelved(items: Iterable[Item], events: Iterable[Door], short: Mapping[str, Text]) -> Shelves:
    """`events`: the life events by id, in order; `short`: a department's full Chinese name → its name on the glass.

    A door without items is left out; a department that nobody named short stands there with its full name.
    """
    by_event: dict[str, list[str]] = {}
    by_department: dict[str, list[str]] = {}
    departments: dict[str, Text] = {}
    packages: list[str] = []
    for item in items:
        if item.parts:
            packages.append(item.id)
            continue
        departments.setdefault(item.department.zh, item.department)
        by_department.setdefault(item.department.zh, []).append(item.id)
        for event in item.life_events:
            by_event.setdefault(event, []).append(item.id)
    life = [Door(f"{LIFE}/{door.id}", door.name, door.sub) for door in events if door.id in by_event]
    bureaus = [_department(name, short.get(zh, name), len(by_department[zh])) for zh, name in departments.items()]
    return Shelves(
        {LIFE: (*([PACKAGE_DOOR] if packages else []), *life), DEPARTMENTS: tuple(bureaus)},
        {
            PACKAGES: tuple(packages),
            **{f"{LIFE}/{event}": tuple(ids) for event, ids in by_event.items()},
            **{department_door(zh): tuple(ids) for zh, ids in by_department.items()},
        },
    )


def department_door(name: str) -> str:
    """A department has no id of its own in the catalogue: its Chinese name, as a word that no translation touches."""
    return f"{DEPARTMENTS}/{zlib.crc32(name.encode()):08x}"


def _department(name: Text, short: Text, count: int) -> Door:
    return Door(department_door(name.zh), short, Text(zh=f"{count} 个事项", en=f"{count} items"))
