"""Shell: the call's hand with a real camera and a real microphone thread: dark and silent on hold, stills, gaps."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cloud_seat.call import events as call_events
from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import AudioSource, FrameSource
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.sight import Sight
from cloud_seat.contract.text import Text
from devices.camera.emulator import CameraEmulator
from devices.model import DeviceConfig
from devices.registry import open_registry
from kiosk_app.hands.call import FACE, ROLE, SELF, CallHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Call, Knowledge, Session, Voice
from kiosk_app.ui.video import FrameStore
from tests.cloud_seat.hub.clients import connected, open_kiosk, open_seat
from tests.cloud_seat.hub.running import RunningHub

WAIT_S = 10.0
SEAT = wire.Seat(seat_id="seat-1", name="王老师", department=Text(zh="户政", en="Residence"))
Work = Callable[["Stage"], Coroutine[None, None, None]]


@dataclass
class Stage:
    """A booth's call, as far as this hand has it."""

    hand: CallHand
    camera: FrameSource
    frames: FrameStore
    microphone: AudioSource
    sent: list[wire.Message] = field(default_factory=list)
    posted: list[events.Event] = field(default_factory=list)

    async def answered(self) -> None:
        """The official is there, and the face camera gives pictures."""
        self.hand.heard(call_events.Connected(SEAT, 1))
        await until(lambda: self.camera.latest()[0] > 0)

    @property
    def is_dark(self) -> bool:
        """Nothing of the face leaves the booth or is shown on the glass."""
        return self.camera.latest()[0] == 0 and self.frames.take(SELF) is None


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not true():  # noqa: ASYNC110  a camera's thread sets no event
            await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
def face() -> Iterator[CameraEmulator]:
    emulator = CameraEmulator("face")
    emulator.start()
    yield emulator
    emulator.stop()


def run(work: Work, *devices: DeviceConfig, url: str = "http://127.0.0.1:1", token: str = "") -> None:
    """`work` with a hand whose camera is one of `devices`."""

    async def staged() -> None:
        def send(message: wire.Message) -> bool:
            stage.sent.append(message)
            return True

        camera, frames, microphone = FrameSource(), FrameStore(), AudioSource("lavfi:sine=frequency=440")
        nobody = Knowledge({}, {}, {}, "2026-11-26")
        door, registry = HubDoor(url, token, send), open_registry(devices, lambda _: None)
        desk = Desk(lambda event: stage.posted.append(event), lambda: nobody, Folder(), _ignore, _ignore)
        hand = CallHand(door, desk, registry, frames, camera)
        hand.engine = CallEngine(send, hand.heard, camera=camera, microphone=microphone, on_frame=_ignore)
        stage = Stage(hand, camera, frames, microphone)
        microphone.start()
        try:
            await work(stage)
        finally:
            hand.forget()
            microphone.stop()
            await hand.engine.close()
            door.close()
            registry.close()

    asyncio.run(staged())


def _ignore(*_: object, **__: object) -> None:
    """What the glass would show."""


def _device(face: CameraEmulator) -> DeviceConfig:
    return DeviceConfig(role=ROLE, kind="camera", address=face.address, options=face.options)


def _loud(stage: Stage) -> bool:
    return any(bool(stage.microphone.pull().any()) for _ in range(3))


def test_on_hold_no_picture_and_no_sound_leave_the_booth_and_afterwards_they_do(face: CameraEmulator) -> None:
    async def work(stage: Stage) -> None:
        await stage.answered()
        await until(lambda: _loud(stage))
        session = Session()
        stage.hand.hold(do.Hold(on=True), session)
        assert stage.is_dark
        for _ in range(20):
            assert not _loud(stage)
            await asyncio.sleep(0.01)
        assert stage.is_dark, "a picture that was on its way when the camera stopped is not shown either"
        stage.hand.heard(call_events.Connected(SEAT, 1))
        assert stage.is_dark, "the official's page was reloaded: still on hold"
        stage.hand.hold(do.Hold(on=False), session)
        await until(lambda: stage.camera.latest()[0] > 0 and _loud(stage))

    run(work, _device(face))


def test_after_a_hold_it_is_as_the_resident_had_it(face: CameraEmulator) -> None:
    async def work(stage: Stage) -> None:
        await stage.answered()
        session = replace(Session(), call=Call(camera_off=True, muted=True))
        stage.hand.switch_camera(do.SwitchCamera(off=True), session)
        stage.hand.mute(do.Mute(on=True), session)
        for on in (True, False):
            stage.hand.hold(do.Hold(on=on), session)
            await asyncio.sleep(0.1)
            assert stage.is_dark
            assert not _loud(stage)

    run(work, _device(face))


def test_a_gap_of_the_camera_is_told_with_its_seconds(face: CameraEmulator) -> None:
    async def work(stage: Stage) -> None:
        await stage.answered()
        assert stage.posted == [events.CallAnswered("", 1, SEAT)], "a short one is not worth telling"
        last_s = time.monotonic() - 8  # as if nothing had come for so long
        stage.hand._sight = Sight(last_s)
        await until(lambda: len(stage.posted) > 1)
        [told] = stage.posted[1:]
        assert isinstance(told, events.ViewBroken) and told.where == "camera"
        assert 8 <= told.gap_s <= round(time.monotonic() - last_s), "until the next picture, on a busy machine, too"
        shown = stage.camera.latest()[0]
        await until(lambda: stage.camera.latest()[0] > shown + 2)
        assert len(stage.posted) == 2, "told once"

    run(work, _device(face))


def test_a_still_reaches_the_official_in_this_call(face: CameraEmulator, tmp_path: Path) -> None:
    with RunningHub.start(tmp_path / "hub") as hub:
        _send_stills(face, hub)


def _send_stills(face: CameraEmulator, hub: RunningHub) -> None:
    token = hub.enrol("PY-31")["token"]
    cookie = hub.sign_in(hub.add_seat("3101", rights=("*",)))

    async def work(stage: Stage) -> None:
        session = Session(number=7, case_id="9f0b6a52-5b8e-4f0e-9d68-0a1c7a4b9d11", item_id="social-card")
        session = replace(session, language="zh-Hant", voice=Voice(dialect="yue"))
        stage.hand.request(do.RequestCall(1), session)
        assert stage.hand.engine is not None
        stage.hand.engine.on_link(up=True)
        asked = next(message for message in stage.sent if isinstance(message, wire.CallRequested))
        assert asked.language == "yue", "what is spoken, not what is read: officials who speak it go first"
        async with await open_kiosk(hub, token) as kiosk, await open_seat(hub, cookie) as seat:
            await connected(kiosk, seat, asked)
            await stage.hand.take_still(do.TakeStill("ask-1"), session)
            assert stage.posted[-1] == events.AskDone(7, "ask-1", "failed"), "the camera is off"
            await stage.answered()
            await stage.hand.take_still(do.TakeStill("ask-2"), session)
            assert stage.posted[-1] == events.AskDone(7, "ask-2", "")
            (shared,) = [message for message in stage.sent if isinstance(message, wire.ScanShared)]
            path = f"/api/v1/calls/{asked.call_id}/scans/{shared.scan_id}"
            got = await asyncio.to_thread(hub.ask, "GET", path, cookie=cookie)
        assert (shared.material_id, len(got.body), got.body[:2]) == (FACE, shared.size_bytes, b"\xff\xd8")

    run(work, _device(face), url=hub.url, token=token)
