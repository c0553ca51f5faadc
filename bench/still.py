"""Shell: scanned pages go to the official beside a call over 10 Mbit/s: how long each takes, what the call feels."""

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.table import Row, Table
from tests.faults.calls.booth import PAGE_BYTES, BoothProgram
from tests.faults.calls.coturn import TURNSERVER
from tests.faults.calls.lines import Lines
from tests.faults.calls.stage import CHROMIUM, Stage, stage

RATE, QUEUE_MS = "10mbit", 300
"""Of the booth's line to the house, with the queue of an ordinary router."""
PAGES, PAGES_QUICK = 5, 1
SETTLE_S, QUIET_S = 12.0, 8.0
"""The picture reaches its size; then as long a look without pages as with them."""
COLUMNS = ("concealed %", "voice late ms", "pictures/s", "freezes", "lines", "page s p50", "page s worst")
BESIDE = "3 MB at 10 Mbit/s take 2.4 s when nothing else is on the line"
KEEP = """
    const Real = RTCPeerConnection;
    globalThis.lines = [];
    globalThis.RTCPeerConnection = class extends Real {
        constructor(...how) { super(...how); lines.push(this); }
    };
"""
COUNTS = """async () => {
    const line = lines.findLast((one) => one.connectionState !== "closed");
    const heard = [...(await line.getStats()).values()].filter((one) => one.type === "inbound-rtp");
    const voice = heard.find((one) => one.kind === "audio"), picture = heard.find((one) => one.kind === "video");
    return {
        at: performance.now() / 1000, concealed: voice.concealedSamples, samples: voice.totalSamplesReceived,
        waited: voice.jitterBufferDelay, emitted: voice.jitterBufferEmittedCount,
        pictures: picture.framesDecoded, freezes: picture.freezeCount, lines: picture.frameHeight,
    };
}"""


def measure(quick: bool) -> Table:
    """One call, first left alone, then with one page after the other."""
    title = f"pages of {PAGE_BYTES / 1e6:g} MB beside a call, the booth's line at {RATE}"
    if not (Lines.possible() and CHROMIUM and TURNSERVER):
        return Table(f"{title}: needs root, Chromium and coturn", COLUMNS, (), BESIDE)
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as opened:
        opened.page.add_init_script(KEEP)
        opened.page.reload()
        opened.until(lambda: "就绪 1" in (opened.page.get_by_test_id("presence").text_content() or ""), "the desk")
        opened.lines.narrow("booth", RATE, QUEUE_MS)
        return Table(title, COLUMNS, tuple(_rows(opened, PAGES_QUICK if quick else PAGES)), BESIDE)


def _rows(opened: Stage, pages: int) -> list[Row]:
    _, booth = opened.call()
    opened.rest(SETTLE_S)
    before = opened.page.evaluate(COUNTS)
    opened.rest(QUIET_S)
    between = opened.page.evaluate(COUNTS)
    took_s = [_send(opened, booth) for _ in range(pages)]
    after = opened.page.evaluate(COUNTS)
    opened.clear(booth)
    return [("the call alone", _row(before, between, [])), ("with pages", _row(between, after, took_s))]


def _send(opened: Stage, booth: BoothProgram) -> float:
    """As the booth sends a page, while the desk's page lives on."""
    since_s = time.monotonic()
    booth.send_page()
    opened.until(lambda: booth.all("page", since_s=since_s), "a page")
    [said] = booth.all("page", since_s=since_s)
    assert said["is_there"]
    return float(said["took_s"])


def _row(first: dict[str, Any], last: dict[str, Any], took_s: list[float]) -> tuple[float | None, ...]:
    past = {name: last[name] - first[name] for name in first}
    return (
        100 * past["concealed"] / past["samples"],
        1000 * past["waited"] / past["emitted"],
        past["pictures"] / past["at"],
        past["freezes"],
        last["lines"],
        median(took_s) if took_s else None,
        max(took_s, default=None),
    )
