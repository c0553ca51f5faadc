"""Core: tokens that are not for us, not of our provider, not of now, or signed with what everybody has."""

import base64
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from cloud_seat.hub.oidc.tokens import LEEWAY_S, Client, RemoteTokenError, person_in, signed_out_in

NOW = 1_800_000_000
US = Client("https://id.district.example", "xiaowu-hub", "employee")
KEY, OTHER = (ECKey.generate_key("P-256", {"kid": "k"}) for _ in range(2))
RSA = RSAKey.generate_key(2048, {"kid": "r"})
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False), RSA.as_dict(private=False)]})
GOOD: dict[str, Any] = {"iss": US.issuer, "aud": US.client_id, "sub": "p", "iat": NOW, "exp": NOW + 60, "nonce": "n"}
GOOD |= {"employee": "0217"}


def _token(header: dict[str, Any] | None = None, key: Any = KEY, **changes: Any) -> str:
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    header = {"alg": "ES256", "kid": "k", **(header or {})}
    return jwt.encode(header, claims, key, algorithms=["ES256", "RS256", "HS256"])


def _read(token: str) -> Any:
    return person_in(token, KEYS, US, nonce="n", now_s=NOW)


def test_a_good_one_names_the_person() -> None:
    person = _read(_token(sid="s", amr=["pwd", "mfa"]))
    assert (person.subject, person.named, person.sid, person.has_factor) == ("p", "0217", "s", True)
    assert not _read(_token(amr=["pwd"])).has_factor
    assert _read(_token({"alg": "RS256", "kid": "r"}, RSA)).named == "0217"
    assert _read(_token(aud=[US.client_id, "other"], azp=US.client_id)).named == "0217"
    assert _read(_token(exp=NOW - LEEWAY_S + 1)).named == "0217", "clocks differ"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://id.other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"aud": ["other", "one-more"]},
        {"aud": [US.client_id, "other"]},
        {"azp": "other"},
        {"nonce": "of another"},
        {"nonce": None},
        {"exp": NOW - LEEWAY_S},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": NOW + LEEWAY_S + 1},
        {"nbf": NOW + LEEWAY_S + 1},
        {"sub": None},
        {"sub": 5},
    ],
)
def test_a_wrong_claim_makes_it_worth_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(RemoteTokenError):
        _read(_token(**changes))


def _unsigned() -> str:
    parts = ({"alg": "none", "kid": "k"}, GOOD)
    return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts) + "."


def test_only_the_providers_own_keys_sign() -> None:
    public = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))
    whole = _token()
    forged = [_token(key=OTHER), _token({"kid": "unknown"}), _token({"alg": "HS256"}, public), _unsigned(), "", "a.b.c"]
    for token in [*forged, whole[:-4] + "AAAA", whole.rpartition(".")[0] + "."]:
        with pytest.raises(RemoteTokenError):
            _read(token)


@pytest.mark.parametrize("value", [None, 5, ["0217"], {"a": 1}])
def test_a_claim_that_is_no_text_names_nobody(value: object) -> None:
    assert _read(_token(employee=value)).named == ""


def test_a_word_that_somebody_left_is_no_word_that_somebody_came() -> None:
    events: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    left: dict[str, Any] = {"events": events, "jti": "1", "nonce": None, "sid": "s"}
    assert signed_out_in(_token(**left), KEYS, US, now_s=NOW) == ("p", "s")
    with pytest.raises(RemoteTokenError):
        _read(_token(**left))
    wrong: list[dict[str, Any]] = [{"nonce": "n"}, {"events": {}}, {"events": None}, {"jti": None}, {"aud": "other"}]
    for changes in [*wrong, {"iat": None}]:
        with pytest.raises(RemoteTokenError):
            signed_out_in(_token(**{**left, **changes}), KEYS, US, now_s=NOW)
    with pytest.raises(RemoteTokenError):
        signed_out_in(_token(**{**left, "sub": None, "sid": None}), KEYS, US, now_s=NOW)
