"""Shell: a case as a kiosk brings it, made from the protocol's words: sealed parts, wrapped key, manifest, chunks."""

import base64
import hashlib
import json
import struct
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cloud_seat.contract.intake import CHUNK_BYTES, Manifest, Part, WrappedKey, canonical, case_key_info
from tests.cloud_seat.hub.running import Answer, RunningHub

CASE_KEY = bytes(range(32))
VALUES = {
    "applicant_name": "测试陈长寿",
    "sex": "女",
    "nation": "汉",
    "birth": "1899-03-05",
    "address": "广东省广州市番禺区测试街1号",
    "id_number": "44011318990305001X",
    "phone": "13800000000",
    "relation": "self",
    "live_address": "广东省广州市番禺区测试街1号",
    "bank_name": "gzrcb",
    "bank_account": "6222020000000007",
    "account_holder_same": "yes",
}


def seal(name: str, data: bytes, prefix: bytes) -> bytes:
    """One part of at most one frame, format XWS1."""
    header = b"XWS1" + bytes([1]) + bytes(4) + prefix
    return header + AESGCM(CASE_KEY).encrypt(prefix + struct.pack(">IB", 0, 1), data, header + name.encode())


def wrap(public: bytes, kiosk_id: str, case_id: str) -> str:
    """The case key sealed to one intake key, base64."""
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    mlkem = MLKEM768PublicKey.from_public_bytes(public[:1184])
    key = hpke.MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[1184:]))
    return base64.b64encode(suite.encrypt(CASE_KEY, key, case_key_info(kiosk_id, case_id))).decode()


@dataclass
class SealedCase:
    """A case of one kiosk at one hub."""

    hub: RunningHub
    kiosk_id: str
    token: str
    case_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    values: dict[str, Any] = field(default_factory=lambda: dict(VALUES))
    parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    submitted_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    def __post_init__(self) -> None:
        scan = b"\xff\xd8\xff" + self.case_id.encode() + b"s" * (CHUNK_BYTES + 1000)
        plain = {"form.json": ("application/json", json.dumps(self.values).encode())}
        plain |= self.parts or {"material/hukou/1": ("image/jpeg", scan)}
        self.files = {name: (kind, seal(name, data, self.case_id.encode()[:7])) for name, (kind, data) in plain.items()}
        self.blobs = {hashlib.sha256(sealed).hexdigest(): sealed for _, sealed in self.files.values()}

    def manifest(self, **changes: Any) -> Manifest:
        """What the kiosk commits."""
        listed = self.hub.ask("GET", "/api/v1/intake/keys", token=self.token).json()
        keys = [(key["id"], base64.b64decode(key["public"])) for key in listed["keys"] if "MLKEM" in key["suite"]]
        parts = tuple(
            Part(name=name, media_type=kind, sha256=hashlib.sha256(sealed).hexdigest(), size_bytes=len(sealed))
            for name, (kind, sealed) in self.files.items()
        )
        fields: dict[str, Any] = {
            "case_id": self.case_id,
            "kiosk_id": self.kiosk_id,
            "item_id": "longevity-allowance",
            "form_id": "longevity-allowance",
            "form_version": 1,
            "submitted_at": self.submitted_at,
            "wrapped_keys": tuple(
                WrappedKey(key_id=key_id, sealed=wrap(public, self.kiosk_id, self.case_id)) for key_id, public in keys
            ),
            "parts": parts,
        }
        return Manifest(**{**fields, **changes})

    def put_chunk(self, sha256: str, index: int, **changes: Any) -> Answer:
        """One chunk; `changes`: chunk, size, told_sha256."""
        sealed = self.blobs[sha256]
        chunk = changes.get("chunk", sealed[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES])
        told = changes.get("told_sha256", hashlib.sha256(chunk).hexdigest())
        path = f"/api/v1/intake/blobs/{sha256}/{index}?size={changes.get('size', len(sealed))}"
        return self.hub.ask("PUT", path, token=self.token, body=chunk, headers={"X-Chunk-SHA256": told})

    def put_all(self) -> None:
        """Every chunk of every file."""
        for sha256, sealed in self.blobs.items():
            for index in range(-(-len(sealed) // CHUNK_BYTES)):
                assert self.put_chunk(sha256, index).status == 204

    def held(self, sha256: str) -> Any:
        """What the hub says it has."""
        return self.hub.ask("GET", f"/api/v1/intake/blobs/{sha256}", token=self.token).json()

    def post(self, body: bytes, *, token: str = "", key: str = "", sent: bytes = b"") -> Answer:
        """The manifest. `sent`: as it was before something on the way changed it."""
        headers = {
            "Idempotency-Key": key or self.case_id,
            "X-Manifest-SHA256": hashlib.sha256(sent or body).hexdigest(),
            "Content-Type": "application/json",
        }
        return self.hub.ask("POST", "/api/v1/intake/cases", token=token or self.token, body=body, headers=headers)

    def deliver(self, **changes: Any) -> Answer:
        """Everything, once."""
        self.put_all()
        return self.post(canonical(self.manifest(**changes)))
