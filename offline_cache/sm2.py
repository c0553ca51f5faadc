"""Core: SM2 with SM3 (GB/T 32918) by the system's OpenSSL 3, through ctypes: checks signatures, encrypts.

`cryptography` has SM3 and SM4 but no SM2 (ADR 0029). Only what needs a public key is here: secrets that are drawn stay
inside OpenSSL, and no private key ever enters this room.
"""

import ctypes
from functools import cache
from typing import Any

from offline_cache.errors import LocalUseError

POINT_BYTES = 65
"""0x04 | x | y, big-endian."""
DISTINGUISHING_ID = b"1234567812345678"
"""GM/T 0009, 10: the identity where none was agreed."""
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
"""SubjectPublicKeyInfo of a point on the curve 1.2.156.10197.1.301, up to the point."""


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` (ASN.1 r, s) over `message` was made by the holder of the point `public`."""
    lib = _library()
    with_key = _key(public)
    context, keyed = lib.EVP_MD_CTX_new(), ctypes.c_void_p()
    try:
        _sure(lib.EVP_DigestVerifyInit_ex(context, ctypes.byref(keyed), b"SM3", None, None, with_key, None))
        _sure(lib.EVP_PKEY_CTX_set1_id(keyed, DISTINGUISHING_ID, len(DISTINGUISHING_ID)))
        return bool(lib.EVP_DigestVerify(context, signature, len(signature), message, len(message)) == 1)
    finally:
        lib.EVP_MD_CTX_free(context)
        lib.EVP_PKEY_free(with_key)
        lib.ERR_clear_error()  # Python's own TLS uses the same library, and this thread's list of errors


def encrypt(public: bytes, plain: bytes) -> bytes:
    """For the holder of the point `public` (GM/T 0009: ASN.1 x, y, SM3 check, ciphertext)."""
    lib = _library()
    with_key = _key(public)
    context = lib.EVP_PKEY_CTX_new_from_pkey(None, with_key, None)
    try:
        _sure(lib.EVP_PKEY_encrypt_init(context))
        size = ctypes.c_size_t()
        _sure(lib.EVP_PKEY_encrypt(context, None, ctypes.byref(size), plain, len(plain)))
        sealed = ctypes.create_string_buffer(size.value)
        _sure(lib.EVP_PKEY_encrypt(context, sealed, ctypes.byref(size), plain, len(plain)))
        return sealed.raw[: size.value]
    finally:
        lib.EVP_PKEY_CTX_free(context)
        lib.EVP_PKEY_free(with_key)


def _key(public: bytes) -> Any:
    if len(public) != POINT_BYTES:
        raise LocalUseError("sm2-point")
    spki = _SPKI + public
    key = _library().d2i_PUBKEY(None, ctypes.byref(ctypes.c_char_p(spki)), len(spki))
    if not key:
        _library().ERR_clear_error()
        raise LocalUseError("sm2-point")
    return key


def _sure(answer: int) -> None:
    if answer != 1:
        raise LocalUseError("sm2")


@cache
def _library() -> ctypes.CDLL:
    """Raises OSError where there is no OpenSSL 3."""
    lib, pointer, size = ctypes.CDLL("libcrypto.so.3"), ctypes.c_void_p, ctypes.c_size_t
    for name, result, arguments in (
        ("d2i_PUBKEY", pointer, (pointer, pointer, ctypes.c_long)),
        ("ERR_clear_error", None, ()),
        ("EVP_PKEY_free", None, (pointer,)),
        ("EVP_MD_CTX_new", pointer, ()),
        ("EVP_MD_CTX_free", None, (pointer,)),
        ("EVP_DigestVerifyInit_ex", ctypes.c_int, (pointer, pointer, ctypes.c_char_p, *(pointer,) * 4)),
        ("EVP_PKEY_CTX_set1_id", ctypes.c_int, (pointer, ctypes.c_char_p, ctypes.c_int)),
        ("EVP_DigestVerify", ctypes.c_int, (pointer, ctypes.c_char_p, size, ctypes.c_char_p, size)),
        ("EVP_PKEY_CTX_new_from_pkey", pointer, (pointer, pointer, ctypes.c_char_p)),
        ("EVP_PKEY_CTX_free", None, (pointer,)),
        ("EVP_PKEY_encrypt_init", ctypes.c_int, (pointer,)),
        ("EVP_PKEY_encrypt", ctypes.c_int, (pointer, ctypes.c_char_p, pointer, ctypes.c_char_p, size)),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib
