"""Shell: a file from outside is read by a process of its own, which has so much memory and time and no more: a workbook
of 12 KB can ask for any amount of both (docs/adr/0047). As a program: the file comes in, what was read goes out."""

import os
import resource
import subprocess
import sys
from dataclasses import dataclass

import msgspec

from cloud_seat.hub.imports.sheet import RemoteFileError, Sheet, Wrong, is_workbook, read_csv
from cloud_seat.hub.imports.workbook import read_workbook

_TOO_MUCH = 3
_PATIENCE = 4
"""Longest wait, in times of the processor's seconds that are given: a busy machine has others to serve, too."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one file may cost. 20,000 lines of all 32 columns as XLSX take 250 MB and 24 s on two busy cores."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_s: int = 60


def read_file(body: bytes, allowed: Allowance = Allowance()) -> list[Sheet]:
    """The sheets of a file, whatever its name. Raises RemoteFileError."""
    command = [sys.executable, "-m", __name__, str(allowed.memory_bytes), str(allowed.cpu_s)]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}  # and nothing else of ours
    try:
        done = subprocess.run(
            command, input=body, capture_output=True, env=paths, timeout=allowed.cpu_s * _PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    if done.returncode == _TOO_MUCH or done.returncode < 0:  # by itself, or ended by the kernel
        raise _too_much()
    done.check_returncode()
    answer = msgspec.msgpack.decode(done.stdout, type=list[Sheet] | Wrong)
    if isinstance(answer, Wrong):
        raise RemoteFileError(answer.text.zh, answer.text.en)
    return answer


def read(body: bytes) -> list[Sheet]:
    """The same, in this process."""
    return read_workbook(body) if is_workbook(body) else [read_csv(body)]


def _too_much() -> RemoteFileError:
    return RemoteFileError(
        "这个文件太费时或太占内存，没有打开。请只留要导入的表，另存为 CSV 再选。",
        "This file takes too much time or memory to read: keep only the table and save it as CSV.",
    )


def main(memory_bytes: int, cpu_s: int) -> int:
    """The file on the standard input; what was read, or what is wrong with it, on the standard output."""
    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_CPU: cpu_s}
    for kind, most in {**limits, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}.items():
        resource.setrlimit(kind, (most, most))
    os.nice(10)
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MemoryError:
        return _TOO_MUCH
    sys.stdout.buffer.write(answer)
    return 0


def _answer(body: bytes) -> bytes:
    try:
        return msgspec.msgpack.encode(read(body))
    except RemoteFileError as error:
        return msgspec.msgpack.encode(error.wrong)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
