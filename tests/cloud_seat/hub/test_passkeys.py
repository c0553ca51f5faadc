"""Shell: passkeys by HTTP: a soft key that signs as WebAuthn says; wrong sites, wrong owners, answers given twice."""

import hashlib
import json
import struct
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.utils import websafe_encode

from tests.cloud_seat.hub.running import PASSWORD, Answer, RunningHub

_PRESENT, _NEW = 0x01, 0x40


@dataclass
class SoftKey:
    """One security key with one passkey, used at `origin`."""

    origin: str
    rp_id: str = "localhost"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    key_id: bytes = b"one passkey of a soft key"
    uses: int = 0

    def made(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What a browser tells of a new one."""
        point = self.key.public_key().public_numbers()
        public = encode({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})  # COSE
        held = bytes(16) + struct.pack(">H", len(self.key_id)) + self.key_id + public
        told = {"fmt": "none", "attStmt": {}, "authData": self._data(_PRESENT | _NEW) + held}
        client = self._client("webauthn.create", asked)
        return self._answer(attestationObject=encode(told), clientDataJSON=client)

    def answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What it says when it is touched."""
        self.uses += 1
        data, client = self._data(_PRESENT), self._client("webauthn.get", asked)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(authenticatorData=data, clientDataJSON=client, signature=signature)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> dict[str, Any]:
        name, words = websafe_encode(self.key_id), {part: websafe_encode(value) for part, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": words, "clientExtensionResults": {}}


@pytest.fixture
def named(hub_server: RunningHub) -> RunningHub:
    """By its name."""
    return replace(hub_server, url=hub_server.url.replace("127.0.0.1", "localhost"))


def _try(hub: RunningHub, user: str, **shown: Any) -> Answer:
    host = {"Host": hub.url.partition("//")[2], "Origin": hub.url}
    return hub.ask("POST", "/api/v1/session", json_body={"user": user, "password": PASSWORD, **shown}, headers=host)


def _post(hub: RunningHub, path: str, cookie: str, body: Any) -> Answer:
    host = {"Host": hub.url.partition("//")[2], "Origin": hub.url}
    return hub.ask("POST", f"/api/v1/session/passkeys{path}", cookie=cookie, json_body=body, headers=host)


def _with_key(hub: RunningHub, number: str) -> tuple[str, SoftKey]:
    """An auditor whose only factor is a key."""
    user, key = hub.add_seat(number), SoftKey(hub.url)
    hub.set_role(user, "auditor")
    key.key_id = number.encode()
    taken = _try(hub, user, passkey=key.made(_try(hub, user).json()["passkey"]))
    assert taken.status == 200 and len(taken.json()["recovery_codes"]) == 10
    return user, key


def test_a_question_is_good_for_one_answer_of_its_own_account(named: RunningHub) -> None:
    user, key = _with_key(named, "6301")
    other, _ = _with_key(named, "6302")
    asked = _try(named, user).json()
    assert (asked["code"], asked["app"]) == ("second_factor", False)
    assert asked["passkey"]["allowCredentials"] == [{"type": "public-key", "id": websafe_encode(key.key_id)}]
    answer = key.answered(asked["passkey"])
    assert _try(named, other, passkey=answer).json()["code"] == "wrong_passkey"
    assert _try(named, user, passkey=answer).status == 200
    assert _try(named, user, passkey=answer).json()["code"] == "wrong_passkey"


def test_answers_for_another_site_and_of_another_key_are_refused(named: RunningHub) -> None:
    user, key = _with_key(named, "6303")
    wrong = [replace(key, origin="https://xiaowu.example"), replace(key, rp_id="xiaowu.example")]
    wrong += [
        replace(key, origin="http://localhost"),
        replace(key, key=ec.generate_private_key(ec.SECP256R1())),
        replace(key, key_id=b"unknown"),
    ]
    for one in wrong:
        asked = _try(named, user).json()["passkey"]
        assert _try(named, user, passkey=one.answered(asked)).json()["code"] == "wrong_passkey"
    assert _try(named, user).json()["code"] == "locked"


@pytest.mark.parametrize(
    "answer", [{}, {"id": 5}, {"response": {}}, {"id": "a", "rawId": "a", "response": {"clientDataJSON": "e30"}}]
)
def test_what_is_no_answer_is_refused_in_words(named: RunningHub, answer: dict[str, Any]) -> None:
    user = named.add_seat(f"631{len(str(answer))}")
    named.set_role(user, "auditor")
    told = _try(named, user, passkey=answer)
    assert (told.status, told.json()["code"]) == (401, "wrong_passkey")


def test_a_copied_key_counts_backwards_and_is_not_believed(named: RunningHub) -> None:
    user, key = _with_key(named, "6304")
    copy = replace(key)
    assert _try(named, user, passkey=key.answered(_try(named, user).json()["passkey"])).status == 200
    told = _try(named, user, passkey=copy.answered(_try(named, user).json()["passkey"]))
    assert told.json()["code"] == "wrong_passkey"


def test_the_secret_of_an_app_is_worth_nothing_once_a_key_was_taken_up(named: RunningHub) -> None:
    user, key = named.add_seat("6305"), SoftKey(named.url, key_id=b"6305")
    named.set_role(user, "auditor")
    asked = _try(named, user)
    assert _try(named, user, passkey=key.made(asked.json()["passkey"])).status == 200
    assert _try(named, user, code=named.code(asked)).json()["code"] == "wrong_code"


def test_the_last_factor_stays_where_one_is_needed(named: RunningHub) -> None:
    user, key = _with_key(named, "6306")
    cookie = (
        _try(named, user, passkey=key.answered(_try(named, user).json()["passkey"])).headers["set-cookie"].split(";")[0]
    )
    listed = named.ask("GET", "/api/v1/session/passkeys", cookie=cookie).json()
    assert [one["rp_id"] for one in listed] == ["localhost"]
    path = f"/{listed[0]['passkey_id']}/remove"
    assert _post(named, path, cookie, {"password": "wrong"}).json()["code"] == "wrong_password"
    assert _post(named, path, cookie, {"password": PASSWORD}).json()["code"] == "last_factor"
    second = SoftKey(named.url, key_id=b"6306 second")
    begun = _post(named, "/begin", cookie, {"password": PASSWORD}).json()
    assert begun["excludeCredentials"] == [{"type": "public-key", "id": websafe_encode(b"6306")}]
    assert _post(named, "", cookie, {"passkey": second.made(begun), "name": "home"}).json() == {"recovery_codes": []}
    assert _post(named, path, cookie, {"password": PASSWORD}).status == 204
    assert _post(named, path, cookie, {"password": PASSWORD}).json()["code"] == "not_found"


def test_an_address_of_numbers_has_no_passkeys(hub_server: RunningHub) -> None:
    user = hub_server.add_seat("6307")
    cookie = hub_server.sign_in(user)
    assert _post(hub_server, "/begin", cookie, {"password": PASSWORD}).json()["code"] == "no_passkey_here"
