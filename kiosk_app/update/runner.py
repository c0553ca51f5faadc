"""Shell: carries an update out: asks, verifies, stages, switches, reports. It decides nothing: `machine` does."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cloud_seat.contract.releases import ReleaseTold
from installer.slots.manifest import may_follow, version_key
from installer.slots.state import State
from kiosk_app.update.hub_word import HubWord
from kiosk_app.update.machine import Event, Failed, Fetch, Instructed, Moment, MomentCame, Staged, Switch, Update, step
from kiosk_app.update.own_slots import OwnSlots
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.staging import Staging
from kiosk_app.update.trust import Trust
from kiosk_app.update.wire import Wire

log = logging.getLogger(__name__)
FILES = "/api/v1/releases/files"
WITHDRAWN = "withdrawn by its makers"
REASON_LONGEST = 100


@dataclass(slots=True)
class Runner:
    """One booth. `url`: of the release folder; `hub`: None with a stick."""

    slots: OwnSlots
    trust: Trust
    wire: Wire
    pace: Pace
    url: str
    hub: HubWord | None = None
    update: Update = field(default_factory=Update)
    refused: str = ""
    _told: ReleaseTold | None = None

    @property
    def is_switched(self) -> bool:
        """The program should end now: another version starts."""
        return self.update.version != "" and self.update.phase.name == "SWITCHING"

    def look(self, moment: Moment) -> None:
        """One round with the hub."""
        assert self.hub is not None
        self.report()
        try:
            told = self.hub.ask()
        except RemoteRefusedError as error:
            self._refuse(error)
            return
        self.pace.limit(told.rate_kbps)
        self.refused = ""  # an old reason is none; what still holds is found again below
        self._now = datetime.fromtimestamp(told.told_at_s, UTC)
        hours = {"from_hour": told.from_hour, "until_hour": told.until_hour}
        self.follow(Instructed(told.version, self.slots.now().chosen, **hours))
        self.follow(MomentCame(moment))
        self.report()

    def take_from_stick(self, now: datetime) -> str:
        """The newest that the stick has and that may be taken; it is switched at the next start. Raises
        RemoteRefusedError; empty: nothing newer."""
        self._now = now
        self.trust.refresh(f"{self.url}/metadata", now)
        newest = max(self.trust.releases(), key=version_key, default="")
        runs = self.slots.now().chosen
        if not newest or (runs and version_key(newest) <= version_key(runs)):
            return ""
        self.refused = ""
        self.follow(Instructed(newest, runs))
        if self.refused:
            raise RemoteRefusedError(self.refused)
        self.follow(MomentCame(Moment(is_idle=True, is_settled=True, hour=0)))
        return newest

    def follow(self, event: Event) -> None:
        """What the machine decides is done at once."""
        self.update, commands = step(self.update, event)
        for command in commands:
            try:
                match command:
                    case Fetch(version):
                        self._fetch(version)
                        self.refused = ""
                        self.follow(Staged())
                    case Switch(version):
                        self._switch(version)
            except RemoteRefusedError as error:
                self._refuse(error)
                self.follow(Failed())

    def report(self) -> None:
        """To the hub, when it is new: only what has proven itself counts as running."""
        now = self.slots.now()
        told = ReleaseTold(
            version=now.current,
            staged=self.update.version if self.update.phase.name == "READY" else "",
            failed={version: why[:REASON_LONGEST] for version, why in now.quarantine.items() if why != WITHDRAWN},
            refused=self.refused,
        )
        if told != self._told and self.hub is not None and self.hub.tell(told):
            self._told = told

    def _refuse(self, error: RemoteRefusedError) -> None:
        log.warning("no update: %s: %s", error.code, error.text.en)
        self.refused = error.code

    def _fetch(self, version: str) -> None:
        now = self.slots.now()
        if version in now.quarantine:
            raise RemoteRefusedError("quarantined")
        self.trust.refresh(f"{self.url}/metadata", self._now)
        signed = self.trust.release(version)
        if signed is None:
            raise RemoteRefusedError("not_signed")
        if self._is_way_back(version, now) or self.slots.has(version, signed.sha256):
            return
        old = self.slots.tree(now.current)
        staging = Staging(self.wire, self.url, self.slots.base / "parts")
        manifest = staging.manifest(version, signed, old)
        if old and may_follow(manifest, old.manifest):
            raise RemoteRefusedError("no_way_back")
        for careful in (False, True):
            staging.fill(self.slots.stage(version), manifest, old, careful=careful)
            if self.slots.do("stage-done", version):
                log.info("staged %s: %s", version, staging.counts)
                return
        raise RemoteRefusedError("damaged")

    def _is_way_back(self, version: str, now: State) -> bool:
        """An older version is taken only when the makers withdrew the one that runs, and it still lies here."""
        if not now.current or version_key(version) >= version_key(now.current):
            return False
        if now.current in self.trust.releases() or now.previous != version:
            raise RemoteRefusedError("older")
        return True

    def _switch(self, version: str) -> None:
        now = self.slots.now()
        is_back = now.current != "" and version_key(version) < version_key(now.current)
        done = self.slots.do("quarantine", now.current, WITHDRAWN) if is_back else self.slots.do("commit", version)
        if not done:
            raise RemoteRefusedError("damaged")
        log.info("%s is started next", version)

    _now: datetime = field(default_factory=lambda: datetime.now(UTC))


def folder_url(place: Path) -> str:
    """A release folder on a stick."""
    return place.absolute().as_uri()
