"""Core: the known answer of RFC 8998, and every changed bit refused."""

import pytest
from cryptography.exceptions import InvalidTag

from offline_cache.sm4_gcm import Sm4Gcm

# RFC 8998, appendix A.1: SM4-GCM Test Vectors
KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
NONCE = bytes.fromhex("00001234567800000000ABCD")
AAD = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
PLAIN = bytes.fromhex("".join(letter * 16 for letter in "ABCDEFEA"))
SEALED = bytes.fromhex(
    "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
    "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    "83DE3541E4C2B58177E065A9BF7B62EC"
)


def test_the_known_answer() -> None:
    assert Sm4Gcm(KEY).encrypt(NONCE, PLAIN, AAD) == SEALED
    assert Sm4Gcm(KEY).decrypt(NONCE, SEALED, AAD) == PLAIN


def test_only_the_first_half_of_a_case_key_is_used() -> None:
    assert Sm4Gcm(KEY + bytes(16)).encrypt(NONCE, PLAIN, AAD) == SEALED


@pytest.mark.parametrize("at", [0, 63, 64, 79])
def test_a_changed_bit_is_refused(at: int) -> None:
    damaged = bytearray(SEALED)
    damaged[at] ^= 1
    for sealed, aad in ((bytes(damaged), AAD), (SEALED, AAD[1:]), (SEALED[:15], AAD), (b"", AAD)):
        with pytest.raises(InvalidTag):
            Sm4Gcm(KEY).decrypt(NONCE, sealed, aad)
