"""Shell: all that is done for a new version while the old one still serves: fetched and verified, backed up, tried on a
copy made from that backup. Only then the keeper is asked to change, and what came of it is said."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cloud_seat.contract.release_words import refusal_text
from installer.hub_versions import program
from installer.hub_versions.keeper import ASKED, KEPT, OUTCOME
from installer.hub_versions.program import Limits
from installer.release.errors import LocalReleaseError, refuse
from installer.slots.manifest import version_key
from installer.slots.store import Slots
from kiosk_app.update.durable import put
from kiosk_app.update.machine import Instructed
from kiosk_app.update.own_slots import OwnSlots
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.runner import Runner, folder_url
from kiosk_app.update.trust import Trust
from kiosk_app.update.wire import Wire

SPARE_BYTES = 256 << 20
BACKUP_S = 3600.0
SWITCH_S = 900.0
NOT_COPIED = "releases"
"""Of the hub's folder: what others can publish again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The hub that a keeper runs here."""

    options: tuple[str, ...]
    data: Path


@dataclass(frozen=True, slots=True)
class Upgrade:
    """`base`: of the versions; `backup`: where the file goes; `root`: what the release keys begin with."""

    base: Path
    backup: Path
    root: Path
    limits: Limits

    def run(self, source: str) -> str:
        """`source`: a release folder, as a URL or a path. The version that runs now; empty: nothing newer. Raises
        LocalReleaseError: the old version runs, with all that it had."""
        with self._alone():
            kept = self._kept()
            old = Slots(self.base).state().current
            new = self._fetch(source, old)
            if new:
                self._check_room(kept)
                self._back_up(kept, old)
                self._try_on_copy(kept, old, new)
                self._switch(new)
            return new

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.base.mkdir(parents=True, exist_ok=True)
        with (self.base / "upgrade.lock").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise refuse("正在升级，请等它结束", "an upgrade is under way: wait for its end") from error
            if (self.base / ASKED).exists() or (self.base / "before").exists():
                raise refuse("上一次升级还没有结束，请等它结束", "the last upgrade is not over yet: wait for its end")
            yield

    def _kept(self) -> Kept:
        try:
            kept = json.loads((self.base / KEPT).read_bytes())
            os.kill(kept["pid"], 0)
        except (OSError, ValueError, KeyError) as error:
            raise refuse(
                f"{self.base} 没有在运行的中枢，请先 ./xiaowu hub keep",
                f"no hub is kept running from {self.base}: ./xiaowu hub keep",
            ) from error
        options = tuple(kept["options"])
        return Kept(options, data_of(options))

    def _fetch(self, source: str, old: str) -> str:
        """Into the slots, whole and verified. Empty: nothing newer."""
        wire = Wire(Pace())
        url = source if "://" in source else folder_url(Path(source))
        trust = Trust(self.base / "trust", self.root.read_bytes(), wire)
        runner = Runner(OwnSlots(self.base), trust, wire, Pace(), url)
        try:
            trust.refresh(f"{url}/metadata", datetime.now(UTC))
            new = max(trust.releases(), key=version_key, default="")
            if not new or version_key(new) <= version_key(old):
                return ""
            runner.follow(Instructed(new, old))
        except RemoteRefusedError as error:
            raise _refused(error.code) from error
        finally:
            wire.close()
        if runner.refused:
            raise _refused(runner.refused)
        return new

    def _check_room(self, kept: Kept) -> None:
        """For the backup, the copy made from it, and what is kept of before; all before the first byte."""
        size = _size(kept.data)
        for place, times in ((self.base, 2), (self.backup.absolute().parent, 1)):
            room = shutil.disk_usage(place).free
            if room < times * size + SPARE_BYTES:
                zh = f"{place} 空间不够：需要 {times * size + SPARE_BYTES >> 20} MB，只有 {room >> 20} MB"
                en = f"not enough room in {place}: {times * size + SPARE_BYTES >> 20} MB needed, {room >> 20} MB free"
                raise refuse(zh, en)

    def _back_up(self, kept: Kept, old: str) -> None:
        if self.backup.exists():
            raise refuse(f"{self.backup} 已经存在，请换一个文件名", f"{self.backup} exists: name another file")
        self._command(old, kept.data, "backup", zh="备份没有做成", en="the backup failed")

    def _try_on_copy(self, kept: Kept, old: str, new: str) -> None:
        """The old version puts the backup back into an empty folder, the new one starts on that."""
        copy, ready = self.base / "copy", self.base / "copy.json"
        shutil.rmtree(copy, ignore_errors=True)
        try:
            self._command(old, copy, "restore", zh="备份恢复不了", en="the backup cannot be restored")
            options = [*kept.options, "--data-dir", str(copy)]
            if ill := program.try_out(Slots(self.base).tree(new), options, ready, self.limits):
                raise refuse(
                    f"{new} 在备份的副本上起不来，没有升级（{ill}）",
                    f"{new} does not start on a copy of the data; nothing was changed: {ill}",
                )
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def _command(self, old: str, data: Path, act: str, *, zh: str, en: str) -> None:
        options = ["--data-dir", str(data), act, str(self.backup.absolute())]
        done = program.run(Slots(self.base).tree(old), options, BACKUP_S)
        if done.returncode:
            said = done.stderr.strip().rpartition("\n")[2]
            raise refuse(f"{zh}，没有升级：{said}", f"{en}; nothing was changed: {said}")

    def _switch(self, new: str) -> None:
        """The keeper does it; it goes on when we are gone."""
        (self.base / OUTCOME).unlink(missing_ok=True)
        put(self.base / ASKED, json.dumps({"version": new}).encode())
        until_s = time.monotonic() + SWITCH_S
        while not (self.base / OUTCOME).exists():
            if time.monotonic() > until_s:
                raise refuse("没有等到结果，请看中枢的日志", "no outcome was heard of: look at the hub's log")
            time.sleep(program.POLL_S)
        ill = str(json.loads((self.base / OUTCOME).read_bytes())["ill"])
        if ill:
            raise refuse(
                f"{new} 不正常，已退回原来的版本和数据：{ill}",
                f"{new} was not well; the old version and its data are back: {ill}",
            )


def data_of(options: tuple[str, ...]) -> Path:
    """Of a hub with these options. Raises LocalReleaseError."""
    at = options.index("--data-dir") + 1 if "--data-dir" in options else len(options)
    if at >= len(options):
        raise refuse("-- 后面要写 --data-dir", "--data-dir is missing behind --")
    if "--database" in options or os.environ.get("XIAOWU_DB"):
        raise refuse(
            "PostgreSQL 上的中枢不能这样升级，请看 docs/operations.md",
            "hubs on PostgreSQL are not upgraded like this: see docs/operations.md",
        )
    return Path(options[at]).absolute()


def _refused(code: str) -> LocalReleaseError:
    text = refusal_text(code)
    return refuse(text.zh, text.en)


def _size(data: Path) -> int:
    """Bytes of all that is backed up."""
    paths = [path for path in data.rglob("*") if path.relative_to(data).parts[0] != NOT_COPIED]
    return sum(path.lstat().st_size for path in paths if path.is_file())
