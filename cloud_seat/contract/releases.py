"""Core: a release on its way: how its files are called, what the hub tells one booth to run, what a booth tells back.

Release keys sign one thing of a release: its manifest, plain JSON that names every file by its SHA-256. Files, packed
by zstd, and patches between two files are found by those hashes, so nothing else needs a signature. The hub's
instruction says only which of the signed releases a booth should run, and when: a stolen hub can delay, never inject.
"""

import re

import msgspec

INSTRUCTION = b"xiaowu release instruction 1\n"
"""Before what the hub signs, so that no other signature of its key can pass for one."""
_TARGET = re.compile(r"kiosk/(\d+(?:\.\d+){1,3})\.json")
_FILE = re.compile(
    r"metadata/(timestamp|[1-9]\d{0,8}\.(root|snapshot|targets))\.json"
    r"|blobs/[0-9a-f]{64}|patches/[0-9a-f]{64}-[0-9a-f]{64}"
)


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """Hub → one booth, answering `nonce`. `version`: what to run; empty: stay. `told_at_s`: the hub's clock, UTC.
    `from_hour` to `until_hour`: when it may switch, local time; both equal: at any hour. `rate_kbps`: how fast it may
    fetch at most, 0: no bound."""

    kiosk_id: str
    nonce: str
    told_at_s: float
    version: str = ""
    from_hour: int = 0
    until_hour: int = 0
    rate_kbps: int = 0


class SignedInstruction(msgspec.Struct, frozen=True, kw_only=True):
    """`said`: an Instruction as JSON, the very bytes that were signed; `signature`: the hub root's, Ed25519, base64."""

    said: str
    signature: str


class ReleaseTold(msgspec.Struct, frozen=True, kw_only=True):
    """Booth → hub: what runs there, once it proved itself, and what did not. `version`: runs and is confirmed;
    `staged`: whole on disk, not running yet; `failed`: release → code of why it was put away; `refused`: code of the
    last refusal."""

    version: str
    staged: str = ""
    failed: dict[str, str] = {}
    refused: str = ""


def target_of(version: str) -> str:
    """The name of a release's manifest among what the release keys sign."""
    return f"kiosk/{version}.json"


def version_of(target: str) -> str:
    """The other way round; empty: it is no release."""
    found = _TARGET.fullmatch(target)
    return found[1] if found else ""


def blob_of(sha256: str) -> str:
    """Where a file lies in a folder of releases, packed."""
    return f"blobs/{sha256}"


def patch_of(old_sha256: str, new_sha256: str) -> str:
    """Where the difference of two files lies, if anybody made one."""
    return f"patches/{old_sha256}-{new_sha256}"


def is_release_file(path: str) -> bool:
    """Whether a folder of releases can have such a file."""
    return _FILE.fullmatch(path) is not None
