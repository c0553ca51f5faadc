"""Core: what to do next while cases travel to the hub: which case, which request, and how long to wait after trouble.

One upload asks what the hub already holds of each sealed file, puts the missing chunks, then posts the manifest. Every
request may be repeated without harm, so a lost request and a lost reply are the same thing: try again later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from offline_cache.case_records import PendingCase
from offline_cache.errors import LocalUseError

CHUNK_BYTES = 262_144  # intake protocol v1: the largest body of one chunk
RETRY_CEILING_S = 300.0  # a case never waits longer than 5 minutes for its next try
RETRY_FIRST_S = 2.0
RETRY_FLOOR_S = 1.0
ROUNDS_LIMIT = 3  # times that one try checks all files, before it backs off


@dataclass(frozen=True, slots=True)
class Blob:
    """A sealed file that the hub must hold before it takes the manifest."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Upload:
    """One try to bring one case over. `chunks`: indices still to put of the first of `to_check`. `lost`: why our own
    disk has not every file; the manifest is posted all the same, as the hub may have the case by another way."""

    blobs: tuple[Blob, ...]
    to_check: tuple[Blob, ...] = ()
    chunks: tuple[int, ...] = ()
    rounds: int = 0
    lost: str = ""


# ---- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskBlob:
    """Ask which chunks the hub holds."""

    sha256: str


@dataclass(frozen=True, slots=True)
class PutChunk:
    """Put one chunk."""

    sha256: str
    index: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PostManifest:
    """Post the frozen manifest."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Check the receipt in `answer`; if it holds, the case is over."""

    answer: bytes


@dataclass(frozen=True, slots=True)
class Postpone:
    """Try again later. `lane`: no other case would fare better now. `counts`: as a try of this case, which then goes
    behind the others; one that met no hub from its first request on keeps its place."""

    code: str
    lane: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Bury:
    """The hub will never take it as it is."""

    code: str


Request = AskBlob | PutChunk | PostManifest
Command = Request | Commit | Postpone | Bury


# ---- answers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlobHeld:
    """What the hub holds of the blob asked for."""

    have: frozenset[int]
    complete: bool


@dataclass(frozen=True, slots=True)
class ChunkStored:
    """The chunk is safe."""


@dataclass(frozen=True, slots=True)
class CaseAccepted:
    """200 to the manifest: the body, not yet checked."""

    body: bytes


@dataclass(frozen=True, slots=True)
class BlobsMissing:
    """409: the hub does not hold these files whole."""

    sha256s: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseRefused:
    """422: never as it is."""

    code: str


@dataclass(frozen=True, slots=True)
class KioskRefused:
    """401 or 403: it is the kiosk that the hub does not know now; the case is fine."""

    code: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer at all, or none of our hub's."""

    code: str


@dataclass(frozen=True, slots=True)
class Troubled:
    """An answer that promises nothing: 5xx, damage on the way, limits."""

    code: str


@dataclass(frozen=True, slots=True)
class PartLost:
    """Our own disk no longer holds the file: unless the hub has the case already, a clerk must look."""

    code: str


Answer = (
    BlobHeld
    | ChunkStored
    | CaseAccepted
    | BlobsMissing
    | CaseRefused
    | KioskRefused
    | Unreachable
    | Troubled
    | PartLost
)


def begin(blobs: Sequence[Blob]) -> tuple[Upload, Command]:
    """A new try: every file is asked for, since the hub may have lost what it once had."""
    return _check(Upload(tuple(blobs)), tuple(blobs))


def step(upload: Upload, answer: Answer) -> tuple[Upload, Command]:
    """What to do after an answer. An answer to a question that was not asked raises LocalUseError."""
    match answer:
        case BlobHeld(have, complete):
            return _held(upload, have, complete)
        case ChunkStored():
            return _stored(upload)
        case BlobsMissing() if upload.lost:
            return upload, Bury(upload.lost)
        case BlobsMissing(sha256s):
            return _check(upload, tuple(blob for blob in upload.blobs if blob.sha256 in sha256s))
        case CaseAccepted(body):
            return upload, Commit(body)
        case CaseRefused(code):
            return upload, Bury(code)
        case PartLost(code):
            return replace(upload, lost=code), PostManifest()
        case KioskRefused(code):
            return upload, Postpone(code, lane=True, counts=False)
        case Unreachable(code):
            return upload, Postpone(code, lane=True, counts=_has_begun(upload))
        case Troubled(code):
            return upload, Postpone(code, lane=False)
        case _:
            assert_never(answer)


def chunk_count(size_bytes: int) -> int:
    """How many chunks a sealed file is cut into."""
    return -(-size_bytes // CHUNK_BYTES)


def next_case(waiting: Sequence[PendingCase], now: float, *, talked_of: str | None = None) -> PendingCase | None:
    """The due case that goes first: that of the running call, then by priority (lower first), fewest tries, sequence.

    A case that failed goes behind those that did not, so a bad one never blocks the rest. `now`: Unix seconds.
    """
    due = [case for case in waiting if _is_due(case, now)]
    return min(due, key=lambda c: (c.case_id != talked_of, c.priority, c.tries, c.sequence), default=None)


def wake_in_s(waiting: Sequence[PendingCase], now: float) -> float:
    """Seconds until the next case is due; the ceiling when none waits."""
    delays = [0.0 if _is_due(case, now) else case.next_due - now for case in waiting]
    return min([*delays, RETRY_CEILING_S])


def backoff_s(tries: int, chance: float) -> float:
    """Full jitter: anywhere up to a ceiling that doubles with each try. `chance`: fresh, in [0, 1)."""
    ceiling = min(RETRY_CEILING_S, RETRY_FIRST_S * 2.0 ** min(tries, 16))
    return RETRY_FLOOR_S + chance * (ceiling - RETRY_FLOOR_S)


def _is_due(case: PendingCase, now: float) -> bool:
    """A due time further away than any back-off comes from a clock that jumped: due."""
    return not now < case.next_due <= now + RETRY_CEILING_S


def _has_begun(upload: Upload) -> bool:
    """The hub answered in this try: what cut it off may lie in the case itself."""
    return upload.rounds > 1 or upload.to_check != upload.blobs or bool(upload.chunks)


def _check(upload: Upload, blobs: tuple[Blob, ...]) -> tuple[Upload, Command]:
    """A round over these files. None: the hub misses what is not ours."""
    if upload.rounds >= ROUNDS_LIMIT or (upload.rounds and not blobs):
        return upload, Postpone("files-missing", lane=False)
    return _next_blob(replace(upload, to_check=blobs, chunks=(), rounds=upload.rounds + 1))


def _next_blob(upload: Upload) -> tuple[Upload, Command]:
    if upload.to_check:
        return upload, AskBlob(upload.to_check[0].sha256)
    return upload, PostManifest()


def _held(upload: Upload, have: frozenset[int], complete: bool) -> tuple[Upload, Command]:
    if not upload.to_check:
        raise LocalUseError("answer-to-no-question")
    blob, rest = upload.to_check[0], upload.to_check[1:]
    if complete:
        return _next_blob(replace(upload, to_check=rest, chunks=()))
    every = range(chunk_count(blob.size_bytes))
    # All there and yet not whole: one of them is damaged on the hub's side, so all go again.
    missing = tuple(index for index in every if index not in have) or tuple(every)
    return replace(upload, chunks=missing), PutChunk(blob.sha256, missing[0], blob.size_bytes)


def _stored(upload: Upload) -> tuple[Upload, Command]:
    if not upload.chunks:
        raise LocalUseError("answer-to-no-question")
    blob, chunks = upload.to_check[0], upload.chunks[1:]
    if chunks:
        return replace(upload, chunks=chunks), PutChunk(blob.sha256, chunks[0], blob.size_bytes)
    return _next_blob(replace(upload, to_check=upload.to_check[1:], chunks=()))
