"""Core: helpers' links: an unguessable token for one person; whoever takes it first gets a word of their own, for life.

Only hashes are compared and kept of the words; the tokens themselves are needed again when an end reconnects.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True, slots=True, repr=False)
class Pass:
    """One helper's. `word_sha256`: of the browser that took it; empty: nobody yet. `ends_at_s`: Unix time."""

    roles: ClassVar[frozenset[str]] = frozenset({"link"})
    companion_id: str
    call_id: str
    token: str
    number: str
    ends_at_s: float
    word_sha256: str = ""
    name: str = ""

    def taken(self, word: str, name: str) -> "Pass":
        """From now on the token opens it for nobody else."""
        return replace(self, word_sha256=hashed(word), name=name)


def hashed(word: str) -> str:
    """Of a secret with enough randomness of its own."""
    return hashlib.sha256(word.encode()).hexdigest()
