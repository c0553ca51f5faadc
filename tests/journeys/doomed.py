"""Shell: a kiosk as a program of its own, walked to a point and cut off there like a booth that loses power.

As a program: `python -m tests.journeys.doomed SETTINGS DATA POINT`; it asks for hands and says where it is on stdout.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk_app.app import open_kiosk
from kiosk_app.config import Settings
from kiosk_app.demo.fingers import FingersError, Steps
from kiosk_app.demo.resident import Resident
from kiosk_app.demo.stall import StallMeter
from tests.cloud_seat.hub.running import ROOT
from tests.journeys.booth import HOLD_S, STEP_MS, QuickFingers
from tests.journeys.gear import Gear, someone
from tests.journeys.place import Place

THERE = "there"
WORDS = (THERE, "insert-card", "put-paper", "take-paper")
POINTS = ("form", "typing", "check")
WAIT_S = 100.0
"""Then the child gives up by itself, with a code."""


def cut_off(place: Place, gear: Gear, *, point: str) -> None:
    """Walks a resident to `point` in a process of its own, then kill -9."""
    path = place.data.parent / "settings.json"
    path.write_bytes(msgspec.json.encode(place.settings))
    command = [sys.executable, "-m", "tests.journeys.doomed", str(path), str(place.data), point]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    hands: dict[str, Callable[[], object]] = {
        "insert-card": gear.insert_card,
        "put-paper": gear.document.put_paper,
        "take-paper": gear.document.take_paper,
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    said: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(process, said), name="aside", daemon=True).start()
    try:
        while (word := _next_word(process, said)) != THERE:
            hands[word]()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its helpers lose power too
        process.wait()
        gear.reader.remove()
        gear.document.take_paper()


def _listen(process: "subprocess.Popen[str]", said: "queue.Queue[str]") -> None:
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            if line.strip() in WORDS:
                said.put(line.strip())


def _next_word(process: "subprocess.Popen[str]", said: "queue.Queue[str]") -> str:
    while True:
        with contextlib.suppress(queue.Empty):
            return said.get(timeout=0.2)
        assert process.poll() is None, f"the kiosk ended with {process.returncode} before it was cut off"


def _road(resident: Resident, fingers: QuickFingers, point: str) -> Steps:
    yield from resident.welcome(wants_official=False)
    yield from resident.find()
    yield from resident.identify()
    if point == "form":
        yield from fingers.tap("field-phone")
        yield from fingers.type_keys(someone()["phone"])
        yield from fingers.until(lambda: resident.session.values.get("phone") == someone()["phone"], "the number")
    elif point == "typing":
        yield from _half_an_account(resident, fingers)
        print(THERE, flush=True)
        return
    else:
        yield from resident.form(someone())
        yield from resident.material()
        yield from resident.on_page("check")
    yield from fingers.until(lambda: resident.session.saved, "the sealed draft")
    print(THERE, flush=True)


def _half_an_account(resident: Resident, fingers: QuickFingers) -> Steps:
    """The finger is still on the keys; nobody waits for the disk."""
    person = someone()
    yield from fingers.tap("field-phone")
    yield from fingers.type_keys(person["phone"])
    yield from resident.close_keyboard()
    yield from fingers.tap("choice-relation-self")
    yield from fingers.until(lambda: resident.session.values.get("relation") == "self", "the relation")
    yield from fingers.tap("goOn")
    yield from fingers.until(lambda: resident.session.page == 2, "the third page")
    yield from fingers.tap("choice-bank_name-icbc")
    yield from fingers.tap("field-bank_account")
    yield from fingers.type_keys(person["bank_account"][:8])


def main() -> None:
    """Stays where it came to until it is killed."""
    path, data, point = sys.argv[1:]
    app = QGuiApplication([])
    kiosk = open_kiosk(app, msgspec.json.decode(Path(path).read_bytes(), type=Settings), Path(data))
    meter = StallMeter()
    fingers = QuickFingers(kiosk.window, meter, Path(data).parent, hold_s=HOLD_S)
    resident = Resident(kiosk, fingers, meter, lambda word: print(word, flush=True), look_s=0.0)
    road, timer, loop = _road(resident, fingers, point), QTimer(), QEventLoop()

    is_inside = False

    def walk_on() -> None:
        nonlocal is_inside
        if is_inside:  # a touch runs the loop
            return
        is_inside = True
        try:
            next(road, None)
        except FingersError as error:
            print(error, file=sys.stderr, flush=True)
            loop.exit(1)
        finally:
            is_inside = False

    timer.timeout.connect(walk_on)
    timer.start(STEP_MS)
    QTimer.singleShot(round(WAIT_S * 1000), lambda: loop.exit(2))
    status = loop.exec()
    os._exit(status)  # nobody closes a booth that loses power


if __name__ == "__main__":
    main()
