"""Shell: a hub that names a real coturn with our configuration, and pages that reach nobody but through it."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from bench.calls.relay import own_address
from tests.cloud_seat.hub.running import RunningHub
from tests.faults.calls.coturn import RELAY_NAME, SECRET, TURNSERVER, Coturn, certificate, free_port, key

LOOP = "127.0.0.1"
WHY_NOT = (
    "install the Debian package coturn"
    if not TURNSERVER
    else "this machine has no address but its own loop, by which no browser seeks a relay"
    if own_address() == LOOP
    else ""
)
ONLY = """
    const Real = RTCPeerConnection;
    globalThis.lines = [];
    globalThis.RTCPeerConnection = class extends Real {
        constructor({ iceServers, ...options }) {
            const few = iceServers.filter(({ urls }) => /%s/.test(urls));
            super({ ...options, iceServers: few, iceTransportPolicy: "relay" });
            lines.push(this);
        }
    };
"""
"""For a page, before its own scripts: relays whose address is like this, and no other way."""
WAYS = """(async () => {
    const ways = [];
    for (const line of lines.filter((one) => one.connectionState === "connected")) {
        const stats = [...(await line.getStats()).values()];
        const used = stats.find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded");
        const own = stats.find((one) => one.id === used.localCandidateId);
        ways.push(`${own.candidateType} ${own.relayProtocol}`);
    }
    return ways.join(", ");
})()"""
"""How the page's connections go: "relay tls", one after the other."""


def trust() -> list[str]:
    """The words of Chromium's command line by which it finds the relay by name and takes its certificate."""
    public = (
        key().public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    digest = base64.b64encode(hashlib.sha256(public).digest()).decode()
    return [
        f"--ignore-certificate-errors-spki-list={digest}",
        f"--host-resolver-rules=MAP {RELAY_NAME} {own_address()}",
    ]


@contextmanager
def relayed_hub(folder: Path, *settings: str) -> Iterator[RunningHub]:
    """All three ways to the relay, in the order of the documentation; by TLS at a name, for Firefox opens none to an
    address."""
    address = own_address()
    tls_port, paper = free_port(address), certificate(folder, address)
    coturn = Coturn(folder, address, free_port(address), tls=(tls_port, paper)).start()
    try:
        (folder / "secret").write_text(SECRET)
        urls = (coturn.url("udp"), coturn.url("tcp"), f"turns:{RELAY_NAME}:{tls_port}?transport=tcp")
        options = (*(f"--turn-url={url}" for url in urls), "--turn-secret-file", str(folder / "secret"))
        with RunningHub.start(folder / "hub", *settings, options=options) as hub:
            yield hub
    finally:
        coturn.kill()
