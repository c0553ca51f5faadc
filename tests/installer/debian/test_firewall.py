"""Shell: the booth's firewall in a kernel, two network namespaces, a cable: the booth calls, nobody calls the booth."""

import os
import shutil
import subprocess
import sys

import pytest

from installer.debian.build import ROOT

RULES = ROOT / "installer/debian/disk/usr/lib/xiaowu/firewall.nft"
BOOTH, DISTRICT, PORT = "10.99.0.1", "10.99.0.2", 4321
CABLE = """
unshare -n sleep 60 & booth=$!; trap 'kill $booth' EXIT
until [ "$(readlink /proc/$booth/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add name far0 type veth peer name booth0 netns $booth
ip addr add $DISTRICT/24 dev far0; ip link set far0 up; ip link set lo up
in_booth() { nsenter -t $booth -n "$@"; }
in_booth ip addr add $BOOTH/24 dev booth0; in_booth ip link set booth0 up; in_booth ip link set lo up
[ -z "$RULES" ] || { in_booth nft -c -f "$RULES"; in_booth nft -f "$RULES"; in_booth nft -f "$RULES"; }
case "$FROM" in
    booth) "$PYTHON" -c "$LISTEN" & far=$!; in_booth "$PYTHON" -c "$CALL"; wait $far ;;
    district) nsenter -t $booth -n "$PYTHON" -c "$LISTEN" & "$PYTHON" -c "$CALL"; kill $! ;;
    self) nsenter -t $booth -n "$PYTHON" -c "$LISTEN" & in_booth "$PYTHON" -c "$CALL"; kill $! ;;
esac
"""
LISTEN = f"""
import socket
tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
udp.bind(("", {PORT}))
tcp.bind(("", {PORT}))
tcp.listen()
tcp.accept()[0].close()
udp.sendto(b"answer", udp.recvfrom(9)[1])
"""
CALL = f"""
import os, socket, time
def tcp():
    socket.create_connection((os.environ["TO"], {PORT}), 1).close()
def udp():
    with socket.socket(type=socket.SOCK_DGRAM) as ask:
        ask.settimeout(1)
        ask.sendto(b"x", (os.environ["TO"], {PORT}))
        assert ask.recv(9) == b"answer"
def answered(ask):
    until_s = time.monotonic() + 10
    while True:
        try:
            return ask() or "answered"
        except ConnectionRefusedError:  # nobody listens yet
            assert time.monotonic() < until_s
            time.sleep(0.02)
        except TimeoutError:
            return "silence"
print(answered(tcp), answered(udp))
"""
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("nft") or not shutil.which("ip"),
    reason="as root: apt-get install nftables iproute2",
)


def called(origin: str, to: str, rules: str) -> str:
    """What TCP and UDP of the caller heard."""
    env = {**os.environ, "BOOTH": BOOTH, "DISTRICT": DISTRICT, "RULES": rules, "FROM": origin, "TO": to}
    env |= {"PYTHON": sys.executable, "LISTEN": LISTEN, "CALL": CALL}
    done = subprocess.run(
        ["unshare", "-n", "sh", "-ec", CABLE], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stdout, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("origin", "to", "rules", "heard"),
    [
        ("district", BOOTH, "", "answered answered"),
        ("district", BOOTH, str(RULES), "silence silence"),
        ("booth", DISTRICT, str(RULES), "answered answered"),
        ("self", "127.0.0.1", str(RULES), "answered answered"),
    ],
    ids=["without it everybody gets in", "nobody calls the booth", "the booth calls", "programs of the booth"],
)
def test_who_reaches_whom(origin: str, to: str, rules: str, heard: str) -> None:
    assert called(origin, to, rules) == heard
