"""Wiring: an intake on loopback and a booth that knows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offline_cache.intake_peer import IntakePeer, serve
from tests.offline_cache.kiosk_end import Kiosk


@pytest.fixture
def peer() -> Iterator[IntakePeer]:
    """A well-behaved intake; the test fails when it saw a malformed paper."""
    with serve(IntakePeer()) as peer:
        yield peer
    assert not peer.problems


@pytest.fixture
def kiosk(tmp_path: Path, peer: IntakePeer) -> Iterator[Kiosk]:
    """A booth with an empty cache."""
    booth = Kiosk(tmp_path / "cache", peer)
    yield booth
    booth.cache.close()
