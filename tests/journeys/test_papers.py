"""Shell: papers of several pages under the real camera: again, one more, away; by hand; with the camera gone."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.pages.sheets import draw_card_back, draw_card_front
from cloud_seat.contract.signed import named_in
from kiosk_app.demo.fingers import Steps
from kiosk_app.demo.resident import SIGNATURE
from kiosk_app.session import events as on
from kiosk_app.session.state import Paper
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import NOBODY_THERE, SAMPLES, someone

pytestmark = pytest.mark.journey


def _paper(booth: Booth) -> Paper:
    return booth.session.papers[0]


def _has(booth: Booth, *pages: int) -> Steps:
    yield from booth.until(lambda: _paper(booth).pages == pages and _paper(booth).state != "busy", f"pages {pages}")


def _judged(booth: Booth, verdict: str) -> Steps:
    yield from booth.until(lambda: booth.shown("material", "verdict") == verdict, f"the verdict {verdict}")


def test_several_pages(booth: Booth) -> None:
    fingers, desk = booth.fingers, booth.gear.document
    booth.walk(booth.to_material())
    desk.put_paper()
    booth.walk(_has(booth, 1), fingers.tap("addPage"), _judged(booth, "same_sheet"))
    assert _paper(booth).pages == (1,), "the sheet that lies there is not taken twice"
    desk.take_paper()
    booth.walk(_judged(booth, "no_page"))
    desk.put_paper()
    booth.walk(_has(booth, 1, 2), fingers.tap("page-1"), fingers.tap("dropPage"), _has(booth, 2))
    before = booth.shown("material", "shotUrl")
    booth.walk(fingers.tap("retakePage"), _judged(booth, "same_sheet"), fingers.tap("takePage"))
    booth.walk(booth.until(lambda: booth.session.page_shown == 2, "the page taken again"), _has(booth, 2))
    booth.walk(booth.until(lambda: booth.shown("material", "shotUrl") not in ("", before), "the new picture"))
    booth.walk(fingers.tap("enlarge"), fingers.tap("closePaper"), fingers.tap("goOn"))
    booth.walk(booth.resident.on_page("check"), booth.resident.sign())
    booth.kiosk.engine.runner.post(on.PageTaken(booth.session.number, "social-card", 3))  # a picture that comes late
    booth.walk(booth.reads("刚才的签名不算了"), booth.resident.on_page("sign"), fingers.draw("ink", SIGNATURE))
    booth.walk(fingers.tap("goOn"), booth.resident.on_page("review"), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    signed = hashlib.sha256(booth.archive.part(case, "application.pdf")).hexdigest()
    assert named_in(booth.archive.part(case, "signature")) == {"application.pdf": signed}
    assert [name for name in booth.archive.parts(case) if name.startswith("material/")] == ["material/social-card/2"]
    assert booth.archive.part(case, "material/social-card/2").startswith(b"\xff\xd8\xff")


def _to_old_card(booth: Booth) -> Steps:
    """A matter that wants both sides of a card."""
    fingers, resident = booth.fingers, booth.resident
    yield from resident.welcome(wants_official=False)
    yield from fingers.tap("search")
    yield from resident.on_page("find")
    yield from fingers.type_keys("shbzk")
    yield from booth.until(lambda: booth.session.results, "search results")
    yield from resident.close_keyboard()
    yield from fingers.tap("result-social-card-reissue")
    yield from booth.until(lambda: booth.session.item_id, "the chosen item")
    yield from fingers.tap("startMatter")
    yield from resident.identify()
    for choice in ("choice-reason-damaged", "choice-old_card_bank-icbc", "field-stop_old_card", "goOn"):
        yield from fingers.tap(choice)
    for choice in ("choice-new_card_bank-icbc", "choice-delivery-branch", "field-phone"):
        yield from fingers.tap(choice)
    yield from fingers.type_keys(someone()["phone"])
    yield from resident.close_keyboard()
    yield from fingers.tap("goOn")
    yield from resident.on_page("material")


def test_both_sides_of_a_card_come_to_one_sheet(booth: Booth, tmp_path: Path) -> None:
    sides = {"front": draw_card_front, "back": draw_card_back}
    for name, draw in sides.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), cv2.cvtColor(draw(np.random.default_rng(0)), cv2.COLOR_RGB2BGR))
    desk = booth.gear.document
    booth.walk(_to_old_card(booth))
    try:
        desk.put_paper(tmp_path / "front.png")
        booth.walk(booth.until(lambda: booth.session.side_taken, "the first side"), _judged(booth, "turn_over"))
        desk.take_paper()
        booth.walk(_judged(booth, "no_page"))
        desk.put_paper(tmp_path / "back.png")
        booth.walk(_has(booth, 1))
    finally:
        desk.put_paper(SAMPLES / "social-card-copy.png")
        desk.take_paper()
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("check"), booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    jpeg = np.frombuffer(booth.archive.part(case, "material/old-card/1"), np.uint8)
    sheet = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    assert sheet is not None and sheet.shape[:2] == (2339, 1654)


def test_by_hand_when_nothing_takes_itself(open_booth: Open) -> None:
    booth = open_booth(page_by_hand_after_s=0.5)
    booth.walk(booth.to_material())
    booth.walk(booth.until(lambda: "现在拍" in booth.shown("material", "text"), "the words about the button"))
    booth.walk(_judged(booth, "no_page"), booth.fingers.tap("takePage"), _has(booth, 1), _judged(booth, "whole_desk"))
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("check"))


def test_without_a_camera_there_is_a_way_on(open_booth: Open, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.document_camera", "offline")
    booth = open_booth(addresses={"document_camera": NOBODY_THERE})
    booth.walk(booth.to_material(), _judged(booth, "no_camera"))
    assert booth.shown("frame", "secondaryText") == "这份先欠着"
    assert booth.shown("frame", "callText") == "呼叫云坐席"
    booth.walk(booth.fingers.tap("doSecondary"), booth.until(lambda: booth.shown("frame", "overlayYes"), "the terms"))
    assert "由工作人员告诉您" in booth.shown("frame", "overlayText")
    booth.walk(booth.fingers.tap("overlayYes"), booth.resident.on_page("check"), booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert booth.archive.part(case, "deferral.pdf").startswith(b"%PDF-1.7")
    before = booth.slips
    booth.walk(booth.fingers.tap("printNotices"), booth.reads("文书打印好了"))
    assert booth.slips == before + 1
