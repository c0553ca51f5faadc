"""Shell: a card laid on the glass → typed reading, over a terminal at 115200 baud, beside what wire and radio need."""

import threading
import time

from bench.stopwatch import percentile, timed
from bench.table import Table
from devices.id_card import protocol
from devices.id_card.driver import FIND_PERIOD_S, ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.sam_model import SamModel, sample_card
from devices.lease import Lease
from devices.model import DeviceConfig
from devices.registry import open_registry

BAUD = 115200
BITS_PER_BYTE = 10  # 8N1
READING = (protocol.FIND_CARD, protocol.SELECT_CARD, protocol.READ_TEXT_PHOTO)
LONGEST_S = 10.0


def measure(quick: bool) -> Table:
    """The card comes at evenly spread moments of the search period: a hand knows nothing of it."""
    emulator = IdCardEmulator(baud=BAUD, pace=1.0)
    emulator.start()
    registry = open_registry([DeviceConfig(role="id_card", kind="sam", address=emulator.address)], lambda event: None)
    count = 3 if quick else 30
    try:
        with registry.claim("id_card", owner="bench") as lease:
            times = [_lay(emulator, lease, number / count * FIND_PERIOD_S) for number in range(count)]
    finally:
        registry.close()
        emulator.stop()
    wire_s, radio_s = _wire_s(), sum(map(SamModel.radio_s, READING))
    middle_s = percentile(times, 0.5)
    seconds = (middle_s, max(times), wire_s, radio_s, middle_s - wire_s - radio_s)
    columns = ("p50 ms", "worst ms", "wire ms", "radio ms", "p50 beyond both ms")
    beside = f"bytes of find, select, read at {BAUD} baud 8N1; radio as makers state it. We look each {FIND_PERIOD_S} s"
    return Table("resident ID card", columns, (("on the glass → reading", tuple(s * 1000 for s in seconds)),), beside)


def _lay(emulator: IdCardEmulator, lease: Lease, after_s: float) -> float:
    """Seconds from the card's touching the glass to the reading."""
    is_waiting = threading.Event()
    reading = lease.run(ReadCard(), deadline_s=LONGEST_S, progress=lambda _: is_waiting.set())
    is_waiting.wait(LONGEST_S)
    time.sleep(after_s)
    emulator.insert()
    taken_s, _ = timed(lambda: reading.result(LONGEST_S))
    emulator.remove()
    if not reading.result().ok:
        raise RuntimeError(f"the card was not read: {reading.result().completion}")
    return taken_s


def _wire_s() -> float:
    """Requests and answers of one reading, as they are on the wire."""
    model = SamModel()
    model.insert(sample_card())
    asked = sum(len(protocol.encode_request(request)) for request in READING)
    answered = sum(len(protocol.encode_answer(model.answer(request))) for request in READING)
    return (asked + answered) * BITS_PER_BYTE / BAUD
