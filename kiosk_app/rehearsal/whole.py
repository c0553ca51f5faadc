"""Shell: the whole rehearsal, in the program of its own as in the running kiosk: devices, matter, call."""

import asyncio
import logging
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import TypeVar

from cloud_seat.contract.rehearsal import RehearsalTold, StepTold
from kiosk_app.config import VERSION
from kiosk_app.hands.crew import echo_at
from kiosk_app.own_key import HubWord
from kiosk_app.rehearsal.booth_devices import OWNER, Tried, rehearse_devices
from kiosk_app.rehearsal.loopback import rehearse_call
from kiosk_app.rehearsal.matter import Matter, Road

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


async def rehearse(road: Road, word: HubWord) -> RehearsalTold:
    """Every part, in the order of a resident's visit. Cancelled, it gives back every device and keeps nothing."""
    began_s, steps = time.monotonic(), list[StepTold]()
    try:
        tried = await _whatever(rehearse_devices(road.registry), Tried())
        steps += tried.steps
        matter = Matter(road, tried.card)
        try:
            steps += await _whatever(matter.to_papers(), [])
            steps += await _whatever(rehearse_call(road.settings, echo_at(road.settings), word), [])
            steps += await _whatever(matter.to_rating(), [])
        finally:
            await asyncio.shield(matter.close())
    finally:
        road.registry.revoke(OWNER)
    took_s = round(time.monotonic() - began_s, 1)
    return RehearsalTold(at=datetime.now(UTC).isoformat(), version=VERSION, took_s=took_s, steps=tuple(steps))


async def _whatever(part: Awaitable[Answer], otherwise: Answer) -> Answer:
    """The one catch-all: what broke leaves its steps undone, and so the booth shut; the others are still tried."""
    try:
        return await part
    except Exception:
        log.exception("a part of the rehearsal broke")
        return otherwise
