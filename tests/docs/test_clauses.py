"""Shell: who can use it, clause by clause: no clause of the standards is left out, and what is met names its test."""

import re

import pytest

from tests.docs.markdown import ROOT, table_after

TEXT = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
CABINET = (ROOT / "docs" / "cabinet.md").read_text("utf-8")
OPEN = ("does not apply", "cabinet")
LEANS = re.compile(r"\b5\.1\.|WCAG|above|below|as EN|none|not measured|asks nothing|see there")
"""A row without a test of its own says why, or which row has it."""


def _spread(*spans: str) -> list[str]:
    """ "5.1.3.1-16" → 5.1.3.1, 5.1.3.2, … 5.1.3.16"""
    found = []
    for span in spans:
        head, _, last = span.partition("-")
        stem, _, first = head.rpartition(".")
        found += [f"{stem}.{at}" for at in range(int(first), int(last or first) + 1)]
    return found


STANDARDS = {
    "**Chapter 5,": _spread(
        "5.1.2.1-2", "5.1.3.1-16", "5.1.4-5", "5.1.6.1-2", "5.1.7", "5.2-4", "5.5.1-2", "5.6.1-2", "5.7-9"
    ),
    "**Chapter 8,": _spread(
        "8.1.1-3", "8.2.1.1-2", "8.2.2.1-2", "8.3.1", "8.3.2.1-2", "8.3.2.3.1-3", "8.3.2.4-6", "8.3.3.1-2",
        "8.3.3.3.1-2", "8.3.4.1-2", "8.3.4.3.1-3", "8.3.5-6", "8.4.1", "8.4.2.1-2", "8.4.3", "8.5",
    ),
    "**Chapter 11,": _spread(
        "11.1.1.1.2", "11.1.2.1.2.1-2", "11.1.2.2", "11.1.2.3.2", "11.1.2.4-5", "11.1.3.1.2", "11.1.3.2.2",
        "11.1.3.3-4", "11.1.3.5.2", "11.1.4.1-3", "11.1.4.4.2", "11.1.4.5.2", "11.1.4.10-13", "11.2.1.1.1", "11.2.1.2",
        "11.2.1.4.1", "11.2.2.1-2", "11.2.3.1", "11.2.4.3-4", "11.2.4.6-7", "11.2.5.1-2", "11.2.5.3.2", "11.2.5.4",
        "11.3.1.1.2", "11.3.2.1-2", "11.3.3.1.2", "11.3.3.2-4", "11.4.1.1.2", "11.4.1.2.2", "11.4.1.3.2", "11.5.1",
        "11.5.2.1-17", "11.6.1-2", "11.7", "11.8.1-5",
    ),
    "### ADA 2010 Standards, 707": _spread(
        "707.2-5", "707.5.1-2", "707.6.1-2", "707.6.3.1-2", "707.7.1-2", "707.8"
    ),
    "### 适老化": _spread("1.1-5", "2.1-4", "3.1", "4.1", "5.1.1-2"),
}  # fmt: skip
"""EN 301 549 V3.2.1, where a clause has two readings: for sight the one of closed functionality, for keys the open one;
2010 ADA Standards for Accessible Design; 工信厅信管函〔2021〕67号, annex 2."""


def _rows(heading: str) -> list[list[str]]:
    mark = next(line for line in TEXT.splitlines(keepends=True) if line.startswith(heading))
    start = TEXT.index("\n|", TEXT.index(mark)) + 1
    return table_after(TEXT[start:], "")


@pytest.mark.parametrize("heading", STANDARDS, ids=lambda heading: heading.strip("*#, "))
def test_every_clause_has_its_row_and_none_is_invented(heading: str) -> None:
    said = [clause for row in _rows(heading) for clause in row[0].split(", ")]
    assert sorted(said) == sorted(STANDARDS[heading])


@pytest.mark.parametrize("heading", STANDARDS, ids=lambda heading: heading.strip("*#, "))
def test_what_is_met_names_what_shows_it(heading: str) -> None:
    for clause, _, how, shown in _rows(heading):
        assert how, clause
        assert shown or any(word in how for word in OPEN) or LEANS.search(how), clause


def _rows_of_the_cabinet(heading: str) -> list[list[str]]:
    return table_after(CABINET[CABINET.index(heading) :], "")


def test_the_glass_hangs_as_high_as_everything_to_press_can_be_reached() -> None:
    """16:9: lying, its top at 1,220 mm; standing, its middle, for there the lowered page begins."""
    for inches, lying, standing in _rows_of_the_cabinet("| inches |"):
        wide, high = (float(inches) * 25.4 * side / (16**2 + 9**2) ** 0.5 for side in (16, 9))
        assert (abs(1220 - high - int(lying)) <= 1, abs(1220 - wide / 2 - int(standing)) <= 1) == (True, True), inches


@pytest.mark.parametrize("measure", ["1,220", "1,120", "380", "760 × 1,220", "1,015", "22.2 N", "65 dBA"])
def test_the_joiner_reads_what_the_clauses_want(measure: str) -> None:
    assert measure in CABINET
    assert measure in TEXT
