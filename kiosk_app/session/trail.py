"""Core: the steps that a resident tried, as codes: which pages, which troubles, where a form did not go on.

A complaint takes them along, so that nobody has to tell them again. Names of fields and codes only, never a value.
"""

from dataclasses import replace

from kiosk_app.session.asking import WORKING
from kiosk_app.session.state import Session, Stage

LONGEST = 60
_NO_STEP = (Stage.KEEPER, Stage.WELCOME, Stage.TAKE_CARD, Stage.APOLOGY)
"""Before and after a visit nothing is tried."""


def follow(before: Session, after: Session) -> Session:
    """The session after a move, with what was new in it written down."""
    if after.number != before.number or after.stage in _NO_STEP:
        return after
    found = (*_page(before, after), *_trouble(before, after), *_devices(before, after))
    return replace(after, trail=(*after.trail, *found)[-LONGEST:]) if found else after


def _page(before: Session, after: Session) -> tuple[str, ...]:
    if (after.stage, after.item_id) == (before.stage, before.item_id):
        return ()
    item = (f"item:{after.item_id}",) if after.item_id and after.item_id != before.item_id else ()
    return (*item, f"page:{after.stage.value}") if after.stage is not before.stage else item


def _trouble(before: Session, after: Session) -> tuple[str, ...]:
    if not after.notice or after.notice == before.notice:
        return ()
    named = (f"field:{after.wanted}",) if after.notice == "mend" and after.wanted else ()
    return (f"said:{after.notice}", *named)


def _devices(before: Session, after: Session) -> tuple[str, ...]:
    was, now = before.ambient.devices, after.ambient.devices
    if was is now:
        return ()
    return tuple(f"device:{role}" for role, state in now.items() if state != was.get(role) and state not in WORKING)
