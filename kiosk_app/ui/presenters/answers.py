"""Core: the list of answers of one field: places of an address, or the choices that do not fit on the page."""

from collections.abc import Iterator, Mapping

from cloud_seat.contract import paths
from cloud_seat.contract.forms import Field
from cloud_seat.contract.regions import Region, Regions
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import LongRows, Shown

OPTION_ROLES = ("value", "label", "sub", "on")


def option_rows(options: tuple[Mapping[str, object], ...] = ()) -> LongRows:
    """The answers as big buttons."""
    stamp = tuple(tuple(option.values()) for option in options)
    return LongRows(OPTION_ROLES, tuple(str(option["value"]) for option in options), stamp, options.__getitem__)


NO_LIST: Shown = {"pickName": "", "pickTrail": [], "pickQuery": "", "pickEmpty": "", "pickOptions": option_rows()}


def answer_list(session: Session, engine: FormEngine, regions: Regions) -> Shown:
    """Nothing while no list is open."""
    field = engine.field(session.picking) if session.picking else None
    if field is None:
        return NO_LIST
    options = tuple(_places(session, regions) if field.widget == "region" else _choices(field, session))
    nothing = pick(
        session.language == "en",
        "没找到。换个字试试，或者按返回，把地址写在下一行。",
        "Nothing found. Try other letters, or go back and write it on the next line.",
    )
    return {
        "pickName": session.picking,
        "pickTrail": _trail(session, regions) if field.widget == "region" else [],
        "pickQuery": session.sought,
        "pickEmpty": "" if options else nothing,
        "pickOptions": option_rows(options),
    }


def _places(session: Session, regions: Regions) -> Iterator[Mapping[str, object]]:
    chosen = str(paths.value_at(session.values, paths.join(paths.parent(session.picking), "code")) or "")
    if not session.sought:
        yield from (_place(region, "", chosen) for region in regions.children(session.browsed))
        return
    for region in regions.find(session.sought, inside=session.browsed):
        above = "".join(outer.name for outer in regions.trail(region.code)[:-1])
        yield _place(region, above, chosen)


def _place(region: Region, above: str, chosen: str) -> Mapping[str, object]:
    return {"value": region.code, "label": region.name, "sub": above, "on": chosen.startswith(region.code)}


def _trail(session: Session, regions: Regions) -> list[Mapping[str, object]]:
    whole = pick(session.language == "en", "全国", "All China")
    ways = [("", whole), *((region.code, region.name) for region in regions.trail(session.browsed))]
    return [{"value": code, "label": name} for code, name in ways]


def _choices(field: Field, session: Session) -> Iterator[Mapping[str, object]]:
    typed, say = session.sought.strip().lower(), session.language
    value = paths.value_at(session.values, session.picking)
    for choice in field.choices:
        label = choice.label.in_language(say)
        if not typed or typed in label.lower() or _initials(label).startswith(typed):
            yield {"value": choice.value, "label": label, "sub": "", "on": choice.value == value}


def _initials(label: str) -> str:
    from offline_cache.sounds import sounds  # its room loads the store with it: after the first frame

    return "".join(readings[0][:1] for readings in sounds(label) if readings)
