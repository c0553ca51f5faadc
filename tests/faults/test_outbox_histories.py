"""Shell: whole lives of booths and a hub in bad weather, from a seed: every promise is kept in every one of them.

Real cache, real lane, real client code; no sockets and no real clock, so that thousands fit into minutes. Each rule of
the protocol is taken away in turn, on either side, and must be missed: what catches nothing proves nothing.
"""

import pytest
from cryptography.exceptions import InvalidTag

from offline_cache import CacheError
from tests.conftest import ExpectedLogs
from tests.faults.simulation.history import run
from tests.faults.simulation.mutants import MUTANTS, mutated

LOGGED = "offline_cache.sync"
EVERY_DAY, DEEP = 40, 10_000
SOON = 200
"""Histories within which a missing rule must show."""


@pytest.fixture(autouse=True)
def dead_cases_are_logged(expected_logs: ExpectedLogs) -> None:
    """As are key lists that the hub did not sign, and disks that are older than the hub's word."""
    expected_logs.allow(LOGGED, "is dead: ")
    expected_logs.allow(LOGGED, "hub keys not trusted: ")
    expected_logs.allow(LOGGED, "more than its disk")


@pytest.mark.parametrize("seed", range(EVERY_DAY))
def test_every_promise_is_kept(seed: int) -> None:
    assert run(seed) == []


@pytest.mark.deep
@pytest.mark.timeout(7200)
def test_every_promise_is_kept_in_many_histories() -> None:
    wrong = {seed: what for seed in range(EVERY_DAY, EVERY_DAY + DEEP) if (what := run(seed))}
    print(f"{DEEP} histories, {len(wrong)} wrong")
    assert wrong == {}


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("rule", MUTANTS)
def test_a_missing_rule_is_caught(rule: str) -> None:
    assert any(_is_caught(rule, seed) for seed in range(SOON))


def _is_caught(rule: str, seed: int) -> bool:
    """A program that falls over has been caught, too."""
    with mutated(rule):
        try:
            return run(seed) != []
        except (CacheError, InvalidTag, ValueError, AssertionError) as error:
            print(f"{rule}, seed {seed}: {type(error).__name__} {error}")
            return True
