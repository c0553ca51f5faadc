"""Shell: a booth that the hub does not know keeps everything, tells the keeper, goes on when it is enrolled anew."""

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cloud_seat.hub.waiting import list_waiting
from devices.model import HealthChanged
from kiosk_app.config import Settings
from kiosk_app.enrolment import EnrolmentError, enrol
from kiosk_app.hands.enrolment import EnrolmentWatch
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.outbox import OutboxWatch
from kiosk_app.session.state import Ambient, Keeper, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.keeper import keeper
from offline_cache import BoothRefused, Cache, CaseCommitted, Syncer, SyncEvent, open_cache
from offline_cache.case_states import CaseState
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import VALUES
from tests.conftest import ExpectedLogs

BOOTH, FORM = "PY-0003", "longevity-allowance"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    keys = tmp_path / "keys"
    return Settings(kiosk_id=BOOTH, token_file=str(keys / "token"), root_key_file=str(keys / "root"))


def submitted(cache: Cache) -> int:
    """Its number in the booth's count."""
    case_id = cache.open_draft(item_id=FORM, form_id=FORM, form_version=1, form_hash="")
    cache.save_form(case_id, json.dumps(VALUES).encode())
    keys = cache.trust.load_hub_keys()
    return cache.submit(case_id, hub_keys=keys, submitted_at=cache.clock(), clock_trusted=True).sequence


def told(hub: RunningHub, cache: Cache, paper: Path) -> list[int]:
    """How many cases the hub's operators see waiting, a number for each reason."""
    with closing(HubDoor(hub.url, json.loads(paper.read_text())["token"], lambda _: False)) as door:
        asyncio.run(OutboxWatch(cache, door).look())
    (booth,) = list_waiting(hub.places(), datetime.now(UTC))
    return [group.count for group in booth.groups]


def test_enrolled_anew_it_goes_on_with_its_queue(
    tmp_path: Path, settings: Settings, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk_app.hands.enrolment", "does not know this booth")
    paper, said, shown = tmp_path / "paper.json", list[SyncEvent](), list[HealthChanged]()
    with RunningHub.start(tmp_path / "hub") as hub:
        paper.write_text(json.dumps(hub.enrol(BOOTH)))
        enrol(settings, paper)
        root_key = Path(settings.root_key_file).read_bytes()
        cache = open_cache(tmp_path / "cache", device_key=bytes(32), kiosk_id=BOOTH, root_key=root_key)
        token = Path(settings.token_file).read_text()
        syncer = Syncer(cache, hub.url, token, publish=said.append)
        watch = EnrolmentWatch(Path(settings.token_file), token, tell=shown.append, use=syncer.use_token)
        syncer.drain_once()
        paper.write_text(json.dumps(hub.enrol(BOOTH)))  # from now on the old token is nobody's
        assert submitted(cache) == 1
        assert told(hub, cache, paper) == [1]
        assert syncer.drain_once() == 0
        assert BoothRefused("http-401") in said
        watch.refused()
        assert syncer.drain_once() == 0
        watch.refused()
        assert [(case.state, case.tries) for case in cache.pending()] == [(CaseState.READY, 0)]
        enrol(settings, paper)
        watch.refused()
        assert submitted(cache) == 2
        assert syncer.drain_once() == 2
        watch.known()
        assert told(hub, cache, paper) == []
        syncer.stop()
        cache.close()
    numbers = [event.receipt.acceptance_number[-8:] for event in said if isinstance(event, CaseCommitted)]
    assert numbers == ["-0003-01", "-0003-02"]
    assert [(one.role, str(one.health.state)) for one in shown] == [("enrolment", "degraded"), ("enrolment", "ready")]


def test_the_keeper_reads_that_nothing_is_lost() -> None:
    booth = Ambient(devices={"enrolment": "degraded"}, reasons={"enrolment": ("hub_refuses",)})
    for language, safe in (("zh", "一件不少"), ("en", "Every case is safe")):
        shown = keeper(Session(ambient=booth, keeper=Keeper(is_open=True), language=language), Booth())["devices"]
        assert isinstance(shown, list)
        assert safe in shown[0]["text"]


def test_a_paper_that_does_not_fit_changes_nothing(tmp_path: Path, settings: Settings) -> None:
    paper, fits = tmp_path / "paper.json", {"kiosk_id": BOOTH, "token": "first", "root_key": "aGVyZQ=="}
    paper.write_text(json.dumps(fits))
    enrol(settings, paper)
    for changes, said in (
        ({"kiosk_id": "PY-0004"}, "别的晓屋"),
        ({"root_key": "ZWxzZXdoZXJl"}, "另一个中枢"),
        ({"root_key": "*"}, "看不懂"),
        ({"token": 7}, "看不懂"),
    ):
        paper.write_text(json.dumps(fits | {"token": "second"} | changes))
        with pytest.raises(EnrolmentError, match=said):
            enrol(settings, paper)
    token = Path(settings.token_file)
    assert token.read_text() == "first"
    assert token.stat().st_mode & 0o777 == 0o600
