"""Shell: the real kiosk under its supervisor: killed, frozen, asked to end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk_app.supervised import Supervised


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    with Supervised(tmp_path) as supervised:
        yield supervised


def test_a_kiosk_that_dies_is_there_again(supervised: Supervised) -> None:
    os.kill(supervised.await_kiosk(1), signal.SIGKILL)
    os.kill(supervised.await_kiosk(2), 0)  # it lives


def test_a_kiosk_that_hangs_is_started_again(supervised: Supervised) -> None:
    os.kill(supervised.await_kiosk(1), signal.SIGSTOP)
    supervised.await_kiosk(2)
    assert "is silent" in supervised.log.read_text()


def test_asked_to_end_both_end(supervised: Supervised) -> None:
    kiosk = supervised.await_kiosk(1)
    supervised.process.terminate()
    assert supervised.process.wait(25) == 0  # after 30 s it would have been killed
    with pytest.raises(ProcessLookupError):
        os.kill(kiosk, 0)
    assert len(supervised.started()) == 1
