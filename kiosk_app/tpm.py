"""Shell: a secret that only this machine's TPM 2.0 opens, and only while the machine starts as it did then.

By Debian's tpm2-tools: the secret is an object under the owner's primary key, with PCR 7 (Secure Boot: who may start
this machine) as its only policy. The file that holds it is worthless elsewhere. Where the TPM is reached is tpm2-tools'
own matter (`TPM2TOOLS_TCTI`); without it that is /dev/tpmrm0.
"""

import subprocess
import tempfile
from pathlib import Path

MAGIC = b"XWTPM1\n"
PCRS = "sha256:7"
TOOL_TIMEOUT_S = 20.0  # a slow chip makes its primary key in some seconds
_LENGTH_BYTES = 2
_POLICY_FAILED, _NOT_OURS = b"0x99D", b"0x1DF"  # TPM 2.0 Library, part 2, 6.6: TPM_RC_POLICY_FAIL, TPM_RC_INTEGRITY


class TpmError(Exception):
    """`code`: tools (tpm2-tools are not installed), missing (no TPM answers), other (sealed by another TPM, or this
    one was cleared), changed (the machine started in another way than when it was sealed)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def seal(secret: bytes) -> bytes:
    """A file that this machine's TPM opens. `secret`: at most 128 bytes. Raises TpmError."""
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        _primary(here)
        _run(here, "createpolicy", "-Q", "--policy-pcr", "-l", PCRS, "-L", "policy")
        create = ("create", "-Q", "-C", "primary", "-L", "policy", "-i", "-", "-u", "public", "-r", "private")
        _run(here, *create, "-a", "fixedtpm|fixedparent", secret=secret)
        public, private = ((here / name).read_bytes() for name in ("public", "private"))
    return MAGIC + len(public).to_bytes(_LENGTH_BYTES, "big") + public + private


def unseal(sealed: bytes) -> bytes:
    """The secret. Raises TpmError."""
    body = sealed.removeprefix(MAGIC)
    length = int.from_bytes(body[:_LENGTH_BYTES], "big")
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        (here / "public").write_bytes(body[_LENGTH_BYTES:][:length])
        (here / "private").write_bytes(body[_LENGTH_BYTES:][length:])
        _primary(here)
        _run(here, "load", "-Q", "-C", "primary", "-u", "public", "-r", "private", "-c", "object", code="other")
        return _run(here, "unseal", "-Q", "-c", "object", "-p", f"pcr:{PCRS}", code="other")


def _primary(here: Path) -> None:
    """The same key at every call, from the TPM's own seed."""
    _run(here, "createprimary", "-Q", "-C", "o", "-G", "ecc", "-c", "primary")


def _run(here: Path, tool: str, *words: str, secret: bytes = b"", code: str = "missing") -> bytes:
    """What the tool answers; objects that it leaves in a TPM without a resource manager are flushed."""
    try:
        done = _tool(here, tool, *words, secret=secret)
        _tool(here, "flushcontext", "-t")
    except FileNotFoundError as error:
        raise TpmError("tools") from error
    except subprocess.TimeoutExpired as error:
        raise TpmError("missing") from error
    if done.returncode:
        raise TpmError("changed" if _POLICY_FAILED in done.stderr else "other" if _NOT_OURS in done.stderr else code)
    return done.stdout


def _tool(here: Path, tool: str, *words: str, secret: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = [f"tpm2_{tool}", *words]
    return subprocess.run(command, cwd=here, input=secret, capture_output=True, timeout=TOOL_TIMEOUT_S)
