"""Core: which version a booth starts, and what may become of that: one value, changed by events.

A new version is on trial: each start of it spends a try, before the start, so that a machine that hangs or loses its
power counts too; without a trial nothing is spent, however often the booth is switched on. A version that does not
prove itself in TRIES starts is quarantined for ever. A tree that is only broken is not: it comes again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import assert_never

from installer.slots.manifest import ManifestError, version_key

TRIES = 3
UNPROVEN = f"not well within {TRIES} starts"


class LocalRefusedError(Exception):
    """The event does not fit the state; nothing changed. The words say why, for who asked."""


class StateTornError(Exception):
    """The bytes are no state. It is made anew from the trees."""


@dataclass(frozen=True, slots=True)
class State:
    """Versions; empty: none. `current` has proven itself, `previous` before it; `pending` is on trial."""

    current: str = ""
    previous: str = ""
    pending: str = ""
    tries: int = 0
    quarantine: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> str:
        """What is started next."""
        return self.pending or self.current


@dataclass(frozen=True, slots=True)
class Committed:
    """This version shall be started from now on. Its tree is whole."""

    version: str


@dataclass(frozen=True, slots=True)
class TrySpent:
    """The version on trial is about to be started; too often, and it is quarantined for `reason`."""

    reason: str = UNPROVEN


@dataclass(frozen=True, slots=True)
class TryGivenBack:
    """The start was ended from outside before anybody knew: no verdict, no try."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The version on trial is well."""


@dataclass(frozen=True, slots=True)
class Condemned:
    """It must not be started again: it was never well, or its makers take it back."""

    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class TreeLost:
    """Its tree is broken or gone."""

    version: str


@dataclass(frozen=True, slots=True)
class Restored:
    """No tree was whole; this one is again."""

    version: str


Event = Committed | TrySpent | TryGivenBack | Confirmed | Condemned | TreeLost | Restored


def step(state: State, event: Event) -> State:
    """Raises LocalRefusedError."""
    match event:
        case Committed(version):
            return _commit(state, version)
        case TrySpent(reason):
            _on_trial(state)
            if state.tries >= TRIES:
                return _condemn(state, state.pending, reason)
            return replace(state, tries=state.tries + 1)
        case TryGivenBack():
            _on_trial(state)
            return replace(state, tries=max(0, state.tries - 1))
        case Confirmed():
            _on_trial(state)
            return replace(state, current=state.pending, previous=state.current, pending="", tries=0)
        case Condemned(version, reason):
            return _condemn(state, version, reason)
        case TreeLost(version):
            return _lose(state, version)
        case Restored(version):
            return State(current=version, quarantine={v: why for v, why in state.quarantine.items() if v != version})
        case _:
            assert_never(event)


def _on_trial(state: State) -> None:
    if not state.pending:
        raise LocalRefusedError("没有待确认的新版本 / no version is on trial")


def _commit(state: State, version: str) -> State:
    if version in state.quarantine:
        why = state.quarantine[version]
        raise LocalRefusedError(f"版本 {version} 已停用：{why} / version {version} is quarantined: {why}")
    if version == state.chosen:
        return state
    if not state.current:
        return replace(state, current=version)
    if version == state.current:
        return replace(state, pending="", tries=0)
    if version_key(version) < version_key(state.current) and version != state.previous:
        raise LocalRefusedError(
            f"版本 {version} 比现在的 {state.current} 旧 / version {version} is older than {state.current}"
        )
    return replace(state, pending=version, tries=0)


def _condemn(state: State, version: str, reason: str) -> State:
    if version == state.current and not state.previous:
        raise LocalRefusedError(f"只有版本 {version} 可用，不能停用 / {version} is the only version here")
    return replace(_lose(state, version), quarantine={**state.quarantine, version: reason})


def _lose(state: State, version: str) -> State:
    """The place of `current` is taken by the one before; the last one keeps its name, for the repair."""
    if version == state.pending:
        state = replace(state, pending="", tries=0)
    if version == state.previous:
        state = replace(state, previous="")
    if version == state.current and state.previous:
        state = replace(state, current=state.previous, previous="")
    return replace(state, pending="", tries=0) if state.pending == state.current else state


def rebuilt(versions: Iterable[str]) -> State:
    """From nothing but whole trees: the newest is on trial if there is another to go back to."""
    known = sorted(versions, key=version_key)
    match known:
        case []:
            return State()
        case [only]:
            return State(current=only)
        case [*_, older, newest]:
            return State(current=older, pending=newest)
    raise AssertionError


def unwanted(state: State, versions: Iterable[str]) -> list[str]:
    """Trees that nothing needs: quarantined ones, and old ones that nobody would go back to."""
    needed = {state.current, state.previous, state.pending}
    return [v for v in versions if v not in needed and (v in state.quarantine or not _is_newer(v, state.current))]


def _is_newer(version: str, current: str) -> bool:
    return not current or version_key(version) > version_key(current)


def dump(state: State) -> bytes:
    """With a checksum, so that a torn one is known."""
    body = json.dumps(asdict(state), ensure_ascii=False, sort_keys=True)
    return json.dumps({"state": body, "sha256": _sha256(body)}, ensure_ascii=False).encode() + b"\n"


def load(data: bytes) -> State:
    """Raises StateTornError, whatever the bytes are."""
    try:
        outer = json.loads(data)
        if outer["sha256"] != _sha256(outer["state"]):
            raise StateTornError("checksum")
        state = State(**json.loads(outer["state"]))
        for version in filter(None, (state.current, state.previous, state.pending, *state.quarantine)):
            version_key(version)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ManifestError) as error:
        raise StateTornError(f"{type(error).__name__}: {error}") from error
    return state


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
