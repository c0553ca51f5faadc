"""Shell: what makes the machine a booth: settings, keys, devices, versions, the service."""

import glob
import grp
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from installer.doctor.finding import Finding, Words, bad, good, warning
from installer.slots import manifest, state
from installer.slots.manifest import BrokenTreeError, ManifestError
from installer.slots.state import StateTornError

SETTINGS = Words("设置", "settings")
KEYS = Words("密钥和登记", "keys and enrolment")
VERSIONS = Words("程序版本", "versions of the program")
SERVICE = Words("晓屋程序", "the kiosk")
NEEDED = ("hub_url", "kiosk_id", "root_key_file", "device_key_file")
TRY_S = 3.0
ON_DISK = ("serial", "usb", "evdev", "v4l2")
WITH_PORT = {"tcp": 0, "http": 80, "https": 443, "ipp": 631, "ipps": 631, "rtsp": 554}
"""Schemes of addresses, docs/devices.md; with the port that is meant without one."""


def read_settings(config: Path) -> tuple[dict[str, Any], Finding]:
    """What stands in kiosk.toml; empty when it cannot be used."""
    try:
        settings = tomllib.loads(config.read_text("utf-8"))
    except FileNotFoundError:
        todo = Words("先登记：xiaowu enrol 登记单 中枢地址 名称 英文名", "enrol it: xiaowu enrol PAPER HUB 名称 NAME")
        return {}, bad(SETTINGS, Words(f"没有 {config}", f"{config} is not there"), todo)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        todo = Words("按 docs/operations.md 改好这一行", "mend that line, see docs/operations.md")
        return {}, bad(SETTINGS, Words(f"{config} 读不懂：{error}", f"{config} cannot be read: {error}"), todo)
    if missing := [name for name in NEEDED if not settings.get(name)]:
        names = ", ".join(missing)
        todo = Words(f"在 {config} 里补上", f"add them to {config}")
        return settings, bad(SETTINGS, Words(f"缺 {names}", f"missing: {names}"), todo)
    return settings, good(SETTINGS, f"晓屋 {settings['kiosk_id']}", f"booth {settings['kiosk_id']}")


def find_keys(settings: dict[str, Any]) -> Finding:
    """The booth's own key is there and nobody else's; the hub's root key says that it was enrolled."""
    own, root = Path(settings.get("device_key_file", "")), Path(settings.get("root_key_file", ""))
    try:
        mode = stat.S_IMODE(own.stat().st_mode)
        is_enrolled = root.is_file()
    except PermissionError:
        todo = Words("用 root 再运行一次", "run it again as root")
        return warning(KEYS, Words("没有权限看", "may not be looked at"), todo)
    except OSError:
        todo = Words(
            "把离线保存的那一份放回来，不要新做：用它封存的事项别的密钥打不开",
            "put the copy from the safe back; no new one",
        )
        return bad(KEYS, Words(f"没有 {own}", f"{own} is not there"), todo)
    if mode & 0o077:
        todo = Words(f"运行 chmod 600 {own}", f"chmod 600 {own}")
        return bad(KEYS, Words("别人也能读本机密钥", "others may read the booth's key"), todo)
    if not is_enrolled:
        todo = Words("在中枢做登记单，再运行 xiaowu enrol", "make a paper at the hub, then xiaowu enrol")
        return bad(KEYS, Words("还没有登记", "it is not enrolled"), todo)
    return good(KEYS, "都在，只有本机能读", "there, and the booth's alone")


def find_devices(settings: dict[str, Any]) -> list[Finding]:
    """Each by the far end of its address; whether it works tells `devices selftest`."""
    return [_device(device) for device in settings.get("devices", []) if isinstance(device, dict)]


def _device(device: dict[str, Any]) -> Finding:
    address = str(device.get("address", ""))
    about = Words(f"设备 {device.get('role', '')}", f"device {device.get('role', '')}")
    if trouble := _trouble(address):
        todo = Words(
            "检查电源和线，再运行 xiaowu devices selftest", "look at power and cable, then xiaowu devices selftest"
        )
        return bad(about, Words(f"{address}：{trouble.zh}", f"{address}: {trouble.en}"), todo)
    return good(about, f"{address} 在", f"{address} is there")


def _trouble(address: str) -> Words | None:
    scheme, _, rest = address.partition(":")
    if scheme in ON_DISK:
        found = sorted(glob.glob(rest))  # noqa: PTH207 - it may be absolute or not
        return _unusable(Path(found[0])) if found else Words("没有接上", "is not plugged in")
    place = urlsplit(address if "//" in address else f"tcp://{rest}")
    if scheme in WITH_PORT and place.hostname:
        return _unreachable(place.hostname, place.port or WITH_PORT[scheme])
    return None


def _unreachable(host: str, port: int) -> Words | None:
    try:
        socket.create_connection((host, port), TRY_S).close()
    except OSError:
        return Words("网络上没有回应", "does not answer")
    return None


def _unusable(path: Path) -> Words | None:
    """Not there, or not for the booth's user."""
    try:
        entry = path.stat()
        user = pwd.getpwnam("xiaowu")
    except KeyError:
        return None if os.access(path, os.R_OK | os.W_OK) else Words("没有权限", "may not be opened")
    except OSError:
        return Words("没有接上", "is not plugged in")
    groups = {user.pw_gid, *(group.gr_gid for group in grp.getgrall() if "xiaowu" in group.gr_mem)}
    if entry.st_mode & 0o006 == 0o006 or (entry.st_gid in groups and entry.st_mode & 0o060 == 0o060):
        return None
    return None if entry.st_uid == user.pw_uid else Words("晓屋的用户没有权限", "is not for the booth's user")


def find_versions(base: Path) -> Finding:
    """What is started next is whole."""
    if not base.is_dir():
        return warning(
            VERSIONS,
            Words(f"没有 {base}：程序直接从代码运行", f"{base} is not there: the program runs from a checkout"),
            Words("晓屋里请安装软件包", "in a booth install the package"),
        )
    try:
        now = state.load((base / "state.json").read_bytes())
        proven = manifest.verify(base / "versions" / now.current, hashes=False).version
    except PermissionError:
        todo = Words("用 root 再运行一次", "run it again as root")
        return warning(VERSIONS, Words("没有权限看", "may not be looked at"), todo)
    except (OSError, StateTornError, BrokenTreeError, ManifestError) as error:
        todo = Words("重装软件包：apt-get install --reinstall xiaowu-booth", "apt-get install --reinstall xiaowu-booth")
        return bad(VERSIONS, Words(f"程序文件坏了：{error}", f"its files are broken: {error}"), todo)
    if now.quarantine:
        version, why = list(now.quarantine.items())[-1]
        what = Words(f"{proven} 在用；{version} 试用失败：{why}", f"{proven} is in use; {version} was not well: {why}")
        return warning(VERSIONS, what, Words("请告诉维护人员", "tell the maintainers"))
    trial = (f"，{now.pending} 在试用", f", {now.pending} is on trial") if now.pending else ("", "")
    return good(VERSIONS, f"{proven} 在用{trial[0]}", f"{proven} is in use{trial[1]}")


def find_service(root: Path) -> Finding:
    """systemd keeps it running."""
    if not (root / "run/systemd/system").exists() or shutil.which("systemctl") is None:
        return good(SERVICE, "这台机器不由 systemd 管，没有检查", "not under systemd, not checked")
    asked = ["systemctl", "is-active", "xiaowu-kiosk.service"]
    if subprocess.run(asked, capture_output=True, check=False, timeout=20).returncode == 0:
        return good(SERVICE, "在运行", "runs")
    todo = Words(
        "先看上面几行，再运行 systemctl restart xiaowu-kiosk；原因在 journalctl -u xiaowu-kiosk -n 50",
        "mend what stands above, then systemctl restart xiaowu-kiosk; why it ended: journalctl -u xiaowu-kiosk -n 50",
    )
    return bad(SERVICE, Words("没有运行", "does not run"), todo)
