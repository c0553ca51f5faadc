"""Shell: a real Linux kernel in QEMU, with a disk whose every write is recorded, killed at a random moment.

The guest sees this machine's files read-only and runs the project from there; its own disk alone can be written. KVM is
not asked for: a processor in software is slower, and everywhere the same.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Timer

from tests.faults.power.write_log import SUPER_BYTES, Write, count, parse

ROOT = Path(__file__).parents[3]
KERNEL = Path(os.environ.get("XIAOWU_GUEST_KERNEL", Path.home() / ".cache" / "xiaowu" / "guest-kernel"))
DISK_BYTES = 32_000_000
LIMIT_S = 900
CONTROL = "明文写下的一行"
"""Written in the clear, outside the cache: a search of the disk must find it, or it proves nothing."""
_PROGRAMS = ("qemu-system-x86_64", "busybox", "mkfs.ext4", "e2fsck", "debugfs")
_MODULES = (  # each after those that it needs
    *("virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "virtio_blk"),
    *("netfs", "fscache", "9pnet", "9pnet_virtio", "9p"),
    *("crc16", "crc32c_generic", "mbcache", "jbd2", "ext4"),
)
_INIT = """#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
for module in {modules}; do /bin/busybox insmod /modules/$module || exit 1; done
/bin/busybox mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose host /host || exit 1
/bin/busybox mount -t ext4 /dev/vda /host/mnt || exit 1
echo {control} > /host/mnt/control
/bin/busybox sync
/bin/busybox mount -t tmpfs run /host/run
/bin/busybox mount -t proc proc /host/proc
/bin/busybox mount -t devtmpfs dev /host/dev
/bin/busybox ifconfig lo 127.0.0.1 up
export PYTHONPATH={root} PYTHONDONTWRITEBYTECODE=1 TMPDIR=/run HOME=/run LANG=C.UTF-8
/bin/busybox chroot /host {python} -m tests.faults.power.guest /mnt/cache /dev/ttyS1 {cases} {mutant}
/bin/busybox poweroff -f
"""


@dataclass
class Recording:
    """`image`: the disk before; `writes` of the guest; `heard`: each promise, and how many writes were done by then."""

    image: bytes
    writes: list[Write] = field(default_factory=list)
    heard: list[tuple[int, str]] = field(default_factory=list)


def missing() -> str:
    """What must be installed first, in words; empty if nothing."""
    if not all(map(_program, _PROGRAMS)):
        return "apt-get install --no-install-recommends qemu-system-x86 busybox-static e2fsprogs"
    if not list(KERNEL.glob("boot/vmlinuz-*")):
        return f"no kernel for the guest in {KERNEL}: apt-get download linux-image-…-amd64, dpkg-deb -x it there"
    return ""


def record(folder: Path, promises: int, chance: Random, mutant: str = "") -> Recording:
    """One life of the guest until that many promises, and then until the power goes, within two seconds."""
    disk, log = folder / "disk.img", folder / "writes.log"
    disk.touch()
    os.truncate(disk, DISK_BYTES)
    run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(disk))
    recording = Recording(disk.read_bytes())
    log.touch()
    command = _command(folder, disk, log, _initramfs(folder, promises, mutant))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as machine:
        limit, cut = Timer(LIMIT_S, machine.kill), Timer(2 * chance.random(), machine.kill)
        limit.start()
        for heard in _listen(machine, log):
            recording.heard.append(heard)
            if len(recording.heard) == promises:
                cut.start()
        limit.cancel()
        cut.cancel()
    assert len(recording.heard) >= promises, (folder / "console").read_text(errors="replace")[-4000:]
    recording.writes = parse(log.read_bytes())
    return recording


def _listen(machine: subprocess.Popen[bytes], log: Path) -> Iterator[tuple[int, str]]:
    """Each promise with the number of writes at that moment; the guest waits until it is noted."""
    assert machine.stdin
    assert machine.stdout
    with log.open("rb", buffering=0) as file:
        for line in machine.stdout:
            if not line.endswith(b"\n"):
                return  # cut off in the middle of a word: nothing was promised
            file.seek(0)
            yield count(file.read(SUPER_BYTES)), line.decode().strip()
            with contextlib.suppress(BrokenPipeError):  # the power is gone
                machine.stdin.write(b"\n")
                machine.stdin.flush()


def _command(folder: Path, disk: Path, log: Path, initramfs: Path) -> list[str]:
    recorder = f"driver=blklogwrites,node-name=disk,file.driver=file,file.filename={disk},log.driver=file"
    return [
        *("setpriv", "--pdeathsig", "KILL", _program("qemu-system-x86_64")),
        *("-accel", "tcg", "-cpu", "max", "-m", "768", "-nodefaults", "-no-user-config", "-no-reboot"),
        *("-display", "none", "-monitor", "none"),
        *("-kernel", str(_kernel()), "-initrd", str(initramfs), "-append", "console=ttyS0 quiet panic=-1"),
        *("-blockdev", f"{recorder},log.filename={log},log-super-update-interval=1"),
        *("-device", "virtio-blk-pci,drive=disk,write-cache=on"),
        *("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"),
        *("-serial", f"file:{folder / 'console'}"),
        *("-chardev", "stdio,id=promises,signal=off", "-serial", "chardev:promises"),
    ]


def _kernel() -> Path:
    return max(KERNEL.glob("boot/vmlinuz-*"))


def _initramfs(folder: Path, promises: int, mutant: str) -> Path:
    """The first files of the guest: busybox, the modules, and what to do with them."""
    root, busybox, modules = folder / "initramfs", _program("busybox"), _modules()
    for name in ("bin", "proc", "dev", "host", "modules"):
        (root / name).mkdir(parents=True)
    shutil.copy(busybox, root / "bin" / "busybox")
    for path in modules:
        shutil.copy(path, root / "modules")
    places = {"root": ROOT, "python": sys.executable, "modules": " ".join(path.name for path in modules)}
    (root / "init").write_text(_INIT.format(**places, control=CONTROL, cases=promises, mutant=mutant))
    (root / "init").chmod(0o755)
    packed = subprocess.run(
        [busybox, "cpio", "-o", "-H", "newc"],
        input="\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*"))).encode(),
        cwd=root,
        capture_output=True,
        check=True,
    )
    image = folder / "initramfs.cpio"
    image.write_bytes(packed.stdout)
    return image


def _modules() -> list[Path]:
    """Those of the wanted modules that this kernel has not built in."""
    found = {path.name.partition(".")[0]: path for path in (KERNEL / "lib" / "modules").rglob("*.ko*")}
    return [found[name] for name in _MODULES if name in found]


def files_on(image: Path, folder: Path) -> dict[str, bytes]:
    """The cache's files on an image as it was found: the journal is played back first, as at the booth's next start."""
    done = subprocess.run([_program("e2fsck"), "-fy", str(image)], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stdout  # 1: it has put something in order
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run("debugfs", "-R", f"rdump /cache {folder}", str(image))
    root = folder / "cache"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or ""


def run(name: str, *words: str) -> str:
    """One program, to its end."""
    return subprocess.run([_program(name), *words], check=True, capture_output=True, text=True).stdout
