"""Shell: a camera that speaks RTSP, through FFmpeg in its own process, against a server of our own on loopback."""

import math
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.camera.driver import Preview, TakePage
from devices.camera.frame import CameraFrame
from devices.errors import LocalConfigError
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.registry import open_registry
from tests.conftest import ExpectedLogs
from tests.devices.camera.conftest import GRACE_S, REVOKE_LIMIT_S, SOON_S, Viewer
from tests.devices.camera.rtsp_server import COLOUR, HEIGHT_PX, WIDTH_PX, RtspServer
from tests.devices.conftest import Booth
from tests.devices.tool.typed import answer

OpenBooth = Callable[..., Booth]
ROLE = "face_camera"


@pytest.fixture
def server() -> Iterator[RtspServer]:
    server = RtspServer()
    yield server
    server.stop()


@pytest.fixture
def booth(server: RtspServer, open_booth: OpenBooth) -> Booth:
    booth = open_booth(_config(server.address))
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="session-1")


def _config(address: str) -> DeviceConfig:
    return DeviceConfig(role=ROLE, kind="camera", address=address, options={"probe_s": "0.2"})


def _is_right(frame: CameraFrame) -> bool:
    return frame.rgb.shape == (HEIGHT_PX, WIDTH_PX, 3) and math.dist(frame.rgb[300, 300].tolist(), COLOUR) < 12


def _ended(outcome: Outcome) -> tuple[Completion, str]:
    return outcome.completion, outcome.detail


def test_pictures_flow_until_the_lease_is_revoked(server: RtspServer, booth: Booth, lease: Lease) -> None:
    viewer = Viewer(_is_right, wanted=5)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    server.await_viewers(1, SOON_S)
    booth.registry.revoke("session-1")
    server.await_viewers(0, REVOKE_LIMIT_S + GRACE_S)
    assert preview.result(SOON_S).completion is Completion.CANCELLED


def test_a_camera_that_is_cut_off_comes_back(
    server: RtspServer, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    viewer = Viewer()
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    server.stop()
    assert preview.result(SOON_S).completion is Completion.HARDWARE
    assert booth.await_health(ROLE, DeviceState.OFFLINE).health.reasons[0].code == "refused"
    server.start()
    booth.await_health(ROLE, DeviceState.READY)
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_a_connection_that_ends_in_the_middle_of_a_picture(server: RtspServer, lease: Lease) -> None:
    server.fault = "cut"
    completion, detail = _ended(lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S))
    assert (completion, detail) in {(Completion.HARDWARE, "ended"), (Completion.HARDWARE, "cut")}


def test_garbage_is_survived(server: RtspServer, lease: Lease) -> None:
    first, second = Viewer(_is_right), Viewer(_is_right, wanted=5)
    watching = [first]
    preview = lease.run(Preview(lambda frame: watching[-1](frame)), deadline_s=SOON_S)
    assert first.is_content.wait(SOON_S)
    server.fault = "garbage"
    server.await_garbled(10, SOON_S)
    server.fault = None
    watching.append(second)
    assert second.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED


@pytest.mark.deep
@pytest.mark.parametrize("fault", ["freeze", "garbage"])
def test_a_camera_that_shows_nothing(server: RtspServer, lease: Lease, fault: str) -> None:
    server.fault = fault
    outcome = lease.run(Preview(Viewer()), deadline_s=SOON_S).result(SOON_S)
    assert outcome.completion in (Completion.HARDWARE, Completion.PROTOCOL)
    assert outcome.detail in ("frozen", "bad_picture")
    server.fault = None
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_a_camera_that_does_not_answer(server: RtspServer, lease: Lease) -> None:
    server.fault = "mute"
    outcome = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert _ended(outcome) == (Completion.HARDWARE, "no_answer")


def test_a_login(open_booth: OpenBooth, tmp_path: Path) -> None:
    server = RtspServer(login="viewer:secret")
    try:
        with_login = f"rtsp://viewer:secret@{server.authority}/live/main"
        out = tmp_path / "face.png"
        code, found = answer("try", "face-camera", "--at", with_login, "--out", out)
        assert (code, found["ok"], found["width_px"], found["height_px"]) == (0, True, WIDTH_PX, HEIGHT_PX)
        assert out.stat().st_size > 1000
        code, found = answer("try", "face-camera", "--at", server.address)
        assert (code, found["code"], found["completion"]) == (1, "login_refused", "protocol")
        code, found = answer("try", "face-camera", "--at", f"rtsp://viewer:secret@{server.authority}/nowhere")
        assert (code, found["code"]) == (1, "no_such_stream")
    finally:
        server.stop()


def test_a_port_that_speaks_something_else(open_booth: OpenBooth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        booth = open_booth(_config(f"rtsp://127.0.0.1:{listener.getsockname()[1]}/"))
        for _ in range(2):
            client, _ = listener.accept()
            client.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
            client.close()
        assert booth.await_health(ROLE, DeviceState.OFFLINE).health.reasons[0].code == "not_rtsp"
        booth.registry.close()


@pytest.mark.parametrize("address", ["rtsp:", "rtsp:///live", "rtp://h/", "http:///x", "rtsp://h:many/", "http://[x/"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(LocalConfigError):
        open_registry([_config(address)], lambda _: None)
