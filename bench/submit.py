"""Shell: sealed, and durable on return: saving the form, adding scans, submitting; beside raw write + fdatasync."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.stopwatch import percentile, scratch, timed
from bench.table import Table
from cloud_seat.hub.keys import KeyService
from offline_cache import Cache, open_cache

FORM = '{"live_address": "样张街测试路0号"}'.encode() * 20
PART = secrets.token_bytes(3_000_000)  # a page at 200 dpi as JPEG; random, as JPEG does not compress either
PARTS = 5
MANIFEST = bytes(5000)  # about as long as that of five parts for two hub keys
SAVES = 10


def measure(quick: bool) -> Table:
    """Ours and the raw writes take turns, so that both meet the same disk."""
    taken: dict[str, list[tuple[float, float]]] = {}
    with scratch() as folder:
        keys = KeyService(Path(folder, "hub-keys"))
        cache = open_cache(Path(folder, "cache"), device_key=bytes(32), kiosk_id="PY-9001", root_key=keys.root_public)
        cache.trust.store_key_list(keys.key_list(datetime.now(UTC).isoformat()))
        for _ in range(2 if quick else 15):
            _live(cache, Path(folder), taken)
        cache.close()
    columns = ("p50 ms", "p95 ms", "raw p50 ms", "raw p95 ms", "× raw p50")
    beside = "new files with as many bytes, one write and one fdatasync each, nothing sealed"
    rows = tuple((what, _numbers(times)) for what, times in taken.items())
    return Table("a case on disk: form, scans, submit", columns, rows, beside)


def _live(cache: Cache, folder: Path, taken: dict[str, list[tuple[float, float]]]) -> None:
    """One case from the first touch to submit."""
    case_id = cache.open_draft(item_id="bench", form_id="bench", form_version=1, form_hash="ab" * 32)
    keys = cache.trust.load_hub_keys()
    save = partial(cache.save_form, case_id, FORM)
    submit = partial(cache.submit, case_id, hub_keys=keys, submitted_at=datetime.now(UTC), clock_trusted=True)
    steps: list[tuple[str, Callable[[], object], list[bytes]]] = [
        *[(f"save_form, {len(FORM)} bytes", save, [FORM])] * SAVES,
        (f"add_part, {PARTS} × 3 MB", partial(_add_parts, cache, case_id), [PART] * PARTS),
        (f"submit, a case of {PARTS} × 3 MB", submit, [MANIFEST]),
    ]
    for what, ours, raw in steps:
        own_s, raw_s = timed(ours)[0], timed(partial(_write_raw, folder, raw))[0]
        taken.setdefault(what, []).append((own_s, raw_s))


def _add_parts(cache: Cache, case_id: str) -> None:
    for number in range(PARTS):
        cache.add_part(case_id, f"material/paper/{number}", "image/jpeg", PART)


def _write_raw(folder: Path, files: list[bytes]) -> None:
    for data in files:  # kept until the end: freeing blocks would weigh on the next fdatasync
        descriptor = os.open(folder / secrets.token_hex(8), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, data)
        os.fdatasync(descriptor)
        os.close(descriptor)


def _numbers(times: list[tuple[float, float]]) -> tuple[float, ...]:
    found = [percentile(column, share) * 1000 for column in zip(*times, strict=True) for share in (0.5, 0.95)]
    return *found, found[0] / found[2]
