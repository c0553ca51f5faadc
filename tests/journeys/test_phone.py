"""Shell: pictures from the resident's phone: Chromium scans the glass, the hub passes on, the booth opens."""

import pytest
from playwright.sync_api import Page, expect

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import SAMPLES
from tests.journeys.phone import CHROMIUM, WAIT_MS, photographed, scanned, send, with_phone

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: apt-get install chromium"),
]

PAPER = photographed(SAMPLES / "social-card-copy.png")


def _to_code(booth: Booth) -> Steps:
    yield from booth.to_material()
    yield from booth.fingers.tap("usePhone")
    yield from booth.until(lambda: booth.session.phone == "ready", "the code")
    yield from booth.until(lambda: scanned(booth.kiosk.window), "a code that can be read on the glass")


def test_from_the_phone_to_the_case(open_booth: Open) -> None:
    booth = open_booth(phone_url="to the hub")
    booth.walk(_to_code(booth))
    address = scanned(booth.kiosk.window)
    assert address.startswith(f"{booth.hub.url}/phone#")
    booth.walk(with_phone(booth, address, lambda page: send(page, PAPER, PAPER)))
    booth.walk(booth.until(lambda: booth.session.papers[0].pages == (1, 2), "both pages"))
    booth.walk(booth.until(lambda: booth.shown("material", "shotUrl"), "the picture on the glass"))
    assert booth.shown("material", "verdictText") == "拍好了，请看清不清楚"
    booth.walk(booth.fingers.tap("dropPage"), booth.until(lambda: booth.session.papers[0].pages == (1,), "one page"))
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("check"))
    booth.walk(with_phone(booth, address, _is_over, expected="404"))
    booth.walk(booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    sealed = booth.archive.part(case, "material/social-card/1")
    assert sealed.startswith(b"\xff\xd8\xff") and b"PLANTED-MAKER" not in sealed
    assert not any(b"PLANTED-MAKER" in path.read_bytes() for path in booth.hub.data_dir.rglob("*") if path.is_file())


def _is_over(page: Page) -> None:
    """The same code once more: the page says what to do."""
    expect(page.get_by_test_id("title")).to_have_text("这个二维码不能用了", timeout=WAIT_MS)
    expect(page.get_by_test_id("camera")).to_be_hidden()


def test_a_picture_that_is_none_and_a_resident_who_leaves(open_booth: Open) -> None:
    booth = open_booth(phone_url="to the hub")
    booth.walk(_to_code(booth))
    address = scanned(booth.kiosk.window)
    booth.walk(with_phone(booth, address, _send_nonsense))
    booth.walk(booth.until(lambda: booth.session.phone == "seen", "the phone at the booth"))
    assert booth.shown("material", "verdictText") == "手机已打开，请在手机上拍照"
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    booth.walk(with_phone(booth, address, _is_over, expected="404"))
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"))


def _send_nonsense(page: Page) -> None:
    expect(page.get_by_test_id("title")).to_contain_text("传“", timeout=WAIT_MS)
    nonsense = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    page.get_by_test_id("album").set_input_files(nonsense)  # type: ignore[arg-type]  # a payload is one
    expect(page.get_by_test_id("sent")).to_contain_text("这张打不开", timeout=WAIT_MS)


def test_no_hub_no_code(open_booth: Open) -> None:
    booth = open_booth(phone_url="to the hub")
    booth.walk(booth.to_material())
    booth.hub.kill()
    booth.walk(booth.until(lambda: not booth.session.ambient.link_up, "the cut"), booth.fingers.tap("usePhone"))
    booth.walk(booth.reads("手机传不过来"))
    assert booth.session.phone == ""
