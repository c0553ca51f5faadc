"""Shell: a live call whose other end sends garbage beside its pictures: below DTLS, inside it, and as real SRTP."""

import asyncio
import random
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pylibsrtp
import pytest

from tests.cloud_seat.call.people import Person, run, until

SEED = 20260
PAUSE_EVERY = 50
HEADS = (0x00, 0x16, 0x17, 0x80, 0x90, 0xB0, 0x8F, 0xBF)
"""First bytes of STUN, of DTLS handshake and data, of RTP with and without extensions and padding (RFC 7983)."""
KINDS = (97, 98, 96, 200, 201, 202, 203, 205, 206, 204, 127)
"""Second bytes: our payload types, every kind of RTCP, none."""


def garbage(chance: random.Random, sources: list[int]) -> Iterator[bytes]:
    """Bytes that look like something for as long as possible."""
    while True:
        body = chance.randbytes(chance.choice((0, 1, 3, 8, 20, 60, 300, 1200)))
        head = bytes([chance.choice(HEADS) | chance.randrange(16), chance.choice(KINDS)])
        words = struct.pack("!H", chance.choice((0, 1, 2, len(body) // 4 + 1, 0xFFFF)))
        source = struct.pack("!L", chance.choice([*sources, 0, 0xFFFFFFFF]))
        yield chance.choice(
            (body, head + body, head + words + source + body, head + words + body[:4] * 2 + source + body)
        )


async def _answered(one: Person, other: Person, work: Callable[[Any, Any], Any]) -> None:
    async with one.peer() as caller, other.peer() as callee:
        await caller.accept_answer(await callee.answer(await caller.offer()))
        await until(lambda: bool(one.seen and other.seen and one.ear.frames and other.ear.frames))
        await work(caller, callee)


def _send_nothing(to: Any) -> None:
    """An empty datagram, which anybody may send who guesses a port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for candidate in to._pc.getSenders()[0].transport.transport._connection.local_candidates:
            if ":" not in candidate.host:
                stranger.sendto(b"", (candidate.host, candidate.port))


async def _throw(peer: Any, count: int) -> None:
    """From below aiortc's own checks, in turns: as a stranger could, as DTLS data (SCTP), as encrypted RTP and RTCP."""
    chance = random.Random(SEED)
    sender = peer._pc.getSenders()[0]
    sources = [one._ssrc for one in peer._pc.getSenders()]
    dtls = sender.transport
    made = garbage(chance, sources)
    for number in range(count):
        data = next(made)
        if number % 3 == 0:
            await dtls.transport._send(data)
        elif number % 3 == 1:
            await dtls._send_data(data or b"x")
        else:
            with suppress(pylibsrtp.Error):  # what cannot even be encrypted
                await dtls._send_rtp(data + bytes(12))
        if number % PAUSE_EVERY == 0:
            await asyncio.sleep(0.005)


def _play(count: int) -> None:
    async def work() -> None:
        one, other = Person(hue=0), Person(hue=1)

        async def throw(caller: Any, callee: Any) -> None:
            _send_nothing(callee)
            await _throw(caller, count)
            seen, heard, before = callee.stats().frames_decoded, other.ear.frames, caller.stats().frames_decoded
            await until(lambda: callee.stats().frames_decoded > seen + 5 and other.ear.frames > heard + 10)
            await until(lambda: caller.stats().frames_decoded > before + 5)

        await _answered(one, other, throw)

    run(work())


def test_garbage_beside_a_call_does_nothing() -> None:
    _play(600)


@pytest.mark.deep
def test_much_garbage_beside_a_call_does_nothing() -> None:
    _play(60_000)
