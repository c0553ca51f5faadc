"""Shell: a small intake on loopback that speaks protocol v1 and checks everything, and can be told to misbehave.

It opens sealed files with code of its own: were the format to drift, the two ends would no longer meet.
"""

import base64
import enum
import hashlib
import json
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "kiosk-test-token"
KIOSK = "xw-017"
CHUNK = 262_144


class Fault(enum.Enum):
    """What happens to one request."""

    NONE = "none"
    LOSE_REQUEST = "lose request"
    LOSE_REPLY = "lose reply"
    REPEAT = "repeat"
    ERROR_500 = "error 500"
    UNAUTHORISED = "unauthorised"
    FORGET_BLOBS = "forget blobs"
    PORTAL = "portal"
    REDIRECT = "redirect"
    FLOOD = "flood"
    FORGED_RECEIPT = "forged receipt"
    KILL_BEFORE = "kill before"
    KILL_AFTER = "kill after"


@dataclass
class HubKeyPair:
    """One of the hub's sealing keys."""

    id: str
    mlkem: MLKEM768PrivateKey = field(default_factory=MLKEM768PrivateKey.generate)
    x25519: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return self.mlkem.public_key().public_bytes_raw() + self.x25519.public_key().public_bytes_raw()

    def open(self, sealed: bytes, info: bytes) -> bytes:
        suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
        return suite.decrypt(sealed, hpke.MLKEM768X25519PrivateKey(self.mlkem, self.x25519), info)


@dataclass
class AcceptedCase:
    """A case that was checked and opened."""

    manifest: dict[str, Any]
    body: bytes
    plaintexts: dict[str, bytes]
    answer: bytes


@dataclass
class IntakePeer:
    """State and manners of the intake. `faults`: one for each coming request, then none."""

    faults: deque[Fault] = field(default_factory=deque)
    refused: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, AcceptedCase] = field(default_factory=dict)
    chunks: dict[str, dict[int, bytes]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    arrivals: list[str] = field(default_factory=list)
    victim_pid: int | None = None
    root: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    receipts: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    pairs: tuple[HubKeyPair, ...] = field(default_factory=lambda: (HubKeyPair("hub-1"), HubKeyPair("hub-2")))
    issued_at: str = "2026-01-01T00:00:00+00:00"
    port: int = 0
    committed: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def root_key(self) -> bytes:
        return self.root.public_key().public_bytes_raw()

    def key_list(self) -> bytes:
        listed: dict[str, Any] = {
            "keys": [
                {"id": p.id, "suite": "X25519-MLKEM768", "public": base64.b64encode(p.public).decode()}
                for p in self.pairs
            ]
            + [{"id": "hub-9", "suite": "OF-A-LATER-YEAR", "public": ""}],
            "receipt_key": base64.b64encode(self.receipts.public_key().public_bytes_raw()).decode(),
            "issued_at": self.issued_at,
            "note": "一个以后才有的字段",
        }
        return canonical(listed | {"signature": _sign(self.root, listed)})

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("authorization", "").partition("@")[0] != f"Bearer {TOKEN}":
            return 401, b"{}"
        path = urlsplit(target).path.removeprefix("/api/v1/intake/").split("/")
        match method, path:
            case "GET", ["keys"]:
                return 200, self.key_list()
            case "GET", ["blobs", name]:
                return 200, canonical(self._held(name))
            case "PUT", ["blobs", name, index]:
                size = int(parse_qs(urlsplit(target).query)["size"][0])
                return self._store_chunk(name, int(index), size, (headers.get("x-chunk-sha256", ""), body))
            case "POST", ["cases"]:
                if headers.get("x-manifest-sha256") != hashlib.sha256(body).hexdigest():
                    return 400, b"{}"
                return self._commit(headers.get("idempotency-key", ""), body)
        return 404, b"{}"

    def place(self, headers: dict[str, str]) -> dict[str, str]:
        """What every answer says beside: the highest case of this kiosk, which the token names after an @."""
        kiosk_id = headers.get("authorization", "").partition("@")[2] or KIOSK
        own = [case.manifest for case in self.accepted.values() if case.manifest["kiosk_id"] == kiosk_id]
        newest = max(own, key=lambda manifest: manifest["sequence"], default={"epoch": 0, "sequence": 0})
        return {"X-Case-Place": f"{newest['epoch']}/{newest['sequence']}"}

    def carry(self, waybill: Path) -> int:
        """A case from a stick, by whichever of our keys opens its waybill. The status of its manifest."""
        told = json.loads(waybill.read_bytes())
        for file in told["files"]:
            sealed = (waybill.parents[1] / "sealed" / file["sha256"]).read_bytes()
            self.sizes[file["sha256"]] = len(sealed)
            self.chunks[file["sha256"]] = {at // CHUNK: sealed[at : at + CHUNK] for at in range(0, len(sealed), CHUNK)}
        info = f"xiaowu waybill v1|{told['kiosk_id']}|{told['case_id']}".encode()
        own = {pair.id: pair for pair in self.pairs}
        mine = next(one for one in told["manifest"] if one["key_id"] in own)
        manifest = own[mine["key_id"]].open(base64.b64decode(mine["sealed"]), info)
        return self._commit(told["case_id"], manifest)[0]

    def _held(self, name: str) -> dict[str, Any]:
        have = self.chunks.get(name, {})
        return {"size_bytes": self.sizes.get(name), "have": sorted(have), "complete": self._whole(name) is not None}

    def _store_chunk(self, name: str, index: int, size: int, sent: tuple[str, bytes]) -> tuple[int, bytes]:
        digest, body = sent
        if len(body) > CHUNK:
            return 413, b"{}"
        if hashlib.sha256(body).hexdigest() != digest:
            return 400, b"{}"
        self.sizes[name] = size
        self.chunks.setdefault(name, {})[index] = body
        return 204, b""

    def _whole(self, name: str) -> bytes | None:
        whole = b"".join(body for _, body in sorted(self.chunks.get(name, {}).items()))
        return whole if hashlib.sha256(whole).hexdigest() == name else None

    def _commit(self, idempotency_key: str, body: bytes) -> tuple[int, bytes]:
        manifest = json.loads(body)
        case_id = manifest["case_id"]
        if canonical(manifest) != body or idempotency_key != case_id:
            self.problems.append(f"manifest of {case_id} is not canonical or has another key")
        if case_id in self.refused:
            return 422, canonical(
                {"code": self.refused[case_id], "message": {"zh": "请联系工作人员", "en": "See a clerk"}}
            )
        missing = [part["sha256"] for part in manifest["parts"] if self._whole(part["sha256"]) is None]
        known = self.accepted.get(case_id)
        if known is not None:
            return (200, known.answer) if known.body == body else (422, canonical({"code": "other-manifest"}))
        if missing:
            return 409, canonical({"missing": missing})
        answer = self._receipt(manifest, body)
        self.accepted[case_id] = AcceptedCase(manifest, body, self._open(manifest), answer)
        self.arrivals.append(case_id)
        self.committed.set()
        return 200, answer

    def _open(self, manifest: dict[str, Any]) -> dict[str, bytes]:
        """Opens the case key with every hub key, and every part with it."""
        info = f"xiaowu case key v1|{manifest['kiosk_id']}|{manifest['case_id']}".encode()
        wrapped = {key["key_id"]: base64.b64decode(key["sealed"]) for key in manifest["wrapped_keys"]}
        keys = {pair.open(wrapped[pair.id], info) for pair in self.pairs if pair.id in wrapped}
        if len(keys) != 1:
            self.problems.append("the hub keys do not open one case key")
        (key,) = keys
        return {p["name"]: open_file(key, p["name"], self._whole(p["sha256"]) or b"") for p in manifest["parts"]}

    def _receipt(self, manifest: dict[str, Any], body: bytes) -> bytes:
        receipt = {
            "protocol": 1,
            "case_id": manifest["case_id"],
            "acceptance_number": f"SL-{len(self.accepted) + 1:06d}",
            "manifest_sha256": hashlib.sha256(body).hexdigest(),
            "received_at": datetime.now(UTC).isoformat(),
        }
        return canonical({"receipt": receipt, "signature": _sign(self.receipts, receipt)})


def open_file(key: bytes, name: str, sealed: bytes) -> bytes:
    """The format as the hub reads it, written down a second time on purpose."""
    header, body, plain = sealed[:16], sealed[16:], b""
    assert header[:4] + header[5:9] == b"XWS1\0\0\0\0"
    assert header[4] in (1, 2)
    opened: Callable[[bytes, bytes, bytes], bytes] = partial(_open_sm4, key[:16])
    if header[4] == 1:
        opened = AESGCM(key).decrypt
    counter = 0
    while True:
        frame, body = body[: 1_048_576 + 16], body[1_048_576 + 16 :]
        nonce = header[9:16] + counter.to_bytes(4, "big") + (b"\0" if body else b"\1")
        plain += opened(nonce, frame, header + name.encode())
        counter += 1
        if not body:
            return plain


def _open_sm4(key: bytes, nonce: bytes, frame: bytes, aad: bytes) -> bytes:
    opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, frame[-16:])).decryptor()
    opening.authenticate_additional_data(aad)
    return opening.update(frame[:-16]) + opening.finalize()


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sign(key: Ed25519PrivateKey, value: object) -> str:
    return base64.b64encode(key.sign(canonical(value))).decode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server uses
        """Quiet."""

    def _serve(self) -> None:
        peer = self.server.peer
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.one_at_a_time:
            peer.requests.append(f"{self.command} {urlsplit(self.path).path}")
            fault = peer.faults.popleft() if peer.faults else Fault.NONE
            answer = self._suffer(fault, headers, body)
        if answer is None:
            self.close_connection = True
            return
        status, content, extra = answer
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def _suffer(self, fault: Fault, headers: dict[str, str], body: bytes) -> tuple[int, bytes, dict[str, str]] | None:
        """The answer under this fault; None: the connection just ends."""
        peer = self.server.peer
        canned: dict[Fault, tuple[int, bytes, dict[str, str]]] = {
            Fault.ERROR_500: (500, b"oops", {}),
            Fault.UNAUTHORISED: (401, b"{}", {}),
            Fault.PORTAL: (200, b"<html>Please log in</html>", {}),
            Fault.REDIRECT: (302, b"", {"Location": "http://127.0.0.1:9/portal"}),
            Fault.FLOOD: (200, b"x" * 1_000_000, {}),
        }
        if fault is Fault.KILL_BEFORE:
            self._kill()
        if fault in (Fault.LOSE_REQUEST, Fault.KILL_BEFORE):
            return None
        if fault in canned:
            return canned[fault]
        if fault is Fault.FORGET_BLOBS:
            peer.chunks.clear()
        if fault is Fault.REPEAT:
            peer.answer(self.command, self.path, headers, body)
        status, content = peer.answer(self.command, self.path, headers, body)
        if fault is Fault.KILL_AFTER:
            self._kill()
        if fault in (Fault.LOSE_REPLY, Fault.KILL_AFTER):
            return None
        if fault is Fault.FORGED_RECEIPT and self.command == "POST" and status == 200:
            receipt = json.loads(content)["receipt"]
            content = canonical({"receipt": receipt, "signature": _sign(Ed25519PrivateKey.generate(), receipt)})
        return status, content, peer.place(headers)

    def _kill(self) -> None:
        victim = self.server.peer.victim_pid
        if victim is not None:
            os.kill(victim, signal.SIGKILL)

    do_GET = do_PUT = do_POST = _serve  # noqa: N815  # the names that http.server calls


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, peer: IntakePeer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.peer = peer
        self.one_at_a_time = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed client breaks its connection: nothing to print."""


@contextmanager
def serve(peer: IntakePeer) -> Iterator[IntakePeer]:
    """Serves until the block ends."""
    server = _Server(peer)
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
