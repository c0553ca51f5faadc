"""Shell: one keystroke → hits, on the real items and on as many as a district offers, beside LIKE on the name."""

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.stopwatch import percentile, scratch, timed
from bench.table import Row, Table
from offline_cache import open_catalogue

ITEMS_FILE = Path(__file__).parents[1] / "assets" / "catalogue" / "items.json"
EVERYDAY = ITEMS_FILE.with_name("everyday.txt").read_text(encoding="utf-8")
GENERATED, GENERATED_QUICK = 5370, 500  # items that Panyu's booths offer, by public reports
LIMIT = 30  # as kiosk_app.hands.search asks
WORDS = (
    *("lnrczbjj", "laonianren", "老年人长寿", "社保卡", "sbk", "身份正", "请问怎么办居住证", "longevity", "drivng"),
    *("医保卡丢了", "senfenzen", "shenfenzehng", "零活就业"),
)
KEYSTROKES = [word[:end] for word in WORDS for end in range(1, len(word) + 1)]


def measure(quick: bool) -> Table:
    """Every word is typed letter by letter; each prefix is a question."""
    real = json.loads(ITEMS_FILE.read_text())
    made = generated(real, GENERATED_QUICK if quick else GENERATED)
    rows = tuple(_row(name, items, 1 if quick else 10) for name, items in (("real", real), ("generated", made)))
    own = ("p50 ms", "p99 ms", "answered %")
    columns = (*own, *(f"LIKE {name}" for name in own))
    beside = "SQLite LIKE '%typed%' on the Chinese name, in memory; answered: keystrokes with at least one hit"
    return Table(f"keystroke → hits, {len(KEYSTROKES)} keystrokes of {len(WORDS)} words", columns, rows, beside)


def _row(name: str, items: list[dict[str, Any]], rounds: int) -> Row:
    like = sqlite3.connect(":memory:")
    like.execute("CREATE TABLE items (id TEXT, name TEXT)")
    like.executemany("INSERT INTO items VALUES (?, ?)", [(item["id"], item["name"]["zh"]) for item in items])
    question = f"SELECT id FROM items WHERE name LIKE ? LIMIT {LIMIT}"
    with scratch() as folder:
        catalogue = open_catalogue(Path(folder), EVERYDAY)
        catalogue.replace_all(items, "bench")
        catalogue.search("社保")  # as the booth does when it starts: loads the dictionary of sounds
        ours = _typed(lambda typed: catalogue.search(typed, LIMIT), rounds)
        theirs = _typed(lambda typed: like.execute(question, (f"%{typed}%",)).fetchall(), rounds)
        catalogue.close()
    return f"{len(items):,} {name} items", (*ours, *theirs)


def _typed(search: Callable[[str], list[Any]], rounds: int) -> tuple[float, float, float]:
    answers: list[bool] = []
    ms = [timed(lambda: answers.append(bool(search(typed))))[0] * 1000 for _ in range(rounds) for typed in KEYSTROKES]  # noqa: B023  called at once
    return percentile(ms, 0.5), percentile(ms, 0.99), sum(answers) / len(answers) * 100


def generated(real: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Names that do not exist, of the words that real ones are made of; the rest of the item is a real one's."""
    chance, names = random.Random(count), dict[str, None]()
    while len(names) < count:
        first, middle, last = (item["name"]["zh"] for item in chance.choices(real, k=3))
        names[first[: len(first) // 2] + middle[2:5] + last[len(last) // 2 :]] = None
    bodies = chance.choices(real, k=count)
    return [
        {**body, "id": f"made-{number}", "name": {"zh": name, "en": body["name"]["en"]}}
        for number, (name, body) in enumerate(zip(names, bodies, strict=True))
    ]
