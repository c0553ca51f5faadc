"""Core: every error of this package. `Local…` is our bug or our rule, `Remote…` is the device or its wire."""


class DeviceError(Exception):
    """Root of all errors raised by `devices`."""


class LocalDeviceError(DeviceError):
    """We asked for something that our own rules do not allow."""


class UnknownRoleError(LocalDeviceError):
    """No device is configured for this role: treat the role as not available at this kiosk."""

    def __init__(self, role: str) -> None:
        super().__init__(f"no device is configured for the role {role!r}")
        self.role = role


class LeaseTakenError(LocalDeviceError):
    """Somebody else holds the device: wait for the other owner's release, or revoke that owner."""

    def __init__(self, role: str, owner: str) -> None:
        super().__init__(f"{role} is already claimed by {owner}")
        self.role = role
        self.owner = owner


class LocalConfigError(LocalDeviceError):
    """A DeviceConfig names an unknown kind, address scheme or option: mend the configuration."""


class CommandCancelledError(DeviceError):
    """The running command was cancelled by its owner: stop at once, leave the device usable."""


class DeadlinePassedError(DeviceError):
    """The running command's deadline passed: report TIMEOUT."""


class RemoteDeviceError(DeviceError):
    """The device or its wire failed. `code` is a stable word for logs, health reasons and screens."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RemoteAbsentError(RemoteDeviceError):
    """Nothing is plugged in at this address: health ABSENT."""


class RemoteLostError(RemoteDeviceError):
    """The link broke, was refused or is held by another program: close, back off, open again."""


class RemoteSilentError(RemoteDeviceError):
    """The link is up but nobody answered in time. Silence is never a good answer."""


class RemoteWireError(RemoteDeviceError):
    """Bytes arrived that break the protocol: ask again, and after a few tries give up with PROTOCOL."""
