"""Shell: a published template is used while it is good; the samples that try one say all that the program gives."""

import json
from typing import Any

import msgspec
import pytest

from cloud_seat.contract.items import Item
from kiosk_app.config import ASSETS
from kiosk_app.hands.paper_pages import words_on
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.knowledge import shipped_items
from kiosk_app.published import DocumentError, try_document
from kiosk_app.session.state import Knowledge
from kiosk_app.ui.presenters.guiding import guide_on_paper
from tests.conftest import ExpectedLogs

SAMPLES: dict[str, Any] = json.loads((ASSETS / "templates" / "samples.json").read_text("utf-8"))


NOTHING_KNOWN = Knowledge({}, {}, {}, "2026-11-23")


def test_every_template_has_a_sample() -> None:
    assert {file.name for file in (ASSETS / "templates").glob("*.typ")} == SAMPLES.keys()
    item = msgspec.convert(shipped_items(ASSETS)[0], Item)
    assert SAMPLES["guide.typ"].keys() == guide_on_paper(item, "zh", NOTHING_KNOWN).keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_releases_own_passes_the_trial_and_one_that_leaves_something_out_does_not(name: str) -> None:
    own = (ASSETS / "templates" / name).read_bytes()
    try_document(f"templates/{name}", own, ASSETS)
    with pytest.raises(DocumentError, match="leaves out"):
        try_document(f"templates/{name}", own.replace(b"department", b"title").replace(b"case_id", b"title"), ASSETS)


def test_a_published_template_is_used_and_gives_way_when_it_fails(expected_logs: ExpectedLogs) -> None:
    own = (ASSETS / "templates" / "guide.typ").read_bytes()
    published = {"templates/guide.typ": own + "\n大字版".encode()}
    sheet = Typesetter(ASSETS, "guide.typ", published.get)
    assert words_on(sheet.pdf(SAMPLES["guide.typ"])).count("大字版") == 1
    published["templates/guide.typ"] = b"#panic()"
    expected_logs.allow("kiosk_app.hands.typesetter", "failed")
    assert "老年人长寿保健金" in words_on(sheet.pdf(SAMPLES["guide.typ"]))
