"""Shell: the machine itself: packages, screen, touch, clock, disk, memory that is written to disk."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from installer.doctor.finding import Finding, Words, bad, good, warning

PACKAGES = Words("系统软件包", "system packages")
SCREEN = Words("显示屏", "screen")
TOUCH = Words("触摸屏", "touch panel")
CLOCK = Words("时间", "clock")
DISK = Words("硬盘空间", "disk space")
SWAP = Words("交换区", "swap")
FREE_MB = 1024
"""As `disk_warn_mb` of the kiosk: below it the keeper is warned."""
VERSION_MB = 600
"""A version beside the one that runs, and its download."""
TIME_SERVERS = "/etc/systemd/timesyncd.conf.d/xiaowu.conf"
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No booth is older."""
_DIRECT = re.compile(r"^B: PROP=([0-9a-f]+)$", re.MULTILINE)
_INPUT_PROP_DIRECT = 2  # bit 1, linux/input-event-codes.h: what is touched is what is shown


def look(root: Path, data: Path, packages: Path) -> list[Finding]:
    """`root`: the file system, `/`; `data`: where the booth keeps its data; `packages`: the list of those it needs."""
    return [
        find_packages(packages),
        find_screen(root),
        find_touch(root),
        find_clock(root, datetime.now(UTC)),
        find_space(data),
        find_swap(root),
    ]


def find_packages(listed: Path) -> Finding:
    """Those that are missing, by name."""
    if shutil.which("dpkg-query") is None:
        return warning(
            PACKAGES,
            Words("这台机器不是 Debian，没有检查", "this is no Debian, not checked"),
            Words(
                "对照 installer/debian-packages.txt 自己装好",
                "see that what installer/debian-packages.txt names is there",
            ),
        )
    wanted = [line for line in listed.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *wanted]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    there = {line.split()[1] for line in told.splitlines() if line.startswith("installed ")}
    if missing := [name for name in wanted if name not in there]:
        names = " ".join(missing)
        install = f"apt-get install -y --no-install-recommends {names}"
        return bad(
            PACKAGES,
            Words(f"缺 {names}", f"missing: {names}"),
            Words(f"用 root 运行：{install}", f"as root: {install}"),
        )
    return good(PACKAGES, f"{len(wanted)} 个都在", f"all {len(wanted)} are there")


def find_screen(root: Path) -> Finding:
    """Something is plugged in."""
    outputs = sorted((root / "sys/class/drm").glob("card*-*/status"))
    plugged = [path.parent.name for path in outputs if path.read_text().strip() == "connected"]
    if plugged:
        return good(SCREEN, f"接在 {'、'.join(plugged)}", f"at {', '.join(plugged)}")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return good(SCREEN, "有虚拟屏幕", "a virtual one")
    return bad(
        SCREEN,
        Words("没有接上，或者显卡没有驱动", "none is plugged in, or the graphics card has no driver"),
        Words("检查显示屏的电源和线，再重新启动", "look at its power and cable, then restart the machine"),
    )


def find_touch(root: Path) -> Finding:
    """The kernel knows a device whose touches lie on a screen."""
    try:
        known = (root / "proc/bus/input/devices").read_text("utf-8", "replace")
    except OSError:
        known = ""
    if any(int(bits, 16) & _INPUT_PROP_DIRECT for bits in _DIRECT.findall(known)):
        return good(TOUCH, "认到了", "there")
    return bad(
        TOUCH,
        Words("没有认到", "not there"),
        Words("检查触摸屏的 USB 线；lsusb 里应当有它", "look at its USB cable; lsusb should name it"),
    )


def find_clock(root: Path, now: datetime) -> Finding:
    """Plausible, and kept by somebody. Compared with the hub's elsewhere."""
    if now < BUILT:
        return bad(
            CLOCK,
            Words(
                f"现在显示 {now:%Y-%m-%d}，肯定不对，证书会被拒绝",
                f"it says {now:%Y-%m-%d}: wrong, certificates are refused",
            ),
            Words(
                "用 root 运行 timedatectl set-time，再换主板电池",
                "as root: timedatectl set-time, then change the battery",
            ),
        )
    if (root / "run/systemd/timesync/synchronized").exists() or not (root / "run/systemd/system").exists():
        return good(CLOCK, f"{now:%Y-%m-%d %H:%M} UTC", f"{now:%Y-%m-%d %H:%M} UTC")
    return warning(
        CLOCK,
        Words("没有对时", "nobody keeps it"),
        Words(
            f"在 {TIME_SERVERS} 写上区里的时间服务器，再运行 systemctl restart systemd-timesyncd",
            f"name the district's server in {TIME_SERVERS}, then systemctl restart systemd-timesyncd",
        ),
    )


def find_space(data: Path) -> Finding:
    """For cases that wait, and for the next version."""
    there = next(path for path in (data, *data.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(there).free >> 20
    if free_mb >= FREE_MB + VERSION_MB:
        return good(DISK, f"还有 {free_mb} MB", f"{free_mb} MB are free")
    what = Words(f"只剩 {free_mb} MB", f"only {free_mb} MB are free")
    todo = Words(
        "先让事项送到中枢，再清理日志（journalctl --vacuum-size=50M）；数据文件夹里什么都不要删",
        "let the cases go to the hub, clear logs (journalctl --vacuum-size=50M); delete nothing in the data folder",
    )
    return (bad if free_mb < VERSION_MB else warning)(DISK, what, todo)


def find_swap(root: Path) -> Finding:
    """What a resident typed must not be written to the disk by the kernel."""
    try:
        lines = (root / "proc/swaps").read_text().splitlines()[1:]
    except OSError:
        lines = []
    on_disk = [line.split()[0] for line in lines if not line.startswith(("/dev/zram", "/dev/dm-"))]
    if not on_disk:
        return good(SWAP, "不写硬盘", "nothing goes to the disk")
    return warning(
        SWAP,
        Words(f"内存会写到 {on_disk[0]}", f"memory may be written to {on_disk[0]}"),
        Words("运行 swapoff -a，再删掉 /etc/fstab 里的那一行", "swapoff -a, and remove its line from /etc/fstab"),
    )
