"""Shell: a card laid on the glass → typed reading, over a terminal at 115200 baud, beside what wire and radio need."""

import threading
import time

from bench.stopwatch import percentile, timed
from bench.table import Table
from devices.id_card import protocol
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.reading import LOOK_PERIOD_S
from devices.id_card.sam_model import SamModel, sample_card
from devices.lease import Lease
from devices.model import DeviceConfig
from devices.registry import open_registry

BAUD = 115200
BITS_PER_BYTE = 10  # 8N1
READING = (protocol.FIND_CARD, protocol.SELECT_CARD, protocol.READ_TEXT_PHOTO)
LONGEST_S = 10.0
SETTLED_S = 0.3  # until then the last card may be asked about
LOOK_S = SamModel.radio_s(protocol.FIND_CARD) + 21 * BITS_PER_BYTE / BAUD + LOOK_PERIOD_S  # one that misses


def measure(quick: bool) -> Table:
    """The card comes at evenly spread moments between two looks: a hand knows nothing of them."""
    emulator = IdCardEmulator(baud=BAUD, pace=1.0)
    emulator.start()
    registry = open_registry([DeviceConfig(role="id_card", kind="sam", address=emulator.address)], lambda event: None)
    count = 2 if quick else 30
    try:
        with registry.claim("id_card", owner="bench") as lease:
            laid = [_lay(emulator, lease, number / count * LOOK_S) for number in range(count)]
    finally:
        registry.close()
        emulator.stop()
    times, cpu_shares = zip(*laid, strict=True)
    wire_s, radio_s = _wire_s(), sum(map(SamModel.radio_s, READING))
    middle_s, worst_s = percentile(times, 0.5), max(times)
    beyond = (middle_s - wire_s - radio_s, worst_s - wire_s - radio_s)
    seconds = tuple(s * 1000 for s in (middle_s, worst_s, wire_s, radio_s, *beyond))
    columns = (
        "p50 ms", "worst ms", "wire ms", "radio ms", "p50 beyond both ms", "worst beyond both ms", "CPU % waiting",
    )  # fmt: skip
    beside = (
        f"bytes of find, select, read at {BAUD} baud 8N1; radio as makers state it. We look again"
        f" {LOOK_PERIOD_S * 1000:.0f} ms after each answer; a card that comes while the radio looks is found by that"
        " look, so beyond may be below zero. CPU: of the device's thread on one core while no card lies there"
    )
    return Table("resident ID card", columns, (("on the glass → reading", (*seconds, max(cpu_shares) * 100)),), beside)


def _lay(emulator: IdCardEmulator, lease: Lease, after_s: float) -> tuple[float, float]:
    """Seconds from the card's touching the glass to the reading; CPU share of the device's thread before."""
    is_waiting = threading.Event()
    reading = lease.run(ReadCard(), deadline_s=LONGEST_S, progress=lambda _: is_waiting.set())
    is_waiting.wait(LONGEST_S)
    time.sleep(SETTLED_S)
    cpu_share = _cpu_share(SETTLED_S + after_s)
    emulator.insert()
    taken_s, _ = timed(lambda: reading.result(LONGEST_S))
    emulator.remove()
    if not reading.result().ok:
        raise RuntimeError(f"the card was not read: {reading.result().completion}")
    return taken_s, cpu_share


def _cpu_share(seconds: float) -> float:
    """Of the device's thread, while we sleep."""
    [worker] = [thread for thread in threading.enumerate() if thread.name == "device-id_card"]
    clock = time.pthread_getcpuclockid(worker.ident or 0)
    before_s, began_s = time.clock_gettime(clock), time.monotonic()
    time.sleep(seconds)
    return (time.clock_gettime(clock) - before_s) / (time.monotonic() - began_s)


def _wire_s() -> float:
    """Requests and answers of one reading, as they are on the wire."""
    model = SamModel()
    model.insert(sample_card())
    asked = sum(len(protocol.encode_request(request)) for request in READING)
    answered = sum(len(protocol.encode_answer(model.answer(request))) for request in READING)
    return (asked + answered) * BITS_PER_BYTE / BAUD
