"""Shell: however often pages come and go, nothing of them stays: no Python object, no thread, no open file."""

import gc
import threading
from collections import Counter
from pathlib import Path

from kiosk_app.ui.painted import PaintedView
from tests.kiosk_app.qml.sample_views import PAGES, presentation
from tests.kiosk_app.qml.stage import Stage

OURS = ("kiosk_app", "PySide6", "shiboken6", "functools")
ROUNDS = 3


def _standing() -> Counter[str]:
    """What is alive: our own and Qt's Python objects by kind, threads, file descriptors."""
    gc.collect()
    kinds = Counter(type(thing) for thing in gc.get_objects())
    named = {f"{kind.__module__}.{kind.__name__}": number for kind, number in kinds.items()}
    ours = {name: number for name, number in named.items() if name.startswith(OURS)}
    return Counter(ours | {"threads": threading.active_count(), "files": len(list(Path("/proc/self/fd").iterdir()))})


def _every_page(stage: Stage, rounds: int) -> None:
    for _ in range(rounds):
        for page in PAGES:
            stage.show(presentation(page))
    stage.show(presentation("welcome"))


def test_pages_leave_nothing_behind(stage: Stage) -> None:
    _every_page(stage, 1)
    before = _standing()
    _every_page(stage, ROUNDS)
    assert _standing() - before == Counter()


def test_painted_views_go_with_their_page(stage: Stage) -> None:
    """The two that stay are the handwriting boxes of the keyboard, which stands for ever."""

    def views() -> int:
        gc.collect()
        return sum(isinstance(thing, PaintedView) for thing in gc.get_objects())

    standing = views()
    for page, shown in (("material", 1), ("call", 2), ("sign", 1)):
        stage.show(presentation(page))
        assert views() == standing + shown
        stage.show(presentation("welcome"))
        assert views() == standing
