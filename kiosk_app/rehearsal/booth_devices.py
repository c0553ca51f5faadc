"""Shell: every device of the booth tried for itself: the card reader, a picture of each camera, one printed line."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field

from cloud_seat.contract.rehearsal import BROKEN, FINE, WEAK, StepTold
from cloud_seat.contract.text import Text
from devices.camera.driver import TakePage
from devices.camera.frame import CameraFrame
from devices.camera.page import PageVerdict, look_at_page
from devices.errors import DeviceError
from devices.id_card.driver import AwaitRemoval, ReadCard
from devices.id_card.layouts import IdCard
from devices.model import Completion, DeviceState, Health, Outcome
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.registry import Registry
from devices.tool.trouble import SENTENCES
from kiosk_app.flow.steps import device_name
from kiosk_app.flow.verdicts import VERDICTS
from kiosk_app.hands.ways import WAYS
from kiosk_app.session.state import Person

OWNER = "rehearsal"
SETTLE_S, LOOK_S = 8.0, 0.1
LIFT_S, CARD_S, WORK_S, GRACE_S = 2.0, 5.0, 20.0, 10.0
DARK = 25.0
"""Mean of a picture, of 255: nothing could be read in it."""
TEST_NAME = "测试"
"""Test cards and the people of assets/samples have names that begin so; nobody living does."""
NOTHING = Text(zh="")
_MAINTENANCE = Text(zh="请联系维护人员", en="call maintenance")


@dataclass(slots=True)
class Tried:
    """One step a device, and whose test card lies on the reader."""

    steps: list[StepTold] = field(default_factory=list[StepTold])
    card: Person | None = None


async def rehearse_devices(registry: Registry) -> Tried:
    """Takes some seconds; claims each device as a session would, one after the other, for `OWNER`."""
    tried = Tried()
    for role in registry.roles:
        tried.steps.append(await _try(role, registry, tried))
    return tried


async def _settled(registry: Registry, role: str) -> Health:
    """As soon as it works or waits for a person; anything else may still come up for a while."""
    until_s = time.monotonic() + SETTLE_S
    while time.monotonic() < until_s:
        health = registry.health(role)
        if health.is_usable or health.state is DeviceState.BLOCKED:
            break
        await asyncio.sleep(LOOK_S)
    return registry.health(role)


async def _try(role: str, registry: Registry, tried: Tried) -> StepTold:
    health = await _settled(registry, role)
    if not health.is_usable:
        return _told(role, BROKEN, _sentences(_codes(health)))
    began_s = time.monotonic()
    match role:
        case "receipt_printer":
            outcome = await _run(registry, role, PrintReceipt(_line()), WORK_S)
            step = _told(role, FINE if outcome.ok else BROKEN, NOTHING if outcome.ok else _why(outcome))
        case "id_card":
            step = await _card(registry, tried)
        case "document_camera" | "face_camera":
            step = _picture(role, await _take(registry, role))
        case _:
            step = _told(role, FINE, NOTHING)
    took_ms = round(1000 * (time.monotonic() - began_s))
    return _weakened(_with(step, took_ms), registry.health(role))


def _codes(health: Health) -> list[str]:
    return [reason.code for reason in health.reasons]


async def _run(registry: Registry, role: str, command: object, deadline_s: float) -> Outcome:
    try:
        lease = registry.claim(role, owner=OWNER)
    except DeviceError:
        return Outcome(Completion.NOT_READY, detail="lease_taken")
    with lease:
        future = asyncio.wrap_future(lease.run(command, deadline_s=deadline_s, key=uuid.uuid4().hex))
        try:
            return await asyncio.wait_for(future, deadline_s + GRACE_S)
        except TimeoutError:
            return Outcome(Completion.TIMEOUT, detail="deadline")


async def _take(registry: Registry, role: str) -> Outcome:
    """A camera that sleeps may need a second try, as a resident would give it."""
    first = await _run(registry, role, TakePage(), WORK_S)
    return first if first.ok else await _run(registry, role, TakePage(), WORK_S)


async def _card(registry: Registry, tried: Tried) -> StepTold:
    """A card that lies there is read; without one the reader's own self-test, which its health tells, must do."""
    if (await _run(registry, "id_card", AwaitRemoval(), LIFT_S)).ok:
        outcome = Outcome(Completion.TIMEOUT)
    else:
        outcome = await _run(registry, "id_card", ReadCard(photo=False), CARD_S)
    if outcome.completion is Completion.TIMEOUT:
        return _told("id_card", FINE, Text(zh="自检通过，没有放测试卡", en="self-test passed, no test card there"))
    if not outcome.ok:
        return _told("id_card", BROKEN if outcome.completion is Completion.HARDWARE else WEAK, _why(outcome))
    assert isinstance(outcome.value, IdCard)
    if outcome.value.name.startswith(TEST_NAME):
        person = WAYS["card"].person(outcome.value)
        tried.card = person if isinstance(person, Person) else None
        return _told("id_card", FINE, Text(zh="读到测试卡", en="test card read"))
    left = Text(
        zh="读卡器上有一张不是测试卡的证件，请收好交还", en="a card that is no test card lies there: keep it safe"
    )
    return _told("id_card", WEAK, left)


def _picture(role: str, outcome: Outcome) -> StepTold:
    if not outcome.ok:
        return _told(role, BROKEN, _why(outcome))
    assert isinstance(outcome.value, CameraFrame)
    rgb = outcome.value.rgb
    if float(rgb.mean()) < DARK:
        return _told(role, WEAK, Text(zh="画面很暗，请看看灯和镜头", en="the picture is dark: see to lamp and lens"))
    verdict = look_at_page(rgb).verdict if role == "document_camera" else PageVerdict.NO_PAGE
    if verdict is PageVerdict.NO_PAGE:
        return _told(role, FINE, Text(zh="有画面", en="a picture"))
    if verdict is PageVerdict.GOOD:
        return _told(role, FINE, Text(zh="看清了测试页", en="the target is seen clearly"))
    return _told(role, WEAK, VERDICTS[verdict.value])


def _weakened(step: StepTold, health: Health) -> StepTold:
    """Works, but somebody should come: paper low."""
    if step.verdict != FINE or health.state is not DeviceState.DEGRADED:
        return step
    return _told(step.id, WEAK, _sentences(_codes(health)), measured=step.measured)


def _with(step: StepTold, took_ms: float) -> StepTold:
    return _told(step.id, step.verdict, step.text, measured=took_ms)


def _told(role: str, verdict: str, text: Text, *, measured: float | None = None) -> StepTold:
    unit = "" if measured is None else "ms"
    return StepTold(id=role, name=device_name(role), verdict=verdict, text=text, measured=measured, unit=unit)


def _why(outcome: Outcome) -> Text:
    return _sentences([outcome.detail, outcome.completion.value])


def _sentences(codes: list[str]) -> Text:
    """The first that has words: it says what to do."""
    known = next((SENTENCES[code] for code in codes if code in SENTENCES), None)
    return Text(zh=known["zh"].rstrip("。"), en=known["en"].rstrip(".")) if known else _MAINTENANCE


def _line() -> bytes:
    return ReceiptBuilder().text("XIAOWU 0123456789 OK").feed(1).cut().build()
