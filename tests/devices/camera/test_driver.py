"""Shell: cameras over HTTP, through FFmpeg's generator, and none at all."""

import base64
import gc
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.camera.driver import Preview, TakePage
from devices.camera.emulator import CameraEmulator
from devices.camera.frame import CameraFrame
from devices.camera.page import PageVerdict, look_at_page
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from tests.conftest import ExpectedLogs
from tests.devices.camera.conftest import GRACE_S, REVOKE_LIMIT_S, SOON_S, Viewer, open_files, our_threads
from tests.devices.conftest import Booth

OpenBooth = Callable[..., Booth]


@pytest.fixture(scope="module")
def document_camera(font_path: Path) -> Iterator[CameraEmulator]:
    emulator = CameraEmulator("document", font_path=font_path)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def camera(document_camera: CameraEmulator) -> CameraEmulator:
    document_camera.replug()
    document_camera.take_paper()
    document_camera.fault(None)
    return document_camera


@pytest.fixture
def booth(camera: CameraEmulator, open_booth: OpenBooth) -> Booth:
    options = camera.options | {"probe_s": "0.2"}
    booth = open_booth(DeviceConfig(role="document_camera", kind="camera", address=camera.address, options=options))
    booth.await_health("document_camera", DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim("document_camera", owner="session-1")


def test_frames_flow_until_cancelled(lease: Lease) -> None:
    viewer = Viewer(lambda frame: frame.rgb.shape == (720, 960, 3), wanted=3)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED
    seen = viewer.frames
    assert lease.run(object(), deadline_s=1).result(SOON_S).completion is Completion.UNSUPPORTED
    assert viewer.frames == seen, "no frame without a running preview"


def test_a_sheet_is_put_seen_and_taken_at_full_size(camera: CameraEmulator, lease: Lease) -> None:
    def is_good(frame: CameraFrame) -> bool:
        return look_at_page(frame.rgb).verdict is PageVerdict.GOOD

    viewer = Viewer(is_good)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    camera.put_paper()
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    preview.result(SOON_S)
    taken = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert isinstance(taken.value, CameraFrame)
    assert taken.value.rgb.shape == (1944, 2592, 3)
    assert look_at_page(taken.value.rgb).verdict is PageVerdict.GOOD


def test_a_camera_without_a_still_address_gives_a_frame(camera: CameraEmulator, open_booth: OpenBooth) -> None:
    booth = open_booth(DeviceConfig(role="plain", kind="camera", address=camera.address))
    taken = booth.registry.claim("plain", owner="x").run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert isinstance(taken.value, CameraFrame)
    assert taken.value.rgb.shape == (720, 960, 3)


def test_unplugging_ends_the_preview_and_the_camera_comes_back(
    camera: CameraEmulator, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("devices.document_camera", "offline")
    viewer = Viewer()
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    camera.unplug()
    assert preview.result(SOON_S).completion is Completion.HARDWARE
    booth.await_health("document_camera", DeviceState.OFFLINE)
    camera.replug()
    booth.await_health("document_camera", DeviceState.READY)
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_a_frozen_picture_is_not_shown_as_alive(camera: CameraEmulator, lease: Lease) -> None:
    camera.fault("freeze")
    outcome = lease.run(Preview(Viewer()), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "frozen")


def test_frames_that_are_no_pictures_are_a_protocol_failure(camera: CameraEmulator, lease: Lease) -> None:
    camera.fault("garbage")
    outcome = lease.run(Preview(Viewer()), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, "bad_picture")


@pytest.mark.parametrize("fault", [None, "freeze"])
def test_after_revoking_nothing_is_left(camera: CameraEmulator, booth: Booth, lease: Lease, fault: str | None) -> None:
    files, threads = open_files(), our_threads()
    pictures: list[weakref.ref[object]] = []

    def note(frame: CameraFrame) -> bool:
        pictures.append(weakref.ref(frame.rgb))
        return True

    viewer = Viewer(note)
    preview = lease.run(Preview(viewer), deadline_s=30)
    assert viewer.is_content.wait(SOON_S)
    camera.fault(fault)
    booth.registry.revoke("session-1")
    assert preview.result(REVOKE_LIMIT_S + GRACE_S).completion is Completion.CANCELLED
    gc.collect()
    assert not [picture for picture in pictures if picture() is not None]
    assert our_threads() == threads
    camera.unplug()  # its own threads and sockets end
    assert open_files() <= files


def test_broken_pictures_between_good_ones_are_skipped(camera: CameraEmulator, lease: Lease) -> None:
    camera.fault("noise")
    viewer = Viewer(lambda frame: frame.rgb.shape == (720, 960, 3), wanted=3)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED


def test_a_slow_camera_is_no_broken_one(camera: CameraEmulator, lease: Lease) -> None:
    camera.fault("slow")
    viewer = Viewer(wanted=2)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED


@pytest.mark.parametrize("command", [Preview(Viewer()), TakePage()], ids=["preview", "still"])
def test_a_connection_cut_in_the_middle_of_a_picture(camera: CameraEmulator, lease: Lease, command: object) -> None:
    camera.fault("cut")
    outcome = lease.run(command, deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "cut")
    camera.fault(None)
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_too_little_light_is_seen_in_the_picture(camera: CameraEmulator, lease: Lease) -> None:
    def brightness() -> float:
        taken = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
        assert isinstance(taken.value, CameraFrame)
        return float(taken.value.rgb.mean())

    bright = brightness()
    camera.fault("dark")
    assert brightness() < bright / 4


def test_a_still_between_two_previews(lease: Lease) -> None:
    """What the booth does when the sheet lies still: the live picture is back right after."""
    for _ in range(2):
        viewer = Viewer()
        preview = lease.run(Preview(viewer), deadline_s=SOON_S)
        assert viewer.is_content.wait(SOON_S)
        lease.cancel()
        taken = lease.run(TakePage(), deadline_s=SOON_S)
        assert preview.result(SOON_S).completion is Completion.CANCELLED
        assert taken.result(SOON_S).ok


def test_a_camera_that_wants_a_login(open_booth: OpenBooth) -> None:
    asked = b"Authorization: Basic " + base64.b64encode("viewer:geheim/ü".encode())
    listener = socket.create_server(("127.0.0.1", 0))

    def answer_some() -> None:
        for _ in range(3):
            peer, _ = listener.accept()
            with peer:
                is_known = asked in peer.recv(4096)
                peer.sendall(b"HTTP/1.0 200 OK\r\n\r\n" if is_known else b"HTTP/1.0 401 Unauthorized\r\n\r\n")

    server = threading.Thread(target=answer_some)
    server.start()
    address = f"127.0.0.1:{listener.getsockname()[1]}/mjpeg"
    config = DeviceConfig(role="cam", kind="camera", address=f"http://{address}", options={"probe_s": "60"})
    booth = open_booth(config)
    booth.await_health("cam", DeviceState.READY)
    outcome = booth.registry.claim("cam", owner="x").run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, "login_refused")
    other = DeviceConfig(role="cam", kind="camera", address=f"http://viewer:geheim%2F%C3%BC@{address}")
    open_booth(other).await_health("cam", DeviceState.READY)
    server.join(SOON_S)
    listener.close()


def test_a_face_camera_moves(font_path: Path, open_booth: OpenBooth) -> None:
    emulator = CameraEmulator("face", font_path=font_path)
    emulator.start()
    booth = open_booth(DeviceConfig(role="face_camera", kind="camera", address=emulator.address))
    sums: list[int] = []

    def note(frame: CameraFrame) -> bool:
        sums.append(int(frame.rgb.sum()))
        return frame.rgb.shape == (480, 640, 3)

    viewer = Viewer(note, wanted=6)
    preview = booth.registry.claim("face_camera", owner="x").run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    booth.registry.close()
    assert preview.result(SOON_S).completion is Completion.CANCELLED
    assert len(set(sums)) > 3
    emulator.stop()


def test_ffmpegs_generator_is_a_camera(open_booth: OpenBooth) -> None:
    config = DeviceConfig(role="face_camera", kind="camera", address="lavfi:testsrc2=size=320x240:rate=30")
    lease = open_booth(config).registry.claim("face_camera", owner="x")
    viewer = Viewer(lambda frame: frame.rgb.shape == (240, 320, 3), wanted=5)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_a_source_that_ends_is_hardware(open_booth: OpenBooth) -> None:
    address = "lavfi:testsrc2=size=320x240:rate=30:duration=0.2"
    lease = open_booth(DeviceConfig(role="cam", kind="camera", address=address)).registry.claim("cam", owner="x")
    outcome = lease.run(Preview(Viewer()), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "ended")


def test_no_camera_at_all(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.local", "absent")
    expected_logs.allow("devices.remote", "offline")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    booth = open_booth(
        DeviceConfig(role="local", kind="camera", address="v4l2:/dev/no-such-video"),
        DeviceConfig(role="remote", kind="camera", address=f"http://127.0.0.1:{port}/mjpeg"),
    )
    booth.await_health("local", DeviceState.ABSENT)
    booth.await_health("remote", DeviceState.OFFLINE)
    for role in ("local", "remote"):
        lease = booth.registry.claim(role, owner="x")
        assert lease.run(Preview(Viewer()), deadline_s=5).result(SOON_S).completion is Completion.NOT_READY


def test_a_server_that_is_no_camera_is_never_ready(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.cam", "offline")
    stopping = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)

    def talk_nonsense() -> None:
        while not stopping.is_set():
            try:
                peer, _ = listener.accept()
            except TimeoutError:
                continue
            with peer:
                peer.sendall(b"220 mail.invalid ESMTP\r\n")

    server = threading.Thread(target=talk_nonsense)
    server.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    booth = open_booth(DeviceConfig(role="cam", kind="camera", address=address))
    assert booth.await_health("cam", DeviceState.OFFLINE).health.reasons[0].code in ("not_http", "cut")
    booth.registry.close()
    stopping.set()
    server.join(SOON_S)
    listener.close()
