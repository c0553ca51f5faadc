"""Shell: SM2 at both ends: each reads the other's, both read the standard's examples, and nothing that was changed."""

import pytest

from cloud_seat.hub.sm2 import RemoteSm2Error, Sm2Key
from offline_cache import LocalUseError, sm2

PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
PUBLIC = bytes.fromhex(
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
S = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
"""GB/T 32918.5-2017, A.2: "message digest" signed by "1234567812345678"."""
X, Y = (
    "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73",
    "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0",
)
CHECK, CIPHERED = (
    "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766",
    "21886ca989ca9c7d58087307ca93092d651efa",
)
"""GB/T 32918.5-2017, C.2: "encryption standard"."""


def integer(word: str) -> bytes:
    """DER."""
    raw = bytes.fromhex(word).lstrip(b"\0")
    raw = b"\0" + raw if raw[0] > 127 else raw
    return b"\x02" + bytes([len(raw)]) + raw


def sequence(*parts: bytes) -> bytes:
    return b"\x30" + bytes([sum(map(len, parts))]) + b"".join(parts)


def octets(word: str) -> bytes:
    return b"\x04" + bytes([len(word) // 2]) + bytes.fromhex(word)


@pytest.fixture
def example() -> Sm2Key:
    """SEC 1 private key of the standard's examples, with its curve and point."""
    curve, point = bytes.fromhex("06082a811ccf5501822d"), b"\x03\x42\x00" + PUBLIC
    named = b"\xa0" + bytes([len(curve)]) + curve
    der = sequence(b"\x02\x01\x01", octets(PRIVATE), named, b"\xa1" + bytes([len(point)]) + point)
    return Sm2Key.from_der(der)


def test_the_examples_of_the_standard(example: Sm2Key) -> None:
    assert example.public == PUBLIC
    signature = sequence(integer(R), integer(S))
    assert sm2.verifies(PUBLIC, signature, b"message digest")
    assert not sm2.verifies(PUBLIC, signature, b"message digests")
    assert example.decrypt(sequence(integer(X), integer(Y), octets(CHECK), octets(CIPHERED))) == b"encryption standard"


@pytest.mark.parametrize("size", [1, 32, 10_000])
def test_what_one_end_makes_the_other_reads(size: int) -> None:
    key, other, plain = Sm2Key.generate(), Sm2Key.generate(), bytes(range(256)) * 40
    again = Sm2Key.from_der(key.der)
    signature, sealed = again.sign(plain[:size]), sm2.encrypt(key.public, plain[:size])
    assert sm2.verifies(key.public, signature, plain[:size])
    assert again.decrypt(sealed) == plain[:size]
    assert not sm2.verifies(other.public, signature, plain[:size])
    for damaged in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"", b"rot", sm2.encrypt(other.public, plain[:size])):
        with pytest.raises(RemoteSm2Error):
            key.decrypt(damaged)
    for at in range(0, len(signature), 7):
        forged = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        assert not sm2.verifies(key.public, forged, plain[:size])


def test_what_is_no_point_of_the_curve_is_refused() -> None:
    for public in (b"", bytes(65), PUBLIC[:-1], PUBLIC[:-1] + bytes([PUBLIC[-1] ^ 1])):
        with pytest.raises(LocalUseError):
            sm2.encrypt(public, b"x")
