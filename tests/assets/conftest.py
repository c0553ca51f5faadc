"""Shell: what the checks of the data share: the folder and its catalogue."""

from pathlib import Path

import msgspec
import pytest

from cloud_seat.contract.items import Item

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture(scope="session")
def assets() -> Path:
    """The folder with all data."""
    return ASSETS


@pytest.fixture(scope="session")
def items() -> tuple[Item, ...]:
    """The catalogue, read as the hub reads it."""
    return msgspec.json.decode((ASSETS / "catalogue/items.json").read_bytes(), type=tuple[Item, ...])
