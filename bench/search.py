"""Shell: one keystroke → hits, on the samples and on as many items as a district offers, beside LIKE on the name."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.finding import EVERYDAY, catalogue_of, read_said
from bench.stopwatch import percentile, scratch, timed
from bench.table import Row, Table
from offline_cache import open_catalogue

SAMPLES, DISTRICT, DISTRICT_QUICK, PROVINCE = 63, 5370, 500, 500_000
BARS = {DISTRICT: 20.0, PROVINCE: 200.0}
"""Milliseconds that 99 of 100 answers may take on so many items."""
LIMIT = 30  # as kiosk_app.hands.search asks
WORDS = (
    *("lnrczbjj", "laonianren", "老年人长寿", "社保卡", "sbk", "身份正", "请问怎么办居住证", "longevity", "drivng"),
    *("医保卡丢了", "senfenzen", "shenfenzehng", "零活就业"),
)
QUESTIONS = [said.typed for said in read_said()]
KEYSTROKES = [word[:end] for word in WORDS for end in range(1, len(word) + 1)]

ASKED = (*KEYSTROKES, *QUESTIONS)


def measure(quick: bool) -> Table:
    """Every word is typed letter by letter, each prefix is a question; then the labelled questions as a whole."""
    return measured((SAMPLES, DISTRICT_QUICK if quick else DISTRICT), ASKED[::8] if quick else ASKED * 3)


def measured(counts: tuple[int, ...], asked: Sequence[str]) -> Table:
    """Of catalogues as large as these."""
    rows = tuple(_row(catalogue_of(count), asked) for count in counts)
    own = ("p50 ms", "p99 ms", "CPU p99 ms", "answered %")
    columns = (*own[:3], "bar p99 ms", own[3], *(f"LIKE {name}" for name in own))
    beside = "SQLite LIKE '%typed%' on the Chinese name, in memory; answered: questions with at least one hit"
    return Table(f"typed → hits, {len(asked)} keystrokes and labelled questions", columns, rows, beside)


def _row(items: list[dict[str, Any]], asked: Sequence[str]) -> Row:
    like = sqlite3.connect(":memory:")
    like.execute("CREATE TABLE items (id TEXT, name TEXT)")
    like.executemany("INSERT INTO items VALUES (?, ?)", [(item["id"], item["name"]["zh"]) for item in items])
    question = f"SELECT id FROM items WHERE name LIKE ? LIMIT {LIMIT}"
    with scratch() as folder:
        catalogue = open_catalogue(Path(folder), EVERYDAY)
        catalogue.replace_all(items, "bench")
        catalogue.search("社保")  # as the booth does when it starts: loads the dictionary of sounds
        ours = _typed(lambda typed: catalogue.search(typed, LIMIT), asked)
        theirs = _typed(lambda typed: like.execute(question, (f"%{typed}%",)).fetchall(), asked)
        catalogue.close()
    return f"{len(items):,} items", (*ours[:3], BARS.get(len(items)), ours[3], *theirs)


def _typed(search: Callable[[str], list[Any]], asked: Sequence[str]) -> tuple[float, ...]:
    answers: list[bool] = []

    def once(typed: str) -> tuple[float, float]:
        return timed(lambda: answers.append(bool(search(typed))))

    seconds = [once(typed) for typed in asked]
    wall, cpu = ([one * 1000 for one in side] for side in zip(*seconds, strict=True))
    return percentile(wall, 0.5), percentile(wall, 0.99), percentile(cpu, 0.99), sum(answers) / len(answers) * 100
