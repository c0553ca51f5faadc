"""Core: the vectors of RFC 6238, appendix B, and RFC 4226, appendix D; a code counts once."""

import pytest

from cloud_seat.contract import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("at_s", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_rfc_6238(at_s: int, code: str) -> None:
    assert totp.code_at(SECRET, at_s // totp.STEP_S, digits=8) == code


def test_rfc_4226() -> None:
    wanted = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp.code_at(SECRET, step) for step in range(10)] == wanted


def test_a_code_counts_once_and_one_step_about_now() -> None:
    now_s, step = 3000.0, 100
    for near in (step - 1, step, step + 1):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, near), now_s, after=0) == near
    for far in (step - 2, step + 2):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, far), now_s, after=0) is None
    assert totp.matching_step(SECRET, totp.code_at(SECRET, step), now_s, after=step) is None
    assert totp.matching_step(SECRET, "１２３４５６", now_s, after=0) is None


def test_the_secret_by_hand_and_by_qr_code() -> None:
    assert totp.secret_of(totp.secret_text(SECRET).lower()) == SECRET
    uri = totp.app_uri(SECRET, user="0300", issuer="政务晓屋")
    assert uri.startswith("otpauth://totp/%E6%94%BF") and f"secret={totp.secret_text(SECRET)}" in uri
