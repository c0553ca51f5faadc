"""Shell: 72 hours without a network, then every case arrives once, in order of priority; a bad one blocks nobody."""

from pathlib import Path

import pytest

from tests.conftest import ExpectedLogs
from tests.faults.outage import PRIORITIES, Outage


@pytest.mark.parametrize(
    ("count", "scan_bytes", "poison_every", "kill_every_s"),
    [
        pytest.param(24, 3_000, 10, 1.6, id="short"),
        pytest.param(2000, 30_000, 100, 26, id="2000", marks=[pytest.mark.deep, pytest.mark.timeout(1200)]),
    ],
)
def test_a_long_outage(
    tmp_path: Path,
    expected_logs: ExpectedLogs,
    *,
    count: int,
    scan_bytes: int,
    poison_every: int,
    kill_every_s: float,
) -> None:
    expected_logs.allow("offline_cache.sync", "is dead")
    outage = Outage(tmp_path, count, scan_bytes, poison_every)
    try:
        outage.wait_it_out()
        outage.drain(kill_every_s=kill_every_s, limit_s=900)
        print(f"\n{outage.table()}")
        whole = [case_id for case_id in outage.order if case_id not in outage.poison]
        assert sorted(outage.arrived()) == sorted(outage.committed()) == sorted(whole)
        assert set(outage.dead()) == set(outage.poison)
        assert {case.case_id for case in outage.cache.dead()} == set(outage.poison)
        assert outage.restarts and not outage.cache.pending()
        place = {case_id: (PRIORITIES[at % len(PRIORITIES)], at) for at, case_id in enumerate(outage.order)}
        undisturbed = outage.undisturbed()
        assert undisturbed == sorted(undisturbed, key=place.__getitem__)
        assert len(whole) - len(undisturbed) <= outage.restarts
    finally:
        outage.close()
