"""Shell: any bytes to any parser of `devices`: only Remote…Error, the same in one piece or byte by byte, never more
memory than a message may have. The deep run adds 100,000 frames a parser and a search guided by coverage (atheris).
"""

import contextlib
import os
import random
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from devices.errors import RemoteDeviceError
from tests.faults.device_parsers import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
FRAMES, DEEP_FRAMES = 1000, 100_000
GUIDED_RUNS = 100_000
PIECE_BYTES = 65_536
STREAMS = [target for target in TARGETS if target.holds_bytes]
each_parser = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
each_stream = pytest.mark.parametrize("target", STREAMS, ids=lambda target: target.name)


def _tried(take: Callable[[bytes], Any], pieces: list[bytes]) -> tuple[Any, str]:
    """What was understood, and the code of the error that ended it."""
    found: Any = None
    try:
        for piece in pieces:
            found = take(piece)
    except RemoteDeviceError as error:
        return None, error.code
    return found, ""


def _feed_on(take: Callable[[bytes], list[Any]], piece: bytes, times: int) -> None:
    """What was understood goes to the caller; only what the parser itself keeps counts."""
    with contextlib.suppress(RemoteDeviceError):
        for _ in range(times):
            take(piece).clear()


def _spoilt(seed: bytes, dice: random.Random) -> bytes:
    """A true message with a few bytes changed, lost, doubled or added; now and then pure noise."""
    if dice.random() < 0.1:
        return dice.randbytes(dice.randrange(64))
    data = bytearray(seed)
    for _ in range(dice.randrange(1, 6)):
        at, size = dice.randrange(len(data) + 1), dice.randrange(1, 9)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = dice.randbytes(1)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size * 4]
            case 3:
                data[at:at] = dice.randbytes(size)
            case _:
                del data[at:]
    return bytes(data)


def _fuzz(target: Target, count: int) -> None:
    dice = random.Random(target.name)
    for _ in range(count):
        _tried(target.build(), [_spoilt(dice.choice(target.seeds), dice)])


@each_parser
def test_a_spoilt_message_raises_nothing_but_a_remote_error(target: Target) -> None:
    _fuzz(target, FRAMES)


@pytest.mark.deep
@pytest.mark.timeout(600)
@each_parser
def test_a_hundred_thousand_spoilt_messages(target: Target) -> None:
    _fuzz(target, DEEP_FRAMES)


@each_parser
def test_a_true_message_is_understood(target: Target) -> None:
    """Else the fuzzing would begin with messages that no parser takes seriously."""
    for seed in target.seeds:
        found, error = _tried(target.build(), [seed])
        assert error == ""
        assert found


@each_stream
def test_byte_by_byte_is_the_same_as_all_at_once(target: Target) -> None:
    dice = random.Random(target.name)
    for _ in range(FRAMES // 4):
        data = _spoilt(dice.choice(target.seeds), dice) + dice.choice(target.seeds)
        cuts = sorted({0, len(data), *(dice.randrange(len(data) + 1) for _ in range(3))})
        whole = _tried(target.build(), [data])
        assert _tried(target.build(), [data[i : i + 1] for i in range(len(data))]) == whole
        assert _tried(target.build(), [data[i:j] for i, j in pairwise(cuts)]) == whole


@pytest.mark.deep
@pytest.mark.timeout(600)
@each_stream
def test_a_message_without_end_does_not_fill_the_memory(target: Target) -> None:
    """Each seed is cut at some places and never ends: what the parser keeps stays below its own limit."""
    dice = random.Random(target.name)
    for filler in (b"\0", b"A", b"\xff"):
        seed = dice.choice(target.seeds)
        take = target.build()
        tracemalloc.start()
        _feed_on(take, seed[: dice.randrange(len(seed))], 1)
        _feed_on(take, filler * PIECE_BYTES, target.holds_bytes // PIECE_BYTES * 5 // 4 + 4)
        kept_bytes = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert kept_bytes <= 1.2 * target.holds_bytes + 2 * PIECE_BYTES


@pytest.mark.deep
@pytest.mark.timeout(600)
@each_parser
def test_a_search_guided_by_coverage_finds_no_crash(target: Target, tmp_path: Path) -> None:
    """libFuzzer, in a process of its own: it ends that process at the first surprise."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(seed)
    limits = [f"-runs={GUIDED_RUNS}", "-max_len=4096", "-max_total_time=60", "-rss_limit_mb=1024", "-seed=1"]
    command = [sys.executable, "-m", "tests.faults.guided_fuzz", target.name, *limits, str(corpus)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    [done] = re.findall(r"^Done (\d+) runs", ran.stderr, re.MULTILINE)
    assert int(done) > GUIDED_RUNS // 10  # fewer only where the time bound came first
    assert max(map(int, re.findall(r" cov: (\d+) ", ran.stderr))) > 1, "nothing was measured: it would be blind"
