"""Shell: one thread per device. It alone touches the wire: commands first in first out, probes in between."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from devices import health
from devices.command_queue import CommandQueue
from devices.driver import Driver
from devices.errors import (
    CommandCancelledError,
    DeadlinePassedError,
    RemoteAbsentError,
    RemoteDeviceError,
    RemoteSilentError,
    RemoteWireError,
)
from devices.health import Pulse
from devices.job import Job, KeyMemory
from devices.model import BoardChanged, Completion, DeviceEvent, Finding, Health, HealthChanged, Outcome
from devices.run import Run
from devices.transport.wake import Wake

PROBE_PERIOD_S = 1.0  # an idle device that is unplugged is seen within two seconds, two missed probes
OPEN_LIMIT_S = 3.0  # opening and the first handshake, as one step
JOIN_LIMIT_S = 5.0


class Worker:
    """Owns one driver. `publish` is called on this worker's thread, once for each change of health."""

    def __init__(self, role: str, driver: Driver, wake: Wake, publish: Callable[[DeviceEvent], None]) -> None:
        self.role = role
        self.queue = CommandQueue(role, wake)
        self.probe_period_s = PROBE_PERIOD_S
        self._driver = driver
        self._wake = wake
        self._publish = publish
        self._log = logging.getLogger(f"devices.{role}")
        self._pulse = Pulse()
        self._shown = health.health_of(self._pulse)
        self._inputs: Mapping[str, bool] = {}
        self._is_linked = False
        self._keys = KeyMemory()
        self._thread = threading.Thread(target=self._main, name=f"device-{role}", daemon=True)

    @property
    def health(self) -> Health:
        return self._shown

    @property
    def inputs(self) -> Mapping[str, bool]:
        """What its sensors show; empty when it has none, or does not answer."""
        return self._inputs

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Cancel everything and wait for the thread to end."""
        self.queue.stop()
        self._thread.join(JOIN_LIMIT_S)
        if self._thread.is_alive():
            self._log.error("%s: the device thread did not end", self.role)
        else:
            self._wake.close()

    # --- all below runs on the worker's own thread ------------------------------------------------------------

    def _main(self) -> None:
        due_s = time.monotonic()
        self._beat(health.start(self._pulse))
        while not self.queue.is_stopped:
            job = self.queue.next(due_s)
            self._do_safely(job)
            due_s = time.monotonic()  # after a command: how is it now?
            if job is None or self._pulse.misses:
                due_s += health.retry_delay_s(self._pulse, self.probe_period_s)
            del job  # what it holds is the resident's: not to be kept while this thread waits for the next one
        self._unlink()
        self._beat(health.stop(self._pulse))

    def _do_safely(self, job: Job | None) -> None:
        outcome = Outcome(Completion.HARDWARE, detail="driver_failed")
        try:
            if job is None:
                self._tend()
            else:
                outcome = self._serve(job)
        except Exception:  # noqa: BLE001 - the one catch-all of this lane
            self._log.exception("%s: the driver failed", self.role)
            self._unlink()
        if job is not None:
            self._finish(job, outcome)

    def _finish(self, job: Job, outcome: Outcome) -> None:
        self._driver.forget()
        self._keys.note(job.key, outcome)
        self.queue.finish()
        if self._pulse.phase is health.Phase.LOST:
            self._unlink()
        self._beat(health.work(self._pulse, is_busy=False))
        self._log.debug("%s: %s %s", self.role, outcome.completion, outcome.detail)
        job.future.set_result(outcome)

    def _tend(self) -> None:
        """Ask the device how it is, or try to open it again."""
        run = self._run(time.monotonic() + OPEN_LIMIT_S)
        try:
            if self._is_linked:
                self._heard(self._driver.probe(run))
            else:
                self._link(run)
        except (RemoteSilentError, RemoteWireError, DeadlinePassedError) as error:
            self._missed(error)
            if self._pulse.phase is not health.Phase.OPEN:
                self._unlink()
        except RemoteDeviceError as error:
            self._missed(error)
            self._unlink()
        except CommandCancelledError:  # only `stop` interrupts a probe
            self._unlink()

    def _serve(self, job: Job) -> Outcome:
        known = self._keys.recall(job.key)
        if known is not None:
            return known
        if time.monotonic() >= job.until_s:
            return Outcome(Completion.TIMEOUT, detail="waited_in_queue")
        run = self._run(job.until_s, job.report)
        try:
            self._make_ready(run)
            self._beat(health.work(self._pulse, is_busy=True))
            return self._perform(job.command, run)
        except CommandCancelledError:
            return Outcome(Completion.CANCELLED, detail="cancelled")
        except DeadlinePassedError:
            return Outcome(Completion.TIMEOUT, detail="deadline")
        except _NotReadyError as error:
            return Outcome(Completion.NOT_READY, detail=error.code)

    def _make_ready(self, run: Run) -> None:
        """Open the device now if it is closed: a resident need not wait for the back-off."""
        if self._is_linked:
            return
        try:
            self._link(self._run(run.step_until_s(OPEN_LIMIT_S)))
        except (RemoteDeviceError, DeadlinePassedError) as error:
            self._missed(error)
            self._unlink()
            raise _NotReadyError(_code_of(error)) from error
        except CommandCancelledError:
            self._unlink()
            raise

    def _perform(self, command: object, run: Run) -> Outcome:
        try:
            return self._driver.perform(command, run)
        except RemoteSilentError as error:
            self._missed(error)
            return Outcome(Completion.TIMEOUT, detail=error.code)
        except RemoteWireError as error:
            self._missed(error)
            return Outcome(Completion.PROTOCOL, detail=error.code)
        except RemoteDeviceError as error:
            self._missed(error)
            self._unlink()
            return Outcome(Completion.HARDWARE, detail=error.code)

    def _link(self, run: Run) -> None:
        findings = self._driver.open(run)
        self._is_linked = True
        self._heard(findings)

    def _unlink(self) -> None:
        self._is_linked = False
        self._driver.close()

    def _run(self, until_s: float, report: Callable[[object], None] = lambda _: None) -> Run:
        run = Run(self._wake, until_s, report=report, heard=self._heard, missed=self._missed)
        run.sensed = self._sensed
        return run

    def _heard(self, findings: tuple[Finding, ...]) -> None:
        self._beat(health.hear(self._pulse, findings, time.monotonic()))

    def _missed(self, error: Exception) -> None:
        is_absent = isinstance(error, RemoteAbsentError)
        self._beat(health.miss(self._pulse, _code_of(error), time.monotonic(), is_absent=is_absent))
        if self._pulse.phase is health.Phase.LOST:
            self._sensed({})

    def _sensed(self, inputs: Mapping[str, bool]) -> None:
        if inputs != self._inputs:
            self._inputs = inputs
            self._tell(BoardChanged(self.role, inputs))

    def _beat(self, pulse: Pulse) -> None:
        """The only place where health changes: publish and log each visible change once."""
        before, self._pulse = self._shown, pulse
        self._shown = now = health.health_of(pulse)
        if now == before:
            return
        codes = ",".join(reason.code for reason in now.reasons)
        self._log.log(_level(before, now), "%s: %s -> %s [%s]", self.role, before.state, now.state, codes)
        self._tell(HealthChanged(self.role, now))

    def _tell(self, event: DeviceEvent) -> None:
        try:
            self._publish(event)
        except Exception:  # noqa: BLE001 - the listener's lane failed, not this one
            self._log.exception("%s: the listener for device events failed", self.role)


class _NotReadyError(RemoteDeviceError):
    """The device could not be opened for a command."""


def _code_of(error: Exception) -> str:
    return error.code if isinstance(error, RemoteDeviceError) else "no_answer"


def _level(before: Health, now: Health) -> int:
    if health.is_loss(now.state) and not health.is_loss(before.state):
        return logging.WARNING
    return logging.DEBUG if now.is_usable and before.is_usable else logging.INFO
