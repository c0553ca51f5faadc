"""Wiring: builds one worker per configured device and hands out leases."""

from collections.abc import Callable, Mapping, Sequence

from devices.booth_board.driver import PROBE_S as BOARD_PROBE_S
from devices.booth_board.driver import board_driver
from devices.camera.driver import camera_driver
from devices.document_printer.driver import IppDriver
from devices.driver import Driver
from devices.errors import LocalConfigError, UnknownRoleError
from devices.id_card.driver import sam_driver
from devices.lease import Lease
from devices.model import BoardChanged, DeviceConfig, DeviceEvent, Health, HealthChanged
from devices.receipt_printer.driver import EscPosDriver
from devices.scanner.driver import scanner_driver
from devices.smart_card.driver import SmartCardDriver
from devices.trace import Tap, no_tap
from devices.transport.address import stream_at
from devices.transport.wake import Wake
from devices.worker import PROBE_PERIOD_S, Worker

__all__ = ["BoardChanged", "DeviceConfig", "DeviceEvent", "HealthChanged", "Registry", "open_registry"]

_USUAL_PROBE_S = {"modbus": BOARD_PROBE_S}


class Registry:
    """All devices of one kiosk. Every method may be called from any thread and returns at once (but `close`)."""

    def __init__(self, workers: dict[str, Worker]) -> None:
        self._workers = workers
        self._is_closed = False

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(self._workers)

    def health(self, role: str) -> Health:
        """How the device is, now. Raises UnknownRoleError."""
        return self._worker(role).health

    def inputs(self, role: str) -> Mapping[str, bool]:
        """What the device's sensors show, now; empty for a device without any. Raises UnknownRoleError."""
        return self._worker(role).inputs

    def claim(self, role: str, *, owner: str) -> Lease:
        """The right to command one device. Raises LeaseTakenError or UnknownRoleError; works for a lost device too."""
        queue = self._worker(role).queue
        lease = Lease(role, owner, queue)
        queue.grant(lease)
        return lease

    def revoke(self, owner: str) -> None:
        """End every lease of `owner`: running commands are cancelled, buffers forgotten."""
        for worker in self._workers.values():
            worker.queue.evict(owner)

    def close(self) -> None:
        """End all workers; afterwards no thread of ours is left. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        for worker in self._workers.values():
            worker.queue.stop()  # all at once, then wait for each
        for worker in self._workers.values():
            worker.stop()

    def _worker(self, role: str) -> Worker:
        if role not in self._workers:
            raise UnknownRoleError(role)
        return self._workers[role]


TapFor = Callable[[DeviceConfig], Tap]


def untapped(_: DeviceConfig) -> Tap:
    """As in a running booth."""
    return no_tap


def open_registry(
    configs: Sequence[DeviceConfig],
    publish: Callable[[DeviceEvent], None],
    tap_for: TapFor = untapped,
) -> Registry:
    """Start a worker for each device. `publish` and taps are called on device threads, in order for each role."""
    roles = [config.role for config in configs]
    if len(set(roles)) != len(roles):
        raise LocalConfigError("two devices are configured for one role")
    workers = {config.role: _worker_for(config, publish, tap_for(config)) for config in configs}
    for worker in workers.values():
        worker.start()
    return Registry(workers)


def _worker_for(config: DeviceConfig, publish: Callable[[DeviceEvent], None], tap: Tap) -> Worker:
    wake = Wake(tap)
    worker = Worker(config.role, _driver_for(config, wake), wake, publish)
    usual_s = _USUAL_PROBE_S.get(config.kind, PROBE_PERIOD_S)
    worker.probe_period_s = float(config.options.get("probe_s", usual_s))
    return worker


def _driver_for(config: DeviceConfig, wake: Wake) -> Driver:
    if config.kind == "sam":
        return sam_driver(config.address, wake, config.options)
    if config.kind == "escpos":
        baud = int(config.options.get("baud", "115200"))
        return EscPosDriver(stream_at(config.address, wake, baud=baud), config.options)
    if config.kind == "camera":
        return camera_driver(config.address, wake, config.options)
    if config.kind == "scanner":
        return scanner_driver(config.address, wake, config.options)
    if config.kind == "ipp":
        return IppDriver(config.address, wake, config.options)
    if config.kind == "pcsc":
        return SmartCardDriver(config.address, wake, config.options)
    if config.kind == "modbus":
        return board_driver(config.address, wake, config.options)
    raise LocalConfigError(f"unknown kind of device: {config.kind!r}")
