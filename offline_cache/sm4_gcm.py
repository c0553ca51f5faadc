"""Core: SM4-GCM (GB/T 32907, RFC 8998) with the calls of `AESGCM`, so that one code path seals with either."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_BYTES = 16
TAG_BYTES = 16


class Sm4Gcm:
    """SM4 takes keys of 16 bytes: the first half of a random case key. `bytes` or `memoryview` in, `bytes` out."""

    def __init__(self, key: bytes) -> None:
        self._sm4 = algorithms.SM4(key[:KEY_BYTES])

    def encrypt(self, nonce: bytes, data: bytes | memoryview, aad: bytes) -> bytes:
        """Ciphertext and tag."""
        sealing = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(aad)
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes | memoryview, aad: bytes) -> bytes:
        """Raises InvalidTag."""
        if len(data) < TAG_BYTES:
            raise InvalidTag
        opening = Cipher(self._sm4, modes.GCM(nonce, bytes(data[-TAG_BYTES:]))).decryptor()
        opening.authenticate_additional_data(aad)
        return opening.update(data[:-TAG_BYTES]) + opening.finalize()
