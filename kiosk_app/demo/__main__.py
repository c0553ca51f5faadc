"""Wiring: `./xiaowu demo`: everything on one machine, one command. Ends by itself, leaves nothing running."""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType

from kiosk_app.demo.by_hand import run_by_hand
from kiosk_app.demo.journey import run_journey
from kiosk_app.demo.processes import ProgramError, Programs
from kiosk_app.demo.stage import Stage

EXAMPLE = """examples:
  ./xiaowu demo              with a display: touch it yourself; without: a whole matter, pictures in demo-output/
  ./xiaowu demo --auto       let it run by itself on your display
  ./xiaowu demo --offline    the network is cut before "submit" and comes back later"""


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "xiaowu demo",
        description="Hub, emulated devices, kiosk and seat: one resident's matter from touch to receipt.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--auto", action="store_true", help="run by itself (always so without a display)")
    parser.add_argument("--offline", action="store_true", help="cut the network before submit")
    parser.add_argument("--out", type=Path, default=Path("demo-output"), help="pictures, papers, journey.json")
    parser.add_argument("--seat", choices=("auto", "browser", "bot"), default="auto", help="who is the official")
    parser.add_argument("--size", default="1920x1080", help="size of the kiosk window in px")
    parser.add_argument("--port", type=int, default=0, help="port of the hub (0: any free one)")
    parser.add_argument("--equal", action="store_true", help="the booth does not go first: for a busy machine")
    default = Path(os.environ.get("XIAOWU_DATA", ".xiaowu"))
    parser.add_argument("--data-dir", type=Path, default=default)
    return parser.parse_args()


def main() -> int:
    """Exit code 0 only when the whole matter went through and nothing was left behind."""
    options = parse_arguments()
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background jobs begin with SIGINT ignored
        signal.signal(number, _interrupt)
    by_hand = bool(os.environ.get("DISPLAY")) and not options.auto and not options.offline
    data = (options.data_dir / "demo").resolve()
    shutil.rmtree(data, ignore_errors=True)
    try:
        with Programs(data / "logs", booth_first=not options.equal) as programs:
            stage = Stage(programs, data, port=options.port, size=options.size)
            if by_hand:
                return run_by_hand(stage)
            return run_journey(stage, options.out.resolve(), offline=options.offline, seat=options.seat)
    except ProgramError as error:
        print(f"演示没有起来 / the demo did not come up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止 / stopped", file=sys.stderr)
        return 130


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
