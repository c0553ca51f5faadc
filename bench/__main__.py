"""Wiring: `./xiaowu bench`: runs one or all benches and prints what they measured."""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import NAMES

EXAMPLE = """examples:
  ./xiaowu bench                              all of them, some minutes
  ./xiaowu bench search submit                only these two
  ./xiaowu bench again hub-killed             only this fault of `again` (all: 50 minutes; which: `again help`)
  ./xiaowu bench --quick --json bench.json    a short look (rough figures), and the same numbers for programs"""


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """The command line. Ends with code 2 and a clear line when it cannot be carried out."""
    parser = argparse.ArgumentParser(
        "xiaowu bench",
        description=f"Measurements as tables, each beside a peer or a physical limit: {', '.join(NAMES)}.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME [PART…]", help="which ones, which parts of one (default: all)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    parser.add_argument(
        "--quick", action="store_true", help="under 3 s each, but for `again`: fewer rounds, smaller inputs"
    )
    options = parser.parse_args(arguments)
    options.names = _chosen(options.names, parser)
    if options.json and not options.json.absolute().parent.is_dir():
        parser.error(f"没有这个文件夹 / there is no folder {options.json.parent}")
    return options


def _chosen(words: list[str], parser: argparse.ArgumentParser) -> list[tuple[str, list[str]]]:
    """Each bench with the parts that are named after it."""
    chosen: list[tuple[str, list[str]]] = []
    for word in words:
        parts = getattr(importlib.import_module(f"bench.{chosen[-1][0]}"), "PARTS", ()) if chosen else ()
        if word in NAMES:
            chosen.append((word, []))
        elif word in parts:
            chosen[-1][1].append(word)
        elif parts:
            parser.error(f"{chosen[-1][0]} 没有这一部分 / has no part {word}; there are: {', '.join(parts)}")
        else:
            parser.error(f"没有这项测量 / there is no bench {word}; there are: {', '.join(NAMES)}")
    return chosen or [(name, []) for name in NAMES]


def run(name: str, parts: Sequence[str] = (), *, quick: bool) -> dict[str, Any]:
    """One bench: prints its table, returns the same for JSON."""
    load, start_s = os.getloadavg()[0], time.monotonic()
    measure = importlib.import_module(f"bench.{name}").measure
    table = measure(quick, parts) if parts else measure(quick)
    seconds = round(time.monotonic() - start_s, 1)
    print(f"\n{name}: {table.printed()}\n(load before {load:.2f}; took {seconds} s)", flush=True)
    return {"name": name, **table.as_json(), "load_before": load, "seconds": seconds}


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when everything was measured; it says nothing about speed."""
    options = parse_arguments(arguments)
    report: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "quick": options.quick,
    }
    print("  ".join(f"{name}: {value}" for name, value in report.items()), flush=True)
    report["benches"] = [run(name, parts, quick=options.quick) for name, parts in options.names]
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
