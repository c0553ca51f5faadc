"""Shell: a long day of calls, compressed: nothing stays behind of any of them, and the memory stays where it was."""

import asyncio
import ctypes
import gc
import os
import threading
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from statistics import median

import pytest

from cloud_seat.call.machine import Phase
from cloud_seat.contract import signalling as wire
from tests.cloud_seat.call.people import run, until
from tests.cloud_seat.call.test_engine import Cable, cable

CALLS = 500
WARM_UP = 50
"""Until then libraries, codecs and arenas fill."""
LOOK_EVERY = 50
GROWTH_MB = 12.0
"""From the first half of the day to the second, 250 calls: below what one leaked encoder or picture a call would be.
Single looks differ by more: threads take turns to hold and give back memory."""
USED_MB = 3.0
"""The same for what is in use, without what the allocator keeps for each thread: 12 kB a call. Measured: 3 kB, of which
most are the events that this test itself keeps."""
OF_A_CALL = (
    "RTCPeerConnection",
    "RTCRtpSender",
    "RTCRtpReceiver",
    "RTCIceTransport",
    "_CameraTrack",
    "_MicrophoneTrack",
)


@dataclass(frozen=True)
class Look:
    """What the process holds now."""

    calls: int
    rss_mb: float
    used_mb: float
    files: int
    threads: int
    tasks: int
    objects: int


def look(calls: int) -> Look:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is used counts, not what is kept back
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    kept = sum(type(thing).__name__ in OF_A_CALL for thing in gc.get_objects())
    return Look(
        calls=calls,
        rss_mb=pages * os.sysconf("SC_PAGESIZE") / 2**20,
        used_mb=_used_bytes() / 2**20,
        files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate()),  # a pool that fills
        tasks=len(asyncio.all_tasks()),
        objects=kept,
    )


class _Allocator(ctypes.Structure):
    """mallinfo2(3)."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in (*"abcd", "mapped", *"fg", "used", *"ij"))


def _used_bytes() -> int:
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = _Allocator
    allocator = library.mallinfo2()
    return int(allocator.used + allocator.mapped)


async def one_call(joined: Cable, number: int) -> None:
    """Both see each other, then the resident hangs up."""
    call_id = f"call-{number}"
    connected = wire.CallConnected(call_id=call_id, attempt=1)
    joined.kiosk.request(wire.CallRequested(call_id=call_id, case_id="k"))
    joined.seat.accept(call_id=call_id, attempt=1)
    joined.tell("seat", connected)
    joined.tell("kiosk", connected)
    await until(lambda: min(joined.kiosk.stats().frames_shown, joined.seat.stats().frames_shown) > 2)
    joined.kiosk.hang_up()
    await until(lambda: joined.seat.phase is Phase.ENDED)
    await until(lambda: joined.kiosk.is_at_rest and joined.seat.is_at_rest)
    for said in joined.said.values():
        said.clear()


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_five_hundred_calls_leave_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    looks: list[Look] = []

    async def day() -> None:
        async with cable() as joined:
            joined.kiosk.hang_up()
            for number in range(1, CALLS + 1):
                await one_call(joined, number)
                if number % LOOK_EVERY == 0:
                    looks.append(look(number))
                    with capsys.disabled():
                        print(looks[-1], flush=True)

    run(day())
    first, last = next(look for look in looks if look.calls >= WARM_UP), looks[-1]
    assert (last.files, last.threads, last.tasks, last.objects) == (
        first.files,
        first.threads,
        first.tasks,
        first.objects,
    ), looks
    early, late = looks[: len(looks) // 2], looks[len(looks) // 2 :]
    for of, most_mb in ((attrgetter("rss_mb"), GROWTH_MB), (attrgetter("used_mb"), USED_MB)):
        assert median(map(of, late)) - median(map(of, early)) < most_mb, looks
