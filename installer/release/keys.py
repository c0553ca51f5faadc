"""Shell: release keys as files, each Ed25519 under a passphrase of its own (scrypt, AES-256-GCM)."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from securesystemslib.signer import CryptoSigner

from installer.release.errors import refuse

THRESHOLDS = {"root": 2, "targets": 2, "snapshot": 1, "timestamp": 1}
COUNTS = {"root": 3, "targets": 3, "snapshot": 1, "timestamp": 1}
"""Two of three people for what matters: one lost key stops nothing, one stolen key signs nothing."""
SCRYPT_N = 2**17  # OWASP Password Storage Cheat Sheet: 128 MB, a third of a second
_SCRYPT_R = 8
PASSPHRASE_LEAST = 12

Ask = Callable[[str], str]
"""Name of a key → its passphrase."""


def key_names() -> list[str]:
    """`root-1` … `timestamp-1`, as a new set has them."""
    return [f"{role}-{number}" for role, count in COUNTS.items() for number in range(1, count + 1)]


def make_key(folder: Path, name: str, passphrase: str, *, cost: int = SCRYPT_N) -> CryptoSigner:
    """A new key and its file. Raises LocalReleaseError."""
    path = folder / f"{name}.key"
    if path.exists():
        raise refuse(f"已经有 {path.name}，不会覆盖", f"{path.name} is there already and is not overwritten")
    if len(passphrase) < PASSPHRASE_LEAST:
        raise refuse(f"口令至少 {PASSPHRASE_LEAST} 个字符", f"a passphrase has {PASSPHRASE_LEAST} characters at least")
    private = Ed25519PrivateKey.generate()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = _lock(passphrase, salt, cost).encrypt(nonce, private.private_bytes_raw(), name.encode())
    kept = {"name": name, "n": cost, "salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed)}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps(kept) + "\n")
        os.fsync(file.fileno())
    return CryptoSigner(private)


def open_key(path: Path, ask: Ask) -> CryptoSigner:
    """Raises LocalReleaseError: a wrong passphrase, or no key."""
    try:
        kept = json.loads(path.read_text())
        salt, nonce, sealed = (base64.b64decode(kept[word]) for word in ("salt", "nonce", "sealed"))
        raw = _lock(ask(path.stem), salt, int(kept["n"])).decrypt(nonce, sealed, str(kept["name"]).encode())
    except InvalidTag as error:
        raise refuse(f"{path.name} 的口令不对", f"wrong passphrase for {path.name}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise refuse(f"{path.name} 不是密钥文件", f"{path.name} is no key file") from error
    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(raw))


def find_keys(folders: Iterable[Path], role: str) -> list[Path]:
    """Key files of this role, in the order of the folders."""
    return [path for folder in folders for path in sorted(folder.glob(f"{role}-*.key"))]


def _lock(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=cost, r=_SCRYPT_R, p=1).derive(passphrase.encode()))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
