"""Shell: the driver through the real service and a virtual reader, with a card that can do everything wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no types

from devices.errors import LocalConfigError
from devices.id_card.sam_model import SAMPLE_FIELDS
from devices.lease import Lease
from devices.model import Completion, DeviceConfig, DeviceState, Outcome
from devices.registry import open_registry
from devices.smart_card.driver import AwaitRemoval, ChipProgress, ReadChip
from devices.smart_card.profile import ChipKind, ResidencePermit, SocialCard
from devices.trace import Way
from tests.conftest import ExpectedLogs
from tests.devices.conftest import Booth
from tests.devices.smart_card.card_peer import CardPeer, Fault
from tests.devices.smart_card.chip import Chip, social_card
from tests.devices.smart_card.smart_card_service import READER, SmartCardService
from tests.devices.tool.typed import answer, await_word, finish, one_object, start

OpenBooth = Callable[..., Booth]
ROLE = "smart_card"
SOON_S = 10.0
AT_ONCE_S = 1.0  # what must take 0.2 s, on a machine that is busy with other things
OPTIONS = {"probe_s": "0.1"}
PERMIT = """card = "residence_permit"
application = "00A4040002A001"
[[files]]
select = "00A4000002EF01"
records = [
    { field = "number", read = "00B2010414", as = "text" },
    { field = "name", read = "00B2020408", as = "text" },
]
"""


def _config(address: str = f"pcsc:{READER}", **options: str) -> DeviceConfig:
    return DeviceConfig(role=ROLE, kind="pcsc", address=address, options=OPTIONS | options)


@pytest.fixture
def booth(card: CardPeer, open_booth: OpenBooth) -> Booth:
    booth = open_booth(_config())
    booth.await_health(ROLE, DeviceState.READY)
    return booth


@pytest.fixture
def lease(booth: Booth) -> Lease:
    return booth.registry.claim(ROLE, owner="session-1")


@pytest.fixture
def other_program(card: CardPeer) -> Iterator[Callable[[], int]]:
    """Call it to take the card away from everybody else; it gives the context, whose release ends that."""
    contexts: list[int] = []

    def take() -> int:
        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        contexts.append(int(context))
        until_s = time.monotonic() + SOON_S
        code = scard.SCARD_E_NO_SMARTCARD
        while code == scard.SCARD_E_NO_SMARTCARD and time.monotonic() < until_s:
            code, *_ = scard.SCardConnect(context, READER, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0)
        assert code == scard.SCARD_S_SUCCESS
        return contexts[-1]

    yield take
    for context in contexts:
        scard.SCardReleaseContext(context)


class Reading:
    """One read that runs, and what it reports."""

    def __init__(self, lease: Lease) -> None:
        self.reports: list[object] = []
        self._heard = threading.Condition()
        self.future = lease.run(ReadChip(), deadline_s=SOON_S, progress=self._note)

    def _note(self, progress: object) -> None:
        with self._heard:
            self.reports.append(progress)
            self._heard.notify_all()

    def await_report(self, progress: ChipProgress) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: progress in self.reports, SOON_S), self.reports

    def outcome(self, limit_s: float = 2 * SOON_S) -> Outcome:
        return self.future.result(limit_s)

    def card(self) -> SocialCard:
        outcome = self.outcome()
        assert isinstance(outcome.value, SocialCard), outcome
        return outcome.value


def _hang(card: CardPeer, lease: Lease) -> Reading:
    """A read whose card has been asked something and will never answer."""
    is_asked = threading.Event()
    card.on_command = lambda _: is_asked.set()
    card.insert(social_card(), Fault.MUTE)
    reading = Reading(lease)
    assert is_asked.wait(SOON_S)
    return reading


def _lines() -> int:
    """How many threads stand between workers and the service."""
    return sum(thread.name == "device-smart-card-line" for thread in threading.enumerate())


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_is_read_when_it_comes(card: CardPeer, lease: Lease) -> None:
    reading = Reading(lease)
    reading.await_report(ChipProgress.WAITING)
    card.insert(social_card())
    read = reading.card()
    assert (read.name, read.number, read.sex, read.nation) == ("测试甲", SAMPLE_FIELDS["number"], "女", "汉")
    assert (read.birth, read.valid_until, read.card_number) == ("1899-01-01", "2030-01-01", "X99999999")
    assert reading.reports == [ChipProgress.WAITING, ChipProgress.READING]
    assert lease.run(AwaitRemoval(), deadline_s=0.3).result(SOON_S).completion is Completion.TIMEOUT
    removal = lease.run(AwaitRemoval(), deadline_s=SOON_S)
    card.remove()
    assert removal.result(SOON_S).ok


def test_a_slow_card_that_must_be_asked_again_is_read(card: CardPeer, lease: Lease) -> None:
    """6Cxx for each record, then its bytes in pieces after 61xx."""
    card.insert(social_card("测试𠮷", spare_bytes=3, piece_bytes=20), Fault.SLOW)
    assert Reading(lease).card().name == "测试𠮷"


def test_a_card_that_is_pulled_out_mid_read_is_waited_for(card: CardPeer, lease: Lease) -> None:
    asked: list[bytes] = []

    def pull(command: bytes) -> None:
        asked.append(command)
        if len(asked) == 4:
            card.remove()

    card.on_command = pull
    card.insert(social_card())
    reading = Reading(lease)
    reading.await_report(ChipProgress.MOVED)
    card.insert(social_card())
    assert reading.card().name == "测试甲"
    assert reading.reports[-2:] == [ChipProgress.MOVED, ChipProgress.READING]


def test_another_kind_of_card_is_told_apart_by_one_question(card: CardPeer) -> None:
    card.insert(Chip(applications={b"bank": {}}))
    passed: list[tuple[Way, str]] = []
    registry = open_registry(
        [_config()], lambda _: None, tap_for=lambda _: lambda way, data: passed.append((way, data.hex()))
    )
    try:
        outcome = Reading(registry.claim(ROLE, owner="x")).outcome()
    finally:
        registry.close()
    assert (outcome.completion, outcome.detail) == (Completion.MEDIA, "unknown_card")
    select = "00a404000f7378312e73682ec9e7bbe1b1a3d5cf"
    assert passed == [(Way.OPENED, ""), (Way.OUT, select), (Way.IN, "6a82"), (Way.CLOSED, "")]


def test_answers_that_stay_senseless_are_a_protocol_failure(card: CardPeer, lease: Lease) -> None:
    card.insert(social_card())
    for fault, code in ((Fault.SHORT, "short_response"), (Fault.GARBAGE, "cut_record")):
        card.fail(fault)
        outcome = Reading(lease).outcome()
        assert (outcome.completion, outcome.detail) == (Completion.PROTOCOL, code)
    card.fail(None)
    assert Reading(lease).card().name == "测试甲"


def test_a_card_the_wrong_way_round_is_turned_over(card: CardPeer, lease: Lease) -> None:
    reading = Reading(lease)
    reading.await_report(ChipProgress.WAITING)
    card.insert(social_card(), Fault.TURNED_OVER)
    reading.await_report(ChipProgress.TURN_OVER)
    lease.cancel()
    assert reading.outcome().completion is Completion.CANCELLED
    assert reading.reports == [ChipProgress.WAITING, ChipProgress.TURN_OVER]


def test_a_permit_needs_its_province(card: CardPeer, open_booth: OpenBooth, tmp_path: Path, lease: Lease) -> None:
    command = ReadChip(ChipKind.RESIDENCE_PERMIT)
    outcome = lease.run(command, deadline_s=SOON_S).result(SOON_S)
    assert (outcome.completion, outcome.detail) == (Completion.UNSUPPORTED, "no_profile")
    assert lease.run(object(), deadline_s=SOON_S).result(SOON_S).completion is Completion.UNSUPPORTED
    (tmp_path / "province.toml").write_text(PERMIT, "utf-8")
    registry = open_booth(_config("pcsc:*", permit_profile=str(tmp_path / "province.toml"))).registry
    card.insert(Chip(applications={b"\xa0\x01": {0xEF01: {1: b"810000189901010014", 2: "测试乙".encode("gb18030")}}}))
    permit = registry.claim(ROLE, owner="x").run(command, deadline_s=SOON_S).result(SOON_S).value
    assert permit == ResidencePermit(number="810000189901010014", name="测试乙")


# --- cancelling, and a card that hangs --------------------------------------------------------------------------------


def test_cancelling_ends_the_wait_for_a_card(lease: Lease) -> None:
    reading = Reading(lease)
    reading.await_report(ChipProgress.WAITING)
    lease.cancel()
    assert reading.outcome(AT_ONCE_S).completion is Completion.CANCELLED


def test_revoking_ends_a_read_whose_card_hangs(card: CardPeer, booth: Booth, lease: Lease) -> None:
    reading = _hang(card, lease)
    booth.registry.revoke("session-1")
    assert reading.outcome(AT_ONCE_S).completion is Completion.CANCELLED
    card.remove()
    card.insert(social_card())
    with booth.registry.claim(ROLE, owner="session-2") as lease_2:
        assert Reading(lease_2).card().name == "测试甲"


def test_a_card_that_hangs_makes_the_reader_offline_until_it_is_pulled_out(
    card: CardPeer, booth: Booth, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    booth.registry.close()
    booth = open_booth(_config(answer_s="0.2"))
    reading = _hang(card, booth.registry.claim(ROLE, owner="session-1"))
    booth.await_reason(ROLE, "reader_hangs")
    assert _lines() == 1, "a reader that hangs does not gather threads"
    card.remove()
    card.insert(social_card())
    assert reading.card().name == "测试甲"
    booth.await_health(ROLE, DeviceState.READY)


# --- other programs ---------------------------------------------------------------------------------------------------


def test_a_card_that_another_program_uses(
    card: CardPeer, booth: Booth, lease: Lease, other_program: Callable[[], int]
) -> None:
    card.insert(social_card())
    context = other_program()
    assert booth.await_health(ROLE, DeviceState.BLOCKED).health.reasons[0].code == "card_in_use"
    outcome = Reading(lease).outcome()
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "card_in_use")
    scard.SCardReleaseContext(context)
    booth.await_health(ROLE, DeviceState.READY)
    assert Reading(lease).card().name == "测试甲"


# --- readers that are not there, and a service that dies --------------------------------------------------------------


def test_a_reader_that_is_not_there_is_absent(
    running_service: SmartCardService, open_booth: OpenBooth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "absent")
    booth = open_booth(_config("pcsc:Imaginary Reader"))
    booth.await_health(ROLE, DeviceState.ABSENT)
    outcome = Reading(booth.registry.claim(ROLE, owner="x")).outcome()
    assert (outcome.completion, outcome.detail) == (Completion.NOT_READY, "no_reader")


def test_a_service_without_readers_is_absent_until_one_is_plugged_in(
    service: SmartCardService, booth: Booth, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "absent")
    expected_logs.allow(f"devices.{ROLE}", "offline")
    service.unplug()
    service.restart()
    booth.await_reason(ROLE, "no_reader")
    service.plug_in()
    service.restart()
    booth.await_health(ROLE, DeviceState.READY)


def _await_way_back(service: SmartCardService, booth: Booth, lease: Lease) -> None:
    """Offline while the service is down; ready by itself when it is back; then the next read works."""
    booth.await_reason(ROLE, "service_down")
    assert booth.registry.health(ROLE).state is DeviceState.OFFLINE
    service.start()
    booth.await_health(ROLE, DeviceState.READY)
    assert Reading(lease).card().name == "测试甲"
    assert booth.states(ROLE).count(DeviceState.OFFLINE) == 1, "a loss is published once"


def test_the_service_dies_while_nothing_is_asked(
    service: SmartCardService, card: CardPeer, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    card.insert(social_card())
    service.kill()
    _await_way_back(service, booth, lease)


def test_the_service_dies_while_a_card_is_waited_for(
    service: SmartCardService, card: CardPeer, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    reading = Reading(lease)
    reading.await_report(ChipProgress.WAITING)
    service.kill()
    outcome = reading.outcome()
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "service_down")
    card.insert(social_card())
    _await_way_back(service, booth, lease)


def test_the_service_dies_mid_read(
    service: SmartCardService, card: CardPeer, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    reading = _hang(card, lease)
    service.kill()
    outcome = reading.outcome()
    assert (outcome.completion, outcome.detail) == (Completion.HARDWARE, "service_down")
    card.fail(None)
    _await_way_back(service, booth, lease)


@pytest.mark.deep
def test_a_service_that_answers_nothing_is_offline(
    service: SmartCardService, booth: Booth, lease: Lease, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(f"devices.{ROLE}", "offline")
    service.freeze()
    booth.await_health(ROLE, DeviceState.OFFLINE)
    reading = Reading(lease)
    lease.cancel()
    assert not reading.outcome(AT_ONCE_S).ok
    service.thaw()
    booth.await_health(ROLE, DeviceState.READY)


def test_closing_leaves_no_thread_even_of_a_read(card: CardPeer, booth: Booth, lease: Lease) -> None:
    reading = _hang(card, lease)
    assert _lines() == 1
    card.remove()
    booth.registry.close()
    assert reading.outcome().completion is Completion.CANCELLED
    assert _lines() == 0


# --- configuration ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["pcsc:", "serial:/dev/ttyUSB0", "Virtual PCD"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(LocalConfigError):
        open_registry([_config(address)], lambda _: None)


@pytest.mark.parametrize("content", [None, "", 'card = "residence_permit"', "\udcff"])
def test_what_is_no_profile_of_social_security_cards(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "region.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(LocalConfigError):
        open_registry([_config(profile=str(tmp_path / "region.toml"))], lambda _: None)


# --- the tool ---------------------------------------------------------------------------------------------------------


def test_trying_a_card(card: CardPeer) -> None:
    process = start("try", "smart-card", "--at", "pcsc:*")
    await_word(process, "waiting")
    card.insert(social_card())
    code, out, _ = finish(process)
    found = one_object(out)
    assert (code, found["ok"], found["device"], found["card"]) == (0, True, "smart-card", "social_security")
    assert (found["name"], found["number"]) == ("测试甲", SAMPLE_FIELDS["number"])
    assert (found["issued"], found["card_id"]) == ("2020-01-01", "440113D1560000050000000000000000")


def test_trying_a_card_that_hangs_ends_at_its_deadline(card: CardPeer) -> None:
    card.insert(social_card(), Fault.MUTE)
    code, found = answer("try", "smart-card", "--at", f"pcsc:{READER}", "--deadline", "0.7")
    assert (code, found["code"], found["completion"]) == (1, "deadline", "timeout")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "word"),
    [
        (["pcsc:Imaginary Reader"], 1, "no_reader"),
        (["pcsc:"], 2, "bad_address"),
    ],
)
def test_trying_in_vain_is_one_json_object(
    running_service: SmartCardService, arguments: list[str], exit_code: int, word: str
) -> None:
    code, found = answer("try", "smart-card", "--at", *arguments)
    assert (code, found["ok"], found["code"], set(found["text"])) == (exit_code, False, word, {"zh", "en"})


def test_trying_without_the_service(service: SmartCardService) -> None:
    service.kill()
    code, found = answer("try", "smart-card", "--at", "pcsc:*")
    assert (code, found["code"], found["completion"]) == (1, "service_down", "not_ready")
    assert "pcscd" in found["text"]["zh"]
