"""Shell: a new version is ill: real processes, and the old one is back by itself, with every case."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from installer.slots.manifest import Schema
from installer.slots.state import TRIES, Confirmed, LocalRefusedError, State
from tests.installer.supervisor.booths import NEW, OLD, Booth, fall_back


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(tmp_path)


@pytest.mark.parametrize(
    ("ill", "reason"),
    [
        ("crashes", "ended with 3"),
        ("migration", "ended with 1"),
        ("devices", "no answer from: id_card"),
        pytest.param("hangs", "is silent", marks=pytest.mark.deep),
        pytest.param("never ready", "never ready", marks=pytest.mark.deep),
        pytest.param("crashes later", "ended with -6", marks=pytest.mark.deep),
    ],
)
def test_the_old_version_is_back_after_three_tries(booth: Booth, ill: str, reason: str) -> None:
    print(f"{ill}: {fall_back(booth, ill):.1f} s")
    assert [version for version, _ in booth.starts()] == [NEW] * TRIES + [OLD]
    assert booth.state().current == OLD and reason in booth.state().quarantine[NEW]
    cases = sqlite3.connect(booth.data / "cases.sqlite").execute("SELECT version FROM cases ORDER BY number").fetchall()
    assert [version for (version,) in cases] == [NEW] * TRIES + [OLD]  # a bad migration lost nothing


def test_a_good_version_stays_and_what_answered_is_remembered(booth: Booth) -> None:
    booth.take(OLD)
    with booth.supervised() as supervisor:
        booth.await_true(lambda: "kiosk ready" in booth.log.read_text())
        booth.take(NEW)
        os.kill(children(supervisor.pid)[0], signal.SIGUSR1)  # the program asks for another start: exit code 75
        booth.await_true(lambda: booth.state() == State(current=NEW, previous=OLD))
    assert (booth.base / "well.json").read_text() == '["hub", "id_card", "receipt_printer"]'
    assert [version for version, _ in booth.starts()] == [OLD, NEW]


def test_a_hub_that_nobody_reaches_is_not_the_versions_fault(booth: Booth) -> None:
    booth.take(OLD)
    booth.remembers("hub", "id_card")
    booth.take(NEW, "hub")
    with booth.supervised("--health", "0.2"):
        booth.await_true(lambda: booth.state().current == NEW)


def test_a_start_that_is_ended_from_outside_costs_no_try(booth: Booth) -> None:
    booth.take(OLD)
    booth.take(NEW)
    with booth.supervised("--soak", "60"):
        booth.await_true(lambda: "kiosk ready" in booth.log.read_text())
    assert booth.state() == State(current=OLD, pending=NEW)


def test_a_version_without_a_way_back_is_never_started(booth: Booth) -> None:
    booth.take(OLD, schema=Schema((1, 4), 4))
    with pytest.raises(LocalRefusedError, match="no way back"):
        booth.take(NEW, schema=Schema((4, 5), 5))


def test_with_nothing_to_start_the_page_names_the_keeper(booth: Booth) -> None:
    with booth.supervised():
        booth.await_true(lambda: "020-0000" in booth.log.read_text())


@pytest.mark.deep
def test_a_proven_version_that_keeps_failing_gives_way_to_the_one_before_then_to_the_safe_page(booth: Booth) -> None:
    booth.take(OLD, "crashes")
    booth.take(NEW, "crashes")
    booth.slots.apply(Confirmed())
    with booth.supervised():
        booth.await_true(lambda: "keeper's telephone" in booth.log.read_text())
        booth.await_true(lambda: "020-0000" in booth.log.read_text())
    assert [version for version, _ in booth.starts()] == [NEW] * 3 + [OLD] * 3
    assert booth.state() == State(current=NEW, previous=OLD)


def test_with_no_whole_tree_the_packages_own_is_restored(booth: Booth, tmp_path: Path) -> None:
    booth.take(OLD)
    (tmp_path / "factory").mkdir()
    booth.slots.tree(OLD).rename(tmp_path / "factory" / OLD)
    with booth.supervised("--factory", str(tmp_path / "factory")):
        booth.await_true(lambda: "was restored from the package" in booth.log.read_text())
    assert booth.slots.is_whole(OLD)


def children(process_id: int) -> list[int]:
    """Of a process."""
    return [int(word) for word in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
