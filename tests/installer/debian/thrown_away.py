"""Shell: this machine with another disk laid over its own, in a mount space that ends with the test: what is installed,
removed or broken there never was. Needs root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LAID = """
mount -t tmpfs over "$0"; mkdir "$0/upper" "$0/work" "$0/seen"
mount -t overlay over -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/seen"
mount -t proc proc "$0/seen/proc"; mount --bind /dev "$0/seen/dev"
echo laid; exec cat
"""


@dataclass(frozen=True)
class Machine:
    """`keeper`: the process that holds its mounts."""

    keeper: int
    root: Path

    def run(self, *command: str | Path, **told: str) -> "subprocess.CompletedProcess[str]":
        """Whatever its exit code. `told`: variables of its environment, beside the usual ones."""
        inside = ["nsenter", f"--target={self.keeper}", "--mount", "chroot", str(self.root)]
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **told}
        return subprocess.run(
            [*inside, *map(str, command)],
            env=env,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )

    def tell(self, *command: str | Path) -> str:
        """What it printed; it must not fail."""
        done = self.run(*command)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def has(self, path: str) -> bool:
        """Whether something lies there."""
        return self.run("test", "-e", path).returncode == 0


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """`folder`: an empty one; it is empty again afterwards."""
    command = ["unshare", "--mount", "--propagation=private", "sh", "-ec", LAID, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as keeper:
        try:
            assert keeper.stdout and keeper.stdout.readline() == "laid\n"
            yield Machine(keeper.pid, folder / "seen")
        finally:
            keeper.kill()
