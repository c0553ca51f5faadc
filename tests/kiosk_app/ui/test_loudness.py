"""Shell: how loud both ends are, from any thread onto the glass: bars, only the newest, only when they change."""

import threading

import pytest
from PySide6.QtGui import QGuiApplication

from bench.room import as_samples, noise, voice
from cloud_seat.call.media import PIECE_SAMPLES, level_of
from kiosk_app.ui.loudness import BARS, Loudness, bars


@pytest.mark.parametrize(("level", "shown"), [(0.0, 0), (0.3, 0), (0.55, BARS // 2), (0.8, BARS), (1.0, BARS)])
def test_a_level_becomes_bars(level: float, shown: int) -> None:
    assert bars(level) == shown


def test_a_voice_is_seen_and_a_quiet_room_is_not() -> None:
    spoken, quiet = as_samples(voice(1, seed=1, pitch_hz=150)), as_samples(noise(0.1))
    pieces = spoken.reshape(-1, PIECE_SAMPLES)
    assert max(bars(level_of(piece)) for piece in pieces) >= BARS // 2
    assert bars(level_of(quiet)) == 0


def test_the_newest_of_many_is_shown_once(qapp: QGuiApplication) -> None:
    loudness, changes = Loudness(), []
    loudness.changed.connect(lambda: changes.append((loudness.property("own"), loudness.property("other"))))

    def rise() -> None:
        for level in range(81):
            loudness.put(level / 100, 0.8)

    thread = threading.Thread(target=rise)
    thread.start()
    thread.join()
    qapp.processEvents()
    loudness.put(0.8, 0.8)
    qapp.processEvents()
    assert changes == [(BARS, BARS)]
