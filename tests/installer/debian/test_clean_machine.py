"""Shell: from an empty Debian 12 to the welcome page: the real package by apt, its own session, X11 and Wayland.

Emulated: the screens (Xvfb in place of Xorg, cage's headless output) and systemd, which does not run in a folder. A
panel that hangs as it was made is not looked at under cage, which then hands the window
on, past what takes pictures.
About ten minutes, most of them apt's; `XIAOWU_CLEAN_MACHINE` names a machine that was made before.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from installer.debian.build import ROOT, build_package
from installer.release.tree import build
from tests.installer.debian.clean_machine import CleanMachine, read_xwd
from tests.installer.release.test_build import SITE

PICTURES = ("grim", "xvfb")
PAPER = '{"kiosk_id": "PY-0417", "code": "none", "root_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}'
CONFIG = """hub_url = "http://127.0.0.1:9"
kiosk_id = "PY-0417"
root_key_file = "/etc/xiaowu/keys/root-key"
device_key_file = "/etc/xiaowu/keys/device-key"
"""
SESSION = """
rm -rf /run/xiaowu /tmp/.X0-lock; install -d -o xiaowu -m 700 /run/xiaowu; mkdir -p -m 1777 /tmp/.X11-unix /tmp/seen
export RUNTIME_DIRECTORY=/run/xiaowu XDG_RUNTIME_DIR=/run/xiaowu XIAOWU_DATA=/var/lib/xiaowu
export WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
cd /; exec runuser -u xiaowu -- env SESSION="$1" ROTATE="$2" /usr/lib/xiaowu/session
"""
SCREEN = """#!/bin/sh
exec Xvfb :0 -screen 0 1280x720x24 -nolisten tcp -fbdir /tmp/seen
"""
AS_BOOTH = ("runuser", "-u", "xiaowu", "--", "env", "XDG_RUNTIME_DIR=/run/xiaowu", "WAYLAND_DISPLAY=wayland-0")
pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(os.geteuid() != 0, reason="a machine in a folder needs root: run as root"),
    pytest.mark.skipif(not shutil.which("debootstrap"), reason="apt-get install debootstrap"),
]


@pytest.fixture(scope="module")
def booth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanMachine]:
    """With the package, and without what makes pictures of it."""
    place = tmp_path_factory.mktemp("machine")
    kept = os.environ.get("XIAOWU_CLEAN_MACHINE", "")
    machine = CleanMachine(Path(kept or place / "disk"), Path.home() / ".cache/xiaowu/clean-machine")
    if kept:
        machine.run("apt-get", "purge", "-q", "-y", "xiaowu-booth")
    else:
        machine.make("bookworm")
    build(ROOT, place / "version", site=SITE)
    package = build_package(place / "version", place, compression="none")
    shutil.copy(package, machine.root / "tmp/booth.deb")
    machine.install("/tmp/booth.deb")
    machine.install(*PICTURES, recommends=False)
    yield machine


def test_enrolment_without_a_hub_says_so_and_keeps_nothing(booth: CleanMachine) -> None:
    (booth.root / "tmp/paper.json").write_text(PAPER)
    told = booth.tried("xiaowu", "enrol", "/tmp/paper.json", "http://127.0.0.1:9", "市桥街晓屋", "Shiqiao booth")
    assert told.returncode == 1 and "连不上中枢" in told.stderr and "Traceback" not in told.stderr
    assert not (booth.root / "etc/xiaowu/kiosk.toml").exists()
    assert [path.name for path in (booth.root / "etc/xiaowu/keys").iterdir()] == ["device-key"]


def _enrolled(booth: CleanMachine) -> None:
    """As enrolment leaves it; the hub is away."""
    (booth.root / "etc/xiaowu/kiosk.toml").write_text(CONFIG)
    keys = "umask 077; for key in root-key device-key; do head -c 32 /dev/urandom >/etc/xiaowu/keys/$key; done"
    booth.run("sh", "-ec", f"{keys}; chown xiaowu: /etc/xiaowu/keys/*; rm -rf /var/lib/xiaowu/kiosk")


def _awaited(picture: Callable[[], Image.Image]) -> Image.Image:
    """Once the page stands there: hundreds of shades, and the same a moment later."""
    until_s, last = time.monotonic() + 180, Image.new("RGB", (1, 1))
    while time.monotonic() < until_s:
        time.sleep(2)
        try:
            now = picture()
        except (AssertionError, OSError):  # the screen is not there yet
            continue
        shades = now.getcolors(1 << 22)
        if shades and len(shades) > 300 and now.tobytes() == last.tobytes():
            return now
        last = now
    raise AssertionError("no page was drawn")


def test_its_x11_session_draws_the_welcome_page_on_a_small_screen(booth: CleanMachine, tmp_path: Path) -> None:
    _enrolled(booth)
    screen = booth.root / "usr/bin/X"
    screen.unlink(missing_ok=True)
    screen.write_text(SCREEN)
    screen.chmod(0o755)
    with booth.started("sh", "-ec", SESSION, "sh", "x11", "0", alone=True):
        page = _awaited(lambda: read_xwd(booth.root / "tmp/seen/Xvfb_screen0"))
    page.save(tmp_path / "x11.png")
    print(tmp_path / "x11.png")
    assert page.size == (1280, 720)
    assert len(page.crop((1255, 0, 1280, 60)).getcolors() or "") == 1, "no margin: the page is wider than the screen"


@pytest.mark.parametrize(("hangs", "back"), [("90", -90), ("270", 90)])
def test_its_wayland_session_stands_upright_on_a_panel_that_hangs_turned(
    booth: CleanMachine, tmp_path: Path, hangs: str, back: int
) -> None:
    _enrolled(booth)
    shutil.copy(Path(__file__).with_name("panel_picture.py"), booth.root / "tmp/panel_picture.py")

    def logical() -> Image.Image:
        booth.run(*AS_BOOTH, "grim", "/tmp/seen/page.png")
        return Image.open(booth.root / "tmp/seen/page.png").convert("RGB")

    booth.run("sh", "-ec", "mkdir -p /tmp/seen; chmod 1777 /tmp/seen")
    with booth.started("sh", "-ec", SESSION, "sh", "cage", hangs):
        page = _awaited(logical)
        booth.run(*AS_BOOTH, "/usr/bin/python3", "/tmp/panel_picture.py", "/tmp/seen/panel")
    page.save(tmp_path / f"cage-{hangs}.png")
    print(tmp_path / f"cage-{hangs}.png")
    wide, high, dots = (booth.root / "tmp/seen/panel").read_bytes().split(b"\n", 2)
    panel = Image.frombytes("RGB", (int(wide), int(high)), dots, "raw", "BGRX")
    seen = panel.rotate(back, expand=True)  # Pillow turns against the clock; the panel hangs clockwise
    assert (panel.size, page.size) == ((1280, 720), (720, 1280))
    assert ImageChops.difference(seen, page).getbbox() is None
