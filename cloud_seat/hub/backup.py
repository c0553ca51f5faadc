"""Shell: everything that a hub keeps as one file, taken beside a running hub, and back into an empty place. The same
file for SQLite and PostgreSQL, so it also carries a district from one to the other.

A tar of: `about.json`; `tables/<name>.jsonl`, one row a line, bytes as {"base64": …}; `journal.jsonl`, [seq, body];
`keys/`, `tls/`, `blobs/whole/` as they are; at the end `sums.json`, the SHA-256 of each of them. Whoever has it can
open every case.
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, func, insert, select, text

from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.config import Settings
from cloud_seat.hub.journals import open_journal
from cloud_seat.hub.keys import sync_folder
from cloud_seat.hub.store.board_tables import metadata
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.schema import NEWEST

FORMAT = 1
FOLDERS = ("keys", "tls", "blobs/whole")
_ROWS = 500
_READ_BYTES = 1 << 20


def take(settings: Settings, path: Path) -> dict[str, int]:
    """Write the file; how many there are of each. Raises OSError, RemoteStoreAwayError."""
    counts, sums = dict[str, int](), dict[str, str]()
    new = path.with_name(path.name + ".part")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            about = {"format": FORMAT, "schema": NEWEST, "at": now_utc()}
            _put(tar, sums, "about.json", io.BytesIO(json.dumps(about).encode()))
            counts["entries"] = _put_lines(tar, sums, "journal.jsonl", _journal(settings))
            counts["rows"] = _put_tables(tar, sums, settings)
            counts["files"] = sum(_put_folder(tar, sums, settings.data_dir, name) for name in FOLDERS)
            _put(tar, {}, "sums.json", io.BytesIO(json.dumps(sums).encode()))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.absolute().parent)
    return counts


def put_back(settings: Settings, path: Path) -> dict[str, int]:
    """Into a place where there is nothing yet. Nothing is changed before the whole file was found right. Raises
    LocalInputError."""
    _check(path)
    if any((settings.data_dir / name).exists() for name in FOLDERS):
        raise LocalInputError(
            f"{settings.data_dir} 里已经有中枢的数据，恢复只能放进空目录。 "
            "There is a hub's data in it already: restore into an empty folder."
        )
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    db, counts = Database(settings.dsn()), {"rows": 0, "entries": 0, "files": 0}
    try:
        with tarfile.open(path) as tar:
            counts["rows"] = db.run_now(lambda tx: _restore_tables(tx, tar))
            counts["entries"] = _restore_journal(settings, tar)
            counts["files"] = sum(_restore_file(settings.data_dir, tar, one) for one in tar if _is_file_of_ours(one))
    finally:
        db.close()
    return counts


# --- out ---
def _journal(settings: Settings) -> Iterator[Any]:
    journal = open_journal(settings)
    yield from ([seq, _plain(body)] for seq, body in journal.read(0))
    journal.close()


def _put_tables(tar: tarfile.TarFile, sums: dict[str, str], settings: Settings) -> int:
    db = Database(settings.dsn(), checkpoint=False)

    def put(tx: Connection) -> int:
        """One transaction: the tables agree with each other."""
        return sum(_put_lines(tar, sums, f"tables/{table.name}.jsonl", _rows(tx, table)) for table in _tables())

    try:
        return db.run_now(put)
    finally:
        db.close()


def _rows(tx: Connection, table: Table) -> Iterator[Any]:
    for row in tx.execution_options(yield_per=_ROWS).execute(select(table).order_by(*table.primary_key)).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _put_lines(tar: tarfile.TarFile, sums: dict[str, str], name: str, lines: Iterable[Any]) -> int:
    count = 0
    with tempfile.TemporaryFile() as spool:
        for line in lines:
            spool.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            count += 1
        _put(tar, sums, name, spool)
    return count


def _put_folder(tar: tarfile.TarFile, sums: dict[str, str], data_dir: Path, name: str) -> int:
    found = sorted(path for path in (data_dir / name).rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in found:
        with path.open("rb") as file:
            _put(tar, sums, str(path.relative_to(data_dir)), file)
    return len(found)


def _put(tar: tarfile.TarFile, sums: dict[str, str], name: str, file: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = file.seek(0, os.SEEK_END), 0o600
    sums[name] = _sum(file)
    file.seek(0)
    tar.addfile(entry, file)


# --- back ---
def _check(path: Path) -> None:
    """Raises LocalInputError unless it is whole and of this version."""
    try:
        with tarfile.open(path) as tar:
            about, sums = json.loads(_read(tar, "about.json")), json.loads(_read(tar, "sums.json"))
            found = {one.name: _sum(file) for one in tar if (file := tar.extractfile(one)) and one.name != "sums.json"}
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise LocalInputError(f"{path} 不是完整的备份。 {path} is no whole backup.") from error
    if found != sums:
        raise LocalInputError(f"{path} 已损坏，没有恢复。 {path} is damaged; nothing was restored.")
    if (about["format"], about["schema"]) != (FORMAT, NEWEST):
        raise LocalInputError(
            "请用做备份时的版本恢复，再升级。 Restore with the version that made the backup, then upgrade."
        )


def _restore_tables(tx: Connection, tar: tarfile.TarFile) -> int:
    count, there = 0, {*tar.getnames()}
    for table in _tables():
        if tx.execute(select(func.count()).select_from(table)).scalar_one():
            raise LocalInputError("数据库不是空的，没有恢复。 The database is not empty; nothing was restored.")
        name = f"tables/{table.name}.jsonl"
        kept = _lines(tar, name) if name in there else ()  # the table came after the backup
        for rows in _batches(kept):
            tx.execute(insert(table), [{name: _raw(value) for name, value in row.items()} for row in rows])
            count += len(rows)
        _count_on(tx, table)
    return count


def _count_on(tx: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a counter of its own, which must go on behind the last."""
    number = table.autoincrement_column
    if tx.dialect.name == "postgresql" and number is not None:
        counter = f"pg_get_serial_sequence('\"{table.name}\"', '{number.name}')"
        tx.execute(text(f'SELECT setval({counter}, max({number.name})) FROM "{table.name}"'))


def _restore_journal(settings: Settings, tar: tarfile.TarFile) -> int:
    with contextlib.closing(open_journal(settings)) as journal:
        return journal.fill((seq, _raw(body)) for seq, body in _lines(tar, "journal.jsonl"))


def _is_file_of_ours(entry: tarfile.TarInfo) -> bool:
    return entry.isfile() and entry.name.startswith(tuple(f"{name}/" for name in FOLDERS)) and ".." not in entry.name


def _restore_file(data_dir: Path, tar: tarfile.TarFile, entry: tarfile.TarInfo) -> int:
    path = data_dir / entry.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = tar.extractfile(entry)
    assert source
    with path.open("wb") as file:
        while part := source.read(_READ_BYTES):
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return 1


# --- both ---
def _tables() -> list[Table]:
    return list(metadata.sorted_tables)


def _lines(tar: tarfile.TarFile, name: str) -> Iterator[Any]:
    file = tar.extractfile(name)
    assert file
    yield from map(json.loads, file)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch = list[Any]()
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    assert file
    return file.read()


def _sum(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a readable binary file is enough


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _raw(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
