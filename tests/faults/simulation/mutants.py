"""Wiring: the protocol with one rule taken away, on either side; a simulation that lets one pass proves nothing."""

import json
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from offline_cache import cache, intake_answers, sync, sync_core, trust
from offline_cache.blobs import Blobs
from offline_cache.case_states import TRANSITIONS, CaseEvent, CaseState
from offline_cache.intake_client import IntakeClient, Payload
from offline_cache.intake_papers import Receipt, canonical, read_key_list, read_receipt, sha256_hex
from offline_cache.outbox import Outbox
from offline_cache.store import Store
from offline_cache.waybills import Waybills
from tests.faults.simulation.history import Hub

Patch = pytest.MonkeyPatch
MUTANTS: dict[str, Callable[[Patch], None]] = {}


def _mutant(make: Callable[[Patch], None]) -> Callable[[Patch], None]:
    MUTANTS[make.__name__.strip("_").replace("_", "-")] = make
    return make


# --- the booth's side ---
@_mutant
def _any_answer_is_a_receipt(patch: Patch) -> None:
    def believe(body: bytes, *, receipt_key: bytes, case_id: str, manifest_sha256: str) -> Receipt:
        return Receipt(case_id, "?", manifest_sha256, "")

    patch.setattr(sync, "read_receipt", believe)


@_mutant
def _receipt_of_another_case_counts(patch: Patch) -> None:
    def careless(body: bytes, *, receipt_key: bytes, case_id: str, manifest_sha256: str) -> Receipt:
        told = json.loads(body)["receipt"] if body.startswith(b"{") else {}
        named = {"case_id": told.get("case_id", ""), "manifest_sha256": told.get("manifest_sha256", "")}
        return replace(read_receipt(body, receipt_key=receipt_key, **named), case_id=case_id)

    patch.setattr(sync, "read_receipt", careless)


@_mutant
def _wiped_before_it_is_sent(patch: Patch) -> None:
    start = Outbox.start_upload

    def eager(self: Outbox, case_id: str) -> None:
        start(self, case_id)
        with self._store.transaction():
            self._store.run("UPDATE cases SET state = 'wiped' WHERE case_id = ?", case_id)

    patch.setattr(Outbox, "start_upload", eager)


@_mutant
def _new_id_for_every_try(patch: Patch) -> None:
    perform, tries = IntakeClient.perform, [0]

    def renamed(self: IntakeClient, request: sync_core.Request, payload: Payload) -> sync_core.Answer:
        if isinstance(request, sync_core.PostManifest):
            tries[0] += 1
            case_id = f"{payload.case_id[:-4]}{tries[0]:04d}"
            told = json.loads(payload.manifest) | {"case_id": case_id}
            payload = replace(payload, case_id=case_id, manifest=canonical(told))
        return perform(self, request, payload)

    patch.setattr(IntakeClient, "perform", renamed)


@_mutant
def _manifest_made_anew_for_every_try(patch: Patch) -> None:
    manifest, tries = Outbox.manifest, [0]

    def fresh(self: Outbox, case_id: str) -> tuple[bytes, str]:
        tries[0] += 1
        body = canonical(json.loads(manifest(self, case_id)[0]) | {"tries": tries[0]})
        return body, sha256_hex(body)

    patch.setattr(Outbox, "manifest", fresh)


def _answers(patch: Patch, change: Callable[[sync_core.Answer], sync_core.Answer]) -> None:
    read = intake_answers.read_answer
    patch.setattr(
        "offline_cache.intake_client.read_answer", lambda request, status, body: change(read(request, status, body))
    )


@_mutant
def _unknown_kiosk_ends_the_case(patch: Patch) -> None:
    _answers(patch, lambda a: sync_core.CaseRefused(a.code) if isinstance(a, sync_core.KioskRefused) else a)


@_mutant
def _hub_in_trouble_ends_the_case(patch: Patch) -> None:
    _answers(patch, lambda a: sync_core.CaseRefused(a.code) if isinstance(a, sync_core.Troubled) else a)


@_mutant
def _portal_counts_as_stored(patch: Patch) -> None:
    def trusting(answer: sync_core.Answer) -> sync_core.Answer:
        return sync_core.CaseAccepted(b"") if answer == sync_core.Unreachable("not-our-hub") else answer

    _answers(patch, trusting)
    _any_answer_is_a_receipt(patch)


@_mutant
def _bad_case_blocks_the_rest(patch: Patch) -> None:
    patch.setattr(sync_core, "Troubled", sync_core.Unreachable)
    patch.setattr(intake_answers, "Troubled", sync_core.Unreachable)

    def first(waiting: list[Any], now: float, **_: object) -> Any:
        return min(waiting, key=lambda case: case.sequence, default=None)

    patch.setattr(sync_core, "next_case", first)


@_mutant
def _clock_is_believed(patch: Patch) -> None:
    patch.setattr(sync_core, "_is_due", lambda case, now: now >= case.next_due)


@_mutant
def _cut_upload_is_forgotten(patch: Patch) -> None:
    real = Outbox.submitted

    def only_ready(self: Outbox, states: tuple[CaseState, ...] = (CaseState.READY,)) -> list[Any]:
        return real(self, states)

    patch.setattr(Outbox, "submitted", only_ready)


@_mutant
def _dead_case_is_deleted(patch: Patch) -> None:
    bury = Outbox.bury

    def deleting(self: Outbox, case_id: str, code: str) -> None:
        bury(self, case_id, code)
        with self._store.transaction():
            self._store.run("UPDATE cases SET state = 'expired' WHERE case_id = ?", case_id)

    patch.setattr(Outbox, "bury", deleting)


@_mutant
def _leaving_takes_back_what_was_given(patch: Patch) -> None:
    patch.setitem(TRANSITIONS, (CaseState.READY, CaseEvent.DISCARDED), CaseState.EXPIRED)

    def discard(self: cache.Cache, case_id: str) -> bool:
        return any(
            self._wipe.destroy(case_id, when=when, event=CaseEvent.DISCARDED)
            for when in (CaseState.DRAFT, CaseState.READY)
        )

    patch.setattr(cache.Cache, "discard", discard)


@_mutant
def _sealed_to_one_key_only(patch: Patch) -> None:
    submit = cache.Cache.submit
    patch.setattr(cache.Cache, "submit", lambda self, case_id, **more: submit(self, case_id, **more | _one_key(**more)))


def _one_key(**more: Any) -> dict[str, Any]:
    return {"hub_keys": more["hub_keys"][:1]}


@_mutant
def _unsigned_keys_are_taken(patch: Patch) -> None:
    def trusting(body: bytes, root_key: bytes) -> Any:
        real_signed = "offline_cache.intake_papers._signed_by"
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(real_signed, lambda *_: True)
            return read_key_list(body, root_key)

    patch.setattr(trust, "read_key_list", trusting)


@_mutant
def _submit_in_two_steps(patch: Patch) -> None:
    submit = Outbox.submit

    def split(self: Outbox, case_id: str, submission: Any) -> None:
        with self._store.transaction():
            submit(self, case_id, submission)
            row = self._store.row("SELECT manifest, manifest_sha256 FROM cases WHERE case_id = ?", case_id)
            self._store.run("UPDATE cases SET manifest = NULL WHERE case_id = ?", case_id)
        assert row is not None
        _commit_between(self._store)
        with self._store.transaction():
            self._store.run("UPDATE cases SET manifest = ? WHERE case_id = ?", row["manifest"], case_id)

    patch.setattr(Outbox, "submit", split)


def _commit_between(store: Store) -> None:
    """Ends the outer transaction, where the power may go, and begins another."""
    connection = store._opened().conn
    connection.execute("COMMIT")
    with store.transaction():
        pass
    connection.execute("BEGIN IMMEDIATE")


@_mutant
def _old_file_goes_first(patch: Patch) -> None:
    put = Outbox.put_part

    def eager(self: Outbox, case_id: str, part: Any, sealed: bytes | None) -> tuple[str, ...]:
        old = put(self, case_id, part, sealed)
        folder = self._store._path.parent / "sealed"
        Blobs(folder).unlink(old)
        return ()

    patch.setattr(Outbox, "put_part", eager)


@_mutant
def _form_stays_in_its_row(patch: Patch) -> None:
    def stay(self: Outbox, sha256: str) -> None:
        """And the file is nobody's."""

    patch.setattr(Outbox, "move_to_file", stay)


@_mutant
def _no_waybill(patch: Patch) -> None:
    patch.setattr(Waybills, "make", lambda self, case_id, hub_keys: None)


@_mutant
def _damaged_file_is_sent(patch: Patch) -> None:
    patch.setattr(Blobs, "read", lambda self, name: (self._folder / name).read_bytes())
    patch.setattr(Hub, "_whole", _all_chunks)


def _all_chunks(self: Hub, name: str) -> bytes | None:
    chunks = self.chunks.get(name, {})
    whole = b"".join(body for _, body in sorted(chunks.items()))
    return whole if chunks and len(whole) == self.sizes.get(name) else None


# --- the hub's side ---
@_mutant
def _hub_takes_every_copy(patch: Patch) -> None:
    commit = Hub._commit

    def forgetful(self: Hub, key: str, body: bytes) -> tuple[int, bytes]:
        self.accepted.pop(key, None)
        return commit(self, key, body)

    patch.setattr(Hub, "_commit", forgetful)


@_mutant
def _hub_looks_at_no_hash(patch: Patch) -> None:
    patch.setattr(Hub, "_whole", _all_chunks)
    store = Hub._store_chunk

    def trusting(self: Hub, name: str, index: int, size: int, sent: tuple[str, bytes]) -> tuple[int, bytes]:
        return store(self, name, index, size, (sha256_hex(sent[1]), sent[1]))

    patch.setattr(Hub, "_store_chunk", trusting)


@_mutant
def _hub_promises_and_forgets(patch: Patch) -> None:
    trouble = Hub.trouble

    def forgetting(self: Hub, chance: Any, waiting: list[str]) -> None:
        trouble(self, chance, waiting)
        if self.accepted:
            self.accepted.pop(next(iter(self.accepted)))

    patch.setattr(Hub, "trouble", forgetting)


@contextmanager
def mutated(name: str) -> Any:
    """The rule is gone until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name](patch)
        yield
