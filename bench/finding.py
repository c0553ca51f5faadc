"""Shell: what people say at a counter, asked of a district's catalogue: is the right item in the first lines?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets.catalogue.district import DISTRICT, district
from bench.stopwatch import scratch
from bench.table import Row, Table
from offline_cache import open_catalogue

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "assets" / "catalogue"
EVERYDAY = (SHIPPED / "everyday.txt").read_text(encoding="utf-8")
LINES = 3
BAR = 95.0  # per cent of all labelled questions in the first three lines


@dataclass(frozen=True, slots=True)
class Said:
    """`wanted`: any of these is right: an item's id, or pieces of its Chinese name joined by +."""

    typed: str
    wanted: tuple[str, ...]
    kind: str

    def is_meant(self, item: dict[str, Any]) -> bool:
        """Whether a clerk would have chosen this item, too."""
        name = item["name"]["zh"]
        return any(item["id"] == one or all(piece in name for piece in one.split("+")) for one in self.wanted)


def read_said(name: str = "said") -> list[Said]:
    """The labelled questions; "unseen": those that were asked once, after the last everyday word was written."""
    lines = (ROOT / "tests" / "offline_cache" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Said(typed, tuple(wanted.split(",")), kind) for typed, wanted, kind in (line.split("\t") for line in lines)]


def catalogue_of(count: int = DISTRICT) -> list[dict[str, Any]]:
    """As many items as a district offers, or as were asked for."""
    samples = [json.loads((SHIPPED / f"{name}.json").read_text("utf-8")) for name in ("items", "packages")]
    return district([*samples[0], *samples[1]], (SHIPPED / "matters.txt").read_text("utf-8"), count)


def places(items: Iterable[dict[str, Any]], questions: Sequence[Said]) -> list[tuple[Said, int | None]]:
    """Each question, and the line on which the first right item stands; None: not among the first three."""
    listed = {item["id"]: item for item in items}
    with scratch() as folder:
        catalogue = open_catalogue(Path(folder), EVERYDAY)
        catalogue.replace_all(listed.values(), "bench")
        asked = [(said, [hit.item_id for hit in catalogue.search(said.typed, LINES)]) for said in questions]
        catalogue.close()
    return [
        (said, next((line for line, found in enumerate(hits, 1) if said.is_meant(listed[found])), None))
        for said, hits in asked
    ]


def measure(quick: bool) -> Table:
    """By kind of question, and together. Quick asks some of the samples alone, where half have no answer."""
    items = catalogue_of(63 if quick else DISTRICT)
    said = read_said()[::5] if quick else read_said()
    found, unseen = places(items, said), places(items, read_said("unseen"))
    kinds = sorted({said.kind for said, _ in found})
    rows = [_row(kind, [line for said, line in found if said.kind == kind]) for kind in kinds]
    rows += [_row("all", [line for _, line in found], BAR), _row("never mended for", [line for _, line in unseen])]
    columns = ("questions", "first %", "first three %", "bar three %")
    beside = "labelled questions as people put them (tests/offline_cache/said.tsv)"
    return Table(f"the right item, {len(items):,} items", columns, tuple(rows), beside)


def _row(what: str, lines: Sequence[int | None], bar: float | None = None) -> Row:
    shares = [sum(line is not None and line <= reach for line in lines) / len(lines) * 100 for reach in (1, LINES)]
    return what, (len(lines), *shares, bar)
