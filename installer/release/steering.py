"""Shell: steers a release through a hub's booths: its plan, replaced whole, and a line in the audit each time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from cloud_seat.hub.admin import operator
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.overview import Overview, look_over, speak
from cloud_seat.hub.releases import PLAN, read_plan
from cloud_seat.hub.rollout import BACK, Plan, deal, say
from cloud_seat.hub.store import audit, duties, people
from cloud_seat.hub.store import releases as store
from cloud_seat.hub.store.database import Database
from installer.release.errors import refuse
from installer.release.folder import ReleaseFolder
from installer.release.signing import releases
from installer.slots.manifest import version_key

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Steering:
    """`database`: the hub's, as a URL."""

    folder: ReleaseFolder
    database: str

    def draft(self, version: str, canaries: list[str], percents: list[int], **how: Any) -> Plan:
        """For every booth that the hub knows. Raises LocalReleaseError; nothing is written."""
        signed = releases(self.folder)
        if version not in signed:
            raise refuse(f"{version} 没有签名发布过", f"{version} is not signed and published here")
        places = self._asked(lambda db: {one.kiosk_id: duties.place_of(db, one.kiosk_id) for one in people.kiosks(db)})
        if strange := [one for one in canaries if one not in places]:
            raise refuse(f"没有这台晓屋：{strange[0]}", f"the hub knows no booth {strange[0]}")
        if not places:
            raise refuse("中枢还没有晓屋", "the hub has no booths yet")
        older = [one for one in signed if version_key(one) < version_key(version)]
        plan = Plan(
            version=version,
            before=max(older, key=version_key, default=""),
            rings=deal(places, canaries, percents, version),
            started_s=time.time(),
        )
        return msgspec.structs.replace(plan, **how)

    def write(self, plan: Plan) -> None:
        """From now on."""
        self.folder.put(PLAN, msgspec.json.encode(plan))
        self._asked(lambda db: audit.note(db, actor=operator(), what="release_planned", about=plan.version))

    def send_back(self, plan: Plan) -> None:
        """Every booth that took it, from now on."""
        word = say(plan, BACK, by=operator(), now_s=time.time())

        def keep(db: Connection) -> None:
            audit.note(db, actor=word.by, what="release_rolled_back", about=plan.version)
            store.steer(db, word)

        self.folder.put(PLAN, msgspec.json.encode(plan))
        self._asked(keep)

    def speak(self, act: str) -> Overview:
        """As on the board. Raises LocalReleaseError."""
        plan = self.plan()
        try:
            return self._asked(lambda db: speak(db, plan, act, by=operator(), now_s=time.time()))
        except RemoteRequestError as error:
            raise refuse("现在不用这样做，请先 release show", "there is nothing to do so: see release show") from error

    def plan(self) -> Plan:
        """The one that holds. Raises LocalReleaseError."""
        found = read_plan(self.folder.path)
        if found is None:
            raise refuse("还没有分批计划，请先 release plan", "there is no plan yet: release plan")
        return found

    def overview(self) -> Overview:
        """Who has what."""
        return self._asked(lambda db: look_over(db, read_plan(self.folder.path), time.time()))

    def _asked(self, work: Callable[[Connection], Found]) -> Found:
        db = Database(self.database, checkpoint=False)
        try:
            return db.run_now(work)
        finally:
            db.close()


def back(plan: Plan) -> Plan:
    """Every booth that took it goes back. Raises LocalReleaseError."""
    if not plan.before:
        raise refuse("没有更早的版本可退", "there is no version before it to go back to")
    return msgspec.structs.replace(plan, back=True)


_STATES = {
    "waits": "进行中 / goes on",
    "quiet": "进行中，等下一批 / goes on, before the next ring",
    "done": "完成 / done",
    "paused": "人工暂停 / paused by a person",
    "withdraw": "要撤回，等签字 / to be withdrawn: roll-back with the keys",
    "back": "退回 / going back",
    "failures": "失败过多，已自动停下 / stopped by itself: too many failures",
}


def lines_of(overview: Overview) -> list[str]:
    """For a maintainer: the rings, then booths that need a look."""
    plan, now = overview.plan, overview.standing
    if plan is None or now is None or overview.state is None:
        return ["没有分批计划 / no plan"]
    lines = [f"{plan.version}: {_STATES[overview.state.code]}"]
    for number, ring in enumerate(now.rings, 1):
        mark = "✗" if ring.is_over else "✓" if ring.is_whole else "…" if ring.opened_s is not None else "-"
        bad = len(ring.failed) + len(ring.silent)
        counts = f"{len(ring.confirmed)}/{len(ring.kiosks)} 已换好 / confirmed, {bad} 失败或没回音 / failed or silent"
        lines.append(f"{mark} 第 {number} 批 / ring {number}: {counts}")
    for one in overview.booths:
        if one.failed or one.refused:
            why = "; ".join(f"{version}: {reason}" for version, reason in one.failed.items())
            said = f"{one.refused.zh} / {one.refused.en}" if one.refused else ""
            lines.append(f"  {one.kiosk_id} {one.name.zh} {one.version}: {why}{said}")
    return lines


def stick(folder: ReleaseFolder, target: Path, version: str, files: list[str]) -> int:
    """Copies metadata and these files to a stick; bytes in all. Raises LocalReleaseError."""
    if target.exists() and any(target.iterdir()):
        raise refuse(f"{target} 不是空的", f"{target} is not empty")
    metadata = [f"metadata/{path.name}" for path in (folder.path / "metadata").iterdir()]
    to, size = ReleaseFolder(target), 0
    for name in [*files, *sorted(metadata, key=lambda name: name.endswith("timestamp.json"))]:
        if not folder.has(name):
            raise refuse(f"文件夹里缺 {name}，{version} 不完整", f"the folder lacks {name} of {version}")
        body = (folder.path / name).read_bytes()
        to.put(name, body)
        size += len(body)
    return size
