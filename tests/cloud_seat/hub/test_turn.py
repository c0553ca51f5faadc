"""Shell: the relay's words, and the real coturn with our configuration: who gets in, what nobody is relayed to."""

import asyncio
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aioice import stun, turn

from cloud_seat.call.peer import Peer
from cloud_seat.contract import companions as cp
from cloud_seat.contract.signalling import CallConnected, RelaysRenewed
from cloud_seat.hub.config import LocalSettingError, Settings
from cloud_seat.hub.turn import Relays
from tests.cloud_seat.hub.clients import End, connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.test_restart import _run_hub as run_hub
from tests.faults.calls.coturn import SECRET, TURNSERVER, Coturn, certificate, free_port

HOME = "127.0.0.1"
URL = "turn:turn.example:3478?transport=udp"
needs_coturn = pytest.mark.skipif(not TURNSERVER, reason="install the Debian package coturn")


def relays(*urls: str, secret: str = SECRET) -> Relays:
    nowhere = Path("/nowhere")
    places = Settings(data_dir=nowhere, assets_dir=nowhere, web_dir=nowhere)
    return Relays(replace(places, turn_urls=urls, turn_secret=secret))


def test_words_are_made_as_the_relay_checks_them() -> None:
    """The password by `openssl dgst -sha1 -hmac 'a word for tests only'` over 1700007200:c0ffee, in base64."""
    first, second = relays(URL, "turns:turn.example:5349").words(chance="c0ffee", now_s=1_700_000_000.9)
    assert (first["urls"], first["username"]) == (URL, "1700007200:c0ffee")
    assert first["credential"] == second["credential"] == "l86jJl5IgasbN71uS9TfLWWaMA4="
    assert relays().words(chance="c0ffee", now_s=0) == ()


@pytest.mark.parametrize("wrong", ["http://turn.example", "turn:a b", "stun:turn.example", "turn:x?transport=sctp"])
def test_a_wrong_address_is_refused(wrong: str) -> None:
    with pytest.raises(LocalSettingError):
        relays(wrong)


def test_a_secret_that_is_none_is_said_at_the_start(tmp_path: Path) -> None:
    told = run_hub("--data-dir", str(tmp_path), "--turn-url", URL)
    assert (told.returncode, "--turn-secret-file" in told.stderr) == (2, True)


def test_everybody_in_a_long_call_gets_fresh_words(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    options = ("--turn-url", URL, "--turn-secret-file", str(secret))

    async def call(hub: RunningHub) -> None:
        token, cookies = hub.enrol("PY-8")["token"], [hub.sign_in(hub.add_seat(user)) for user in ("8008", "8009")]
        async with (
            await open_kiosk(hub, token) as kiosk,
            await open_seat(hub, cookies[0]) as seat,
            await open_seat(hub, cookies[1], status="") as colleague,
        ):
            asked = new_call()
            await connected(kiosk, seat, asked)
            await _comes(colleague, seat, kiosk, asked.call_id)
            ends = (kiosk, seat, colleague)
            told = [await end.hear(RelaysRenewed, call_id=asked.call_id, attempt=1) for end in ends]
        first = next(message for message in kiosk.heard if isinstance(message, CallConnected)).ice_servers
        words = [one["username"] for servers in (first, *(one.ice_servers for one in told)) for one in servers]
        assert len(set(words)) == 4, "each end has words of its own"

    with RunningHub.start(tmp_path / "hub", "turn_life_s=1", options=options) as hub:
        asyncio.run(call(hub))


async def _comes(colleague: End, seat: End, kiosk: End, call_id: str) -> None:
    """One of three."""
    await seat.say(cp.CompanionAsked(call_id=call_id, role=cp.JOINED, seat_id="seat-8009"))
    rung = await colleague.hear(cp.CompanionOffered)
    await colleague.say(cp.CompanionAnswered(companion_id=rung.companion_id, answer="yes"))
    roster = await kiosk.hear_roster(state="showing")
    await kiosk.say(cp.RosterShown(call_id=call_id, number=roster.number))
    await colleague.hear(cp.CompanionConnected)


@needs_coturn
def test_a_booth_is_relayed_by_tls(coturn: Coturn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(coturn.certificate))  # as if the district's authority were in the system

    async def gather() -> None:
        url = f"turns:{coturn.address}:{coturn.tls_port}?transport=tcp"
        servers = relays(url).words(chance="one", now_s=time.time())
        peer = Peer(camera=None, microphone=None, on_frame=print, on_audio=print, ice_servers=servers)
        try:
            assert "typ relay" in await peer.offer()
        finally:
            await peer.close()

    asyncio.run(gather())


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    folder = tmp_path_factory.mktemp("coturn")
    running = Coturn(folder, HOME, free_port(HOME), tls=(free_port(HOME), certificate(folder, HOME))).start()
    yield running
    running.kill()


async def allocation(coturn: Coturn, words: dict[str, Any], transport: str) -> turn.TurnTransport:
    """As a booth makes one. Raises stun.TransactionFailed when the relay refuses."""
    tls = ssl.create_default_context(cafile=str(coturn.certificate)) if transport == "tls" else None
    made, _ = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol,
        (coturn.address, coturn.tls_port if tls else coturn.port),
        words["username"],
        words["credential"],
        ssl=tls,
        transport="tcp" if tls else transport,
    )
    return made


@needs_coturn
@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_the_hubs_words_open_the_relay(coturn: Coturn, transport: str) -> None:
    async def run() -> None:
        (words,) = relays(URL).words(chance="one", now_s=time.time())
        made = await allocation(coturn, words, transport)
        protocol = made._TurnTransport__inner_protocol  # type: ignore[attr-defined]  # only there is a bind awaited
        await protocol.channel_bind(0x4001, ("10.20.30.40", 5000))
        for closed in ("127.0.0.1", "169.254.169.254", "0.0.0.0", "240.0.0.1", "224.0.0.1"):
            with pytest.raises(stun.TransactionFailed) as refused:
                await protocol.channel_bind(0x4002, (closed, 22))
            assert refused.value.response.attributes["ERROR-CODE"][0] == 403, closed
        await protocol.delete()

    asyncio.run(run())


@needs_coturn
def test_wrong_old_and_missing_words_do_not(coturn: Coturn) -> None:
    async def run() -> None:
        now_s = time.time()
        (good,) = relays(URL).words(chance="one", now_s=now_s)
        (other,) = relays(URL, secret="somebody else's word").words(chance="one", now_s=now_s)
        (old,) = relays(URL).words(chance="one", now_s=now_s - 7201)
        longer = {**good, "username": f"{int(now_s) + 90_000}:one"}
        for words in (other, old, longer, {"username": None, "credential": None}):
            with pytest.raises(stun.TransactionFailed) as refused:
                await allocation(coturn, words, "udp")
            assert refused.value.response.attributes["ERROR-CODE"][0] == 401, words

    asyncio.run(run())
