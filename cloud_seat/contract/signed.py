"""Core: what a signature covers: the handwritten picture names the papers it stands on, each by its own SHA-256."""

import hashlib
import re
from collections.abc import Mapping

SIGNATURE_PART = "signature"
_DESCRIBED = re.compile(r"<desc>([^<]*)</desc>")
_PAPER = re.compile(r"(\S+) sha256:([0-9a-f]{64})")


def naming(svg: str, papers: Mapping[str, bytes]) -> str:
    """The signature with its papers written into it: a line each, "application.pdf sha256:…". Draws the same."""
    named = "\n".join(f"{name} sha256:{hashlib.sha256(data).hexdigest()}" for name, data in papers.items())
    head, _, drawing = svg.partition(">")
    return f"{head}><desc>{named}</desc>{drawing}"


def named_in(signature: bytes) -> dict[str, str]:
    """Paper → SHA-256, as the signature says; empty when it names none. Takes any bytes."""
    described = _DESCRIBED.search(signature.decode(errors="replace"))
    return dict(_PAPER.findall(described[1])) if described else {}
