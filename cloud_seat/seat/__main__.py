"""Wiring: `./xiaowu seat`: opens the official's desk in a browser window of its own."""

import argparse
import os
import shutil
import subprocess
import sys

from cloud_seat.seat.autostart import switch_autostart

DESK = "http://127.0.0.1:8700/seat"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FIREFOX = ("firefox-esr", "firefox")
EXAMPLE = """example:
  ./xiaowu seat --url https://xiaowu.example.gov.cn/seat
  ./xiaowu seat --url https://xiaowu.example.gov.cn/seat --autostart on
"""


def main(arguments: list[str] | None = None) -> int:
    """0: the window was shown, or the address was printed. 1: the browser could not show it."""
    options = _parser().parse_args(arguments)
    url = options.url
    if options.autostart:
        return _switch(options.autostart == "on", url)
    command = command_for(url)
    if command is None or not has_screen():
        sys.stdout.write(f"请在浏览器中打开云坐席页面 / open the desk in a browser: {url}\n")
        return 0
    code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if code:
        sys.stderr.write(f"浏览器没有打开，请手动打开 / the browser did not start, please open: {url}\n")
    return 1 if code else 0


def _switch(on: bool, url: str) -> int:
    try:
        file = switch_autostart(on, url)
    except OSError as error:
        sys.stderr.write(f"开机自启没有设好 / autostart could not be changed: {error.strerror}\n")
        return 1
    words = (
        "登录电脑后会自动打开 / opens when you sign in to this computer"
        if on
        else "不再自动打开 / no longer opens by itself"
    )
    sys.stdout.write(f"{words}: {file}\n")
    return 0


def command_for(url: str) -> list[str] | None:
    """The browser that is installed, with the desk as its only page; None when there is none."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return [path, f"--app={url}", "--class=xiaowu-seat"]
    for name in FIREFOX:
        if path := shutil.which(name):
            return [path, "--new-window", url]
    return None


def has_screen() -> bool:
    """Whether a window can be shown at all."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiaowu seat",
        description="The official's desk in a browser window (云坐席). Without a browser it prints the address.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--url", default=DESK, help=f"address of the desk page (default {DESK})")
    parser.add_argument(
        "--autostart", choices=("on", "off"), help="open it at each sign-in to this computer, or no more"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
