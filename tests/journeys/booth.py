"""Shell: the whole kiosk program in this process, in front of a real hub and real ports, and a resident's fingers.

booth.walk(booth.to_form())          # steps are generators; Qt's loop runs while they walk
assert booth.notice == "…"
booth.close()                        # lanes, devices, files, window; nothing left running
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk_app.app import open_kiosk
from kiosk_app.demo.fingers import Fingers, FingersError, Steps
from kiosk_app.demo.resident import Resident
from kiosk_app.demo.stall import StallMeter
from kiosk_app.session.state import Session
from tests.cloud_seat.hub.running import RunningHub
from tests.journeys.archive import Archive
from tests.journeys.gear import Gear, someone
from tests.journeys.place import Place
from tests.journeys.qt_words import hear_qt

STEP_MS = 4
HOLD_S = 0.012
"""Fingers of a test are quick; the buttons' own guard against double presses still counts."""
THREADS_END_S = 5.0
WAIT_S = 90.0
"""What does not come by then never comes; how soon it comes is measured elsewhere."""
HARNESS = ("emulat", "official", "aside")


class QuickFingers(Fingers):
    """Takes a picture only where a journey got stuck."""

    def picture(self, name: str) -> None:
        """Kept in the test's own folder."""
        if name == "stuck":
            super().picture(name)


class Booth:
    """One kiosk with everything around it. `hand`: somebody's fingers."""

    def __init__(self, hub: RunningHub, gear: Gear, place: Place, *, hand: type[QuickFingers] = QuickFingers) -> None:
        self.hub, self.gear, self.place = hub, gear, place
        self.kiosk_id, self.data = place.kiosk_id, place.data
        self.archive = Archive(hub)
        self._threads_before = set(threading.enumerate())
        self._slips_before = len(gear.printer.slips)
        hear_qt()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self.kiosk = open_kiosk(app, place.settings, self.data)
        self._meter = StallMeter()
        self.fingers = hand(self.kiosk.window, self._meter, self.data.parent, hold_s=HOLD_S)
        self.resident = Resident(self.kiosk, self.fingers, self._meter, self._lend_a_hand, look_s=0.0)
        self._is_closed = False

    def close(self) -> None:
        """The program ends; every lane and device thread with it."""
        if self._is_closed:
            return
        self._is_closed = True
        hear_qt()
        shiboken6.delete(self._meter)  # its timer must not be collected in some other thread
        self.kiosk.stop()
        until_s = time.monotonic() + THREADS_END_S
        while (left := self._threads_left()) and time.monotonic() < until_s:
            time.sleep(0.02)
        assert not left, f"still running: {left}"

    def walk(self, *parts: Steps) -> None:
        """Takes the steps one after the other while the program's own loop runs."""
        loop, timer, faults = QEventLoop(), QTimer(), list[BaseException]()
        steps = (None for part in parts for _ in part)
        inside = False

        def take_one() -> None:
            nonlocal inside
            if inside:
                return
            inside = True
            try:
                next(steps)
            except StopIteration:
                loop.quit()
            except (FingersError, AssertionError, Exception) as fault:  # noqa: BLE001 - told by `walk` below
                faults.append(fault)
                loop.quit()
            finally:
                inside = False

        timer.timeout.connect(take_one)
        timer.start(STEP_MS)
        loop.exec()
        timer.stop()
        if faults:
            raise faults[0]

    # --- looking ---
    @property
    def session(self) -> Session:
        """What the engine knows now."""
        return self.kiosk.engine.runner.session

    def shown(self, view: str, key: str) -> Any:
        """A value as it stands on the glass."""
        return self.kiosk.parts.views.view(view).value(key)

    @property
    def notice(self) -> str:
        """The sentence over the page."""
        return str(self.shown("frame", "noticeText"))

    @property
    def page(self) -> str:
        """The page in front."""
        return str(self.shown("frame", "page"))

    @property
    def slips(self) -> int:
        """How many slips this booth's printer has cut for this test."""
        return len(self.gear.printer.slips) - self._slips_before

    def leftovers(self, person: str = "resident") -> list[str]:
        """Files of this booth that hold anything of that person."""
        return self.place.leftovers(person)

    def sealed_files(self) -> list[Path]:
        """What lies sealed in the cache's folder."""
        return [path for path in (self.data / "cache" / "sealed").rglob("*") if path.is_file()]

    def count_stalls_anew(self) -> None:
        """What was until now does not count: a start, a look at the memory."""
        with self._meter.apart():
            self._meter.by_step.clear()

    @property
    def longest_stall_ms(self) -> float:
        """How long the glass was away from its loop at most."""
        return self._meter.longest[1].ms

    # --- waiting ---
    def until(self, condition: Callable[[], object], what: str, *, wait_s: float = WAIT_S) -> Steps:
        """Waits for something to be true."""
        yield from self.fingers.until(condition, what, wait_s=wait_s)

    def reads(self, words: str, *, wait_s: float = WAIT_S) -> Steps:
        """Waits until the sentence over the page holds these words."""
        yield from self.until(lambda: words in self.notice, f"the words {words!r}", wait_s=wait_s)

    def aside(self, work: Callable[[], object]) -> Steps:
        """Somebody else does something slow meanwhile."""
        thread = threading.Thread(target=work, name="aside", daemon=True)
        thread.start()
        while thread.is_alive():
            yield

    # --- the road, in pieces ---
    def to_identify(self) -> Steps:
        """Found and begun."""
        yield from self.resident.welcome(wants_official=False)
        yield from self.resident.find()
        yield from self.resident.on_page("identify")

    def to_form(self) -> Steps:
        """The card is read."""
        yield from self.to_identify()
        yield from self.resident.identify()

    def to_material(self) -> Steps:
        """The form is filled in by touch."""
        yield from self.to_form()
        yield from self.resident.form(someone())
        yield from self.resident.on_page("material")

    def to_check(self) -> Steps:
        """The paper is taken."""
        yield from self.to_material()
        yield from self.resident.material()

    def to_review(self) -> Steps:
        """Signed."""
        yield from self.to_check()
        yield from self.resident.sign()

    def submit(self) -> Steps:
        """Pressed, acknowledged, printed."""
        yield from self.fingers.tap("goOn")
        yield from self.resident.on_page("done")
        yield from self.resident.printed()

    def finish(self) -> Steps:
        """Nothing more to do: the card is taken, the booth forgets."""
        yield from self.fingers.tap("finish")
        yield from self.resident.leave()

    # --- inside ---
    def _lend_a_hand(self, word: str) -> None:
        hands: dict[str, Callable[[], object]] = {
            "insert-card": self.gear.insert_card,
            "remove-card": self.gear.reader.remove,
            "put-paper": self.gear.document.put_paper,
            "take-paper": self.gear.document.take_paper,
            "cut-network": self.hub.kill,
            "restore-network": lambda: threading.Thread(target=self.hub.start_again, daemon=True).start(),
        }
        hands[word]()

    def _threads_left(self) -> list[str]:
        now = set(threading.enumerate()) - self._threads_before
        return [thread.name for thread in now if not thread.name.startswith(HARNESS)]
