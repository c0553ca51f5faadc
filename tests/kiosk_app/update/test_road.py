"""The whole road: makers publish, a real hub tells, a booth's own process fetches, waits, switches and reports."""

import asyncio
import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud_seat.hub.releases import PLAN
from cloud_seat.hub.rollout import Plan
from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.publishing import publish
from installer.release.tree import build
from installer.slots.state import Confirmed
from installer.slots.store import Slots
from kiosk_app.config import Settings
from kiosk_app.hands.keeper import RestartWantedError
from kiosk_app.hands.update import UpdateHand
from kiosk_app.update.__main__ import open_runner
from kiosk_app.update.machine import Moment
from kiosk_app.update.pace import Pace
from kiosk_app.update.pipe import BoothNow, UpdateNow, in_words
from tests.cloud_seat.hub.running import RunningHub
from tests.installer.release.conftest import LONG, new_keys, write_checkout

NOBODY, SOMEBODY = BoothNow(is_idle=True, is_settled=True), BoothNow(in_call=True)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with RunningHub.start(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def booth(hub: RunningHub, tmp_path: Path) -> Settings:
    """Runs 0.1.0; 0.2.0 is published and on its way."""
    enrolled = hub.enrol("PY-7001")
    folder, signers = ReleaseFolder(hub.data_dir / "releases"), new_keys(tmp_path / "keys", *signing.LIVES_DAYS)
    now = datetime.now(UTC)
    signing.begin(folder, signers, now)
    for version, long in (("0.1.0", LONG), ("0.2.0", LONG.replace("line_7 = 7\n", "line_7 = 8\n"))):
        tree = tmp_path / version
        build(write_checkout(tmp_path / f"checkout-{version}", version, long=long), tree, site=None)
        publish(folder, tree, signers, now, last=3)
    plan = Plan(
        version="0.2.0", rings=(("PY-7001",),), started_s=time.time() - 1, from_hour=0, until_hour=0, rehearsed=False
    )
    (folder.path / PLAN).write_bytes(msgspec.json.encode(plan))
    base = tmp_path / "booth"
    (base / "versions").mkdir(parents=True)
    (tmp_path / "0.1.0").rename(base / "versions" / "0.1.0")
    Slots(base).commit("0.1.0")
    (tmp_path / "token").write_text(enrolled["token"])
    (tmp_path / "root-key").write_bytes(base64.b64decode(enrolled["root_key"]))
    return Settings(
        hub_url=hub.url,
        kiosk_id="PY-7001",
        token_file=str(tmp_path / "token"),
        root_key_file=str(tmp_path / "root-key"),
        release_dir=str(base),
        release_root_file=str(folder.path / "metadata" / "1.root.json"),
    )


def test_a_booth_takes_a_release_while_nobody_is_there_and_tells_when_it_is_well(
    hub: RunningHub, booth: Settings
) -> None:
    slots, met = Slots(Path(booth.release_dir)), list[str]()

    heard: list[UpdateNow] = []

    def now() -> BoothNow:
        """Somebody is in a call until the release lies there whole, and for a while then."""
        met.append(slots.state().pending if slots.versions() == ["0.1.0", "0.2.0"] else "not staged")
        return NOBODY if met[-2:] == ["", ""] else SOMEBODY if met[-1] == "" else BoothNow(is_settled=True)

    with pytest.raises(RestartWantedError):
        asyncio.run(asyncio.wait_for(UpdateHand(booth, now, heard.append).run(), 60))
    assert [in_words(one).zh for one in heard if one.phase == "READY"] == ["0.2.0 已备好，等没人时换上"]
    switched = met.index("0.2.0") if "0.2.0" in met else len(met)  # it may be asked once more before it hears of it
    assert met[0] == "not staged" and met[switched - 2 : switched] == ["", ""]
    look = _Eyes(hub)
    assert slots.state().pending == "0.2.0"
    assert look.booth()["version"] == "0.1.0" and look.booth()["staged"] == "0.2.0"
    slots.apply(Confirmed())
    open_runner(booth, Pace()).look(Moment(is_idle=True, is_settled=True, hour=3))
    assert look.booth()["version"] == "0.2.0"
    assert look.overview()["standing"]["rings"][0]["confirmed"] == ["PY-7001"]


class _Eyes:
    """Of an operator."""

    def __init__(self, hub: RunningHub) -> None:
        self._hub = hub
        hub.set_role(hub.add_seat("7001"), "operator")
        self._cookie = hub.sign_in("7001")

    def overview(self) -> Any:
        return self._hub.ask("GET", "/api/v1/releases", cookie=self._cookie).json()

    def booth(self) -> Any:
        return self.overview()["booths"][0]
