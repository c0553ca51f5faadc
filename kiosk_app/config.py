"""Core: settings of one booth. Units in names. Documented in docs/operations.md."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

VERSION = "0.1.0"
ASSETS = Path(__file__).resolve().parents[1] / "assets"


Seconds2 = Annotated[float, msgspec.Meta(ge=0, le=2)]


class DeviceSetting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which wire serves a role; see devices.model.DeviceConfig."""

    role: str
    kind: str
    address: str
    options: dict[str, str] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a booth can be told. Its keys come with `./xiaowu kiosk --enrol`."""

    hub_url: str = "http://127.0.0.1:8700"
    phone_url: str = ""
    kiosk_id: str = "PY-0417"
    kiosk_name_zh: str = "市桥街晓屋"
    kiosk_name_en: str = "Shiqiao booth"
    keeper_phone: str = ""
    keeper_pin_hash: str = ""
    keeper_cards: tuple[str, ...] = ()  # keyed marks of cards, none of their numbers
    keeper_idle_s: float = 120.0  # nobody leaves the keeper's page open by mistake
    token_file: str = ""
    root_key_file: str = ""
    hub_ca_file: str = ""
    device_key_file: str = ""
    devices: tuple[DeviceSetting, ...] = ()
    microphone: str = "silence"
    speaker: str = "null"
    handset_microphone: str = ""
    handset_speaker: str = ""
    volume_level: int = 4  # of 7; the middle leaves room in both directions
    reduced_motion: bool = False
    echo_typing: bool = True  # ADA 707.5: what one writes is heard, in the handset
    key_repeat_after_s: Seconds2 = (
        0.5  # EN 301 549 5.7: up to 2 s, or never (0); twice as long in big letters, as below
    )
    key_repeat_every_s: Seconds2 = 0.1  # EN 301 549 5.7: up to 2 s
    key_again_after_s: Seconds2 = 0.1  # EN 301 549 5.8: up to 0.5 s; who types fast strikes one key twice in 0.15 s
    width_px: int = 1920
    height_px: int = 1080
    full_screen: bool = False
    favourites: tuple[str, ...] = ()  # empty: what is begun most often here
    idle_warn_s: float = 60.0  # facts/qt.md §7: 60 s, elder 120 s
    idle_warn_elder_s: float = 120.0
    idle_gone_s: float = 10.0  # who comes back for a forgotten bag is back by then
    idle_countdown_s: float = 30.0  # DESIGN.md: warn ≥ 20 s before
    card_wait_s: float = 45.0  # then a sentence tells how to lay the card; reading goes on
    draft_keep_h: float = 24.0  # what a power cut left open: until the same hour tomorrow, then it is destroyed
    seal_suite: Literal["aes-256-gcm", "sm4-gcm", "sm2-sm3-sm4"] = "aes-256-gcm"  # 国密: 26 times slower
    disk_reserve_mb: Annotated[int, msgspec.Meta(ge=0)] = 64  # a thousand forms without papers, and every receipt
    disk_warn_mb: Annotated[int, msgspec.Meta(ge=0)] = 1024  # some two hundred scans of 5 MB: a keeper has days to come
    receipt_wait_s: float = 8.0  # a hub that has not answered by then gets the case later
    print_wait_s: float = 20.0
    paper_wait_s: float = 90.0  # a sleeping laser printer is warm after 30 s, then a page takes some seconds
    rehearse_at: Annotated[str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = (
        ""  # HH:MM, local time, empty: never by itself
    )
    release_dir: str = ""  # versions/ and state.json of this booth; empty: it takes no releases by itself
    release_root_file: str = ""  # 1.root.json of the release keys, as the package brought it
    release_every_s: float = 900.0  # a release begins within a quarter of an hour; a question is 400 bytes
    backlight_path: str = ""  # a folder like /sys/class/backlight/intel_backlight, writable for the booth's user
    bright_day_percent: int = 100
    bright_night_percent: int = 60
    bright_rest_percent: int = 25
    day_from_h: int = 7  # hours of the day, local time
    night_from_h: int = 19
    page_judge_every_s: float = 0.3
    page_still_count: int = 3  # judged "good" this often in a row before the picture takes itself
    page_by_hand_after_s: float = 8.0  # no picture took itself by then: the button is offered in words
    preview_fps: float = 10.0


def load_settings(path: Path) -> Settings:
    """Settings from a TOML file. Raises msgspec.ValidationError with the name of the wrong key."""
    return msgspec.toml.decode(path.read_bytes(), type=Settings)
