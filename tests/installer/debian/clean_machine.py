"""Shell: an empty Debian 12 in a folder: what runs in it has mounts, processes and network of its own, gone with it."""

import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

LONG_S = 3000.0
INSIDE = ("unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child")
MOUNTS = """
mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; mount -t sysfs -o ro sys "$0/sys"
[ -z "$STORE" ] || mount --bind "$STORE" "$0/var/cache/apt/archives"
[ -e /sys/class/net/lo/operstate ] && ip link set lo up 2>/dev/null || true
exec chroot "$0" "$@"
"""
QUIET = ("-q", "-y", "-o", "Dpkg::Options::=--force-unsafe-io", "-o", "Dpkg::Use-Pty=0")


def sources() -> list[str]:
    """Where this machine has its own Debian from, as lines of sources.list."""
    told = "deb $(REPO_URI) $(CODENAME) $(COMPONENT)\t$(ORIGIN)\t$(IDENTIFIER)"
    lines = subprocess.run(["apt-get", "indextargets", "--format", told], capture_output=True, text=True, check=True)
    found = [line.split("\t") for line in lines.stdout.splitlines()]
    return sorted({line for line, origin, what in found if (origin, what) == ("Debian", "Packages")})


@dataclass(frozen=True)
class CleanMachine:
    """`root`: its file system. `store`: packages that were fetched before."""

    root: Path
    store: Path

    def make(self, suite: str) -> None:
        """Nothing but what Debian cannot do without."""
        (mirror,) = {line.split()[1] for line in sources() if line.split()[2] == suite}
        (self.store / "partial").mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase", f"--cache-dir={self.store}", suite, str(self.root), mirror]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=LONG_S)
        (self.root / "etc/apt/sources.list").write_text("\n".join(sources()) + "\n")
        (self.root / "etc/resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
        self.run("apt-get", "update", "-q")

    def install(self, *names: str, recommends: bool = True) -> str:
        """By apt, with all that they need."""
        less = [] if recommends else ["--no-install-recommends"]
        return self.run("apt-get", "install", *QUIET, *less, *names)

    def run(self, *command: str, alone: bool = False) -> str:
        """What it printed. Raises CalledProcessError with it."""
        return self.tried(*command, alone=alone, check=True).stdout

    def tried(self, *command: str, alone: bool = False, check: bool = False) -> "subprocess.CompletedProcess[str]":
        """The same, for those that may fail."""
        done = subprocess.run(
            self._inside(command, alone=alone), env=self._env(), capture_output=True, text=True, timeout=LONG_S
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done

    @contextmanager
    def started(self, *command: str, alone: bool = False) -> Iterator["subprocess.Popen[bytes]"]:
        """Until the block ends; then it and all that it started are gone."""
        with (self.root / "tmp/started.log").open("wb") as log:
            program = subprocess.Popen(self._inside(command, alone=alone), env=self._env(), stdout=log, stderr=log)
        try:
            yield program
        finally:
            program.kill()
            program.wait(30)

    def _inside(self, command: tuple[str, ...], *, alone: bool) -> list[str]:
        return [*INSIDE, *(["--net"] if alone else []), "sh", "-ec", MOUNTS, str(self.root), *command]

    def _env(self) -> dict[str, str]:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        kept = {name: value for name, value in os.environ.items() if name.endswith("_proxy")}
        return {**kept, "PATH": path, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "STORE": str(self.store)}


def read_xwd(path: Path) -> Image.Image:
    """What Xvfb keeps of its screen (XWD version 7, 32 bits a pixel)."""
    body = path.read_bytes()
    head = struct.unpack(">25I", body[:100])
    begins, size, stride = head[0] + 12 * head[19], (head[4], head[5]), head[12]
    return Image.frombytes("RGB", size, body[begins : begins + stride * size[1]], "raw", "BGRX", stride)
