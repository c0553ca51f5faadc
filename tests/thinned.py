"""Core: of many alike the everyday suite takes some; `./xiaowu test --deep` takes all."""

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet


def thinned(names: Iterable[str], every: int) -> list[str | ParameterSet]:
    """Parameters of a test: each `every`th as it is, the others marked deep."""
    deep = pytest.mark.deep
    return [pytest.param(name, marks=deep) if at % every else name for at, name in enumerate(names)]
