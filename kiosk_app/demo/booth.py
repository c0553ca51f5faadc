"""Wiring: the kiosk program with a resident in front of it. Cues and the result go out as JSON lines."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from kiosk_app.__main__ import prepare_screen
from kiosk_app.app import Kiosk, open_kiosk
from kiosk_app.config import ASSETS, load_settings
from kiosk_app.demo.fingers import Fingers, FingersError
from kiosk_app.demo.resident import Resident
from kiosk_app.demo.stall import StallMeter
from kiosk_app.interpreter import favour_glass, keep_heap
from kiosk_app.lane import Watcher

POLL_MS = 15


def tell(event: str, **what: object) -> None:
    """One line to the conductor."""
    print(json.dumps({"event": event, **what}, ensure_ascii=False), flush=True)


class Walker:
    """Lets the journey take its next step between the program's own events."""

    def __init__(self, steps: Iterator[None], done: "list[str]", quit_: Any) -> None:
        self._steps, self._done, self._quit = steps, done, quit_
        self._inside = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._step)
        self._timer.start(POLL_MS)

    def _step(self) -> None:
        if self._inside:
            return
        self._inside = True
        try:
            next(self._steps)
        except StopIteration:
            self._end("")
        except FingersError as error:
            self._end(str(error))
        finally:
            self._inside = False

    def _end(self, fault: str) -> None:
        self._timer.stop()
        self._done.append(fault)
        self._quit()


def main() -> int:
    """Exit code 0 when the resident came home."""
    parser = argparse.ArgumentParser("demo booth")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--offline", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    favour_glass()
    app = prepare_screen()
    kiosk = open_kiosk(app, load_settings(options.config), options.data_dir, Watcher(stands=keep_heap))
    meter = StallMeter()
    resident = Resident(kiosk, Fingers(kiosk.window, meter, options.pictures), meter, tell)
    person = next(p for p in json.loads((ASSETS / "samples" / "people.json").read_text()) if p["id"] == "resident")
    done: list[str] = []
    walker = Walker(resident.walk(person, offline=options.offline), done, app.quit)
    app.exec()
    return _end(kiosk, meter, resident, done, walker)


def _end(kiosk: Kiosk, meter: StallMeter, resident: Resident, done: list[str], walker: Walker) -> int:
    kiosk.stop()
    fault = done[0] if done else "the window was closed"
    stalls = {name: asdict(longest) for name, longest in meter.by_step.items()}
    tell("done", fault=fault, stalls=stalls, **asdict(resident.told))
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
