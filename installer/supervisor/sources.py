"""Shell: what is started next: always the same program, or the version that the slots name."""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from installer.slots.manifest import BrokenTreeError, ManifestError
from installer.slots.state import UNPROVEN, Confirmed, LocalRefusedError, Restored, TryGivenBack
from installer.slots.store import Slots
from installer.supervisor.strikes import Strikes
from installer.supervisor.trial import Trial
from installer.supervisor.watch import Ending, Kind, Launch, environment

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where launches come from."""

    def next(self) -> Launch | None:
        """None: nothing can be started; somebody must be told."""

    def ended(self, launch: Launch, ending: Ending) -> float:
        """Seconds until the next start."""

    def confirm(self) -> None:
        """The version on trial stays."""

    def repair(self) -> None:
        """Nothing could be started: try what can be tried, and let all try again."""


class Checkout:
    """One program, again and again, with pauses."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._strikes = Strikes()

    def next(self) -> Launch:
        """Always the same."""
        return Launch(self._command, environment())

    def ended(self, launch: Launch, ending: Ending) -> float:
        """Longer with each failure in a row."""
        if ending.kind is Kind.FAILED:
            self._strikes = self._strikes.after("", ending.ran_s)
        return self._strikes.pause_s("") if ending.kind is Kind.FAILED else 0.0

    def confirm(self) -> None:
        """Nothing is on trial."""

    def repair(self) -> None:
        """There is nothing to repair with."""


class Versions:
    """`arguments`: the kiosk's. `factory`: whole trees that came with the package, for the repair."""

    def __init__(self, slots: Slots, base: Path, arguments: Sequence[str], factory: Path | None) -> None:
        self._slots, self._arguments, self._factory = slots, arguments, factory
        self._well = base / "well.json"
        self._strikes = Strikes()
        self._reason = UNPROVEN

    def next(self) -> Launch | None:
        """The version on trial, else the current one, else the one before. On trial: its try is spent."""
        chosen = self._slots.boot(self._reason)
        self._reason = UNPROVEN
        now = self._slots.state()
        if chosen and chosen == now.pending:
            return self._launch(chosen, Trial(self._answered_before()))
        whole = [version for version in (chosen, now.previous) if version and self._slots.is_startable(version)]
        version = self._strikes.first_not_out(whole)
        return self._launch(version, None) if version else None

    def ended(self, launch: Launch, ending: Ending) -> float:
        """At once while on trial."""
        if launch.trial and self._slots.state().pending == launch.version:
            self._reason = ending.reason or UNPROVEN
            if ending.kind is not Kind.FAILED:
                self._slots.apply(TryGivenBack())
            return 0.0
        if ending.report and ending.kind is not Kind.FAILED:
            self._remember(sorted(ending.report.answering))
        if ending.kind is not Kind.FAILED:
            return 0.0
        self._strikes = self._strikes.after(launch.version, ending.ran_s)
        return self._strikes.pause_s(launch.version)

    def confirm(self) -> None:
        """The version on trial stays."""
        log.info("version %s is well and stays", self._slots.apply(Confirmed()).current)

    def repair(self) -> None:
        """From the package's own trees when no other is whole; and everything is tried again."""
        self._strikes = Strikes()
        if self._slots.boot(self._reason) or self._factory is None or not self._factory.is_dir():
            return
        for tree in sorted(self._factory.iterdir()):
            try:
                self._restore(tree)
            except (OSError, BrokenTreeError, ManifestError, LocalRefusedError) as error:
                log.error("no repair from %s: %s", tree.name, error)

    def _restore(self, tree: Path) -> None:
        version = self._slots.install(tree)
        self._slots.apply(Restored(version))
        log.warning("version %s was restored from the package", version)

    def _launch(self, version: str, trial: Trial | None) -> Launch:
        tree = self._slots.tree(version)
        env = environment(PYTHONPATH=f"{tree}:{tree / 'lib'}", PYTHONDONTWRITEBYTECODE="1")
        log.info("version %s%s", version, ", on trial" if trial else "")
        return Launch([sys.executable, "-P", "-m", "kiosk_app", *self._arguments], env, version, trial)

    def _answered_before(self) -> frozenset[str]:
        """What answered the proven version when it was last ended in peace. Nothing known: nothing is asked."""
        try:
            return frozenset(map(str, json.loads(self._well.read_text("utf-8"))))
        except (OSError, ValueError, TypeError):
            return frozenset()

    def _remember(self, answering: list[str]) -> None:
        beside = self._well.with_suffix(".new")
        beside.write_text(json.dumps(answering), "utf-8")
        beside.replace(self._well)
