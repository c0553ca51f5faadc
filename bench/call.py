"""Shell: one call between two kiosk peers, each a process, beside the same call with aiortc's own encoder settings."""

import asyncio
import math
import multiprocessing
import time
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

import numpy as np

from bench.table import Row, Table
from cloud_seat.call.codecs import SETTINGS
from cloud_seat.call.ladder import LADDER, USUAL
from cloud_seat.call.media import HEIGHT_PX, WIDTH_PX, AudioSource, FrameSource
from cloud_seat.call.peer import Peer
from devices.portrait import draw_portrait

OURS = dict(SETTINGS)
STOCK = {"cpu-used": "-6", "noise-sensitivity": "4", "static-thresh": "1", "partitions": "0"}
"""What aiortc 1.16.0 `codecs/vpx.py` sets otherwise; threads and rates are the same at this size."""
LOOP_FRAMES = 20
FRAME_RATE_FPS = LADDER[USUAL].fps
LONGEST_S = 40.0


def measure(quick: bool) -> Table:
    """The kinds take turns. The first call, with cold libraries, is not counted."""
    processes = multiprocessing.get_context("spawn")
    pipes = [processes.Pipe() for _ in range(2)]
    ends = [processes.Process(target=_live, args=(far,), daemon=True) for _, far in pipes]
    for end in ends:
        end.start()
    try:
        calls = _calls([pipe for pipe, _ in pipes], quick=quick)
    finally:
        for end in ends:
            end.kill()
    ours, stock = (tuple(map(median, zip(*of_kind, strict=True))) for of_kind in zip(*calls, strict=True))
    rows: tuple[Row, ...] = (("our encoder settings", ours), ("aiortc's own settings", stock))
    columns = ("CPU s per s", "frames/s", "first frame ms")
    beside = f"VP8 settings of aiortc 1.16 in the same peer; the camera gives {FRAME_RATE_FPS} frames/s"
    return Table(
        f"a call, {WIDTH_PX}×{HEIGHT_PX}, sound and picture both ways; mean of both ends", columns, rows, beside
    )


def _calls(pipes: list[Connection], *, quick: bool) -> list[list[tuple[float, float, float]]]:
    settle_s, measure_s, rounds = (0.1, 0.5, 1) if quick else (3.0, 8.0, 3)
    _call(pipes, {"settings": OURS, "settle_s": 0, "measure_s": 0.01})
    plans = [{"settings": settings, "settle_s": settle_s, "measure_s": measure_s} for settings in (OURS, OURS | STOCK)]
    return [[_call(pipes, plan) for plan in plans] for _ in range(rounds)]


def _call(pipes: list[Connection], plan: dict[str, Any]) -> tuple[float, float, float]:
    """CPU share, frames a second, and ms from the caller's first word until both ends show a frame."""
    caller, callee = pipes
    began_at_s = time.monotonic()
    caller.send({**plan, "offer": ""})
    callee.send({**plan, "offer": _hear(caller)})
    caller.send(_hear(callee))
    cpu_s, frames, first_at_s = zip(*map(_hear, pipes), strict=True)
    return sum(cpu_s) / 2, sum(frames) / 2, (max(first_at_s) - began_at_s) * 1000


def _hear(pipe: Connection) -> Any:
    if not pipe.poll(LONGEST_S):
        raise TimeoutError("an end of the call says nothing")
    return pipe.recv()


# --- one end, a process of its own ---
def _live(pipe: Connection) -> None:
    asyncio.run(_sit_down(pipe, FrameSource()))


async def _sit_down(pipe: Connection, camera: FrameSource) -> None:
    await asyncio.gather(_film(camera), _take_calls(pipe, camera))


async def _take_calls(pipe: Connection, camera: FrameSource) -> None:
    while True:
        plan = await asyncio.to_thread(_hear, pipe)
        SETTINGS.clear()
        SETTINGS.update(plan["settings"])
        microphone = AudioSource("lavfi:sine=frequency=330")
        peer = Peer(camera=camera, microphone=microphone, on_frame=lambda frame: None, on_audio=lambda sound: None)
        async with asyncio.timeout(LONGEST_S):
            pipe.send(await (peer.answer(plan["offer"]) if plan["offer"] else peer.offer()))
            if not plan["offer"]:
                await peer.accept_answer(await asyncio.to_thread(_hear, pipe))
            measured = await _measured(peer, plan)
            await peer.close()
        microphone.stop()
        pipe.send(measured)


async def _measured(peer: Peer, plan: dict[str, Any]) -> tuple[float, float, float]:
    while not peer.stats().frames_shown:  # noqa: ASYNC110  a peer has no event for this
        await asyncio.sleep(0.005)
    first_at_s = time.monotonic()
    await asyncio.sleep(plan["settle_s"])
    frames, cpu_s, start_s = peer.stats().frames_decoded, time.process_time(), time.monotonic()
    await asyncio.sleep(plan["measure_s"])
    took_s = time.monotonic() - start_s
    return (time.process_time() - cpu_s) / took_s, (peer.stats().frames_decoded - frames) / took_s, first_at_s


async def _film(camera: FrameSource) -> None:
    """A moving face with a sensor's noise."""
    noise, turn, pictures = np.random.default_rng(1), 2 * math.pi / LOOP_FRAMES, []
    for number in range(LOOP_FRAMES):
        face = np.asarray(draw_portrait(WIDTH_PX, HEIGHT_PX, sway=number * turn, wall=(198, 206, 212)), dtype=np.int16)
        pictures.append(np.clip(face + noise.integers(-3, 4, face.shape), 0, 255).astype(np.uint8))
    number = 0
    while True:
        camera.push(pictures[number % LOOP_FRAMES])
        number += 1
        await asyncio.sleep(1 / FRAME_RATE_FPS)
