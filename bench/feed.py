"""Shell: what sixty changes of a district's catalogue weigh on the line, and how long a booth takes to keep them."""

import copy
import gzip
from pathlib import Path
from typing import Any

import msgspec

from bench.finding import EVERYDAY, catalogue_of
from bench.stopwatch import scratch, timed
from bench.table import Row, Table
from cloud_seat.contract.intake import canonical
from cloud_seat.hub.catalogue_feed import Entry, chained, changes
from offline_cache import open_catalogue, read_changes, read_whole
from offline_cache.intake_papers import sha256_hex

DISTRICT, CHANGED = 5370, 60
BAR_KB = 10.0  # sixty changed items
NEW_KB = 24.0  # sixty wholly new ones: 3 s of 64 kbit/s, the least that a booth's line has to carry; ADR 0043
Items = list[dict[str, Any]]


def measure(quick: bool) -> Table:
    """The hub's own words for the changes, packed as it packs them, taken by a real replica."""
    items = catalogue_of(500 if quick else DISTRICT)
    step = (len(items) - 63) // CHANGED
    few, samples = items[63::step][:CHANGED], items[:CHANGED]
    alike, handwritten = ([{**item, "id": f"new-{item['id']}"} for item in those] for those in (few, samples))
    rows = (
        _row("60 changed items: days", items, [{**item, "promised_working_days": 3} for item in few]),
        _row("60 changed items: days, place, papers", items, [_moved(item, at) for at, item in enumerate(few)]),
        _row("60 new items like the others", items, alike, NEW_KB),
        _row("60 new items, handwritten in two languages", items, handwritten, NEW_KB),
    )
    beside = "the whole catalogue, packed"
    return Table(f"changes of {len(items):,} items", ("KB", "bar KB", "taken ms", "whole KB", "× whole"), rows, beside)


def _moved(item: dict[str, Any], at: int) -> dict[str, Any]:
    moved = copy.deepcopy(item)
    moved["materials"][0]["deferrable"] = True
    return {**moved, "promised_working_days": 2 + at % 9, "place": {"zh": f"{at} 号窗口", "en": f"Counter {at}"}}


def _row(what: str, items: Items, changed: Items, bar_kb: float = BAR_KB) -> Row:
    whole = msgspec.json.encode({"version": 1, "chain": "0" * 64, "items": items, "forms": []})
    chain, entries = "0" * 64, list[Entry]()
    for seq, item in enumerate(changed, 2):
        chain = chained(chain, seq, item["id"], sha256_hex(canonical(item)))
        entries.append(Entry(seq, item["id"], item, "", chain))
    told = changes(entries, {item["id"]: item for item in items})
    answer = msgspec.json.encode({"version": len(changed) + 1, "chain": chain, "forms": [], "changes": told})
    with scratch() as folder:
        catalogue = open_catalogue(Path(folder), EVERYDAY)
        catalogue.take(read_whole(whole), {})
        feed = read_changes(answer, chain="0" * 64, known=catalogue.item)
        assert feed is not None and len(feed.changes) == CHANGED
        took_s, _ = timed(lambda: catalogue.take(feed, {}))
        catalogue.close()
    packed, all_packed = (len(gzip.compress(body)) / 1024 for body in (answer, whole))
    return what, (packed, bar_kb, took_s * 1000, all_packed, packed / all_packed)
