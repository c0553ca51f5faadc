"""Shell: argon2id with OWASP's settings (19 MiB, 2 rounds, 1 lane), off the event loop, two at a time.

Measured: 50 ms CPU a check; two threads keep 711 sign-ins at half past eight from starving the calls.
"""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cloud_seat.hub.guessable import is_guessable

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub-password")
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$fhnhtGKDKFBZvv710+iMRQ$PxAPUdS2Fg+kglKvnETRkIq9R/g02Tj7nkI2js4gbFo"
"""Of a password that was forgotten at once; checked for unknown names, so that both answers take as long."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST, LONGEST = 12, 128  # letters; OWASP ASVS 4.0.3, 2.1.1 and 2.1.2


def to_be_told() -> str:
    """A first password, a recovery code: 79 bits in letters of which no two look alike."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hash_password(password: str) -> str:
    """The encoded hash to keep."""
    return _hasher.hash(password)


def unfit(password: str, user: str) -> str:
    """Why not, as a code of `texts`; empty: fit. Long enough, not too long, not what is guessed first; else what it is
    made of is nobody's business."""
    if not SHORTEST <= len(password) <= LONGEST or password == user:
        return "weak_password"
    return "guessable_password" if is_guessable(password, user) else ""


async def hashed(password: str) -> str:
    """The same, off the loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, hash_password, password)


async def matches(password_hash: str, password: str) -> bool:
    """Whether the password is right; an empty hash (no such person) takes as long and is always wrong."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads, _verify, password_hash or NOBODY, password)
    return right and bool(password_hash)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
