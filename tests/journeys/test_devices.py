"""Shell: bad luck with devices: the resident reads what happened, and the matter goes on."""

import pytest

from kiosk_app.demo.fingers import Steps
from tests.conftest import ExpectedLogs
from tests.journeys.booth import Booth
from tests.journeys.conftest import Open
from tests.journeys.gear import NOBODY_THERE, someone

pytestmark = pytest.mark.journey


def test_no_camera_lets_the_paper_follow(open_booth: Open, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.document_camera", "offline")
    expected_logs.allow("devices.document_camera", "absent")
    booth = open_booth(addresses={"document_camera": NOBODY_THERE})
    booth.walk(booth.to_material())
    booth.walk(booth.until(lambda: not booth.shown("material", "cameraReady"), "the word about the camera"))
    assert booth.shown("material", "verdictText") == "高拍仪没有反应。可以先欠着这一份，或请工作人员帮忙。"
    assert booth.shown("frame", "secondaryText") == "这份先欠着"
    booth.walk(booth.fingers.tap("doSecondary"), booth.until(lambda: booth.shown("frame", "overlayYes"), "the terms"))
    booth.walk(booth.fingers.tap("overlayYes"), booth.resident.on_page("check"))
    assert [paper["sub"] for paper in booth.shown("check", "materials")] == ["先欠着，之后补交"]
    booth.walk(booth.resident.sign(), booth.submit(), booth.finish())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert sorted(booth.archive.parts(case)) == [
        "application.pdf",
        "changes.json",
        "deferral.pdf",
        "form.json",
        "identity.json",
        "signature",
    ]


def test_reader_unplugged_while_it_reads(booth: Booth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "->")
    booth.walk(booth.to_identify())
    booth.gear.reader.fault("slow")
    booth.gear.insert_card()
    booth.walk(booth.until(lambda: booth.shown("identify", "phase") == "reading", "the card being read"))
    booth.walk(booth.aside(booth.gear.reader.unplug))
    booth.walk(booth.reads("读卡器没有反应，正在自动重连。也可以请工作人员帮您核对。"))
    assert booth.shown("identify", "phase") == "trouble"
    booth.gear.reader.fault(None)
    booth.walk(booth.aside(booth.gear.reader.replug), booth.resident.on_page("form"))
    assert booth.notice == ""
    assert booth.session.person and booth.session.person.name == someone()["card"]["name"]


@pytest.mark.parametrize(("fault", "count"), [("noise", 3), ("bad_checksum", 1), ("cut", 1), ("mute", 1)])
def test_a_few_spoilt_answers_of_the_reader(booth: Booth, fault: str, count: int) -> None:
    booth.walk(booth.to_identify())
    booth.gear.reader.fault(fault, count)
    booth.gear.insert_card()
    booth.walk(booth.resident.on_page("form"))
    assert booth.notice == ""


def test_nothing_but_wrong_checksums(booth: Booth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("devices.id_card", "->")
    booth.walk(booth.to_identify())
    booth.gear.reader.fault("bad_checksum")
    booth.gear.insert_card()
    words = ("这张卡没读出来", "读卡器没有反应")
    booth.walk(booth.until(lambda: booth.notice.startswith(words), "words about the reader"))
    booth.walk(booth.fingers.tap("language"), booth.until(lambda: booth.notice.isascii(), "English"))
    assert booth.notice.startswith(("This card could not be read.", "The reader does not answer"))
    booth.gear.reader.fault(None)
    booth.walk(booth.resident.on_page("form"))
    assert booth.notice == ""


def test_card_lifted_too_early_and_forgotten_at_the_end(booth: Booth) -> None:
    booth.walk(booth.to_identify())
    booth.gear.reader.fault("slow")
    booth.gear.insert_card()
    booth.walk(booth.until(lambda: booth.shown("identify", "phase") == "reading", "the card being read"))
    booth.gear.reader.remove()
    booth.walk(booth.reads("身份证拿开得早了一点，请再放一次。"))
    assert booth.shown("identify", "troubleText") == booth.notice
    booth.gear.reader.fault(None)
    booth.gear.insert_card()
    booth.walk(booth.resident.on_page("form"))
    assert booth.notice == ""
    booth.walk(booth.fingers.tap("leave"), booth.fingers.tap("overlayYes"), booth.resident.on_page("takeCard"))
    assert booth.shown("takeCard", "title") == "请取走您的身份证"
    booth.walk(booth.fingers.pause(1.0))
    assert booth.page == "takeCard", "the card still lies there"
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"))
    assert booth.leftovers() == []


def _out_of_paper(booth: Booth) -> Steps:
    yield from booth.fingers.tap("goOn")
    yield from booth.resident.on_page("done")
    yield from booth.until(lambda: booth.shown("done", "printState") == "trouble", "the trouble with the slip")


def test_printer_out_of_paper(booth: Booth) -> None:
    booth.walk(booth.to_review())
    booth.gear.printer.paper("out")
    booth.walk(_out_of_paper(booth))
    assert booth.notice == "打印机没纸了。您的办件不受影响，请记下号码，或请守护人加纸后再打印。"
    assert booth.shown("done", "printText") == "小票没打出来，请记下号码"
    assert booth.shown("done", "number").startswith("PY-")
    assert booth.shown("frame", "secondaryText") == "再打一次小票"
    booth.walk(booth.fingers.tap("language"), booth.until(lambda: booth.notice.isascii(), "English"))
    assert booth.notice.startswith("The printer is out of paper. Your case is safe")
    assert booth.shown("frame", "secondaryText") == "Print again"
    booth.gear.printer.paper("ok")
    booth.walk(booth.fingers.tap("doSecondary"), booth.resident.printed())
    assert (booth.slips, booth.notice) == (1, "")
    assert booth.shown("frame", "secondaryText") == ""
    booth.walk(booth.finish())
    assert booth.slips == 1
