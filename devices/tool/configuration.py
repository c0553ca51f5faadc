"""Core: the [[devices]] tables of a booth's kiosk.toml; everything else in it is not this room's business."""

import tomllib

from devices.model import DeviceConfig
from devices.tool.trouble import LocalToolError

_KEYS = frozenset({"role", "kind", "address", "options"})


def parse_devices(text: str, only_role: str | None = None) -> list[DeviceConfig]:
    """All devices, or the one of a role. Raises LocalToolError (bad_config, no_such_role)."""
    try:
        tables = tomllib.loads(text).get("devices", [])
    except tomllib.TOMLDecodeError as error:
        raise _wrong(str(error)) from error
    if not isinstance(tables, list):
        raise _wrong("devices must be [[devices]] tables")
    configs = [_config(table) for table in tables]
    if only_role is None:
        return configs
    found = [config for config in configs if config.role == only_role]
    if not found:
        raise LocalToolError("no_such_role", detail=only_role)
    return found


def _config(table: object) -> DeviceConfig:
    if not isinstance(table, dict) or not set(table) <= _KEYS:
        raise _wrong(f"a device has {', '.join(sorted(_KEYS))}")
    options = table.get("options", {})
    words = [table.get("role"), table.get("kind"), table.get("address")]
    if not isinstance(options, dict) or not all(isinstance(word, str) for word in [*words, *options.values()]):
        raise _wrong("role, kind, address and all options are texts")
    return DeviceConfig(role=table["role"], kind=table["kind"], address=table["address"], options=options)


def _wrong(detail: str) -> LocalToolError:
    return LocalToolError("bad_config", detail=detail)
