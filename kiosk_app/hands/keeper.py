"""Shell: what the keeper may do, by PIN or card, with a lock: tests, camera, paper, restart; the hub is told."""

import asyncio
import hmac
import logging
import socket
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cloud_seat.contract.keeper import KeeperActed
from devices.camera.driver import TakePage
from devices.errors import DeviceError
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.registry import Registry
from kiosk_app.config import Settings
from kiosk_app.device_key import read_device_key
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.in_turn import tell_in_turn
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session

log = logging.getLogger(__name__)
TRIES = 5
LOCK_S = 300.0
"""After so many wrong tries nobody gets in for so long; a restart does not shorten it for who has no way to restart."""
ACTS_KEPT = 200
TEST_S = 15.0
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # as at the hub: OWASP's settings
Told = tuple[tuple[str, bool, int], ...]


class RestartWantedError(Exception):
    """The keeper or the operators want the program to start again: it ends by this fault, the supervisor starts it."""


def hash_pin(pin: str) -> str:
    """For `keeper_pin_hash`."""
    return _hasher.hash(pin)


def mark_card(device_key: bytes, number: str) -> str:
    """For `keeper_cards`: a mark that only this booth can make of a card's number."""
    return hmac.digest(device_key, b"keeper's card " + number.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Counts:
    """Since paper was loaded."""

    slips: KeptNumber
    sheets: KeptNumber


class KeeperHand:
    """CheckPin, CheckCard, DoTask. Lives on the engine lane."""

    def __init__(self, settings: Settings, registry: Registry, door: HubDoor, desk: Desk, counts: Counts) -> None:
        self._settings, self._registry, self._door, self._desk, self._counts = settings, registry, door, desk, counts
        self._wrong, self._locked_until_s = 0, 0.0
        self._acts: deque[KeeperActed] = deque(maxlen=ACTS_KEPT)
        self._telling = asyncio.Lock()
        self._wants_restart = asyncio.Event()
        self._show()

    def _show(self) -> None:
        counts = self._counts
        address = own_address(self._settings.hub_url)
        self._desk.show(slips=counts.slips.value, sheets=counts.sheets.value, address=address)

    async def check(self, command: do.CheckPin, session: Session) -> None:
        """Five tries of whatever kind, then a pause."""
        known = self._settings.keeper_pin_hash
        code = await self._judge(lambda: _is_right(known, command.pin), wrong="wrong") if known else "unset"
        await self._judged(code, session)

    async def check_card(self, command: do.CheckCard, session: Session) -> None:
        """Without enrolled cards none is tried: a resident's card is no attempt to get in."""
        known, key_file = self._settings.keeper_cards, Path(self._settings.device_key_file)

        def is_known() -> bool:
            mark = mark_card(read_device_key(key_file), command.number)
            return any(hmac.compare_digest(mark, one) for one in known)

        await self._judged(await self._judge(is_known, wrong="card") if known else "card", session)

    async def _judged(self, code: str, session: Session) -> None:
        self._show()
        self._desk.post(events.PinJudged(session.number, code))
        await self._note({"": "entered", "wrong": "wrong_pin", "card": "wrong_card"}.get(code, "locked"))

    async def _judge(self, is_right: Callable[[], bool], *, wrong: str) -> str:
        if time.monotonic() < self._locked_until_s:
            return "locked"
        if await asyncio.to_thread(is_right):
            self._wrong = 0
            return ""
        self._wrong += 1
        if self._wrong < TRIES:
            return wrong
        self._wrong, self._locked_until_s = 0, time.monotonic() + LOCK_S
        return "locked"

    async def do_task(self, command: do.DoTask, session: Session) -> None:
        """One task, then its answer."""
        told = await self._told(command.task, session)
        self._show()
        self._desk.post(events.TaskDone(session.number, told))
        await self._note(command.task)
        if command.task == "restarted":
            self.restart()

    async def _told(self, task: str, session: Session) -> Told:
        match task:
            case "link_test":
                return (*await self._round_trip(), ("socket", session.ambient.link_up, 0))
            case "self_test":
                return await self._test_all(session)
            case "paper_changed":
                self._counts.slips.keep(0)
                return (("paper_changed", True, 0),)
            case "sheets_loaded":
                self._counts.sheets.keep(0)
                return (("sheets_loaded", True, 0),)
            case _:
                return ()

    async def _round_trip(self) -> Told:
        began_s = time.monotonic()
        answer = await self._door.get("/healthz")
        return (("hub", answer is not None, round((time.monotonic() - began_s) * 1000)),)

    async def _test_all(self, session: Session) -> Told:
        """A slip from the printer, a picture from the camera; of the others, how they say they are."""
        tried: dict[str, object] = {
            "receipt_printer": PrintReceipt(_test_slip()),
            "document_camera": TakePage(),
        }
        told = list[tuple[str, bool, int]]()
        for role in self._registry.roles:
            fine = self._registry.health(role).is_usable
            if fine and role in tried:
                fine = await self._try(role, tried[role], f"session-{session.number}-selftest")
            told.append((role, fine, 0))
        return tuple(told)

    async def _try(self, role: str, command: object, owner: str) -> bool:
        try:
            lease = self._registry.claim(role, owner=owner)
        except DeviceError:
            return False
        outcome = await asyncio.wrap_future(lease.run(command, deadline_s=TEST_S, key=uuid.uuid4().hex))
        lease.release()
        return outcome.ok

    def restart(self) -> None:
        """The keeper says so, or the hub's operators."""
        self._wants_restart.set()

    async def until_restart(self) -> None:
        """Ends by RestartWantedError when somebody may say so and does."""
        await self._wants_restart.wait()
        raise RestartWantedError

    # --- telling the hub ---
    async def _note(self, act: str) -> None:
        log.info("keeper: %s", act)
        self._acts.append(KeeperActed(act=act, act_id=uuid.uuid4().hex, at=datetime.now(UTC).isoformat()))
        await self.send_kept()

    async def send_kept(self) -> None:
        """Tells the hub what it does not know yet; called whenever the link comes up."""
        async with self._telling:
            await tell_in_turn(tuple(self._acts), self._tell, self._drop)

    async def _tell(self, act: KeeperActed) -> int:
        status, _ = await self._door.post("/api/v1/keeper-log", msgspec.json.encode(act))
        return status

    async def _drop(self, act: KeeperActed) -> None:
        if act in self._acts:  # else more came meanwhile than are kept
            self._acts.remove(act)


def own_address(hub_url: str) -> str:
    """The address from which this machine reaches the hub; empty without a network. Nothing is sent."""
    host, port = urlsplit(hub_url).hostname or "", urlsplit(hub_url).port or 443
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((host, port))
            return str(asking.getsockname()[0])
        except OSError:
            return ""


def _is_right(pin_hash: str, pin: str) -> bool:
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


def _test_slip() -> bytes:
    return ReceiptBuilder().text("XIAOWU TEST 0123456789").feed(1).cut().build()
