"""Shell: sealed cases arrive exactly once, whole and durable, whatever is lost, repeated, damaged or forged."""

import base64
import hashlib
import json
import re
import sqlite3
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cloud_seat.contract.intake import CHUNK_BYTES, canonical, manifest_sha256
from cloud_seat.contract.signed import naming
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase, wrap

PAPER = b"%PDF-1.7 as it was shown"


@pytest.fixture
def case(cast: Cast) -> SealedCase:
    return SealedCase(cast.hub, cast.kiosk_id, cast.token)


def _scan(case: SealedCase) -> str:
    return next(sha256 for sha256, sealed in case.blobs.items() if len(sealed) > CHUNK_BYTES)


def test_the_key_list_is_signed_by_the_root_that_kiosks_pin(cast: Cast) -> None:
    pinned = base64.b64decode(cast.hub.enrol(cast.kiosk_id)["root_key"])
    enrolled = cast.hub.enrol(cast.kiosk_id)
    listed = cast.hub.ask("GET", "/api/v1/intake/keys", token=enrolled["token"]).json()
    signature = base64.b64decode(listed.pop("signature"))
    Ed25519PublicKey.from_public_bytes(pinned).verify(signature, canonical(listed))
    assert [key["suite"] for key in listed["keys"]] == ["X25519-MLKEM768"] * 2 + ["SM2-SM3"] * 2
    assert [len(base64.b64decode(key["public"])) for key in listed["keys"]] == [1184 + 32] * 2 + [65] * 2


def test_a_case_is_taken_once_and_its_receipt_is_always_the_same(case: SealedCase) -> None:
    case.put_all()
    body = canonical(case.manifest())
    first, again = case.post(body), case.post(body)
    assert first.status == again.status == 200
    assert first.body == again.body
    receipt = first.json()["receipt"]
    assert receipt["case_id"] == case.case_id
    assert receipt["manifest_sha256"] == manifest_sha256(body)
    number = case.kiosk_id.removeprefix("PY-")
    assert re.fullmatch(rf"PY-20\d\d-\d{{4}}-{number}-01", receipt["acceptance_number"])
    listed = case.hub.ask("GET", "/api/v1/intake/keys", token=case.token).json()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(listed["receipt_key"]))
    key.verify(base64.b64decode(first.json()["signature"]), canonical(receipt))


def test_the_next_case_of_a_kiosk_has_the_next_number(cast: Cast) -> None:
    answers = [SealedCase(cast.hub, cast.kiosk_id, cast.token).deliver() for _ in range(2)]
    numbers = [answer.json()["receipt"]["acceptance_number"] for answer in answers]
    assert [number.rpartition("-")[2] for number in numbers] == ["01", "02"]


def test_same_case_with_another_manifest_is_a_matter_for_people(case: SealedCase) -> None:
    assert case.deliver().status == 200
    other = case.post(canonical(case.manifest(priority=3)))
    assert (other.status, other.json()["code"]) == (422, "other_manifest")


def test_a_manifest_damaged_on_the_way_is_not_another_one(case: SealedCase) -> None:
    case.put_all()
    whole = canonical(case.manifest())
    damaged = case.post(canonical(case.manifest(priority=3)), sent=whole)
    assert (damaged.status, damaged.json()["code"]) == (400, "manifest_hash")
    assert case.post(whole).status == 200


def test_missing_files_are_named(case: SealedCase) -> None:
    answer = case.post(canonical(case.manifest()))
    assert (answer.status, answer.json()["missing"]) == (409, sorted(case.blobs))


def test_chunks_may_come_in_any_order_and_again(case: SealedCase) -> None:
    sha256 = _scan(case)
    assert case.held(sha256) == {"size_bytes": None, "have": [], "complete": False}
    for _ in range(2):
        assert case.put_chunk(sha256, 1).status == 204
    assert case.held(sha256) == {"size_bytes": len(case.blobs[sha256]), "have": [1], "complete": False}
    for _ in range(2):
        assert case.put_chunk(sha256, 0).status == 204
    assert case.held(sha256) == {"size_bytes": len(case.blobs[sha256]), "have": [0, 1], "complete": True}


def test_a_damaged_chunk_is_not_kept(case: SealedCase) -> None:
    sha256 = _scan(case)
    answer = case.put_chunk(sha256, 0, told_sha256="0" * 64)
    assert (answer.status, answer.json()["code"]) == (400, "chunk_hash")
    assert case.held(sha256)["have"] == []


def test_a_file_with_a_wrong_whole_hash_starts_anew(case: SealedCase) -> None:
    sha256 = _scan(case)
    assert case.put_chunk(sha256, 0, chunk=b"x" * CHUNK_BYTES).status == 204
    answer = case.put_chunk(sha256, 1)
    assert (answer.status, answer.json()["code"]) == (400, "blob_hash")
    assert case.held(sha256)["have"] == []
    assert case.deliver().status == 200


@pytest.mark.parametrize(
    ("index", "changes", "status"),
    [
        (0, {"chunk": b"x" * (CHUNK_BYTES + 1), "size": 10**6}, 413),
        (0, {"size": 10**9}, 413),
        (0, {"size": 0}, 413),
        (0, {"size": "many"}, 400),
        (0, {"size": 10}, 400),
        (1, {"chunk": b"short"}, 400),
        (99, {"chunk": b"x"}, 400),
    ],
)
def test_chunks_of_wrong_size_are_refused(
    case: SealedCase, index: int, changes: dict[str, object], status: int
) -> None:
    assert case.put_chunk(_scan(case), index, **changes).status == status


def test_only_the_own_kiosk_may_bring_its_case(cast: Cast, case: SealedCase) -> None:
    other = cast.hub.enrol(f"{cast.kiosk_id}x")["token"]
    case.put_all()
    body = canonical(case.manifest())
    answer = case.post(body, token=other)
    assert (answer.status, answer.json()["code"]) == (403, "wrong_kiosk")
    assert case.post(body, token="no-such-token").status == 401
    assert case.post(body, key="another-case").status == 400


def test_a_newer_kiosks_manifest_is_understood(case: SealedCase) -> None:
    case.put_all()
    newer = {**json.loads(canonical(case.manifest())), "sealed_by": {"firmware": "9.9"}}
    body = canonical(newer)
    assert case.post(body).json()["receipt"]["manifest_sha256"] == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 5000, b'{"case_id": 1}'])
def test_an_unreadable_manifest_is_a_matter_for_people(case: SealedCase, body: bytes) -> None:
    answer = case.post(body)
    assert (answer.status, answer.json()["code"]) == (422, "malformed")


def test_bodies_have_a_limit(case: SealedCase) -> None:
    assert case.post(b"x" * (300 * 1024)).status == 413


@pytest.mark.parametrize(
    ("told", "kept", "checks"),
    [
        (PAPER, PAPER, []),
        (PAPER, PAPER + b"!", [{"code": "not_what_was_signed", "part": "application.pdf"}]),
        (PAPER + b"!", PAPER, [{"code": "not_what_was_signed", "part": "application.pdf"}]),
    ],
    ids=["the same", "another paper", "another hash in the manifest"],
)
def test_the_hub_compares_the_paper_with_its_signature(
    cast: Cast, told: bytes, kept: bytes, checks: list[dict[str, str]]
) -> None:
    signature = naming("<svg></svg>", {"application.pdf": PAPER}).encode()
    parts = {"application.pdf": ("application/pdf", kept), "signature": ("image/svg+xml", signature)}
    case = SealedCase(cast.hub, cast.kiosk_id, cast.token, parts=parts)
    listed = case.manifest().parts
    named = [
        msgspec.structs.replace(part, document_sha256=hashlib.sha256(told).hexdigest())
        if part.name == "application.pdf"
        else part
        for part in listed
    ]
    assert case.deliver(parts=tuple(named)).status == 200
    with sqlite3.connect(cast.hub.data_dir / "hub.sqlite") as db:
        (found,) = db.execute("SELECT checks FROM case_file WHERE case_id = ?", (case.case_id,)).fetchone()
    assert [check for check in json.loads(found) if check["code"] != "field"] == checks


def test_a_case_that_cannot_be_opened_is_still_taken(case: SealedCase) -> None:
    """Wrapped for another kiosk: kept, acknowledged, and a clerk is told."""
    manifest = case.manifest()
    stranger = tuple(_rewrapped(case, key.key_id) for key in manifest.wrapped_keys)
    case.put_all()
    assert case.post(canonical(case.manifest(wrapped_keys=stranger))).status == 200
    assert '"error": "RemoteEnvelopeError"' in case.hub.log_path.read_text()


def _rewrapped(case: SealedCase, key_id: str) -> dict[str, str]:
    listed = case.hub.ask("GET", "/api/v1/intake/keys", token=case.token).json()["keys"]
    public = next(base64.b64decode(key["public"]) for key in listed if key["id"] == key_id)
    return {"key_id": key_id, "sealed": wrap(public, "PY-0000", case.case_id)}


def test_a_receipt_lost_with_the_hub_is_the_same_afterwards(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path) as hub:
        token = hub.enrol("PY-0001")["token"]
        case = SealedCase(hub, "PY-0001", token)
        sha256 = _scan(case)
        assert case.put_chunk(sha256, 0).status == 204
        hub.kill()
        hub.start_again()
        assert case.held(sha256)["have"] == [0]
        case.put_all()
        body = canonical(case.manifest())
        first = case.post(body)
        hub.kill()
        hub.start_again()
        assert case.post(body).body == first.body


def test_no_personal_word_reaches_the_log(case: SealedCase) -> None:
    assert case.deliver().status == 200
    log = case.hub.log_path.read_text()
    assert not [value for value in case.values.values() if len(value) > 4 and value in log]
