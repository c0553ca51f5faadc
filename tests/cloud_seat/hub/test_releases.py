"""The hub carries releases it cannot change, tells each booth which to run, and keeps what became of them."""

import base64
import secrets
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cloud_seat.contract.rehearsal import FINE, NEEDED, RehearsalTold, StepTold
from cloud_seat.contract.releases import INSTRUCTION, Instruction, ReleaseTold, SignedInstruction
from cloud_seat.contract.text import Text
from cloud_seat.hub.releases import PLAN
from cloud_seat.hub.rollout import Plan
from tests.cloud_seat.hub.running import Answer, RunningHub

BLOB = "blobs/" + "a" * 64


@pytest.fixture
def folder(hub_server: RunningHub) -> Path:
    """Of releases, with one file."""
    place = hub_server.data_dir / "releases"
    (place / "blobs").mkdir(parents=True, exist_ok=True)
    (place / BLOB).write_bytes(bytes(range(256)))
    (place / PLAN).unlink(missing_ok=True)
    return place


def _plan(folder: Path, *kiosks: str, **how: object) -> None:
    plan = Plan(
        version="0.2.0",
        before="0.1.0",
        rings=tuple((kiosk,) for kiosk in kiosks),
        started_s=time.time() - 1,
        wait_s=0.0,
    )
    (folder / PLAN).write_bytes(msgspec.json.encode(msgspec.structs.replace(plan, **how)))


def _instruction(hub: RunningHub, booth: dict[str, str]) -> Instruction:
    nonce = secrets.token_hex(8)
    answer = hub.ask("GET", f"/api/v1/releases/instruction?nonce={nonce}", token=booth["token"])
    signed = msgspec.json.decode(answer.body, type=SignedInstruction)
    root = Ed25519PublicKey.from_public_bytes(base64.b64decode(booth["root_key"]))
    root.verify(base64.b64decode(signed.signature), INSTRUCTION + signed.said.encode())
    told = msgspec.json.decode(signed.said, type=Instruction)
    assert (told.nonce, told.kiosk_id) == (nonce, booth["kiosk_id"])
    return told


def _tell(hub: RunningHub, booth: dict[str, str], **told: object) -> int:
    body = msgspec.json.encode(msgspec.convert(told, ReleaseTold))
    return hub.ask("PUT", "/api/v1/releases/report", token=booth["token"], body=body).status


def test_files_go_out_whole_or_from_where_they_were_cut(hub_server: RunningHub, folder: Path) -> None:
    token = hub_server.enrol("PY-8801")["token"]
    path = f"/api/v1/releases/files/{BLOB}"
    assert hub_server.ask("GET", path, token=token).body == bytes(range(256))
    rest = hub_server.ask("GET", path, token=token, headers={"Range": "bytes=200-"})
    assert (rest.status, rest.body) == (206, bytes(range(200, 256)))
    assert rest.headers["content-range"] == "bytes 200-255/256"


@pytest.mark.parametrize("name", [PLAN, "..%2f..%2fkeys/root", "blobs/../rollout.json", "blobs/" + "b" * 64])
def test_nothing_else_goes_out(hub_server: RunningHub, folder: Path, name: str) -> None:
    _plan(folder)
    token = hub_server.enrol("PY-8802")["token"]
    assert hub_server.ask("GET", f"/api/v1/releases/files/{name}", token=token).status == 404


def test_each_booth_is_told_its_own_by_a_signed_word(hub_server: RunningHub, folder: Path) -> None:
    first, second = hub_server.enrol("PY-8803"), hub_server.enrol("PY-8804")
    assert _instruction(hub_server, first).version == ""
    _plan(folder, "PY-8803", "PY-8804", rate_kbps=300)
    told = _instruction(hub_server, first)
    assert (told.version, told.from_hour, told.until_hour, told.rate_kbps) == ("0.2.0", 1, 5, 300)
    assert _instruction(hub_server, second).version == ""
    assert _tell(hub_server, first, version="0.2.0") == 204
    assert _instruction(hub_server, second).version == "", "well, and its night on the release is still to come"
    steps = tuple(StepTold(id=step, name=Text(zh=step), verdict=FINE) for step in NEEDED)
    night = msgspec.json.encode(RehearsalTold(at="2026-11-27T19:00:00+00:00", version="0.2.0", steps=steps))
    assert hub_server.ask("PUT", "/api/v1/rehearsal", token=first["token"], body=night).status == 204
    assert _instruction(hub_server, second).version == "0.2.0"


def test_a_release_that_failed_goes_no_further(hub_server: RunningHub, folder: Path) -> None:
    first, second = hub_server.enrol("PY-8805"), hub_server.enrol("PY-8806")
    _plan(folder, "PY-8805", "PY-8806")
    assert _tell(hub_server, first, version="0.1.0", failed={"0.2.0": "not well within 3 starts"}) == 204
    assert _instruction(hub_server, second).version == ""
    user = hub_server.add_seat("8805")
    hub_server.set_role(user, "operator")
    seen = hub_server.ask("GET", "/api/v1/releases", cookie=hub_server.sign_in(user)).json()
    assert seen["standing"]["stopped"] == "failures"
    booths = {booth["kiosk_id"]: booth for booth in seen["booths"]}
    assert booths["PY-8805"]["failed"] == {"0.2.0": "not well within 3 starts"}
    assert (booths["PY-8805"]["ring"], booths["PY-8806"]["ring"]) == (1, 2)


@pytest.mark.parametrize("told", [{"version": "x" * 200}, {"version": "1", "failed": {str(n): "" for n in range(99)}}])
def test_a_word_that_no_booth_says_is_refused(hub_server: RunningHub, told: dict[str, object]) -> None:
    assert _tell(hub_server, hub_server.enrol("PY-8807"), **told) == 400


def test_a_person_holds_a_release_and_lets_it_go_on(hub_server: RunningHub, folder: Path) -> None:
    first, second = hub_server.enrol("PY-8808"), hub_server.enrol("PY-8809")
    _plan(folder, "PY-8808", "PY-8809", rehearsed=False)
    user = hub_server.add_seat("8808")
    hub_server.set_role(user, "release")
    publisher = hub_server.sign_in(user)

    def look() -> dict[str, Any]:
        return dict(hub_server.ask("GET", "/api/v1/releases", cookie=publisher).json())

    def say(act: str, version: str = "0.2.0") -> Answer:
        said = {"act": act, "version": version}
        path = "/api/v1/releases/steering"
        return hub_server.ask("POST", path, cookie=publisher, own_origin=True, json_body=said)

    assert look()["state"]["code"] == "waits" and look()["rings"][0]["asked"] == 0
    assert _instruction(hub_server, first).version == "0.2.0"
    assert [ring["asked"] for ring in look()["rings"]] == [1, 0]
    held = say("paused").json()
    assert (held["state"]["code"], held["state"]["by"], held["may"]) == (
        "paused",
        "release:seat-8808",
        ["resumed", "withdraw"],
    )
    assert _instruction(hub_server, first).version == "", "nobody new is told to"
    assert (say("paused").status, say("paused").json()["code"]) == (409, "rollout_moved")
    assert say("resumed", "0.1.9").status == 409, "said of another release"
    assert say("withdraw").json()["state"]["code"] == "withdraw"
    assert _instruction(hub_server, first).version == "", "what goes back, the release keys say"
    assert say("resumed").json()["state"]["code"] == "waits"
    assert _tell(hub_server, first, version="0.1.0", staged="0.2.0") == 204
    assert (look()["rings"][0]["has"], _stages(look())["PY-8808"]) == (1, "staged")
    assert _tell(hub_server, first, version="0.2.0") == 204
    assert _instruction(hub_server, second).version == "0.2.0"
    assert _tell(hub_server, second, version="0.1.0", failed={"0.2.0": "not well within 3 starts"}) == 204
    now = look()
    assert [(ring["confirmed"], ring["failed"], ring["back"]) for ring in now["rings"]] == [(1, 0, 0), (0, 1, 1)]
    assert (now["state"]["code"], now["state"]["ring"], now["state"]["failed"]) == ("failures", 2, 1)
    assert abs(now["state"]["since_s"] - now["now_s"]) < 60
    assert next(one for one in now["booths"] if one["kiosk_id"] == "PY-8809")["why"]["zh"] == "换上后三次都没有正常启动"
    for user, role in (("8810", "operator"), ("8811", "seat")):
        hub_server.set_role(hub_server.add_seat(user), role)
        other = hub_server.sign_in(user)
        said = {"act": "paused", "version": "0.2.0"}
        path = "/api/v1/releases/steering"
        assert hub_server.ask("POST", path, cookie=other, own_origin=True, json_body=said).status == 403


def _stages(told: dict[str, Any]) -> dict[str, str]:
    return {one["kiosk_id"]: one["stage"] for one in told["booths"]}
