"""Shell: what a release costs a booth: one changed line, and a first install; bytes on the wire, time, memory.

The booth's half runs in a process of its own, as it does beside a kiosk, and fetches over HTTP on loopback.
"""

import functools
import json
import os
import py_compile
import shutil
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.stopwatch import scratch
from bench.table import Row, Table
from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.keys import key_names, make_key
from installer.release.patches import make_patches
from installer.release.publishing import put_files
from installer.release.signing import Signers
from installer.release.tree import assemble, files_in
from installer.slots.manifest import NAME, Manifest, Schema, dump
from installer.slots.store import Slots

ROOT = Path(__file__).resolve().parents[1]
CHANGED = "kiosk_app/session/machine.py"
ANY_DATA = Schema((1, 1), 1)
FAST_LEVEL = 3
"""Packing as for booths would take a quarter of an hour; patches are made as for them."""
ELSEWHERE: tuple[Row, ...] = (
    ("elsewhere: whole archive again, zstd -9", (115_200.0, 1.6, None)),
    ("elsewhere: casync", (14_700.0, 6.5, 7.0)),
    ("elsewhere: one patch over the archive, zstd", (43.9, 4.0, 1_100.0)),
    ("elsewhere: OSTree static delta", (23.0, None, None)),
    ("elsewhere: one patch over the archive, xdelta3", (3.5, 0.8, 1_400.0)),
    ("elsewhere: one patch over the archive, bsdiff4 (tufup)", (3.0, None, 6_670.0)),
)
"""Measured once on another build of 376 MB, one file of 3.35 MB changed; bsdiff4 took 404 s to make its patch."""
BOOTH = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from kiosk_app.update.machine import Instructed
from kiosk_app.update.own_slots import OwnSlots
from kiosk_app.update.pace import Pace
from kiosk_app.update.runner import Runner
from kiosk_app.update.trust import Trust
from kiosk_app.update.wire import Wire
base, root, url, runs = sys.argv[1:]
wire = Wire(Pace())
runner = Runner(OwnSlots(Path(base)), Trust(Path(base) / "trust", Path(root).read_bytes(), wire), wire, Pace(), url)
began_s = time.monotonic()
runner.follow(Instructed("0.1.1", runs))
took_s = time.monotonic() - began_s
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
peak = int(status["VmHWM"].split()[0]) / 1024
assert runner.update.phase.name == "READY", runner.refused
print(json.dumps([wire.got_bytes / 1000, took_s, peak]))
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def measure(quick: bool) -> Table:
    """Quick: a hundred files of ours. Else all that a booth gets, packages too: packing takes minutes."""
    with scratch() as place_text:
        place = Path(place_text)
        old = _old(place / "old", quick=quick)
        new = _with_one_line_changed(place / "old", place / "new", old)
        folder = ReleaseFolder(place / "releases", level=FAST_LEVEL)
        _publish(folder, place, old, new)
        with _served(folder.path) as url:
            line = _stage(place, url, folder, runs="0.1.0")
            first = _stage(place, url, folder, runs="")
    size_mb = sum(one.size for one in new.files.values()) / 1e6
    rows: tuple[Row, ...] = (("one changed line, from the version before", line), ("first install", first), *ELSEWHERE)
    return Table(
        f"a release of {len(new.files)} files, {size_mb:.0f} MB, fetched, verified and staged by a booth",
        ("on the wire kB", "staged s", "peak RSS MB"),
        rows,
        "bars: 10 kB and 2 s for a line, 100 MB of memory, 120,000 kB for all (packed in haste here, a tenth "
        "more than a booth fetches); elsewhere: another build of 376 MB",
    )


def _old(tree: Path, *, quick: bool) -> Manifest:
    if not quick:
        return assemble(ROOT, tree, "0.1.0", site=Path(sysconfig.get_paths()["purelib"]))
    for path in [*sorted((ROOT / "kiosk_app").rglob("*.py"))[:100], ROOT / CHANGED]:
        target = tree / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o644)
    return _manifest(tree, "0.1.0")


def _with_one_line_changed(old: Path, tree: Path, before: Manifest) -> Manifest:
    """And its bytecode, as a build would leave it."""
    shutil.copytree(old, tree, copy_function=os.link)
    path, how = tree / CHANGED, py_compile.PycInvalidationMode.UNCHECKED_HASH
    text = path.read_text("utf-8")
    _replace(path, (text + "\nONE_MORE_LINE = 1\n").encode())
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
        py_compile.compile(str(path), str(compiled), dfile=CHANGED, invalidation_mode=how)
        compiled.chmod(0o644)
    return _manifest(tree, "0.1.1", before.schema)


def _manifest(tree: Path, version: str, schema: Schema = ANY_DATA) -> Manifest:
    manifest = Manifest(version, files_in(tree), {}, "", schema, "0" * 64)
    _replace(tree / NAME, dump(manifest))
    return manifest


def _replace(path: Path, body: bytes) -> None:
    """A file of its own: the others are links."""
    path.unlink(missing_ok=True)
    path.write_bytes(body)
    path.chmod(0o644)


def _publish(folder: ReleaseFolder, place: Path, *manifests: Manifest) -> None:
    signers: Signers = {}
    for name in key_names():
        key = make_key(place / "keys", name, "for this bench only", cost=2**10)
        signers.setdefault(name.rpartition("-")[0], []).append(key)
    now = datetime.now(UTC)
    signing.begin(folder, signers, now)
    for tree, manifest in zip(("old", "new"), manifests, strict=True):
        put_files(folder, place / tree, manifest)
        make_patches(folder, manifest)
        signing.change_targets(folder, signers, now, signing.add_release(manifest.version, dump(manifest)))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _stage(place: Path, url: str, folder: ReleaseFolder, *, runs: str) -> tuple[float | None, ...]:
    base = place / f"booth-{runs}"
    if runs:
        shutil.copytree(place / "old", base / "versions" / runs)
        Slots(base).commit(runs)
    command = [sys.executable, "-c", BOOTH, str(base), str(folder.path / "metadata" / "1.root.json"), url, runs]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=1800)
    return tuple(json.loads(done.stdout))
