"""Shell: hands in a sealed case at the hub's intake, as a booth does."""

import base64
import hashlib
import json
import os
import struct
import urllib.request

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cloud_seat.contract.intake import Manifest, Part, WrappedKey, canonical, case_key_info
from tests.cloud_seat.web.matter import VALUES, Matter
from tests.cloud_seat.web.running import KIOSK, RunningHub

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_MLKEM_BYTES = 1184


def ask(hub: RunningHub, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
    """One request of the booth. Raises HTTPError when the hub does not want it."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(
        hub.url + path, body, {"Authorization": f"Bearer {hub.token}", **headers}, method=method
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        data: bytes = answer.read()
    return data


def submit(hub: RunningHub, matter: Matter) -> None:
    """Seal the form and the application, bring them, then the manifest."""
    case_key = os.urandom(32)
    contents = {"form.json": canonical({**VALUES, "phone": "13800138000"}), "application.pdf": PDF}
    sealed = {name: _seal(case_key, name, data) for name, data in contents.items()}
    for data in sealed.values():
        digest = hashlib.sha256(data).hexdigest()
        ask(hub, "PUT", f"/api/v1/intake/blobs/{digest}/0?size={len(data)}", data, X_Chunk_Sha256=digest)
    manifest = Manifest(
        case_id=matter.case_id,
        kiosk_id=KIOSK,
        item_id=matter.item_id,
        form_id="longevity-allowance",
        form_version=1,
        submitted_at="2026-11-23T08:00:00Z",
        wrapped_keys=(_wrapped(hub, matter, case_key),),
        parts=tuple(
            Part(name=name, media_type=_media_type(name), sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
            for name, data in sealed.items()
        ),
    )
    ask(hub, "POST", "/api/v1/intake/cases", canonical(manifest), Content_Type="application/json")


def _wrapped(hub: RunningHub, matter: Matter, case_key: bytes) -> WrappedKey:
    key = json.loads(ask(hub, "GET", "/api/v1/intake/keys"))["keys"][0]
    raw = base64.b64decode(key["public"])
    public = hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_BYTES]), X25519PublicKey.from_public_bytes(raw[_MLKEM_BYTES:])
    )
    sealed = _HPKE.encrypt(case_key, public, case_key_info(KIOSK, matter.case_id))
    return WrappedKey(key_id=key["id"], sealed=base64.b64encode(sealed).decode())


def _seal(key: bytes, name: str, data: bytes) -> bytes:
    """One frame is enough: less than 1 MiB."""
    prefix = os.urandom(7)
    header = b"XWS1" + bytes([1]) + bytes(4) + prefix
    return header + AESGCM(key).encrypt(prefix + struct.pack(">IB", 0, 1), data, header + name.encode())


def _media_type(name: str) -> str:
    return "application/pdf" if name.endswith(".pdf") else "application/json"
