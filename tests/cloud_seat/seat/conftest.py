"""Shell: one real hub for the tests of a seat."""

from collections.abc import Iterator

import pytest

from tests.cloud_seat.seat.programs import Hub


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A running hub with one official and one booth."""
    started = Hub(tmp_path_factory.mktemp("hub"))
    started.start()
    yield started
    started.kill()
