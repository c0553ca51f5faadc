"""Wiring: the parts of the documents that the code writes. `python -m tests.docs.generated` writes them anew.

A part stands between `<!-- from code: NAME -->` and `<!-- end -->`; a test fails when it differs from the code.
"""

import functools
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from cloud_seat.call.machine import Side
from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session.state import Knowledge
from tests.docs import session_drawing
from tests.docs.call_drawing import call_diagram
from tests.docs.matching_drawing import matching_diagram
from tests.docs.message_table import message_table
from tests.docs.small_drawings import device_diagram, link_diagram, outbox_diagram, update_diagram

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ASSETS = ROOT / "assets"
PART = re.compile(r"(<!-- from code: (?P<name>[a-z-]+) -->\n)(?P<body>.*?)\n?<!-- end -->", re.DOTALL)


def knowledge() -> Knowledge:
    """The shipped catalogue with the one form that the drawing walks through."""
    items = msgspec.json.decode((ASSETS / "catalogue" / "items.json").read_bytes(), type=list[Item])
    form = parse_form((ASSETS / "forms" / session_drawing.ITEM / "v1.json").read_bytes())
    doors = json.loads((ASSETS / "catalogue" / "doors.json").read_text())["welcome"]
    return Knowledge(
        items={item.id: item for item in items},
        engines={form.id: FormEngine(form)},
        doors={door["id"]: tuple(door["item_ids"]) for door in doors},
        today="2026-11-23",
    )


@functools.cache
def session_found() -> session_drawing.Found:
    """What the search through the session saw; it takes a second or two."""
    return session_drawing.explore(knowledge())


def _fenced(draw: Callable[[], str]) -> Callable[[], str]:
    return lambda: f"```mermaid\n{draw()}\n```"


WRITERS: dict[str, Callable[[], str]] = {
    "session": _fenced(lambda: session_drawing.session_diagram(session_found())),
    "call-kiosk": _fenced(lambda: call_diagram(Side.KIOSK)),
    "call-seat": _fenced(lambda: call_diagram(Side.SEAT)),
    "matching": _fenced(matching_diagram),
    "link": _fenced(link_diagram),
    "update": _fenced(update_diagram),
    "outbox": _fenced(outbox_diagram),
    "device": _fenced(device_diagram),
    "messages": message_table,
}


def parts(text: str) -> dict[str, str]:
    """Name → what stands there now."""
    return {match["name"]: match["body"] for match in PART.finditer(text)}


def rewritten(text: str) -> str:
    """The document with every part as the code has it."""
    return PART.sub(lambda match: f"{match[1]}{WRITERS[match['name']]()}\n<!-- end -->", text)


def main() -> int:
    """Writes every document that holds such parts."""
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text("utf-8")
        if parts(text):
            path.write_text(rewritten(text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
