"""Shell: the guide on real paper: A4 by an emulated printer, a slip without one, cancelled when the session ends."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.document_printer.emulator import DocumentPrinterEmulator
from devices.document_printer.page_count import pages_in
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.registry import Registry, open_registry
from kiosk_app.config import ASSETS
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.hands.asked_print import AskedPrint
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.document import DocumentHand
from kiosk_app.hands.guide import GuideHand
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.hands.notices import NoticeHand
from kiosk_app.hands.paper_print import PaperPrint, paper_code
from kiosk_app.hands.slip import SlipHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.folder import Folder
from kiosk_app.session.moves.guiding import A4, SLIP
from kiosk_app.session.state import NO_TEXT, Session, Stage
from kiosk_app.ui.presenters.guiding import guide_on_paper, guide_on_slip
from tests.devices.document_printer.conftest import wait_until
from tests.kiosk_app.qml.sample_finding import knowledge
from tests.kiosk_app.session.walk import RESIDENT
from tests.thinned import thinned

SOON_S = 20.0
FONT = ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf"
ITEM = "longevity-allowance"


@pytest.fixture
def printer() -> Iterator[DocumentPrinterEmulator]:
    emulator = DocumentPrinterEmulator(page_s=0.02)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def slips() -> Iterator[ReceiptPrinterEmulator]:
    emulator = ReceiptPrinterEmulator(FONT)
    emulator.start()
    yield emulator
    emulator.stop()


@pytest.fixture
def registry(printer: DocumentPrinterEmulator, slips: ReceiptPrinterEmulator) -> Iterator[Registry]:
    a4 = DeviceConfig(role=A4, kind="ipp", address=printer.address, options={"probe_s": "0.1", "cancel_s": "3"})
    slip = DeviceConfig(role=SLIP, kind="escpos", address=slips.address, options={"probe_s": "0.1"})
    registry = open_registry([a4, slip], lambda _: None)
    wait_until(lambda: all(registry.health(role).state is DeviceState.READY for role in (A4, SLIP)))
    yield registry
    registry.close()


def printed(
    registry: Registry,
    role: str,
    *,
    session: int = 7,
    language: str = "zh",
    meanwhile: Callable[[], None] = lambda: None,
    count: KeptNumber | None = None,
) -> on.Event:
    """What the session hears of one guide; `meanwhile` is called once the printer has it."""

    async def work() -> on.Event:
        posted: asyncio.Queue[on.Event] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def post(event: on.Event) -> None:
            loop.call_soon_threadsafe(posted.put_nowait, event)

        desk = Desk(post, knowledge, Folder(), lambda *_: None, lambda **_: None)
        slip = SlipHand(registry, desk, font=FONT, options={}, wait_s=SOON_S)
        paper = PaperPrint(registry, wait_s=SOON_S)
        paper.count = count
        hand = GuideHand(desk, paper, slip, Typesetter(ASSETS, "guide.typ"))
        await hand.print(do.PrintGuide(role), Session(number=session, item_id=ITEM, language=language))
        await asyncio.to_thread(meanwhile)
        return await posted.get()

    return asyncio.run(asyncio.wait_for(work(), 2 * SOON_S))


def test_it_comes_out_on_one_sheet_in_each_language(
    registry: Registry, printer: DocumentPrinterEmulator, tmp_path: Path
) -> None:
    count = KeptNumber(tmp_path / "sheets")
    for number, language in enumerate(("zh", "en", "zh-Hant")):
        assert printed(registry, A4, session=number, language=language, count=count) == on.GuidePrinted(
            number, "", a4=True
        )
    assert printer.pages == (1, 1, 1) and count.value == 3
    assert len(set(printer.documents)) == 3


@pytest.mark.parametrize("target", ["guide", "form"])
def test_what_an_official_offers_comes_out_and_its_end_is_told(
    target: str, registry: Registry, printer: DocumentPrinterEmulator
) -> None:
    async def work() -> on.Event:
        posted: asyncio.Queue[on.Event] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def post(event: on.Event) -> None:
            loop.call_soon_threadsafe(posted.put_nowait, event)

        desk = Desk(post, knowledge, Folder(), lambda *_: None, lambda **_: None)
        slip = SlipHand(registry, desk, font=FONT, options={}, wait_s=SOON_S)
        paper = PaperPrint(registry, wait_s=SOON_S)
        notices = NoticeHand(desk, paper, slip, Typesetter(ASSETS, "notice.typ"), place=NO_TEXT)
        document = DocumentHand(desk, paper=Typesetter(ASSETS, "application.typ"), promises=notices.promises)
        guide = GuideHand(desk, paper, slip, Typesetter(ASSETS, "guide.typ"))
        session = Session(number=7, item_id=ITEM, stage=Stage.CHECK, person=RESIDENT, values={"phone": "13800138000"})
        await AskedPrint(desk, paper, guide, document, notices).print(do.PrintAsked("a1", target), session)
        return await posted.get()

    assert asyncio.run(asyncio.wait_for(work(), 2 * SOON_S)) == on.AskDone(7, "a1")
    assert printer.pages == (1,)


@pytest.mark.parametrize("say", thinned(["zh", "en"], 2))
def test_every_guide_fits_a_sheet_and_says_what_to_bring(say: str) -> None:
    typesetter = Typesetter(ASSETS, "guide.typ")
    for item in knowledge().items.values():
        data = guide_on_paper(item, say, knowledge())
        assert pages_in(typesetter.pdf(data), "application/pdf") == 1, item.id
        text = repr(data)
        assert all(material.name.in_language(say) in text for material in item.materials), item.id
        assert all(
            material.name.in_language(say) in "".join(guide_on_slip(item, say, knowledge()))
            for material in item.materials
        )


def test_without_a4_it_comes_as_a_slip(registry: Registry, slips: ReceiptPrinterEmulator) -> None:
    assert printed(registry, SLIP) == on.GuidePrinted(7, "")
    assert len(slips.slips) == 1
    assert slips.unknown_bytes == 0


def test_the_end_of_the_session_cancels_the_job_at_the_printer(
    registry: Registry, printer: DocumentPrinterEmulator
) -> None:
    printer.speed(30.0)

    def leave() -> None:
        wait_until(lambda: len(printer.jobs) == 1)
        registry.revoke("session-7")

    assert printed(registry, A4, meanwhile=leave) == on.GuidePrinted(7, "cancelled", a4=True)
    assert [state.lower() for state in printer.jobs] == ["canceled"]
    assert printer.documents == ()


def test_no_paper_is_said_in_words(registry: Registry, printer: DocumentPrinterEmulator) -> None:
    printer.paper("out")
    assert printed(registry, A4) == on.GuidePrinted(7, "media", a4=True)


def test_a_printer_that_is_taken_is_said_in_words(registry: Registry) -> None:
    with registry.claim(A4, owner="somebody"):
        assert printed(registry, A4) == on.GuidePrinted(7, "not_ready", a4=True)


@pytest.mark.parametrize("detail", ["", "cover_open"])
@pytest.mark.parametrize("way", [way for way in Completion if way is not Completion.SUCCESS])
def test_each_failure_has_words_in_both_languages(way: Completion, detail: str) -> None:
    said = NOTICES["paper_" + paper_code(Outcome(way, detail=detail))].text
    assert said.zh and said.en
