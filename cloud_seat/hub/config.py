"""Core: every time-out and limit of the hub, with its unit in the name and its origin in a comment."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from cloud_seat.hub.matching.state import Policy
from cloud_seat.hub.oidc.about import About
from cloud_seat.hub.store.away import is_postgres

LEAST = {"audit_keep_days": 183}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class LocalSettingError(Exception):
    """A setting has an unknown name or a value of the wrong kind. Tell the operator which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one client may do. Chosen by us unless a source is named."""

    hello_s: float = 10
    heartbeat_s: float = 5
    ping_every_s: float = 2  # with the next one: a dead peer is noticed within 5 s (issue bar; measured 4.4 s)
    pong_within_s: float = 3
    page_silent_s: float = 15  # three beats of the hub: a page that echoes none is frozen, and no ring would be heard
    send_queue: int = 256
    messages_burst: int = 150
    messages_per_s: float = 40
    strikes: int = 5
    session_idle_s: float = 1800
    session_check_s: float = 30
    session_longest_s: float = 43_200
    sign_in_failures: int = 5
    sign_in_lock_s: float = 30
    sign_in_lock_longest_s: float = 900
    sign_in_failures_address: int = 50  # of one network; an office errs now and then
    seats_need_factor: int = 0  # 1: officials who serve residents need the second factor too; other roles always do
    first_password_s: float = 259_200  # given out on Friday, used on Monday
    elsewhere_s: float = 600  # a forgotten password is set anew meanwhile
    passkey_answer_s: float = 300  # finding the key in the drawer, a finger that is not read at once
    audit_keep_days: int = 1096  # at least 183: 网络安全法 §21(3) asks for six months; three years: our choice
    proof_window_s: float = 300  # a booth's clock may be off by so much; its first refusal puts it right
    enrol_code_s: float = 259_200  # printed on Friday, at the booth on Monday
    revoked_check_s: float = 2
    changes_check_s: float = 1  # what an operator changed beside this hub is heard as soon as a board's number
    import_bytes: int = 16 * 1024 * 1024  # 20,000 lines of items, written out, are 13 MB as CSV
    head_s: float = 10  # a request's first byte to its blank line; a booth on a bad line takes a second
    head_bytes: int = 32 * 1024  # paths, cookies and proofs of ours are below 4 KB
    unread_bytes: int = 2 * 1024 * 1024  # a booth that was refused may have a chunk of 1 MiB on the way
    body_s: float = 120  # a picture of 8 MB at half a megabit
    connections: int = 12_000  # ten times a district; `ulimit -n` should be above it
    scan_bytes: int = 8 * 1024 * 1024
    scans_per_call: int = 24
    scans_all_bytes: int = 512 * 1024 * 1024
    phone_link_s: float = 600  # a picture from the phone takes a minute or two; ten is patience
    phone_wait_s: float = 2.0  # how long a booth's question for the next picture waits at the hub
    phone_picture_bytes: int = 8 * 1024 * 1024
    phone_all_bytes: int = 256 * 1024 * 1024
    companion_ring_s: float = 30  # a colleague may be at the counter; twice a resident's ring
    companion_consent_s: float = 120  # the question may be read aloud twice, and talked over with the official
    companion_link_s: float = 600  # a relative finds their glasses; as long as a phone link
    companion_shown_s: float = 10  # a booth answers at once; after this it cannot show whom it should
    companion_back_s: float = 30  # a reload takes 4 s at most, a phone that changes networks longer
    link_failures: int = 10
    link_lock_s: float = 30
    link_lock_longest_s: float = 900
    manifest_bytes: int = 256 * 1024
    blob_bytes: int = 64 * 1024 * 1024
    unfinished_blobs_per_kiosk: int = 256
    small_body_bytes: int = 16 * 1024
    booking_early_min: int = 30  # before that the resident is told to wait or to begin alone
    booking_late_min: int = 30  # a booked time is kept so long
    message_workdays: int = 1  # our own promise for 留言 and 给我回电; the words at the booth say the same
    complaint_workdays: int = 15  # national rule for bad ratings, taken for 办不成事 too; the form's words say the same
    turn_life_s: int = 7200  # renewed in a call at half of it; a stolen one dies today
    silence_counts_as: int = 0  # who did not rate: 0 is no rating; some local rules once counted it as 3, 基本满意


@dataclass(frozen=True, slots=True)
class Settings:
    """How this hub runs."""

    data_dir: Path
    assets_dir: Path
    web_dir: Path
    host: str = "127.0.0.1"
    port: int = 8700
    ready_file: Path | None = None
    behind_proxy: bool = False
    tls: bool = False
    database: str = ""
    number_prefix: str = "PY"
    utc_offset_h: int = 8  # acceptance numbers carry the local date; China has one time zone
    sms_url: str = ""
    sms_token: str = field(default="", repr=False)
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    oidc: About | None = field(default=None, repr=False)
    policy: Policy = field(default_factory=Policy)
    limits: Limits = field(default_factory=Limits)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it under TLS, of this hub or of a proxy."""
        return self.tls or self.behind_proxy

    @property
    def on_postgres(self) -> bool:
        """Then other hubs may run beside this one, on the same database and the same data directory."""
        return is_postgres(self.database)

    def dsn(self) -> str:
        """Where ordinary data lives: SQLite in the data directory unless told otherwise."""
        return self.database or f"sqlite:///{self.data_dir / 'hub.sqlite'}"

    def with_setting(self, name: str, value: str) -> "Settings":
        """A copy with one number of `policy` or `limits` changed."""
        for part in ("policy", "limits"):
            group = getattr(self, part)
            kinds = {f.name: f.type for f in dataclasses.fields(group)}
            if name in kinds:
                number = _number(name, value, kinds[name])
                if number < LEAST.get(name, number):
                    raise LocalSettingError(name)
                changed = dataclasses.replace(group, **{name: number})
                return dataclasses.replace(self, **{part: changed})
        raise LocalSettingError(name)

    def changed(self) -> dict[str, str]:
        """What differs from the defaults, by name; nothing secret."""
        names = ("host", "behind_proxy", "tls", "sms_url")
        own: dict[str, object] = {name: getattr(self, name) for name in names}
        plain: dict[str, object] = {one.name: one.default for one in dataclasses.fields(self) if one.name in names}
        for group, default in ((self.policy, Policy()), (self.limits, Limits())):
            own |= dataclasses.asdict(group)
            plain |= dataclasses.asdict(default)
        return {name: f"{value}".removesuffix(".0")[:80] for name, value in own.items() if value != plain[name]}


def _number(name: str, value: str, kind: object) -> float | int:
    try:
        return int(value) if kind is int else float(value)
    except ValueError as error:
        raise LocalSettingError(name) from error
