"""Wiring: `./xiaowu supervise`, `kiosk --supervised`: keeps the kiosk alive; with --base the right version."""

import argparse
import contextlib
import logging
import signal
import socket
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from installer.slots.store import Slots
from installer.supervisor.safe_page import shown
from installer.supervisor.sources import Checkout, Source, Versions
from installer.supervisor.supervisor import Supervisor
from installer.supervisor.trial import Limits
from installer.supervisor.watch import Patience

EXAMPLE = """examples:
  ./xiaowu supervise -- --config kiosk.toml --full-screen                         this checkout
  ./xiaowu supervise --base /var/lib/xiaowu/slots -- --config kiosk.toml          the version that the slots name

What follows -- goes to the kiosk. Ended by SIGINT or SIGTERM; the kiosk then has 30 s to end by itself."""
PROBE_S = 2.0
SECONDS = {
    "silence": (10.0, "how long the kiosk may be silent"),
    "trial-start": (15.0, "until a new version is ready"),
    "trial-silence": (3.0, "how long a new version may be silent"),
    "health": (120.0, "until devices and hub answer a new version as they did the old one"),
    "soak": (600.0, "how long it must go on then, until it stays"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: the kiosk was done, or somebody asked for the end."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = _settings(options.kiosk)
    supervisor = Supervisor(
        _source(options),
        patience=(Patience(silence_s=options.silence), Patience(options.trial_start, options.trial_silence)),
        limits=Limits(options.health, options.soak),
        hub_answers=lambda: _answers(str(settings.get("hub_url", ""))),
        safe_page=lambda: shown(str(settings.get("keeper_phone", ""))),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop())
    return supervisor.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu supervise",
        description="Keeps the kiosk alive, and goes back to the old version when a new one is not well.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", type=Path, help="folder of the versions; without it the kiosk of this checkout")
    parser.add_argument("--factory", type=Path, help="whole versions that came with the package, for the repair")
    for name, (seconds, words) in SECONDS.items():
        parser.add_argument(
            f"--{name}", type=float, default=seconds, metavar="S", help=f"{words} (default {seconds:g})"
        )
    parser.add_argument("kiosk", nargs="*", metavar="KIOSK-OPTION", help="after --")
    return parser


def _source(options: argparse.Namespace) -> Source:
    if options.base is None:
        return Checkout([sys.executable, "-m", "kiosk_app", *options.kiosk])
    return Versions(Slots(options.base), options.base, options.kiosk, options.factory)


def _settings(kiosk: Sequence[str]) -> dict[str, object]:
    """Of the kiosk, as far as they can be read: a booth whose settings are broken needs its page, too."""
    with contextlib.suppress(ValueError, IndexError, OSError):
        return tomllib.loads(Path(kiosk[kiosk.index("--config") + 1]).read_text("utf-8"))
    return {}


def _answers(hub_url: str) -> bool:
    """Somebody takes a connection there."""
    with contextlib.suppress(OSError, ValueError):
        place = urlsplit(hub_url)
        port = place.port or (443 if place.scheme == "https" else 80)
        with socket.create_connection((place.hostname or "", port), PROBE_S):
            return bool(place.hostname)
    return False


if __name__ == "__main__":
    sys.exit(main())
