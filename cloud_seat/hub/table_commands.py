"""Wiring: the words of `./xiaowu hub` for tables of items and rights: import-items, import-rights, export-items,
export-rights. The same as over HTTP."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cloud_seat.hub.admin import LocalInputError, operator
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.config import Settings
from cloud_seat.hub.imports import clerk as clerks
from cloud_seat.hub.imports.plan import Choices, Preview
from cloud_seat.hub.imports.reader import read_file
from cloud_seat.hub.imports.sheet import RemoteFileError, Wrong
from cloud_seat.hub.store.database import Database

_SIGNS = {"new": "+", "changed": "~", "gone": "-"}


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Their options."""
    for table, told in ((clerks.ITEMS, "the catalogue of items"), (clerks.RIGHTS, "who may do what, where and when")):
        bring = programs.add_parser(f"import-{table}", help=f"{told}, from a table; shows what it changes")
        add_place(bring, inner=True)
        bring.add_argument("file", type=Path, help="CSV (UTF-8, GB18030) or XLSX; columns as they are exported")
        bring.add_argument("--dry-run", action="store_true", help="only show what it would change")
        bring.add_argument("--whole", action="store_true", help="the file is all there is: what it lacks goes")
        bring.add_argument("--leave-out-wrong", action="store_true", help="take the right lines, leave out the others")
        take = programs.add_parser(f"export-{table}", help=f"{told}, as a table that can be imported again")
        add_place(take, inner=True)
        take.add_argument("file", type=Path, help="to write: .csv or .xlsx")


def _bring(table: str) -> Callable[[Settings, argparse.Namespace], int]:
    """2 when the file cannot be taken as it is; nothing is changed then."""

    def run(settings: Settings, options: argparse.Namespace) -> int:
        choices = Choices(whole=options.whole, leave_out=options.leave_out_wrong)
        preview = _asked(settings, table, _body(options.file), choices, dry_run=options.dry_run)
        print(*lines_of(preview), sep="\n")
        for one in preview.wrong:
            print(_wrong_line(one), file=sys.stderr)
        if not preview.hash:
            raise LocalInputError(
                "没有改动任何数据：请先改好上面标 ✗ 的行。 Nothing was changed: mend the lines with ✗."
            )
        return 0

    return run


def _asked(settings: Settings, table: str, body: bytes, choices: Choices, *, dry_run: bool) -> Preview:
    try:
        sheets = read_file(body)
    except RemoteFileError as error:
        return clerks.unreadable(table, error)
    db = Database(settings.dsn(), checkpoint=False)
    try:
        clerk = clerks.Clerk(Catalogue(settings.assets_dir, db))
        planned = clerk.judge(db.run_now(lambda connection: clerk.look(connection, table)), sheets, choices)
        if planned.preview.hash and not dry_run:
            asked = {"confirmed": planned.preview.hash, "actor": operator()}
            db.run_now(lambda connection: clerk.take_in(connection, planned, **asked))
        return planned.preview
    except clerks.RemoteStaleError as error:
        raise LocalInputError("刚才有人改过数据，请再来一次。 Somebody changed the data; please try again.") from error
    finally:
        db.close()


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LocalInputError(f"打不开这个文件。 The file cannot be read: {path}") from error


def lines_of(preview: Preview) -> list[str]:
    """As at the command line, for people."""
    kinds = ("新增 new", "改动 changed", "不变 unchanged", "去掉 gone", "有错的行 wrong lines")
    numbers = (preview.new, preview.changed, preview.unchanged, preview.gone, preview.left_out)
    counts = "，".join(f"{kind} {number}" for kind, number in zip(kinds, numbers, strict=True))
    lines = [counts]
    if preview.unused:
        lines.append(f"… 没用到的列 columns not used: {', '.join(preview.unused)}")
    for change in preview.changes:
        lines.append(f"{_SIGNS[change.what]} {change.key} {change.name}")
        for field in change.fields:
            before = "" if change.what == "new" else f"{_short(field.before)} → "
            lines += [f"    {field.column.zh}: {before}{_short(field.after)}"]
    return [*lines, *([f"… {preview.more} more"] if preview.more else [])]


def _wrong_line(one: Wrong) -> str:
    where = " ".join(part for part in (one.sheet, str(one.line or ""), one.column) if part)
    return f"{'✗' if one.stops else '◆'} {where}: {one.text.zh} / {one.text.en}"


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return f"{text[:200]}…" if len(text) > 200 else text or "（空）"


def _take(table: str) -> Callable[[Settings, argparse.Namespace], None]:
    def run(settings: Settings, options: argparse.Namespace) -> None:
        db = Database(settings.dsn(), checkpoint=False)
        try:
            clerk = clerks.Clerk(Catalogue(settings.assets_dir, db))
            rows = db.run_now(lambda connection: clerk.rows(connection, table))
        finally:
            db.close()
        is_xlsx = options.file.suffix.lower() == ".xlsx"
        try:
            options.file.write_bytes(clerks.as_workbook(table, rows) if is_xlsx else clerks.as_csv(rows))
        except RemoteFileError as error:
            raise LocalInputError(f"{error.wrong.text.zh} {error.wrong.text.en}") from error
        print(f"{options.file}: {len(rows) - 1}")

    return run


PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], int | None]] = {
    **{f"import-{table}": _bring(table) for table in clerks.TABLES},
    **{f"export-{table}": _take(table) for table in clerks.TABLES},
}
