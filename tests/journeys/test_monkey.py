"""Shell: whatever is pressed, typed, unplugged: no exception, a way home from everywhere, nothing submitted twice."""

import contextlib
from collections.abc import Callable, Mapping

import pytest

from kiosk_app.demo.fingers import FingersError, Steps
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.monkey import Monkey

pytestmark = pytest.mark.journey

EVENTS = 25
BAR = 20_000
DEEP_SEEDS, DEEP_ROUNDS, DEEP_EVENTS = range(10), 10, 200
STARTS: Mapping[str, Callable[[Booth], Steps]] = {
    "welcome": lambda booth: booth.resident.on_page("welcome"),
    "form": Booth.to_form,
    "material": Booth.to_material,
    "review": Booth.to_review,
    "submit": lambda booth: _submitted_in_haste(booth),
}


def _submitted_in_haste(booth: Booth) -> Steps:
    """Three presses of the button that counts."""
    yield from booth.to_review()
    yield from booth.fingers.tap("goOn")
    for _ in range(2):
        if booth.page == "review":
            with contextlib.suppress(FingersError):  # the button is already gone
                yield from booth.fingers.strike("goOn")


def tricks(booth: Booth) -> Mapping[str, Callable[[], object]]:
    """What happens around the glass."""
    gear = booth.gear
    return {
        "card laid": gear.insert_card,
        "card lifted": gear.reader.remove,
        "paper laid": gear.document.put_paper,
        "paper taken": gear.document.take_paper,
        "no slip paper": lambda: gear.printer.paper("out"),
        "slip paper": lambda: gear.printer.paper("ok"),
        "spoilt answers": lambda: gear.reader.fault("bad_checksum", 1),
    }


def one_round(booth: Booth, monkey: Monkey, start: str, events: int) -> None:
    """From a usual place on the road into the wild, and home."""
    booth.gear.tidy()
    booth.walk(STARTS[start](booth))
    booth.walk(monkey.rampage(events))
    booth.walk(monkey.go_home())
    assert booth.session.person is None and not booth.session.values


def nothing_twice(booth: Booth, monkey: Monkey) -> None:
    """The hub has what was submitted, each once; a resident's matter is one case, letters apart."""
    booth.walk(booth.until(lambda: not booth.kiosk.engine.cache.pending(), "an empty outbox"))
    taken = booth.archive.cases_of(booth.kiosk_id)
    seen = {*monkey.letters, *(case for cases in monkey.submitted.values() for case in cases)}
    unseen = [(case["form_id"], case["case_id"]) for case in taken if case["case_id"] not in seen]
    assert not unseen, f"of {monkey.done[-300:]}"
    assert sorted(case["case_id"] for case in taken) == sorted(seen)
    assert all(len(cases) == 1 for cases in monkey.submitted.values())


def test_a_short_rampage(open_booth: Open, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices", "->")
    booth = open_booth(receipt_wait_s=6.0)
    monkey = Monkey(booth, 20260711, tricks(booth))
    for start in STARTS:
        one_round(booth, monkey, start, EVENTS)
    nothing_twice(booth, monkey)
    assert monkey.submitted


def test_a_deep_run_makes_so_many_events() -> None:
    assert len(DEEP_SEEDS) * DEEP_ROUNDS * DEEP_EVENTS >= BAR


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", DEEP_SEEDS)
def test_twenty_thousand_events(open_booth: Open, expected_logs: ExpectedLogs, seed: int) -> None:
    expected_logs.allow("devices", "->")
    booth = open_booth(receipt_wait_s=6.0)
    monkey = Monkey(booth, seed, tricks(booth))
    for number in range(DEEP_ROUNDS):
        one_round(booth, monkey, list(STARTS)[number % len(STARTS)], DEEP_EVENTS)
    assert monkey.events >= DEEP_ROUNDS * DEEP_EVENTS
    nothing_twice(booth, monkey)
