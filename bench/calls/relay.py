"""Shell: a bad line: passes datagrams between two ends that know only it; loses, delays, and carries so much."""

import asyncio
import random
import re
import socket
from dataclasses import dataclass
from typing import cast

QUEUE_S = 0.3
_CANDIDATE = re.compile(r"^a=candidate:.*\r\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """`loss` and `way_s` of each direction; `carries_bps` of each, None without a limit; a queue of 0.3 s before it."""

    loss: float = 0.0
    way_s: float = 0.0
    carries_bps: float | None = None


class _Port(asyncio.DatagramProtocol):
    """One side of the relay. Learns where its end is from what comes."""

    def __init__(self, line: Line, seed: int) -> None:
        self.line = line
        self.other: _Port | None = None
        self._chance = random.Random(seed)
        self._end: tuple[str, int] | None = None
        self._free_at_s = 0.0
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._end = addr
        loop = asyncio.get_running_loop()
        now_s = loop.time()
        wait_s = max(0.0, self._free_at_s - now_s)
        if self.other is None or self._chance.random() < self.line.loss or wait_s > QUEUE_S:
            return
        if self.line.carries_bps:
            self._free_at_s = max(now_s, self._free_at_s) + (len(data) + 28) * 8 / self.line.carries_bps
            wait_s = self._free_at_s - now_s
        loop.call_later(wait_s + self.line.way_s, self.other.send, data)

    def send(self, data: bytes) -> None:
        """To our end."""
        if self._end and self._transport and not self._transport.is_closing():
            self._transport.sendto(data, self._end)


class Relay:
    """Use as a context; `towards_a` is the description of b as a must see it."""

    def __init__(self, line: Line) -> None:
        self._ports = [_Port(line, seed) for seed in (1, 2)]
        self._ports[0].other, self._ports[1].other = self._ports[1], self._ports[0]
        self._transports: list[asyncio.DatagramTransport] = []
        self._address = own_address()

    async def __aenter__(self) -> "Relay":
        for port in self._ports:
            made = asyncio.get_running_loop().create_datagram_endpoint(lambda p=port: p, (self._address, 0))  # type: ignore[misc]  # a lambda that remembers
            self._transports.append((await made)[0])
        return self

    async def __aexit__(self, *_: object) -> None:
        for transport in self._transports:
            transport.abort()

    def towards(self, end: int, sdp: str) -> str:
        """The description that end 0 or 1 gets of the other: the only way there is this relay."""
        port = self._transports[end].get_extra_info("sockname")[1]
        candidate = f"a=candidate:1 1 udp 2130706431 {self._address} {port} typ host\r\n"
        bare = _CANDIDATE.sub("", sdp).replace("a=end-of-candidates\r\n", "")
        return re.sub(r"(a=ice-ufrag:)", candidate + r"\1", bare)


def own_address() -> str:
    """Of this machine as browsers use it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
