"""Shell: the networks of a booth, a desk and the hub's house as three namespaces, with a switch on every line.

All lines meet on a bridge in the house, at `HOUSE`. The network of this machine stays as it is: every Chromium on it
would drop its requests at a change. `cut` takes a plug out somewhere on the way: the end still believes in its cable.
`move` gives an end another address. `bar` keeps it from some ports there. `apart` lets both ends reach the house, but
never each other. Needs root.
"""

import itertools
import os
import subprocess
from collections.abc import Iterable
from types import TracebackType

NET, HOUSE = "10.213.0", "10.213.0.1"
BRIDGE = "bridge"
ENDS = ("booth", "desk")
_numbers = itertools.count()


class Lines:
    """Two lines to one house. Everything that was made is taken away at the end."""

    def __init__(self) -> None:
        self._tag = f"xw{os.getpid()}-{next(_numbers)}"
        self._addresses = {end: [f"{NET}.{at * 20 + turn + 2}" for turn in range(8)] for at, end in enumerate(ENDS)}

    @staticmethod
    def possible() -> bool:
        """Whether we may make namespaces here."""
        return os.geteuid() == 0 and subprocess.run(["ip", "netns"], capture_output=True, check=False).returncode == 0

    def __enter__(self) -> "Lines":
        for place in ("house", *ENDS):
            _ip("netns", "add", self.space(place))
            self._within(place, "link", "set", "lo", "up")
        self._within("house", "link", "add", BRIDGE, "type", "bridge", "forward_delay", "0")
        self._within("house", "addr", "add", f"{HOUSE}/24", "dev", BRIDGE)
        self._within("house", "link", "set", BRIDGE, "up")
        for end in ENDS:
            self._within("house", "link", "add", end, "type", "veth", "peer", "name", "eth0", "netns", self.space(end))
            self._within("house", "link", "set", end, "master", BRIDGE, "up")
            self._within(end, "addr", "add", f"{self._addresses[end][0]}/24", "dev", "eth0")
            self._within(end, "link", "set", "eth0", "up")
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        for place in ("house", *ENDS):
            _ip("netns", "del", self.space(place))

    def space(self, place: str) -> str:
        """The namespace of an end, or of the house."""
        return f"{self._tag}-{place}"

    def inside(self, place: str) -> list[str]:
        """Put this before a command to run it there."""
        return ["ip", "netns", "exec", self.space(place)]

    def cut(self, end: str) -> None:
        """Nothing passes any more; the end's own cable stays in."""
        self._within("house", "link", "set", end, "nomaster")

    def heal(self, end: str) -> None:
        """As before."""
        self._within("house", "link", "set", end, "master", BRIDGE)

    def move(self, end: str) -> None:
        """Another address, at once; the old one is gone."""
        addresses = self._addresses[end]
        addresses.append(addresses.pop(0))
        self._within(end, "addr", "del", f"{addresses[-1]}/24", "dev", "eth0")
        self._within(end, "addr", "add", f"{addresses[0]}/24", "dev", "eth0")

    def narrow(self, end: str, rate: str, queue_ms: int) -> None:
        """What leaves there goes at this rate, as "10mbit", behind such a queue (tc-tbf(8))."""
        bucket = ["root", "tbf", "rate", rate, "burst", "16kb", "latency", f"{queue_ms}ms"]
        subprocess.run(["tc", "-n", self.space(end), "qdisc", "replace", "dev", "eth0", *bucket], check=True)

    def bar(self, end: str, ports: Iterable[int]) -> None:
        """This end cannot ask for these ports of the house."""
        self._rule("add", end, ports)

    def unbar(self, end: str, ports: Iterable[int]) -> None:
        """As before."""
        self._rule("del", end, ports)

    def _rule(self, act: str, end: str, ports: Iterable[int]) -> None:
        for port, protocol in itertools.product(ports, ("udp", "tcp")):
            self._within(end, "rule", act, "ipproto", protocol, "dport", str(port), "prohibit")

    def apart(self) -> None:
        """Only what the house relays goes from end to end."""
        for end in ENDS:
            command = ["bridge", "-n", self.space("house"), "link", "set", "dev", end, "isolated", "on"]
            subprocess.run(command, check=True)

    def _within(self, place: str, *words: str) -> None:
        _ip("-n", self.space(place), *words)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
