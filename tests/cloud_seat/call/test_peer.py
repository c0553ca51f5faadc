"""Shell: two real peers on loopback see and hear each other, and leave nothing behind."""

import asyncio
import gc
import time
import weakref

import numpy as np
import pytest
from aiortc.rtp import RtpPacket

from cloud_seat.call.packets import Packet
from cloud_seat.call.peer import Peer
from cloud_seat.call.report import RemoteMediaError
from tests.cloud_seat.call.people import Person, run, until
from tests.conftest import ExpectedLogs


async def _connect(caller: Peer, callee: Peer) -> None:
    await caller.accept_answer(await callee.answer(await caller.offer()))


def test_both_see_and_hear_each_other() -> None:
    async def call() -> None:
        resident, official = Person(hue=0), Person(hue=2)
        async with resident.peer() as a, official.peer() as b:
            await _connect(a, b)
            await until(lambda: a.stats().frames_decoded > 0 and b.stats().frames_decoded > 0)
            await until(lambda: min(p.stats().frames_shown for p in (a, b)) > 20)
            await until(lambda: min(p.stats().audio_frames for p in (a, b)) > 50)
            await until(lambda: a.stats().rtt_s is not None, 10)
            for stats in (a.stats(), b.stats()):
                assert stats.frames_sent > 20
                assert stats.last_media_at_s is not None
            assert 0.2 < resident.ear.level < 1
        blue, red = resident.seen[0], official.seen[0]  # later ones may be smaller: a busy machine lowers the picture
        assert (blue.width, blue.height, len(blue.bgra)) == (640, 480, blue.stride * 480)
        middle = blue.stride * 240 + 4 * 320
        assert blue.bgra[middle] > 150 > 80 > blue.bgra[middle + 2]
        assert red.bgra[middle] < 80 < 150 < red.bgra[middle + 2]

    run(call())


def test_one_may_have_neither_camera_nor_microphone() -> None:
    async def call() -> None:
        official = Person(hue=1)
        seen: list[object] = []
        bare = Peer(camera=None, microphone=None, on_frame=seen.append, on_audio=lambda frame: None)
        try:
            async with official.peer() as b:
                await _connect(bare, b)
                await until(lambda: bare.stats().frames_decoded > 3 and bare.stats().audio_frames > 3)
                assert b.stats().last_media_at_s is None
        finally:
            await bare.close()

    run(call())


def test_a_picture_of_another_shape_keeps_its_shape() -> None:
    async def call() -> None:
        resident, official = Person(hue=0), Person(hue=2)
        resident.camera.push(np.full((720, 1280, 3), 90, dtype=np.uint8))
        async with resident.peer() as a, official.peer() as b:
            await _connect(a, b)
            await until(lambda: bool(official.seen))
        assert (official.seen[-1].width, official.seen[-1].height) == (640, 360)

    run(call())


@pytest.mark.parametrize("sdp", ["", "rubbish", "v=0\r\n", "v=0\r\nm=audio x UDP 9\r\n", "v=0\r\na=group:BUNDLE 0\r\n"])
def test_a_description_that_lies_is_refused(sdp: str) -> None:
    async def call() -> None:
        async with Person(hue=0).peer() as peer:
            with pytest.raises(RemoteMediaError):
                await peer.answer(sdp)
        async with Person(hue=0).peer() as peer:
            await peer.offer()
            with pytest.raises(RemoteMediaError):
                await peer.accept_answer(sdp)

    run(call())


@pytest.mark.parametrize("when", ["new", "offered", "connecting"])
def test_closing_at_any_moment_leaves_nothing(when: str) -> None:
    async def call() -> None:
        async with Person(hue=0).peer() as a, Person(hue=1).peer() as b:
            if when != "new":
                offer = await a.offer()
            if when == "connecting":
                await a.accept_answer(await b.answer(offer))

    run(call())


def test_the_other_end_vanishes_and_the_numbers_stand_still() -> None:
    async def call() -> None:
        resident, official = Person(hue=0), Person(hue=2)
        async with resident.peer() as a:
            async with official.peer() as b:
                await _connect(a, b)
                await until(lambda: a.stats().frames_decoded > 5)
            await until(lambda: (a.stats().last_media_at_s or 0) < time.monotonic() - 0.5)

    run(call())


async def _used_up() -> "weakref.ref[Peer]":
    """A peer that was in a call and is closed; nothing of ours holds it any more."""
    resident, official = Person(hue=0), Person(hue=2)
    async with resident.peer() as a, official.peer() as b:
        await _connect(a, b)
        await until(lambda: a.stats().frames_shown > 2 and b.stats().frames_shown > 2)
        await a.close()
        heard, last = resident.ear.frames, resident.seen[-1].number
        await asyncio.sleep(0.2)
        assert (resident.ear.frames, resident.seen[-1].number) == (heard, last)
        return weakref.ref(a)


def _packets() -> int:
    """Pictures and words, coded, that are kept anywhere."""
    return sum(isinstance(thing, RtpPacket | Packet) for thing in gc.get_objects())


def test_a_closed_peer_is_gone_at_once_and_calls_nobody_back() -> None:
    async def call() -> None:
        gc.collect()
        before = _packets()
        gc.disable()
        try:
            gone = await _used_up()
            await until(lambda: gone() is None, 2)
            assert _packets() <= before, "nor is anything of what was sent and heard"
        finally:
            gc.enable()

    run(call())


def test_an_owner_who_fails_is_not_silent(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("cloud_seat.call.peer", "broke: ZeroDivisionError")

    async def call() -> None:
        official, logs = Person(hue=1), []
        failing = Peer(camera=None, microphone=None, on_frame=lambda f: logs.append(1 // 0), on_audio=lambda f: None)
        try:
            async with official.peer() as b:
                await _connect(failing, b)
                await until(lambda: failing.stats().frames_decoded > 3)
        finally:
            await failing.close()

    run(call())
