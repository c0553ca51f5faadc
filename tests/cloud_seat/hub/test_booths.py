"""Shell: a booth's own key, under TLS of the district's own root: a copy opens nothing, who is revoked is out."""

import asyncio
import secrets
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
import requests

from cloud_seat.contract.text import Text
from cloud_seat.hub import booth_papers, tls
from cloud_seat.hub import config as hub_config
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp
from cloud_seat.seat.door import RemoteDoorError, sign_in
from kiosk_app.config import Settings
from kiosk_app.enrolment import EnrolmentError, enrol
from kiosk_app.own_key import OwnKey, SocketDoor, socket_url
from tests.cloud_seat.hub.running import PASSWORD, ROOT, RunningHub

Heard = TypeVar("Heard", LinkUp, LinkDown)
CATALOGUE = "/api/v1/catalogue"


@pytest.fixture(scope="module")
def tls_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    data = tmp_path_factory.mktemp("tls")
    tls.certify(tls.TlsFiles(data / "tls"), ("127.0.0.1", "hub.test"), datetime.now(UTC))
    with RunningHub.start(data, "revoked_check_s=0.2", options=("--tls",)) as hub:
        yield hub


def _hub_settings(hub: RunningHub) -> hub_config.Settings:
    return hub_config.Settings(hub.data_dir, ROOT / "assets", ROOT / "cloud_seat" / "web")


@dataclass
class Booth:
    """Its files, and how it asks."""

    hub: RunningHub
    settings: Settings
    paper: Path
    key: OwnKey

    def ask(self, path: str = CATALOGUE, *, auth: OwnKey | None = None, said: str = "") -> requests.Response:
        """Signed with its key, or another; or with the word that was `said` before."""
        with requests.Session() as web:
            web.trust_env, web.verify = False, self.settings.hub_ca_file
            web.auth = None if said else auth or self.key
            return web.get(self.hub.url + path, headers={"Authorization": said} if said else {}, timeout=10)


def _booth(hub: RunningHub, folder: Path, kiosk_id: str) -> Booth:
    paper = booth_papers.open_paper(_hub_settings(hub), kiosk_id, Text(zh="测试村"))
    device_key = secrets.token_bytes(32)
    (folder / "device_key_file").write_bytes(device_key)
    files = {name: str(folder / name) for name in ("device_key_file", "root_key_file", "hub_ca_file")}
    place = {"hub_url": hub.url, "kiosk_id": kiosk_id, **files}
    settings = msgspec.convert(place, Settings)
    return Booth(hub, settings, _written(folder, paper), OwnKey(kiosk_id, device_key))


def _written(folder: Path, paper: dict[str, str]) -> Path:
    path = folder / "paper.json"
    path.write_bytes(msgspec.json.encode(paper))
    return path


@pytest.fixture
def booth(tls_hub: RunningHub, tmp_path: Path) -> Booth:
    """One that has brought its key."""
    made = _booth(tls_hub, tmp_path, f"PY-{secrets.randbelow(10**6)}")
    enrol(made.settings, made.paper)
    return made


def test_a_copied_word_opens_nothing(booth: Booth) -> None:
    answer = booth.ask()
    assert answer.status_code == 200
    copied = str(answer.request.headers["Authorization"])
    assert booth.ask(said=copied).json()["code"] == "stale_proof", "the same once more"
    fresh = booth.key.for_socket(f"{booth.hub.url}{CATALOGUE}")["Authorization"]
    assert booth.ask("/api/v1/doors", said=fresh).json()["code"] == "stale_proof", "another request"
    assert booth.ask(said=fresh).status_code == 200
    stranger = OwnKey(booth.settings.kiosk_id, secrets.token_bytes(32))
    assert booth.ask(auth=stranger).json()["code"] == "unknown_kiosk"
    for broken in ("Booth", "Booth x", "Booth e30.e30", f"Booth {'A' * 3000}.A", copied[:-9]):
        assert booth.ask(said=broken).status_code == 401


def test_a_code_is_good_once_and_for_its_booth(tls_hub: RunningHub, tmp_path: Path) -> None:
    booth = _booth(tls_hub, tmp_path, "PY-77")
    other = msgspec.structs.replace(booth.settings, kiosk_id="PY-78")
    with pytest.raises(EnrolmentError, match="别的晓屋"):
        enrol(other, booth.paper)
    enrol(booth.settings, booth.paper)
    assert booth.ask().status_code == 200
    with pytest.raises(EnrolmentError, match="登记码不对、用过了或过期"):
        enrol(booth.settings, booth.paper)
    again = booth_papers.open_paper(_hub_settings(tls_hub), "PY-77", Text(zh="测试村"))
    assert booth.ask().status_code == 401, "a new paper ends what was before it"
    enrol(booth.settings, _written(tmp_path, again))
    assert booth.ask().status_code == 200


def test_a_wrong_clock_is_put_right_by_the_first_refusal(booth: Booth) -> None:
    booth.key.refused({"X-Hub-Time": "1000000000"})  # as a booth with an empty battery believes
    assert [booth.ask().status_code for _ in range(2)] == [401, 200]


def test_what_browsers_are_told_under_tls(booth: Booth) -> None:
    with requests.Session() as web:
        web.trust_env, web.verify = False, booth.settings.hub_ca_file
        said = {"user": booth.hub.add_seat("6301"), "password": PASSWORD}
        answer = web.post(f"{booth.hub.url}/api/v1/session", json=said, headers={"Origin": booth.hub.url}, timeout=10)
        assert web.get(f"{booth.hub.url}/api/v1/session", timeout=10).status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-xiaowu_session=") and "Secure" in cookie and "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_seat_bot_comes_in_under_tls_too(booth: Booth) -> None:
    user, ca_file = booth.hub.add_seat("6302"), booth.settings.hub_ca_file
    entry = sign_in(booth.hub.url, user, PASSWORD, ca_file=ca_file)
    assert entry.socket_url.startswith("wss:") and entry.tls
    with pytest.raises(RemoteDoorError):
        sign_in(booth.hub.url, user, PASSWORD)


def test_whoever_does_not_know_the_root_does_not_talk(booth: Booth) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(booth.hub.url + "/healthz", timeout=10)
    plain = booth.hub.url.replace("https", "http")
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(plain + "/healthz", timeout=10)


def test_a_revoked_booth_is_out_at_once(booth: Booth) -> None:
    heard = asyncio.Queue[LinkEvent]()

    async def next_of(kind: type[Heard]) -> Heard:
        while not isinstance(event := await heard.get(), kind):
            continue
        return event

    url = socket_url(booth.hub.url, "/ws/kiosk")

    async def live() -> None:
        door = SocketDoor(booth.key, url, booth.settings.hub_ca_file)
        running = asyncio.create_task(Link(url, headers=door, version="t", publish=heard.put_nowait).run())
        async with asyncio.timeout(20):
            await next_of(LinkUp)
            await asyncio.to_thread(booth_papers.revoke_kiosk, _hub_settings(booth.hub), booth.settings.kiosk_id)
            assert [(await next_of(LinkDown)).reason for _ in range(2)] == ["refused", "stranger"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(live())
    assert booth.ask().status_code == 401


def test_a_certificate_is_renewed_in_its_last_month_for_the_same_names(tmp_path: Path) -> None:
    files, day = tls.TlsFiles(tmp_path / "tls"), datetime(2026, 11, 27, tzinfo=UTC)
    first = tls.certify(files, ("hub.panyu", "10.20.0.5", "fd00::5"), day)
    assert tls.names_in(first) == ("hub.panyu", "10.20.0.5", "fd00::5")
    assert not tls.renew(files, day.replace(year=2027, month=11))
    root = files.root.read_bytes()
    assert tls.context_of(files).minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls.renew(files, day.replace(year=2027, month=12))
    assert files.root.read_bytes() == root, "booths pin it"
    assert {path.stat().st_mode & 0o777 for path in files.folder.iterdir()} == {0o600}
    files.root_key.unlink()
    with pytest.raises(tls.LocalTlsError):
        tls.certify(files, ("hub.panyu",), day)
