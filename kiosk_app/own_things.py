"""Wiring: what the settings name and every program of a booth opens in the same way: its cases and its devices."""

from pathlib import Path

from devices.model import DeviceConfig
from kiosk_app.config import Settings
from kiosk_app.device_key import read_safe_key
from offline_cache import Cache, Marks, Suite, open_cache
from offline_cache.intake_papers import HUB_SUITE, SM_SUITE
from offline_cache.room import MB

SUITES = {
    "aes-256-gcm": (Suite.AES_256_GCM, HUB_SUITE),
    "sm4-gcm": (Suite.SM4_GCM, HUB_SUITE),
    "sm2-sm3-sm4": (Suite.SM4_GCM, SM_SUITE),
}
"""What seals the parts, and what the keys around them and the receipts are of."""


def open_sealed(settings: Settings, data: Path) -> Cache:
    """The booth's cases, one program at a time. Raises OSError for a key file, and what `open_cache` raises."""
    cache = open_cache(
        data / "cache",
        device_key=read_safe_key(Path(settings.device_key_file), data),
        kiosk_id=settings.kiosk_id,
        root_key=Path(settings.root_key_file).read_bytes(),
    )
    cache.reserve.hold(Marks(settings.disk_reserve_mb * MB, settings.disk_warn_mb * MB))
    cache.seal_with(*SUITES[settings.seal_suite])
    return cache


def device_configs(settings: Settings) -> list[DeviceConfig]:
    """As the devices' room wants them."""
    return [
        DeviceConfig(role=device.role, kind=device.kind, address=device.address, options=device.options)
        for device in settings.devices
    ]
