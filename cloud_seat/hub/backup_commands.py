"""Wiring: `./xiaowu hub backup` and `restore`."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from cloud_seat.hub import backup
from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.config import Settings


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Both subcommands."""
    taking = programs.add_parser("backup", help="everything in one file, beside a running hub; guard it like the keys")
    putting = programs.add_parser("restore", help="a backup into an empty data directory and database")
    for one in (taking, putting):
        add_place(one, inner=True)
        one.add_argument("file", type=Path)


def _backup(settings: Settings, options: argparse.Namespace) -> None:
    if not settings.data_dir.is_dir():
        raise LocalInputError(f"没有这个文件夹。 There is no such folder: {settings.data_dir}")
    print(json.dumps(backup.take(settings, options.file)))


def _restore(settings: Settings, options: argparse.Namespace) -> None:
    print(json.dumps(backup.put_back(settings, options.file)))


PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], int | None]] = {"backup": _backup, "restore": _restore}
