"""Wiring: what the settings name and every program of a booth opens in the same way: its cases and its devices."""

from pathlib import Path

from devices.model import DeviceConfig
from kiosk_app.config import Settings
from offline_cache import Cache, open_cache


def open_sealed(settings: Settings, data: Path) -> Cache:
    """The booth's cases, one program at a time. Raises OSError for a key file, and what `open_cache` raises."""
    return open_cache(
        data / "cache",
        device_key=Path(settings.device_key_file).read_bytes(),
        kiosk_id=settings.kiosk_id,
        root_key=Path(settings.root_key_file).read_bytes(),
    )


def device_configs(settings: Settings) -> list[DeviceConfig]:
    """As the devices' room wants them."""
    return [
        DeviceConfig(role=device.role, kind=device.kind, address=device.address, options=device.options)
        for device in settings.devices
    ]
