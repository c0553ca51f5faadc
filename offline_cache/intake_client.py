"""Shell: intake protocol v1 over HTTP. One request, one answer; every wait and every answer is limited."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import requests
from requests.auth import AuthBase

from offline_cache.errors import PartLostError, RemoteAnswerError, StorageBrokenError
from offline_cache.intake_answers import read_answer, read_place
from offline_cache.intake_papers import sha256_hex
from offline_cache.sync_core import (
    CHUNK_BYTES,
    Answer,
    AskBlob,
    PartLost,
    PostManifest,
    PutChunk,
    Request,
    Troubled,
    Unreachable,
)

ANSWER_LIMIT_BYTES = 256 * 1024  # a key list or a receipt is 10 KB at most
_BLOCK_BYTES = 16 * 1024
TRICKLE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class HubAddress:
    """Where the hub is, and how long to wait for it. The read time-out exceeds the hub's own for one request (15 s)."""

    base_url: str
    word: str | AuthBase
    """A token, or what signs each request."""
    connect_timeout_s: float
    read_timeout_s: float
    ca_file: str | None


@dataclass(frozen=True, slots=True)
class Payload:
    """What an upload carries: the frozen manifest, and a way to a sealed file's bytes (may raise PartLostError)."""

    case_id: str
    manifest: bytes
    sealed_part: Callable[[str], bytes]


class _Answered(NamedTuple):
    status: int
    body: bytes
    place: str


class Trickle(io.BytesIO):
    """A request's body that is read in small pieces, at this rate."""

    def __init__(self, data: bytes, bytes_per_s: float, *, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__(data)
        self._bytes_per_s, self._sleep = bytes_per_s, sleep

    def read(self, size: int | None = -1) -> bytes:
        """The next piece, after its time."""
        piece = super().read(TRICKLE_BYTES)
        self._sleep(len(piece) / self._bytes_per_s)
        return piece


class IntakeClient:
    """One connection's worth of requests; used by one thread."""

    def __init__(self, address: HubAddress) -> None:
        self._address = address
        self.bytes_per_s: float | None = None
        """The most that chunks may take of the line; None: what it gives."""
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: the token goes to the hub and nowhere else
        self._session.verify = address.ca_file or True
        self.use_token(address.word)

    def use_token(self, word: str | AuthBase) -> None:
        """From the next request on. Any thread."""
        if isinstance(word, str):
            self._session.headers["Authorization"] = f"Bearer {word}"
        else:
            self._session.auth = word

    def perform(self, request: Request, payload: Payload) -> Answer:
        """The hub's answer to one request of an upload. Never raises for what the network or the hub does."""
        try:
            answer = self._perform(request, payload)
        except PartLostError as error:
            return PartLost(error.code)
        except StorageBrokenError as error:
            return Troubled(error.code)  # this file cannot be read now: the other cases go on
        except RemoteAnswerError as error:
            return Unreachable(error.code)
        return read_answer(request, answer.status, answer.body)

    def key_list(self) -> tuple[bytes, tuple[int, int]]:
        """The signed key list, not yet checked, and `read_place`. Raises RemoteAnswerError."""
        answer = self._send("GET", "keys")
        if answer.status != 200:
            raise RemoteAnswerError(f"http-{answer.status}")
        return answer.body, read_place(answer.place)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _perform(self, request: Request, payload: Payload) -> _Answered:
        match request:
            case AskBlob(sha256):
                return self._send("GET", f"blobs/{sha256}")
            case PutChunk(sha256, index, size_bytes):
                start = index * CHUNK_BYTES
                chunk = payload.sealed_part(sha256)[start : start + CHUNK_BYTES]
                headers = {"X-Chunk-SHA256": sha256_hex(chunk)}
                body = chunk if self.bytes_per_s is None else Trickle(chunk, self.bytes_per_s)
                return self._send("PUT", f"blobs/{sha256}/{index}?size={size_bytes}", data=body, headers=headers)
            case PostManifest():
                headers = {
                    "Idempotency-Key": payload.case_id,
                    "X-Manifest-SHA256": sha256_hex(payload.manifest),  # damage on the way is not another manifest
                    "Content-Type": "application/json",
                }
                return self._send("POST", "cases", data=payload.manifest, headers=headers)

    def _send(self, method: str, path: str, **content: Any) -> _Answered:
        """A whole answer. Raises RemoteAnswerError when no whole answer came."""
        timeouts = (self._address.connect_timeout_s, self._address.read_timeout_s)
        url = f"{self._address.base_url}/api/v1/intake/{path}"
        try:
            with self._session.request(
                method, url, timeout=timeouts, stream=True, allow_redirects=False, **content
            ) as answer:
                return _Answered(answer.status_code, _limited(answer), answer.headers.get("X-Case-Place", ""))
        except requests.Timeout as error:
            raise RemoteAnswerError("timed-out") from error
        except requests.RequestException as error:
            raise RemoteAnswerError("link-down") from error


def _limited(answer: requests.Response) -> bytes:
    body = b""
    for block in answer.iter_content(_BLOCK_BYTES):
        body += block
        if len(body) > ANSWER_LIMIT_BYTES:
            raise RemoteAnswerError("answer-too-large")
    return body
