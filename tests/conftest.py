"""Shell: what holds for every test: a software screen, and an unexpected warning in the log fails the test."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.devices.smart_card.reader import card, running_service, service  # noqa: F401 - one reader for all tests

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QT_FONT_DPI", "96")
settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's matter
settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every room is spread over the whole run: workers that all at once ran browsers, or waited for printers, would be
    in each other's way. `--dist loadfile` keeps a file on one worker."""
    files = list(dict.fromkeys(item.path for item in items))
    of_room, seen, place = Counter(file.parent for file in files), Counter[Path](), dict[Path, float]()
    for file in files:
        seen[file.parent] += 1
        place[file] = (seen[file.parent] - 0.5) / of_room[file.parent]
    items.sort(key=lambda item: place[item.path])


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class ExpectedLogs:
    """`expected_logs.allow("devices.worker", "went offline")`: this warning belongs to the test."""

    def __init__(self) -> None:
        self.allowed: list[tuple[str, str]] = []

    def allow(self, logger: str, words: str) -> None:
        """Accept records of `logger` (or below it) whose message holds `words`."""
        self.allowed.append((logger, words))

    def covers(self, record: logging.LogRecord) -> bool:
        """Whether some `allow` names this record."""
        return any(
            (record.name == logger or record.name.startswith(logger + ".")) and words in record.getMessage()
            for logger, words in self.allowed
        )


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """Programs that a test runs in its own process make what they write private; the next test begins as usual."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def expected_logs() -> ExpectedLogs:
    """Names the warnings that a test provokes on purpose."""
    return ExpectedLogs()


@pytest.fixture(autouse=True)
def no_unexpected_logs(expected_logs: ExpectedLogs) -> Iterator[None]:
    """Fails the test on any WARNING or worse that it did not announce."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    unexpected = [f"{r.name}: {r.getMessage()}" for r in collector.records if not expected_logs.covers(r)]
    assert not unexpected, "unexpected log records:\n" + "\n".join(unexpected)
