"""Shell: two engines on one cable: a whole call, a break, a lost seat, a hub that comes back, an end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.events import (
    CallEvent,
    Captioned,
    Connected,
    Ended,
    MediaFlowing,
    MediaStalled,
    Queued,
    SeatWasLost,
)
from cloud_seat.call.machine import Phase
from cloud_seat.contract import signalling as wire
from tests.cloud_seat.call.people import Person, run, until
from tests.conftest import ExpectedLogs

OFFICIAL = wire.Seat(seat_id="s", name="测试", department={"zh": "测试", "en": "test"})  # type: ignore[arg-type]  # unread


class Cable:
    """Joins a kiosk's and a seat's engine as a hub would; can be cut, and remembers what was said."""

    def __init__(self) -> None:
        self.up = True
        self.resident, self.official = Person(hue=0), Person(hue=2)
        self.said: dict[str, list[wire.Message]] = {"kiosk": [], "seat": []}
        self.heard: dict[str, list[CallEvent]] = {"kiosk": [], "seat": []}
        self.kiosk = self._engine("kiosk", self.resident)
        self.seat = self._engine("seat", self.official)
        self._jobs: set[asyncio.Task[None]] = set()

    def _engine(self, name: str, person: Person) -> CallEngine:
        engine = CallEngine(
            lambda message: self._carry(name, message),
            self.heard[name].append,
            camera=person.camera,
            microphone=person.microphone,
            on_frame=person.see,
        )
        engine.on_link(True)
        return engine

    def new_seat(self) -> None:
        self.heard["seat"].clear()
        self.seat = self._engine("seat", self.official)

    def _carry(self, name: str, message: wire.Message) -> bool:
        if not self.up:
            return False
        self.said[name].append(message)
        if isinstance(message, wire.Signal | wire.CallEnded):
            self.tell("seat" if name == "kiosk" else "kiosk", message)
        return True

    def tell(self, name: str, message: wire.Message) -> None:
        engine = self.kiosk if name == "kiosk" else self.seat
        job = asyncio.get_running_loop().create_task(engine.on_message(message))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    def match(self, attempt: int = 1) -> None:
        connected = wire.CallConnected(call_id="c", attempt=attempt, seat=OFFICIAL)
        self.seat.accept(call_id="c", attempt=attempt)
        self.tell("seat", connected)
        self.tell("kiosk", connected)

    def count(self, name: str, kind: type[CallEvent]) -> int:
        return sum(isinstance(event, kind) for event in self.heard[name])

    async def flowing(self, times: int = 1) -> None:
        await until(lambda: self.count("kiosk", MediaFlowing) >= times and self.count("seat", MediaFlowing) >= 1)
        shown = self.kiosk.stats().frames_shown
        await until(lambda: self.kiosk.stats().frames_shown > shown + 2 and self.seat.stats().frames_shown > 2)


@asynccontextmanager
async def cable() -> AsyncIterator[Cable]:
    joined = Cable()
    try:
        joined.kiosk.request(wire.CallRequested(call_id="c", case_id="k", item_id="i", mode="standard", language="zh"))
        yield joined
    finally:
        await joined.kiosk.close()
        await joined.seat.close()


def test_a_whole_call() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.tell("kiosk", wire.QueueChanged(call_id="c", position=1, seats_ready=1))
            await until(lambda: joined.kiosk.phase is Phase.QUEUED)
            joined.match()
            await joined.flowing()
            joined.tell("kiosk", wire.Captioned(call_id="c", attempt=1, text="您好"))
            await until(lambda: joined.count("kiosk", Captioned) == 1)
            joined.kiosk.hang_up()
            joined.kiosk.hang_up()
            await until(lambda: joined.seat.phase is Phase.ENDED)
            frames = joined.kiosk.stats().frames_decoded
            assert frames > 2, "the numbers can be read after the call"
            joined.kiosk.request(
                wire.CallRequested(call_id="d", case_id="k", item_id="i", mode="standard", language="zh")
            )
            assert joined.kiosk.stats().frames_decoded == 0
        kinds = [type(event) for event in joined.heard["kiosk"]]
        assert kinds == [Queued, Connected, MediaFlowing, Captioned, Ended, Ended]
        assert joined.heard["seat"][-1] == Ended("resident")

    run(call())


def test_a_seat_that_vanished_is_noticed_and_comes_back_behind_the_same_call() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.match()
            await joined.flowing()
            joined.up = False
            await joined.seat.close()
            await until(lambda: joined.kiosk.phase is Phase.LOST, 4)
            joined.up = True
            joined.new_seat()
            joined.match()
            await joined.flowing(times=2)
            assert joined.count("kiosk", MediaStalled) == 1
            assert joined.count("kiosk", Ended) == 0
            assert joined.kiosk.phase is Phase.CONNECTED

    run(call())


def test_a_lost_seat_waits_again_and_the_next_attempt_connects() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.match()
            await joined.flowing()
            joined.tell("kiosk", wire.SeatLost(call_id="c", attempt=1))
            await until(lambda: joined.kiosk.phase is Phase.QUEUED)
            joined.tell("seat", wire.CallEnded(call_id="c", attempt=1, reason="closed"))
            await until(lambda: joined.seat.phase is Phase.ENDED)
            joined.match(attempt=2)
            await joined.flowing(times=2)
            assert joined.count("kiosk", SeatWasLost) == 1
            assert joined.kiosk.attempt == 2

    run(call())


def test_a_hub_restart_is_not_noticed_by_media() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.match()
            await joined.flowing()
            joined.up = False
            joined.kiosk.on_link(False)
            before = joined.kiosk.stats().frames_shown
            await until(lambda: joined.kiosk.stats().frames_shown > before + 5)
            joined.up = True
            joined.kiosk.on_link(True)
            joined.tell("kiosk", wire.CallConnected(call_id="c", attempt=1))
            await until(lambda: joined.kiosk.stats().frames_shown > before + 15)
            assert joined.said["kiosk"][-1] == wire.CallResumed(call_id="c", attempt=1)
            assert joined.count("kiosk", MediaStalled) == 0
            assert joined.count("kiosk", Connected) == 1

    run(call())


def test_a_farewell_that_could_not_be_said_is_said_later() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.up = False
            joined.kiosk.on_link(False)
            joined.kiosk.cancel()
            assert not [m for m in joined.said["kiosk"] if isinstance(m, wire.CallEnded)]
            joined.up = True
            joined.kiosk.on_link(True)
            assert joined.said["kiosk"][-1] == wire.CallEnded(call_id="c", reason="resident")

    run(call())


def test_a_farewell_that_a_dead_line_swallowed_is_said_again() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.kiosk.cancel()
            joined.kiosk.on_link(False)
            for _ in range(2):
                joined.kiosk.on_link(True)
            assert joined.said["kiosk"].count(wire.CallEnded(call_id="c", reason="resident")) == 2

    run(call())


def test_mute_and_camera_off() -> None:
    async def call() -> None:
        async with cable() as joined:
            joined.match()
            await joined.flowing()
            await until(lambda: joined.seat.speaker.level > 0.2)
            joined.kiosk.mute(True)
            joined.kiosk.camera(False)
            await until(lambda: joined.seat.speaker.level < 0.1)
            await until(lambda: joined.official.seen[-1].bgra[2] < 60)
            joined.kiosk.mute(False)
            joined.kiosk.camera(True)
            await until(lambda: joined.seat.speaker.level > 0.2 and joined.official.seen[-1].bgra[2] > 100)

    run(call())


def test_a_lying_seat_is_survived(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("cloud_seat.call.engine", "cannot be used")
    expected_logs.allow("cloud_seat.call.engine", "out of place")

    async def call() -> None:
        async with cable() as joined:
            joined.tell("kiosk", wire.CallConnected(call_id="c", attempt=1))
            await until(lambda: any(isinstance(m, wire.Signal) for m in joined.said["kiosk"]))
            joined.tell("kiosk", wire.Signal(call_id="c", attempt=1, kind="offer", sdp="x"))
            joined.tell("kiosk", wire.Signal(call_id="c", attempt=1, kind="answer", sdp="v=0\r\n"))
            await asyncio.sleep(0.1)
            assert joined.kiosk.phase is Phase.CONNECTING
            joined.match()
            await joined.flowing()

    run(call())
