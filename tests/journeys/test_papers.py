"""Shell: papers of several pages under the real camera: again, one more, away; by hand; with the camera gone."""

import pytest

from kiosk_app.demo.fingers import Steps
from kiosk_app.session.state import Paper
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import NOBODY_THERE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


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
    booth.walk(booth.resident.on_page("check"), booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert [name for name in booth.archive.parts(case) if name.startswith("material/")] == ["material/social-card/2"]
    assert booth.archive.part(case, "material/social-card/2").startswith(b"\xff\xd8\xff")


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
