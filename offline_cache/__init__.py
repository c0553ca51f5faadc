"""Wiring: what survives an outage and a power cut. Opens the cache; names what other rooms may use.

The road of a case: `open_draft` → `save_form`, `add_part` (sealed as they come) → `submit` (one transaction; from then
on only the hub can read it) → `Syncer` brings it to the hub exactly once → signed receipt → the copy is destroyed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from offline_cache.cache import Cache
from offline_cache.case_records import DraftCase, Part, PendingCase, Priority, Provisional
from offline_cache.catalogue import Catalogue
from offline_cache.errors import (
    CacheClosedError,
    CacheError,
    KeyLostError,
    LocalUseError,
    NoTrustError,
    PartLostError,
    RemoteAnswerError,
    ScansStoppedError,
    SealBrokenError,
    SealedAwayError,
    StorageBrokenError,
    StorageBusyError,
    StorageFullError,
    StoreCorruptError,
    UnknownCaseError,
)
from offline_cache.everyday import Everyday
from offline_cache.feed import Change, Feed, FormListed, read_changes, read_whole
from offline_cache.intake_papers import HubKey, KeyList, Receipt, sha256_hex
from offline_cache.room import Marks, Room
from offline_cache.sealed_file import Suite
from offline_cache.search import Hit
from offline_cache.sync import (
    BoothRefused,
    CaseCommitted,
    CaseDead,
    HubKeysStored,
    Syncer,
    SyncEvent,
    SyncFailed,
    SyncSettings,
)
from offline_cache.wipe import find_leftovers

__all__ = [
    "BoothRefused",
    "Cache",
    "CacheClosedError",
    "CacheError",
    "CaseCommitted",
    "CaseDead",
    "Catalogue",
    "Change",
    "DraftCase",
    "Feed",
    "FormListed",
    "Hit",
    "HubKey",
    "HubKeysStored",
    "KeyList",
    "KeyLostError",
    "LocalUseError",
    "Marks",
    "NoTrustError",
    "Part",
    "PartLostError",
    "PendingCase",
    "Priority",
    "Provisional",
    "Receipt",
    "RemoteAnswerError",
    "Room",
    "ScansStoppedError",
    "SealBrokenError",
    "SealedAwayError",
    "StorageBrokenError",
    "StorageBusyError",
    "StorageFullError",
    "StoreCorruptError",
    "Suite",
    "SyncEvent",
    "SyncFailed",
    "SyncSettings",
    "Syncer",
    "UnknownCaseError",
    "find_leftovers",
    "open_cache",
    "open_catalogue",
    "read_changes",
    "read_whole",
    "sha256_hex",
]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_cache(
    root: Path,
    *,
    device_key: bytes,
    kiosk_id: str,
    clock: Callable[[], datetime] = _utc_now,
    root_key: bytes | None = None,
) -> Cache:
    """The cache in folder `root`, made if it is new. One program at a time.

    `device_key`: 32 bytes, kept outside `root`. `clock`: aware times. `root_key`: the hub's Ed25519 root key (32 bytes)
    from enrolment; None uses the one pinned before. Raises KeyLostError, StoreCorruptError, StorageBusyError.
    """
    cache = Cache(root, device_key=device_key, kiosk_id=kiosk_id, clock=clock)
    if root_key is not None:
        cache.trust.pin_root_key(root_key)
    return cache


def open_catalogue(root: Path, everyday: str = "") -> Catalogue:
    """The public replica in folder `root`, a file of its own: it needs no key and survives the loss of one.

    `everyday`: what people say and what the catalogue calls it, see `Everyday`.

    A damaged file is thrown away and made anew, empty: the feed fills it again.
    """
    return Catalogue(root / "catalogue.sqlite", Everyday(everyday))
