"""Shell: goes through a scenario with one device: an emulator is ordered about, or a person is asked."""

import select
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotDoneError
from dataclasses import dataclass
from typing import Protocol

from devices.control import send_order
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, Health, Outcome
from devices.scenario import Expected, Healthy, Scenario, Step, is_left_out
from devices.tool.survey import HealthBoard
from devices.tool.trial import open_or_explain
from devices.tool.trouble import LocalToolError
from devices.tool.typed import Parser
from devices.tool.uses import Use

_OWNER = "devices selftest"
_GRACE_S = 5.0  # after its deadline a command ends by itself; this is for a driver that hangs
_PERSON_LIMIT_S = 600.0


class Hands(Protocol):
    """Who does to the device what a step says."""

    @property
    def is_emulator(self) -> bool: ...

    def carry_out(self, step: Step) -> None:
        """Raises LocalToolError when it cannot be done."""


class OrderedHands:
    """An emulator. `control`: the address that it announced."""

    is_emulator = True

    def __init__(self, control: str) -> None:
        self._control = control

    def carry_out(self, step: Step) -> None:
        for order in step.do:
            arguments = {name: value for name, value in order.items() if name != "do"}
            try:
                send_order(self._control, order["do"], arguments)
            except (OSError, ValueError) as error:
                raise LocalToolError("order_refused", detail=f"{order['do']}: {error}") from error


class PersonsHands:
    """Somebody at the hardware, asked on the terminal. Raises LocalToolError when there is no terminal."""

    is_emulator = False

    def __init__(self) -> None:
        if not sys.stdin.isatty():
            raise LocalToolError("no_person")

    def carry_out(self, step: Step) -> None:
        if step.ask is None:
            return
        print(f"  → {step.ask.zh} {step.ask.en} [Enter]", file=sys.stderr, flush=True)
        if not select.select([sys.stdin], [], [], _PERSON_LIMIT_S)[0]:
            raise LocalToolError("nobody_there")
        sys.stdin.readline()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One step. `result`: ok, failed or left_out. `seen`: how the device answered and was; never a card's words."""

    step: Step
    result: str
    took_s: float
    seen: str

    def as_json(self) -> dict[str, object]:
        title = {"zh": self.step.title.zh, "en": self.step.title.en}
        return {"title": title, "result": self.result, "took_s": self.took_s, "seen": self.seen}


class _NotAsExpectedError(Exception):
    """This step failed."""


def rehearse(scenario: Scenario, use: Use, config: DeviceConfig, hands: Hands) -> Iterator[Verdict]:
    """One verdict a step, as soon as it is known; a step that fails does not end the scenario."""
    board = HealthBoard([config])
    registry = open_or_explain([config], board.note)
    try:
        with registry.claim(use.role, owner=_OWNER) as lease:
            stage = _Stage(use, board, lease)
            for step in scenario.steps:
                yield _go_through(step, stage, hands)
    finally:
        registry.close()


def _go_through(step: Step, stage: "_Stage", hands: Hands) -> Verdict:
    if is_left_out(step, with_emulator=hands.is_emulator):
        return Verdict(step, "left_out", 0.0, "")
    began_s = time.monotonic()
    result, seen = "ok", []
    try:
        hands.carry_out(step)
        began_s = time.monotonic()  # how long a person took is nobody's business
        seen = [word for see in stage.sights(step) if (word := see())]
    except (_NotAsExpectedError, LocalToolError) as error:
        stage.give_up()
        result, seen = "failed", [str(error), *_detail_of(error)]
    return Verdict(step, result, round(time.monotonic() - began_s, 3), ", ".join(seen))


def _detail_of(error: Exception) -> list[str]:
    return [str(error.fields["detail"])] if isinstance(error, LocalToolError) and "detail" in error.fields else []


class _Stage:
    """The device, its newest health, and the use that runs, if one does."""

    def __init__(self, use: Use, board: HealthBoard, lease: Lease) -> None:
        self._use = use
        self._board = board
        self._lease = lease
        self._running: _Running | None = None

    def sights(self, step: Step) -> Iterator[Callable[[], str]]:
        """What is to be seen in this step, in order; each says what it saw or raises _NotAsExpectedError."""
        if step.use is not None:
            self._running = _Running(self._use, self._lease, step)
        running = self._running
        if running is not None and step.progress:
            yield lambda: running.await_progress(step.progress)
        if running is not None and step.expect is not None:
            self._running = None
            yield lambda: running.await_end(step.expect or Expected())
        if step.health is not None:
            yield lambda: self._await_health(step.health or Healthy(states=()))

    def give_up(self) -> None:
        self._lease.cancel()
        self._running = None

    def _await_health(self, wanted: Healthy) -> str:
        [row] = self._board.await_all(lambda health: _fits(health, wanted), wanted.within_s)
        seen = " ".join([row.health.state.value, *row.reasons])
        if not _fits(row.health, wanted):
            words = " ".join(["/".join(wanted.states), *wanted.reasons])
            raise _NotAsExpectedError(f"{seen}; wanted {words} within {wanted.within_s:g} s")
        return seen


def _fits(health: Health, wanted: Healthy) -> bool:
    return health.state in wanted.states and set(wanted.reasons) <= {reason.code for reason in health.reasons}


class _Running:
    """One use on its way."""

    def __init__(self, use: Use, lease: Lease, step: Step) -> None:
        assert step.use is not None
        parser = Parser()
        use.add_arguments(parser)
        self._wanted = parser.parse_args(step.use.arguments)
        self._use = use
        self._until_s = time.monotonic() + step.use.deadline_s + _GRACE_S
        self._said: list[str] = []  # since a step last waited for a word
        self._changed = threading.Condition()  # guards what was said, and tells of the end
        command = use.command(self._wanted)
        self._future = lease.run(command, deadline_s=step.use.deadline_s, progress=self._note)
        self._future.add_done_callback(self._note_end)

    def await_progress(self, word: str) -> str:
        with self._changed:
            self._changed.wait_for(lambda: self._has_said(word) or self._future.done(), self._left_s())
            if not self._has_said(word):
                raise _NotAsExpectedError(f"never {word}, but {', '.join(self._said) or 'nothing'}")
            self._said.clear()
        return word

    def await_end(self, expected: Expected) -> str:
        try:
            outcome = self._future.result(self._left_s())
        except NotDoneError as error:
            raise _NotAsExpectedError("no end") from error
        detail, fields = self._shown(outcome)
        seen = " ".join(filter(None, [outcome.completion.value, detail]))
        wrong = [f"{name}={fields.get(name)!r}" for name, value in expected.fields.items() if fields.get(name) != value]
        if outcome.completion is not expected.completion or wrong or not _is_detail(detail, expected):
            wanted = " ".join(filter(None, [expected.completion.value, expected.detail]))
            raise _NotAsExpectedError(" ".join([f"{seen}; wanted {wanted}", *wrong]))
        return seen

    def _shown(self, outcome: Outcome) -> tuple[str, dict[str, object]]:
        """What `devices try` would say of it: a value may be good for nothing, such as a picture without a page."""
        if not outcome.ok:
            return outcome.detail, {}
        try:
            return "", self._use.show(outcome.value, self._wanted)
        except LocalToolError as error:
            return error.code, dict(error.fields)

    def _note(self, progress: object) -> None:
        with self._changed:
            self._said.append(str(progress))
            self._changed.notify_all()

    def _note_end(self, _: "Future[Outcome]") -> None:
        with self._changed:
            self._changed.notify_all()

    def _has_said(self, word: str) -> bool:
        return any(word in said for said in self._said)

    def _left_s(self) -> float:
        return max(0.0, self._until_s - time.monotonic())


def _is_detail(detail: str, expected: Expected) -> bool:
    """A success says nothing more, unless it must."""
    if expected.detail is None:
        return expected.completion is not Completion.SUCCESS or not detail
    return detail == expected.detail
