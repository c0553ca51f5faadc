"""Shell: the way to the hub: its name, the line, its certificate, its clock."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from installer.doctor.finding import Finding, Words, bad, good, warning

LINE = Words("到中枢的网络", "the way to the hub")
CERTIFICATE = Words("中枢的证书", "the hub's certificate")
CLOCKS = Words("和中枢的时间差", "the hub's clock and ours")
WAIT_S = 5.0
OLD_DAYS = 30
"""The hub makes a new one in the last 30 days by itself: with less left it did not."""
APART_S = 60.0


def look(settings: Mapping[str, Any]) -> list[Finding]:
    """From the outside in: what fails first is told, what stands behind it cannot be known."""
    place = urlsplit(str(settings.get("hub_url", "")))
    if not place.hostname:
        return []
    port = place.port or (443 if place.scheme == "https" else 80)
    try:
        address = socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)[0][4][0]
    except OSError:
        return [_unknown_name(place.hostname)]
    try:
        socket.create_connection((place.hostname, port), WAIT_S).close()
    except OSError as error:
        return [_unreached(f"{place.hostname}:{port}", str(error))]
    found = [good(LINE, f"{place.hostname}（{address}）有回应", f"{place.hostname} ({address}) answers")]
    try:
        return [*found, *_ask(place, port, str(settings.get("hub_ca_file", "")))]
    except ssl.SSLCertVerificationError as error:
        return [*found, _not_believed(error.verify_message)]
    except (OSError, http.client.HTTPException) as error:
        return [*found, _unreached(place.netloc, type(error).__name__)]


def _unknown_name(host: str) -> Finding:
    return bad(
        LINE,
        Words(f"找不到 {host}", f"nobody knows {host}"),
        Words(
            "检查网线和域名服务器（resolvectl status），或在 hub_url 里写 IP",
            "look at the cable and the name server (resolvectl status)",
        ),
    )


def _unreached(place: str, why: str) -> Finding:
    return bad(
        LINE,
        Words(f"{place} 没有回应（{why}）", f"{place} does not answer ({why})"),
        Words(
            "检查网线；问机房中枢在不在。事项照样能收，等网络好了再送",
            "look at the cable, ask whether the hub runs; cases are kept",
        ),
    )


def _not_believed(why: str) -> Finding:
    return bad(
        CERTIFICATE,
        Words(f"不能相信（{why}）", f"not believed ({why})"),
        Words(
            "先看时间对不对；再核对 hub_ca_file 是不是这个中枢的，用新登记单运行 xiaowu enrol",
            "look at the clock first; then see whether hub_ca_file is this hub's: enrol again with a new paper",
        ),
    )


def _ask(place: SplitResult, port: int, ca_file: str) -> list[Finding]:
    """One request: what the certificate says, and the hub's own time."""
    assert place.hostname
    if place.scheme != "https":
        plain = http.client.HTTPConnection(place.hostname, port, timeout=WAIT_S)
        return _clocks(_date_of(plain))
    trust = ssl.create_default_context(cafile=ca_file if ca_file and Path(ca_file).exists() else None)
    secure = http.client.HTTPSConnection(place.hostname, port, timeout=WAIT_S, context=trust)
    secure.connect()
    sealed = secure.sock
    until = sealed.getpeercert() if isinstance(sealed, ssl.SSLSocket) else None
    return [judge_certificate(str((until or {})["notAfter"]), datetime.now(UTC)), *_clocks(_date_of(secure))]


def _date_of(connection: http.client.HTTPConnection) -> str:
    connection.request("HEAD", "/")
    date = connection.getresponse().getheader("Date", "")
    connection.close()
    return date or ""


def judge_certificate(until: str, now: datetime) -> Finding:
    """`until`: as a certificate has it, such as `Nov 27 08:00:00 2027 GMT`."""
    days = int(ssl.cert_time_to_seconds(until) - now.timestamp()) // 86400
    if days > OLD_DAYS:
        return good(CERTIFICATE, f"还有 {days} 天", f"good for {days} days")
    return warning(
        CERTIFICATE,
        Words(f"只剩 {days} 天", f"good for {days} days only"),
        Words("请机房看中枢的日志：它本该自己换新证书", "look into the hub's log: it should have renewed it by itself"),
    )


def _clocks(date: str) -> list[Finding]:
    if not date:
        return []
    return [judge_clocks((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())]


def judge_clocks(ahead_s: float) -> Finding:
    """How far ours is ahead."""
    if abs(ahead_s) <= APART_S:
        return good(CLOCKS, f"{abs(ahead_s):.0f} 秒", f"{abs(ahead_s):.0f} s")
    what = Words(f"差 {abs(ahead_s):.0f} 秒", f"{abs(ahead_s):.0f} s apart")
    todo = Words(
        "对时：systemctl restart systemd-timesyncd；还差就看中枢的时间",
        "systemctl restart systemd-timesyncd; else look at the hub's",
    )
    return warning(CLOCKS, what, todo)
