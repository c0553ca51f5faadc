"""Core: helpers' links: an unguessable token for one person; whoever takes it first gets a word of their own, for life.

Only hashes are compared and kept of the words; the tokens themselves are needed again when an end reconnects.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import ClassVar


@dataclass(slots=True, repr=False)
class Pass:
    """One helper's. `word_sha256`: of the browser that took it; empty: nobody yet."""

    roles: ClassVar[frozenset[str]] = frozenset({"link"})
    companion_id: str
    call_id: str
    token: str
    number: str
    ends_at_s: float
    word_sha256: str = ""
    name: str = ""


class Passes:
    """All that are open or taken."""

    def __init__(self) -> None:
        self._passes: dict[str, Pass] = {}

    def open(self, companion_id: str, call_id: str, *, token: str, number: str, ends_at_s: float) -> Pass:
        """A fresh one."""
        one = Pass(companion_id, call_id, token, number, ends_at_s)
        self._passes[companion_id] = one
        return one

    def forget(self, companion_id: str) -> None:
        """Used up, revoked, too old, or the call is over."""
        self._passes.pop(companion_id, None)

    def of_companion(self, companion_id: str) -> Pass | None:
        """By whom it is for."""
        return self._passes.get(companion_id)

    def of_token(self, token: str) -> Pass | None:
        """By what stands in the QR code."""
        return next((one for one in self._passes.values() if _same(one.token, token)), None)

    def of_number(self, number: str) -> Pass | None:
        """By what was told by telephone; good until somebody has taken the link."""
        return next((one for one in self._passes.values() if not one.word_sha256 and _same(one.number, number)), None)

    def of_word(self, word: str) -> Pass | None:
        """By the cookie of whoever took it."""
        hashed = _hash(word)
        taken = (one for one in self._passes.values() if one.word_sha256)
        return next((one for one in taken if _same(one.word_sha256, hashed)), None)

    def take(self, one: Pass, *, word: str, name: str) -> None:
        """From now on the token opens it for nobody else."""
        one.word_sha256, one.name = _hash(word), name


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
