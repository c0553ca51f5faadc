"""Wiring: `./xiaowu update`: a new version for this booth, from hub or stick; beside the kiosk or by hand."""

import argparse
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cloud_seat.contract.release_words import refusal_text
from kiosk_app.config import Settings, load_settings
from kiosk_app.own_key import auth_of
from kiosk_app.own_word import word_of
from kiosk_app.update.hub_word import HubWord
from kiosk_app.update.machine import Moment
from kiosk_app.update.own_slots import OwnSlots
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.runner import FILES, Runner, folder_url
from kiosk_app.update.serving import Desk, from_kiosk, serve
from kiosk_app.update.trust import Trust
from kiosk_app.update.wire import Wire

EXAMPLE = """examples:
  ./xiaowu update --config kiosk.toml                          asks the hub once and takes what it says
  ./xiaowu update --config kiosk.toml --stick /media/stick     without a network: the same signatures count
  ./xiaowu update --config kiosk.toml --show                   what runs, what was put away and why"""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: done, or nothing to do; 1: refused, with the reason."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if options.serve:
        return _serve()
    settings = load_settings(options.config)
    if not settings.release_dir:
        print("设置里缺 release_dir / the settings lack release_dir", file=sys.stderr)
        return 1
    if options.show:
        return _show(settings)
    try:
        return _take_from_stick(settings, options.stick) if options.stick else _look_once(settings)
    except RemoteRefusedError as error:
        return _say_refused(error.code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu update",
        description="A new version of the booth's program.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, required="--serve" not in sys.argv, help="the booth's settings")
    parser.add_argument("--stick", type=Path, metavar="FOLDER", help="a release folder, as `release usb` wrote it")
    parser.add_argument("--show", action="store_true", help="what runs here")
    parser.add_argument("--serve", action="store_true", help="for the kiosk: settings and moments come by the pipe")
    return parser


def open_runner(settings: Settings, pace: Pace, *, stick: Path | None = None) -> Runner:
    """As the settings say. Raises OSError for a file that they name."""
    base, auth = Path(settings.release_dir), auth_of(word_of(settings))
    wire = Wire(pace, auth=auth, ca_file=settings.hub_ca_file)
    root_key = Path(settings.root_key_file).read_bytes()
    hub = HubWord(settings.hub_url, settings.kiosk_id, root_key, auth, settings.hub_ca_file)
    return Runner(
        slots=OwnSlots(base),
        trust=Trust(base / "trust", Path(settings.release_root_file).read_bytes(), wire),
        wire=wire,
        pace=pace,
        url=folder_url(stick) if stick else settings.hub_url.rstrip("/") + FILES,
        hub=None if stick else hub,
    )


def _serve() -> int:
    lines, out = from_kiosk()
    settings = msgspec.json.decode(lines.readline(), type=Settings)
    os.nice(10)
    pace = Pace()
    runner = open_runner(settings, pace)
    serve(runner, Desk(lines, pace), settings.release_every_s, out)
    return 0


def _look_once(settings: Settings) -> int:
    runner = open_runner(settings, Pace())
    runner.look(Moment(is_idle=True, is_settled=True, hour=datetime.now().hour))
    if runner.refused:
        return _say_refused(runner.refused)
    now = runner.slots.now()
    waits = runner.update.version if not runner.is_switched else ""
    print(
        f"现在 / runs: {now.current}  下次启动 / next start: {now.chosen}"
        + (f"  就绪 / ready: {waits}" if waits else "")
    )
    return 0


def _take_from_stick(settings: Settings, stick: Path) -> int:
    runner = open_runner(settings, Pace(), stick=stick)
    version = runner.take_from_stick(datetime.now(UTC))
    words = f"下次启动换成 {version} / taken at the next start: {version}" if version else "已是最新 / nothing newer"
    print(words)
    return 0


def _show(settings: Settings) -> int:
    now = OwnSlots(Path(settings.release_dir)).now()
    print(f"现在 / runs: {now.current}\n之前 / before: {now.previous}\n试用 / on trial: {now.pending}")
    for version, why in now.quarantine.items():
        print(f"停用 / put away: {version}: {why}")
    return 0


def _say_refused(code: str) -> int:
    text = refusal_text(code)
    print(f"{text.zh}\n{text.en}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
