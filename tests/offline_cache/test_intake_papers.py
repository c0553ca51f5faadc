"""Core: only papers signed by the right key, about the right case, count."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.errors import NoTrustError, RemoteAnswerError
from offline_cache.intake_papers import canonical, read_key_list, read_receipt
from tests.offline_cache.intake_peer import IntakePeer

PEER = IntakePeer()
SIGNER = Ed25519PrivateKey.generate()
SIGNER_PUBLIC = SIGNER.public_key().public_bytes_raw()


def signed(receipt: dict[str, Any]) -> bytes:
    signature = base64.b64encode(SIGNER.sign(canonical(receipt))).decode()
    return canonical({"receipt": receipt, "signature": signature})


RECEIPT = {
    "protocol": 1,
    "case_id": "c1",
    "acceptance_number": "SL-1",
    "manifest_sha256": "aa",
    "received_at": "2026-03-02T09:00:00+00:00",
    "window": "一个以后才有的字段",
}


def test_key_list_of_a_later_hub_is_read_and_unknown_suites_are_left_out() -> None:
    listed = read_key_list(PEER.key_list(), PEER.root_key)
    assert [key.id for key in listed.keys] == ["hub-1", "hub-2"]
    assert listed.keys[0].public == PEER.pairs[0].public


def test_key_list_counts_only_when_the_root_signed_it() -> None:
    with pytest.raises(NoTrustError):
        read_key_list(PEER.key_list(), SIGNER_PUBLIC)
    changed = json.loads(PEER.key_list())
    changed["keys"].pop(0)
    with pytest.raises(NoTrustError):
        read_key_list(canonical(changed), PEER.root_key)


def test_receipt_of_this_case_is_read() -> None:
    receipt = read_receipt(signed(RECEIPT), receipt_key=SIGNER_PUBLIC, case_id="c1", manifest_sha256="aa")
    assert (receipt.acceptance_number, receipt.received_at) == ("SL-1", RECEIPT["received_at"])


@pytest.mark.parametrize(("case_id", "manifest_sha256"), [("c2", "aa"), ("c1", "bb")])
def test_receipt_of_another_case_or_manifest_is_refused(case_id: str, manifest_sha256: str) -> None:
    with pytest.raises(RemoteAnswerError, match="another-case"):
        read_receipt(signed(RECEIPT), receipt_key=SIGNER_PUBLIC, case_id=case_id, manifest_sha256=manifest_sha256)


def test_changed_receipt_is_refused() -> None:
    body = signed(RECEIPT).replace(b"SL-1", b"SL-2")
    with pytest.raises(RemoteAnswerError, match="signature"):
        read_receipt(body, receipt_key=SIGNER_PUBLIC, case_id="c1", manifest_sha256="aa")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["receipt", "signature", "keys", "receipt_key", "issued_at", "case_id"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=150)
def test_any_answer_raises_only_our_errors(body: bytes) -> None:
    with pytest.raises((RemoteAnswerError, NoTrustError)):
        read_receipt(body, receipt_key=SIGNER_PUBLIC, case_id="c1", manifest_sha256="aa")
    with pytest.raises((RemoteAnswerError, NoTrustError)):
        read_key_list(body, PEER.root_key)
