"""Shell: a sealed case to a real hub on loopback, upload and signed receipt, beside a raw copy of the same bytes."""

import base64
import json
import secrets
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

from bench.stopwatch import cpu_of, percentile, scratch, timed
from bench.table import Row, Table
from cloud_seat.contract.text import Text
from cloud_seat.hub import booth_papers
from cloud_seat.hub.config import Settings
from kiosk_app.demo.processes import Programs
from offline_cache import Cache, CaseCommitted, Syncer, SyncEvent, open_cache

ROOT = Path(__file__).parents[1]
PART = secrets.token_bytes(3_000_000)
KIOSK = "PY-9001"
READY_S = 20.0


def measure(quick: bool) -> Table:
    """One case after the other; the same bytes are copied raw right after each."""
    with scratch() as name, Programs(Path(name, "logs")) as programs:
        hub, ready = Path(name, "hub"), Path(name, "ready.json")
        settings = Settings(data_dir=hub, assets_dir=ROOT / "assets", web_dir=ROOT / "cloud_seat" / "web")
        enrolled = booth_papers.enrol_kiosk(settings, KIOSK, Text(zh="测试村", en="Test village"))
        process = programs.module(
            "hub", "cloud_seat.hub", "--data-dir", str(hub), "--port", "0", "--ready-file", str(ready)
        )
        url = json.loads(programs.wait_for_file("hub", ready, READY_S))["url"]
        root_key = base64.b64decode(enrolled["root_key"])
        cache = open_cache(Path(name, "cache"), device_key=bytes(32), kiosk_id=KIOSK, root_key=root_key)
        said: list[SyncEvent] = []
        syncer = Syncer(cache, url, enrolled["token"], publish=said.append)
        syncer.drain_once()  # fetches the hub's keys
        rows = _rows(cache, syncer, process.pid, 3 if quick else 30)
        syncer.stop()
        cache.close()
    if not all(isinstance(event, CaseCommitted) for event in said[1:]):
        raise RuntimeError(f"a case did not arrive: {said}")
    columns = ("MB/s", "p50 ms", "worst ms", "own CPU ms", "hub CPU ms")
    beside = "sendall to a thread on loopback that reads and forgets: no hashes, no HTTP, no disk"
    return Table("a submitted case of 3 MB → receipt verified, kiosk's copy destroyed", columns, rows, beside)


def _rows(cache: Cache, syncer: Syncer, hub_pid: int, count: int) -> tuple[Row, ...]:
    cases, copies, hub_s = [], [], cpu_of(hub_pid)
    for _ in range(count):
        _submit(cache)
        cases.append(timed(syncer.drain_once))
        copies.append(timed(_copy))
    hub_ms = (cpu_of(hub_pid) - hub_s) / count * 1000
    return ("case to the hub", (*_numbers(cases), hub_ms)), ("raw loopback copy", (*_numbers(copies), None))


def _numbers(taken: list[tuple[float, float]]) -> tuple[float, ...]:
    wall_s, cpu_s = zip(*taken, strict=True)
    middle_s = percentile(wall_s, 0.5)
    return len(PART) / 1e6 / middle_s, middle_s * 1000, max(wall_s) * 1000, sum(cpu_s) / len(cpu_s) * 1000


def _submit(cache: Cache) -> None:
    case_id = cache.open_draft(item_id="bench", form_id="bench", form_version=1, form_hash="ab" * 32)
    cache.save_form(case_id, b"{}")
    cache.add_part(case_id, "material/paper/1", "image/jpeg", PART)
    keys = cache.trust.load_hub_keys()
    cache.submit(case_id, hub_keys=keys, submitted_at=datetime.now(UTC), clock_trusted=True)


def _copy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reader = threading.Thread(target=_read_all, args=(server,))
        reader.start()
        with socket.create_connection(server.getsockname(), timeout=10) as line:
            line.sendall(PART)
        reader.join(10)


def _read_all(server: socket.socket) -> None:
    with server.accept()[0] as line:
        line.settimeout(10)
        while line.recv(262_144):
            pass
