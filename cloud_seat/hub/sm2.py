"""Shell: SM2 with SM3 (GB/T 32918) by the system's OpenSSL 3, through ctypes: draws keys, signs, decrypts (ADR 0029).

A booth checks and encrypts with code of its own (`offline_cache/sm2.py`), so that a fault in one shows.
"""

import ctypes
from functools import cache
from typing import Any, Self

POINT_BYTES = 65
"""0x04 | x | y, big-endian: how a public key stands in the key list."""
DISTINGUISHING_ID = b"1234567812345678"
"""GM/T 0009, 10: the identity where none was agreed."""


class RemoteSm2Error(Exception):
    """It was not encrypted for this key, or it is damaged."""


class Sm2Key:
    """A private key. `handle`: of OpenSSL, ours to free."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    @classmethod
    def generate(cls) -> Self:
        """A fresh one."""
        lib, handle = _library(), ctypes.c_void_p()
        context = lib.EVP_PKEY_CTX_new_from_name(None, b"SM2", None)
        try:
            _sure(lib.EVP_PKEY_keygen_init(context))
            _sure(lib.EVP_PKEY_generate(context, ctypes.byref(handle)))
        finally:
            lib.EVP_PKEY_CTX_free(context)
        return cls(handle)

    @classmethod
    def from_der(cls, der: bytes) -> Self:
        """As `der` gave it."""
        handle = _library().d2i_AutoPrivateKey(None, ctypes.byref(ctypes.c_char_p(der)), len(der))
        if not handle:
            _library().ERR_clear_error()
            raise ValueError("no private key")
        return cls(handle)

    def __del__(self) -> None:
        _library().EVP_PKEY_free(self._handle)

    @property
    def der(self) -> bytes:
        """Secret: what is kept in a file."""
        return self._written("i2d_PrivateKey")

    @property
    def public(self) -> bytes:
        """The point."""
        return self._written("i2d_PUBKEY")[-POINT_BYTES:]

    def sign(self, message: bytes) -> bytes:
        """ASN.1 r, s."""
        lib, keyed = _library(), ctypes.c_void_p()
        context = lib.EVP_MD_CTX_new()
        try:
            _sure(lib.EVP_DigestSignInit_ex(context, ctypes.byref(keyed), b"SM3", None, None, self._handle, None))
            _sure(lib.EVP_PKEY_CTX_set1_id(keyed, DISTINGUISHING_ID, len(DISTINGUISHING_ID)))
            size = ctypes.c_size_t()
            _sure(lib.EVP_DigestSign(context, None, ctypes.byref(size), message, len(message)))
            signature = ctypes.create_string_buffer(size.value)
            _sure(lib.EVP_DigestSign(context, signature, ctypes.byref(size), message, len(message)))
            return signature.raw[: size.value]
        finally:
            lib.EVP_MD_CTX_free(context)

    def decrypt(self, sealed: bytes) -> bytes:
        """What a booth encrypted for this key. Raises RemoteSm2Error."""
        lib = _library()
        context = lib.EVP_PKEY_CTX_new_from_pkey(None, self._handle, None)
        try:
            _sure(lib.EVP_PKEY_decrypt_init(context))
            size = ctypes.c_size_t(len(sealed))  # the plain text is shorter, always
            plain = ctypes.create_string_buffer(len(sealed) + 1)
            if lib.EVP_PKEY_decrypt(context, plain, ctypes.byref(size), sealed, len(sealed)) != 1:
                lib.ERR_clear_error()  # Python's own TLS uses the same library, and this thread's list of errors
                raise RemoteSm2Error("does not decrypt")
            return plain.raw[: size.value]
        finally:
            lib.EVP_PKEY_CTX_free(context)

    def _written(self, function: str) -> bytes:
        write = getattr(_library(), function)
        der = ctypes.create_string_buffer(write(self._handle, None))
        write(self._handle, ctypes.byref(ctypes.c_void_p(ctypes.addressof(der))))
        return der.raw


def _sure(answer: int) -> None:
    if answer != 1:
        raise RuntimeError("OpenSSL refuses SM2")


@cache
def _library() -> ctypes.CDLL:
    """Raises OSError where there is no OpenSSL 3."""
    lib, pointer, size = ctypes.CDLL("libcrypto.so.3"), ctypes.c_void_p, ctypes.c_size_t
    for name, result, arguments in (
        ("EVP_PKEY_CTX_new_from_name", pointer, (pointer, ctypes.c_char_p, ctypes.c_char_p)),
        ("EVP_PKEY_keygen_init", ctypes.c_int, (pointer,)),
        ("EVP_PKEY_generate", ctypes.c_int, (pointer, pointer)),
        ("d2i_AutoPrivateKey", pointer, (pointer, pointer, ctypes.c_long)),
        ("i2d_PrivateKey", ctypes.c_int, (pointer, pointer)),
        ("i2d_PUBKEY", ctypes.c_int, (pointer, pointer)),
        ("ERR_clear_error", None, ()),
        ("EVP_PKEY_free", None, (pointer,)),
        ("EVP_MD_CTX_new", pointer, ()),
        ("EVP_MD_CTX_free", None, (pointer,)),
        ("EVP_DigestSignInit_ex", ctypes.c_int, (pointer, pointer, ctypes.c_char_p, *(pointer,) * 4)),
        ("EVP_PKEY_CTX_set1_id", ctypes.c_int, (pointer, ctypes.c_char_p, ctypes.c_int)),
        ("EVP_DigestSign", ctypes.c_int, (pointer, ctypes.c_char_p, pointer, ctypes.c_char_p, size)),
        ("EVP_PKEY_CTX_new_from_pkey", pointer, (pointer, pointer, ctypes.c_char_p)),
        ("EVP_PKEY_CTX_free", None, (pointer,)),
        ("EVP_PKEY_decrypt_init", ctypes.c_int, (pointer,)),
        ("EVP_PKEY_decrypt", ctypes.c_int, (pointer, ctypes.c_char_p, pointer, ctypes.c_char_p, size)),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib
