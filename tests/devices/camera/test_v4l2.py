"""Shell: a camera of this machine, through FFmpeg in its own process and every V4L2 call, on the preloaded shim."""

import gc
import json
import math
import os
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ImageFont

from devices.camera.driver import Preview, TakePage
from devices.camera.frame import CameraFrame
from devices.camera.scene import SceneLook, draw_desk, draw_document, lay_sheet, light, sheet_corners
from devices.errors import LocalConfigError
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState
from devices.registry import open_registry
from tests.conftest import ExpectedLogs
from tests.devices.camera.conftest import GRACE_S, REVOKE_LIMIT_S, SOON_S, Viewer, open_files, our_threads
from tests.devices.camera.shim import BLUE, RED, SIZES, ShimCamera, encode, jpeg
from tests.devices.conftest import Booth
from tests.devices.tool.typed import answer, finish, start

OpenBooth = Callable[..., Booth]
ROLE = "document_camera"


def _config(camera: ShimCamera | str, **options: str) -> DeviceConfig:
    address = camera if isinstance(camera, str) else camera.address
    return DeviceConfig(role=ROLE, kind="camera", address=address, options={"probe_s": "0.1", **options})


def _lease(open_booth: OpenBooth, config: DeviceConfig) -> Lease:
    booth = open_booth(config)
    booth.await_health(ROLE, DeviceState.READY)
    return booth.registry.claim(ROLE, owner="session-1")


def _colour(frame: CameraFrame) -> tuple[int, ...]:
    return tuple(int(value) for value in frame.rgb[frame.rgb.shape[0] // 2, frame.rgb.shape[1] // 2])


def _is(frame: CameraFrame, colour: tuple[int, int, int]) -> bool:
    return math.dist(_colour(frame), colour) < 20


def _preview_once(lease: Lease, pleases: Callable[[CameraFrame], bool]) -> None:
    viewer = Viewer(pleases, wanted=2)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    lease.cancel()
    assert preview.result(SOON_S).completion is Completion.CANCELLED


# --- pictures -------------------------------------------------------------------------------------------------------


def test_preview_and_still_have_their_own_sizes(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    config = _config(shim_camera, size="1280x720", rate="15", still_size="2592x1944")
    lease = _lease(open_booth, config)
    assert shim_camera.log() == [], "looking whether it is there does not open it"
    _preview_once(lease, lambda frame: frame.rgb.shape == (720, 1280, 3) and _is(frame, BLUE))
    taken = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert isinstance(taken.value, CameraFrame)
    assert taken.value.rgb.shape == (1944, 2592, 3)
    assert [line for line in shim_camera.log() if line.startswith("stream on")] == [
        "stream on 1280x720",
        "stream on 2592x1944",
    ]
    assert not shim_camera.is_in_use


def test_a_camera_without_motion_jpeg(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    shim_camera.mode("only_yuyv")
    yuyv = np.full((480, 640, 2), 128, dtype=np.uint8)
    yuyv[..., 0] = np.linspace(16, 235, 640).astype(np.uint8)
    shim_camera.show(yuyv.tobytes(), ".640x480.yuyv")
    lease = _lease(open_booth, _config(shim_camera, size="640x480"))
    _preview_once(lease, lambda frame: _is(frame, (128, 128, 128)) and frame.rgb[240, 630].min() > 200)


def test_a_format_that_the_camera_does_not_have(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    shim_camera.mode("only_yuyv")
    outcome = _lease(open_booth, _config(shim_camera, input_format="mjpeg")).run(TakePage(), deadline_s=SOON_S)
    assert (outcome.result(SOON_S).completion, outcome.result().detail) == (Completion.HARDWARE, "no_such_mode")


def test_a_camera_that_gives_another_size(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    shim_camera.mode("other_size")
    lease = _lease(open_booth, _config(shim_camera, size="1280x720"))
    _preview_once(lease, lambda frame: frame.rgb.shape == (480, 640, 3))


def test_a_picture_without_huffman_tables(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    """As many webcams send them: the tables are those of the standard (ISO 10918-1, annex K)."""
    plain = jpeg(640, 480)
    begin = plain.index(b"\xff\xc4")
    end = plain.index(b"\xff\xda")
    shim_camera.show(plain[:begin] + plain[end:], ".640x480")
    _preview_once(_lease(open_booth, _config(shim_camera, size="640x480")), lambda frame: _is(frame, BLUE))


def test_half_pictures_are_skipped(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    """A page that is grey below would look like a page."""
    noisy = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    whole = encode(noisy)
    lease = _lease(open_booth, _config(shim_camera, size="640x480"))
    viewer = Viewer(lambda frame: frame.rgb[400:].std() > 40, wanted=3)
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    shim_camera.show(whole, ".640x480")
    assert viewer.is_content.wait(SOON_S)
    shim_camera.mode("half")
    outcome = preview.result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, "bad_picture")


# --- trouble --------------------------------------------------------------------------------------------------------


def test_unplugged_and_plugged_in_under_another_number(
    open_booth: OpenBooth, shim_folder: Path, shim_camera: ShimCamera, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "absent")
    by_id = shim_folder / "by-id"
    by_id.mkdir()
    (by_id / "usb-Shim_Camera-video-index0").symlink_to(shim_camera.path)
    booth = open_booth(_config(f"v4l2:{by_id}/usb-Shim*-video-index0"))
    booth.await_health(ROLE, DeviceState.READY)
    lease = booth.registry.claim(ROLE, owner="session-1")
    viewer = Viewer(lambda frame: _is(frame, BLUE))
    preview = lease.run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    shim_camera.unplug()
    outcome = preview.result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "unplugged")
    assert booth.await_health(ROLE, DeviceState.ABSENT).health.reasons[0].code == "not_plugged_in"
    other = ShimCamera(shim_folder, 3)
    other.plug(RED)
    (by_id / "usb-Shim_Camera-video-index0").unlink()
    (by_id / "usb-Shim_Camera-video-index0").symlink_to(other.path)
    booth.await_health(ROLE, DeviceState.READY)
    _preview_once(lease, lambda frame: _is(frame, RED))


def _slow(mode: str) -> object:
    return pytest.param(mode, "frozen", marks=pytest.mark.deep)  # found out after five seconds


@pytest.mark.parametrize(("mode", "code"), [("eio", "cut"), _slow("freeze"), _slow("hang_open")])
def test_a_sick_camera_and_its_recovery(
    open_booth: OpenBooth, shim_camera: ShimCamera, expected_logs: ExpectedLogs, mode: str, code: str
) -> None:
    lease = _lease(open_booth, _config(shim_camera))
    shim_camera.mode(mode)
    outcome = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, code)
    assert not shim_camera.is_in_use
    shim_camera.mode()
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


def test_a_camera_that_another_program_uses(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    lease = _lease(open_booth, _config(shim_camera))
    other = open_booth(DeviceConfig(role="other", kind="camera", address=shim_camera.address))
    viewer = Viewer()
    theirs = other.registry.claim("other", owner="x").run(Preview(viewer), deadline_s=SOON_S)
    assert viewer.is_content.wait(SOON_S)
    outcome = lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "port_taken")
    other.registry.close()
    assert theirs.result(SOON_S).completion is Completion.CANCELLED
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok


# --- only under a lease ---------------------------------------------------------------------------------------------


def _descendants() -> set[int]:
    """Living processes that this one started."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(status.parent.name))
    return found


@pytest.mark.parametrize("mode", ["", "freeze", "hang_open"])
def test_after_revoking_nothing_is_left(open_booth: OpenBooth, shim_camera: ShimCamera, mode: str) -> None:
    """Whatever the camera's driver is doing: no picture, no decoder, no thread, no lit lamp."""
    booth = open_booth(_config(shim_camera))
    booth.await_health(ROLE, DeviceState.READY)
    threads, processes, files = our_threads(), _descendants(), open_files()
    pictures: list[weakref.ref[object]] = []

    def note(frame: CameraFrame) -> bool:
        pictures.append(weakref.ref(frame.rgb))
        return True

    viewer = Viewer(note)
    shim_camera.mode(mode)
    preview = booth.registry.claim(ROLE, owner="session-1").run(Preview(viewer), deadline_s=SOON_S)
    if mode == "":
        assert viewer.is_content.wait(SOON_S)
    elif mode == "freeze":
        shim_camera.await_log("stream on 640x480")
    else:
        _await(lambda: bool(_descendants() - processes))
    booth.registry.revoke("session-1")
    began_s = time.monotonic()
    assert preview.result(SOON_S).completion is Completion.CANCELLED
    _await(lambda: not shim_camera.is_in_use and _descendants() == processes, began_s + REVOKE_LIMIT_S + GRACE_S)
    gc.collect()
    assert not [picture for picture in pictures if picture() is not None]
    assert our_threads() == threads
    assert open_files() == files
    assert ("open" in shim_camera.log()) is (mode != "hang_open")


def _await(is_so: Callable[[], bool], until_s: float | None = None) -> None:
    until_s = time.monotonic() + SOON_S if until_s is None else until_s
    while not is_so():
        assert time.monotonic() < until_s
        threading.Event().wait(0.002)


def test_a_booth_that_dies_leaves_no_lit_camera(shim_camera: ShimCamera) -> None:
    """Even while the camera's driver hangs."""
    shim_camera.mode("freeze")
    process = start("try", "face-camera", "--at", shim_camera.address)
    shim_camera.await_log("stream on 640x480")
    assert shim_camera.is_in_use
    process.kill()
    finish(process)
    _await(lambda: not shim_camera.is_in_use)


# --- exposure and focus ---------------------------------------------------------------------------------------------


def test_controls_are_set_before_the_first_picture(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    options = {"exposure": "300", "focus": "120", "brightness": "-8"}
    assert _lease(open_booth, _config(shim_camera, **options)).run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok
    done = shim_camera.log()
    assert [line for line in done if line.startswith("set")] == [
        "set Brightness = -8",
        "set Auto Exposure = 1",
        "set Exposure Time, Absolute = 300",
        "set Focus, Automatic Continuous = 0",
        "set Focus, Absolute = 120",
    ]
    assert done.index("set Focus, Absolute = 120") < done.index("stream on 640x480")


def test_what_a_camera_does_not_offer_is_told_once(
    open_booth: OpenBooth, shim_camera: ShimCamera, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.allow("devices.camera", "does not offer")
    shim_camera.mode("no_focus")
    lease = _lease(open_booth, _config(shim_camera, focus="120", gain="7", exposure="auto", brightness="9999"))
    for _ in range(2):
        assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok
    told = [record.getMessage() for record in caplog.records if "does not offer" in record.getMessage()]
    assert told == ["the camera does not offer brightness, focus, gain as configured; it works without"]
    assert "set Auto Exposure = 3" in shim_camera.log()


def test_focus_once_is_held_for_the_still(open_booth: OpenBooth, shim_camera: ShimCamera) -> None:
    lease = _lease(open_booth, _config(shim_camera, focus="once"))
    preview = lease.run(Preview(Viewer()), deadline_s=SOON_S)
    shim_camera.await_log("set Focus, Automatic Continuous = 0")
    lease.cancel()
    preview.result(SOON_S)
    assert lease.run(TakePage(), deadline_s=SOON_S).result(SOON_S).ok
    focused = [line for line in shim_camera.log() if "Focus" in line]
    assert focused == ["set Focus, Automatic Continuous = 1", "set Focus, Automatic Continuous = 0"]


@pytest.mark.parametrize("option", ["exposure", "focus", "brightness"])
def test_a_control_must_be_a_number_or_a_word_it_knows(option: str) -> None:
    with pytest.raises(ValueError, match=option):
        open_registry([_config("v4l2:/dev/video0", **{option: "bright"})], lambda _: None)
    with pytest.raises(LocalConfigError):
        open_registry([_config("v4l2:")], lambda _: None)


# --- as it is typed -------------------------------------------------------------------------------------------------


def test_a_page_is_tried(shim_camera: ShimCamera, tmp_path: Path, font_path: Path) -> None:
    width_px, height_px = SIZES[-1]
    sheet = draw_document(ImageFont.truetype(str(font_path), 40))
    desk = draw_desk("wood", width_px, height_px)
    shot = light(lay_sheet(desk, sheet, sheet_corners(width_px, height_px)), SceneLook("wood"))
    shim_camera.show(encode(shot), f".{width_px}x{height_px}")
    size, out = f"still_size={width_px}x{height_px}", tmp_path / "page.png"
    code, found = answer("try", "document-camera", "--at", shim_camera.address, "--option", size, "--out", out)
    assert (code, found["ok"], found["verdict"]) == (0, True, "good")
    assert np.abs(np.array(found["corners_px"]) - sheet_corners(width_px, height_px)).max() < 6
    page = cv2.imread(str(out))
    assert page is not None
    assert page.shape == (2339, 1654, 3)


def test_the_tool_says_what_is_wrong_with_a_camera(shim_folder: Path, shim_camera: ShimCamera) -> None:
    code, found = answer("try", "face-camera", "--at", f"v4l2:{shim_folder}/video9")
    assert (code, found["code"], found["completion"]) == (1, "not_plugged_in", "not_ready")
    shim_camera.mode("eio")
    code, found = answer("try", "face-camera", "--at", shim_camera.address)
    assert (code, found["code"], found["completion"]) == (1, "cut", "hardware")
    code, found = answer("try", "face-camera", "--at", shim_camera.address, "--option", "focus=sharp")
    assert (code, found["code"]) == (2, "bad_option")


def test_the_tool_watches_a_camera_come_and_go(shim_camera: ShimCamera, tmp_path: Path) -> None:
    booth = tmp_path / "kiosk.toml"
    booth.write_text(
        f'[[devices]]\nrole = "{ROLE}"\nkind = "camera"\naddress = "{shim_camera.address}"\n'
        'options = { probe_s = "0.1" }\n'
    )
    process = start("watch", "--config", booth, "--json", "--deadline", "30")
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(json.loads(line)["state"])
        if seen[-1] == "ready" and seen.count("ready") == 1:
            shim_camera.unplug()
        if seen[-1] == "absent":
            shim_camera.plug()
        if seen.count("ready") == 2:
            break
    process.terminate()
    finish(process)
    assert seen == ["opening", "ready", "absent", "ready"]
