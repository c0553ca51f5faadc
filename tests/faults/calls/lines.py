"""Shell: a booth's and a desk's network as two namespaces on one bridge, with a switch on every line. Needs root.

The hub stays where the test is, at `HUB`. `cut` takes a plug out somewhere on the way: the end still believes in its
cable. `move` gives an end another address. `apart` lets both ends reach the hub's house, but never each other.
"""

import itertools
import os
import subprocess
from types import TracebackType

NET = "10.213"
_numbers = itertools.count()
ENDS = ("booth", "desk")


class Lines:
    """Two lines to one house. Everything that was made is taken away at the end."""

    def __init__(self) -> None:
        self._number = next(_numbers)
        self._tag = f"xw{os.getpid() % 100_000}{self._number}"
        net = (os.getpid() + self._number) % 250
        self.hub_address = f"{NET}.{net}.1"
        self._addresses = {
            end: [f"{NET}.{net}.{at * 20 + turn + 2}" for turn in range(8)] for at, end in enumerate(ENDS)
        }

    @staticmethod
    def possible() -> bool:
        """Whether we may make namespaces here."""
        return os.geteuid() == 0 and subprocess.run(["ip", "netns"], capture_output=True, check=False).returncode == 0

    def __enter__(self) -> "Lines":
        bridge = self._tag
        _ip("link", "add", bridge, "type", "bridge", "forward_delay", "0")
        _ip("addr", "add", f"{self.hub_address}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for end in ENDS:
            space, plug = self.space(end), self._plug(end)
            _ip("netns", "add", space)
            _ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", space)
            _ip("link", "set", plug, "master", bridge, "up")
            _ip("-n", space, "addr", "add", f"{self._addresses[end][0]}/24", "dev", "eth0")
            for device in ("lo", "eth0"):
                _ip("-n", space, "link", "set", device, "up")
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        for end in ENDS:
            _ip("link", "del", self._plug(end))
            _ip("netns", "del", self.space(end))
        _ip("link", "del", self._tag)

    def space(self, end: str) -> str:
        """The namespace of that end."""
        return f"{self._tag}-{end}"

    def inside(self, end: str) -> list[str]:
        """Put this before a command to run it there."""
        return ["ip", "netns", "exec", self.space(end)]

    def cut(self, end: str) -> None:
        """Nothing passes any more; the end's own cable stays in."""
        _ip("link", "set", self._plug(end), "nomaster")

    def heal(self, end: str) -> None:
        """As before."""
        _ip("link", "set", self._plug(end), "master", self._tag)

    def move(self, end: str) -> None:
        """Another address, at once; the old one is gone."""
        addresses = self._addresses[end]
        addresses.append(addresses.pop(0))
        _ip("-n", self.space(end), "addr", "del", f"{addresses[-1]}/24", "dev", "eth0")
        _ip("-n", self.space(end), "addr", "add", f"{addresses[0]}/24", "dev", "eth0")

    def apart(self) -> None:
        """Only what the house relays goes from end to end."""
        for end in ENDS:
            subprocess.run(["bridge", "link", "set", "dev", self._plug(end), "isolated", "on"], check=True)

    def _plug(self, end: str) -> str:
        return f"{self._tag}{end[0]}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
