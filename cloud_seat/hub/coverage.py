"""Core: which items have fewer than two officials within reach this hour: at work, or due by their hours."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from cloud_seat.contract.board import Thin
from cloud_seat.contract.items import Item
from cloud_seat.contract.workdays import Workdays
from cloud_seat.hub.duty import Duty, gaps
from cloud_seat.hub.matching.state import State


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """`at`: local time; `items`: how many were looked at; `gaps`: the thinnest first."""

    at: str
    items: int
    gaps: tuple[Thin, ...]


def coverage(
    items: Mapping[str, Item], duties: Collection[Duty], state: State, *, now: datetime, workdays: Workdays
) -> Coverage:
    """`now`: local, naive. Only what officials do by video counts."""
    here = {seat.seat_id for seat in state.seats.values() if seat.at_work}
    closed = {seat.seat_id for seat in state.seats.values() if seat.closed_until_ms}
    soon = {duty.seat_id for duty in duties if duty.is_soon(now, workdays)} - closed
    asked = [item.id for item in items.values() if "seat" in item.channels]
    thin = tuple(
        Thin(
            item_id=gap.item_id,
            name=items[gap.item_id].name,
            department=items[gap.item_id].department,
            reachable=gap.reachable,
            able=gap.able,
        )
        for gap in gaps(asked, duties, frozenset(here | soon))
    )
    return Coverage(at=now.isoformat(timespec="minutes"), items=len(asked), gaps=thin)


def line_of(thin: Thin) -> str:
    """For an operator."""
    zh = f"{thin.name.zh}（{thin.department.zh}）能找到 {thin.reachable} 人，有权的 {thin.able} 人"
    en = f"{thin.name.en}: {thin.reachable} within reach of {thin.able} who may"
    return f"{'✗' if not thin.reachable else '…'} {thin.item_id} {zh} / {en}"
