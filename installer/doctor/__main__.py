"""Wiring: `./xiaowu doctor`: every look at the machine, told in the order in which things must be mended."""

import argparse
import json
import sys
from pathlib import Path

from installer.doctor import booth, hub, machine
from installer.doctor.finding import Finding, Level, as_json, printed

EXAMPLE = """examples:
  ./xiaowu doctor                              a checkout
  ./xiaowu doctor --config kiosk.toml --json   for programs
  xiaowu doctor                                in a booth, as root"""
ROOT = Path("/")
PACKAGES = Path(__file__).parents[1] / "debian-packages.txt"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: the booth may work; 1: something must be mended first."""
    parser = argparse.ArgumentParser(
        "xiaowu doctor",
        description="What is wrong with this machine, and what to do.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, default=Path("kiosk.toml"), help="settings of the kiosk")
    parser.add_argument("--base", type=Path, default=Path("/var/lib/xiaowu/slots"), help="folder of the versions")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    findings = examine(options.config, options.base)
    print(json.dumps(as_json(findings), ensure_ascii=False) if options.json else printed(findings))
    return int(any(finding.level is Level.BAD for finding in findings))


def examine(config: Path, base: Path) -> list[Finding]:
    """Everything."""
    settings, finding = booth.read_settings(config)
    mine = [booth.find_keys(settings), *booth.find_devices(settings), *hub.look(settings)] if settings else []
    return [
        *machine.look(ROOT, base, PACKAGES),
        finding,
        *mine,
        booth.find_versions(base),
        booth.find_service(ROOT),
    ]


if __name__ == "__main__":
    sys.exit(main())
