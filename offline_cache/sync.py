"""Shell: the lane that brings submitted cases to the hub. Its own thread, woken by a timer and by `link_up()`."""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from requests.auth import AuthBase

from offline_cache import sync_core
from offline_cache.cache import Cache
from offline_cache.case_records import PendingCase
from offline_cache.errors import CacheClosedError, NoTrustError, RemoteAnswerError, StorageBusyError
from offline_cache.intake_client import HubAddress, IntakeClient, Payload
from offline_cache.intake_papers import Receipt, read_receipt
from offline_cache.sync_core import AskBlob, Blob, Bury, Commit, PostManifest, Postpone, PutChunk

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CaseCommitted:
    """The hub has the case, its receipt was verified, our copy is destroyed."""

    case_id: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class CaseDead:
    """The hub refuses the case as it is: a clerk must look. Nothing was deleted."""

    case_id: str
    code: str


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """This try failed; the case waits for the next one."""

    case_id: str
    code: str


@dataclass(frozen=True, slots=True)
class HubKeysStored:
    """A signed key list was checked and kept: `submit` works, also offline."""

    key_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoothRefused:
    """The hub does not know the token: everything is kept until `use_token`."""

    code: str


SyncEvent = CaseCommitted | CaseDead | SyncFailed | HubKeysStored | BoothRefused
REFUSALS = ("http-401", "http-403")


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """Waits of the lane. The key list is small; an hour bounds how long a withdrawn hub key is still sealed to."""

    connect_timeout_s: float = 5.0
    read_timeout_s: float = 30.0
    keys_every_s: float = 3600.0
    turn_timeout_s: float = 120.0
    call_bytes_per_s: float = 25_000.0  # a fifth of 1 Mbit/s; a chunk still takes less than the 15 s that the hub waits
    ca_file: str | None = None


class Syncer:
    """Drains the outbox. `publish` is called in the lane's thread (`drain_once`: the caller's) and must not block.

    `word`: a token, or what signs each request."""

    def __init__(
        self,
        cache: Cache,
        base_url: str,
        word: str | AuthBase,
        *,
        publish: Callable[[SyncEvent], None],
        settings: SyncSettings | None = None,
    ) -> None:
        self._cache = cache
        self._publish = publish
        self._settings = settings = settings or SyncSettings()
        self._client = IntakeClient(
            HubAddress(
                base_url.rstrip("/"), word, settings.connect_timeout_s, settings.read_timeout_s, settings.ca_file
            )
        )
        self._turn = threading.Lock()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._chance = random.SystemRandom().random
        self._keys_due = 0.0
        self._lane_failures = 0
        self._talked_of: str | None = None

    def start(self) -> None:
        """Starts the lane's thread."""
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def link_up(self) -> None:
        """The network is back, or a case was just submitted: try everything now."""
        self._cache.outbox.make_due()
        self._keys_due = 0.0
        self._lane_failures = 0
        self._wake.set()

    def use_token(self, token: str) -> None:
        """The booth was enrolled anew: everything waits for this and goes now."""
        self._client.use_token(token)
        self.link_up()

    def during_call(self, case_id: str | None) -> None:
        """A call is live over this case ("" when over none yet): it goes first and at once, others trickle beside the
        voices and stop for it. None: no call."""
        self._talked_of = case_id

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Ends the lane after the request under way; False if that took longer than `timeout_s`."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
        self._client.close()
        return self._thread is None or not self._thread.is_alive()

    def drain_once(self) -> int:
        """Sends every case that is due, until none is or the hub is out of reach; returns how many were committed."""
        if not self._turn.acquire(timeout=self._settings.turn_timeout_s):
            raise StorageBusyError("sync-turn")
        try:
            self._cache.finish_committed()
            self._refresh_keys()
            return self._drain()
        finally:
            self._turn.release()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.drain_once()
                pause_s = self._pause_s()
            except CacheClosedError:
                return
            except Exception:  # the lane's one catch-all: the cases are on disk, go on with them later
                log.exception("sync failed; the cases are kept")
                pause_s = sync_core.RETRY_CEILING_S / 10
            self._wake.wait(pause_s)

    def _pause_s(self) -> float:
        if self._lane_failures:
            return sync_core.backoff_s(self._lane_failures, self._chance())
        return sync_core.wake_in_s(self._cache.pending(), self._now())

    def _drain(self) -> int:
        committed = 0
        while not self._stopping.is_set():
            case = sync_core.next_case(self._cache.pending(), self._now(), talked_of=self._talked_of)
            if case is None:
                break
            outcome = self._upload(case)
            committed += isinstance(outcome, Commit)
            if isinstance(outcome, Postpone) and outcome.lane:
                self._lane_failures += 1
                break
            self._lane_failures = 0
        return committed

    def _upload(self, case: PendingCase) -> Commit | Postpone | Bury:
        """One try of one case, and its outcome, already on disk."""
        self._cache.outbox.start_upload(case.case_id)
        manifest, digest = self._cache.outbox.manifest(case.case_id)
        payload = Payload(case.case_id, manifest, _Remembered(self._cache.sealed_part))
        parts = self._cache.outbox.parts(case.case_id)
        upload, command = sync_core.begin([Blob(part.sha256, part.size_bytes) for part in parts])
        while isinstance(command, AskBlob | PutChunk | PostManifest):
            if self._stopping.is_set():
                return Postpone("stopped", lane=True)  # the row stays `uploading`, as after a crash
            if self._stands_in_the_way(case):
                command = Postpone("call", lane=False, counts=False)
                break
            self._client.bytes_per_s = self._pace(case)
            upload, command = sync_core.step(upload, self._client.perform(command, payload))
        return self._settle(case, digest, command)

    def _pace(self, case: PendingCase) -> float | None:
        """None: as fast as it goes."""
        return None if self._talked_of in (None, case.case_id) else self._settings.call_bytes_per_s

    def _stands_in_the_way(self, case: PendingCase) -> bool:
        """The case that the call is about waits: it was just submitted."""
        if self._pace(case) is None:
            return False
        return any(waiting.case_id == self._talked_of for waiting in self._cache.pending())

    def _settle(self, case: PendingCase, digest: str, command: Commit | Postpone | Bury) -> Commit | Postpone | Bury:
        match command:
            case Commit(answer):
                return self._commit(case, digest, answer)
            case Bury(code):
                self._cache.outbox.bury(case.case_id, code)
                log.warning("case %s is dead: %s", case.case_id, code)
                self._publish(CaseDead(case.case_id, code))
                return command
            case Postpone():
                return self._postpone(case, command)
            case _:
                assert_never(command)

    def _commit(self, case: PendingCase, digest: str, answer: bytes) -> Commit | Postpone:
        """Only a receipt that verifies ends a case. After a failure the key list is fetched anew."""
        try:
            receipt = self._checked_receipt(case.case_id, digest, answer)
        except (RemoteAnswerError, NoTrustError) as error:
            self._keys_due = 0.0
            return self._postpone(case, Postpone(error.code, lane=False))
        self._cache.accept(receipt)
        self._publish(CaseCommitted(case.case_id, receipt))
        return Commit(answer)

    def _checked_receipt(self, case_id: str, digest: str, answer: bytes) -> Receipt:
        receipt_key = self._cache.trust.receipt_key()
        return read_receipt(answer, receipt_key=receipt_key, case_id=case_id, manifest_sha256=digest)

    def _postpone(self, case: PendingCase, postponed: Postpone) -> Postpone:
        if postponed.counts:
            wait_s = sync_core.backoff_s(case.tries, self._chance())
            due = (self._cache.clock() + timedelta(seconds=wait_s)).timestamp()
            self._cache.outbox.postpone(case.case_id, postponed.code, due)
        else:
            self._cache.outbox.put_back(case.case_id, postponed.code)
        log.info("case %s waits: %s", case.case_id, postponed.code)
        if postponed.code in REFUSALS:
            self._publish(BoothRefused(postponed.code))
        self._publish(SyncFailed(case.case_id, postponed.code))
        return postponed

    def _refresh_keys(self) -> None:
        if time.monotonic() < self._keys_due:
            return
        try:
            key_list, place = self._client.key_list()
            kept, was_behind = self._cache.learn(key_list, *place)
        except RemoteAnswerError as error:
            self._lane_failures += 1
            log.info("hub keys not fetched: %s", error.code)
            if error.code in REFUSALS:
                self._publish(BoothRefused(error.code))
        except NoTrustError as error:
            log.warning("hub keys not trusted: %s", error.code)
        else:
            if was_behind:
                log.warning("the hub knows %d cases of this booth, more than its disk: it goes on after them", place[1])
            self._lane_failures = 0
            self._keys_due = time.monotonic() + self._settings.keys_every_s
            self._publish(HubKeysStored(tuple(key.id for key in kept.keys)))

    def _now(self) -> float:
        return self._cache.clock().timestamp()


class _Remembered:
    """The sealed file read last, so that its chunks do not read and check it again each."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._last: tuple[str, bytes] | None = None

    def __call__(self, sha256: str) -> bytes:
        if self._last is None or self._last[0] != sha256:
            self._last = sha256, self._read(sha256)
        return self._last[1]
