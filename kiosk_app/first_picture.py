"""Shell: the first picture on the glass, kept from the last start, so that it need not wait for the session's code.

It says nothing that program, shipped doors and settings do not say by themselves (`kiosk_app.opening`), so nothing of a
resident; with any of them changed it is drawn anew. The session replaces it a moment later (docs/adr/0019).
"""

import logging
import os
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kiosk_app.config import ASSETS, VERSION, Settings
from kiosk_app.ui.shown import LongRows, Presentation, Rows

log = logging.getLogger(__name__)
Kind = TypeVar("Kind")
_PROGRAM = ASSETS.parent
_SAYING = ("kiosk_app/flow", "kiosk_app/session", "kiosk_app/ui/presenters", "cloud_seat/contract")
"""All that words and shapes of the picture come from."""
_FILES = (
    *("kiosk_app/doors.py", "kiosk_app/opening.py"),
    *("assets/catalogue/doors.json", "assets/catalogue/departments.json"),
)


class _Kept(msgspec.Struct, frozen=True):
    stamp: str
    values: dict[str, dict[str, Any]]
    rows: dict[str, dict[str, Rows]]
    long_rows: dict[str, dict[str, tuple[str, ...]]]
    """Their roles: nobody has searched yet, so there are no rows."""


def first_picture(settings: Settings, path: Path) -> Presentation:
    """From `path`; where that is missing or of another program, drawn and kept there."""
    stamp = _stamp(settings)
    kept = _read(path)
    if kept is not None and kept.stamp == stamp:
        return _joined(kept)
    from kiosk_app.doors import Doors  # with the next one a third of a second's worth
    from kiosk_app.opening import opening

    picture = opening(settings, Doors(ASSETS), date.today())
    try:
        _write(path, _parted(stamp, picture))
    except OSError as error:
        log.warning("the first picture cannot be kept, so the next start takes as long again: %s", error)
    return picture


def _stamp(settings: Settings) -> str:
    """Of sources by name, size and time, as Python does it for its own cache."""
    words = msgspec.json.encode((VERSION, settings))
    for path in _sources():
        seen = Path(path).stat()
        words += f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode()
    return f"{zlib.crc32(words):08x}"


def _sources() -> Iterator[str]:
    for folder in _SAYING:
        for where, folders, names in os.walk(_PROGRAM / folder):
            folders.sort()
            yield from (f"{where}/{name}" for name in sorted(names) if name.endswith(".py"))
    yield from (str(_PROGRAM / name) for name in _FILES)


def _read(path: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):  # the first start; a power cut while it was written
        return None


def _write(path: Path, kept: _Kept) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.encode(kept))
    new.replace(path)


def _parted(stamp: str, picture: Presentation) -> _Kept:
    rows = _of_kind(picture, Rows)
    long_rows = {name: {key: r.roles for key, r in view.items()} for name, view in _of_kind(picture, LongRows).items()}
    values = {
        name: {key: value for key, value in view.items() if not isinstance(value, Rows | LongRows)}
        for name, view in picture.items()
    }
    return _Kept(stamp, values, rows, long_rows)


def _of_kind(picture: Presentation, kind: type[Kind]) -> dict[str, dict[str, Kind]]:
    return {
        name: {key: value for key, value in view.items() if isinstance(value, kind)} for name, view in picture.items()
    }


def _joined(kept: _Kept) -> Presentation:
    return {
        name: {
            **values,
            **kept.rows[name],
            **{key: LongRows(roles, (), None, _no_row) for key, roles in kept.long_rows[name].items()},
        }
        for name, values in kept.values.items()
    }


def _no_row(at: int) -> Mapping[str, object]:
    raise IndexError(at)
