"""Shell: the booth's catalogue and forms follow the real hub, by small changes, and outlive it."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kiosk_app.config import ASSETS
from kiosk_app.doors import Doors
from kiosk_app.hands.hub import HubDoor
from kiosk_app.knowledge import Library
from offline_cache import Catalogue, open_catalogue
from tests.cloud_seat.hub.running import RunningHub
from tests.conftest import ExpectedLogs

GUIDE, SAID = "templates/guide.typ", "sounds/prompts/yue/page.welcome.wav"


class Heard(HubDoor):
    """A door that remembers what was asked."""

    asked: list[str]

    async def get(self, path: str) -> bytes | None:
        self.asked.append(path.partition("?")[0])
        return await super().get(path)


class Going(HubDoor):
    """A door to a hub that goes away after the first answer."""

    hub: RunningHub

    async def get(self, path: str) -> bytes | None:
        body = await super().get(path)
        self.hub.stop()
        return body


@contextmanager
def booth(folder: Path) -> Iterator[tuple[Library, Catalogue]]:
    with closing(open_catalogue(folder)) as catalogue:
        yield Library(catalogue, Doors(ASSETS), assets=ASSETS), catalogue


def refreshed(library: Library, door: Heard) -> list[str]:
    door.asked = []
    asyncio.run(library.refresh(door))
    return door.asked


def district(folder: Path) -> Path:
    """The shipped assets, to be changed."""
    for name in ("catalogue", "forms", "calendar"):
        shutil.copytree(ASSETS / name, folder / name)
    return folder


def change(assets: Path, **fields: Any) -> None:
    file = assets / "catalogue" / "items.json"
    items = json.loads(file.read_text("utf-8"))[:-1]
    file.write_text(json.dumps([{**item, **fields} for item in items]), "utf-8")


def publish(assets: Path, name: str, body: bytes) -> bytes:
    (assets / name).parent.mkdir(parents=True, exist_ok=True)
    (assets / name).write_bytes(body)
    return body


def test_changes_come_small_and_on_the_glass_when_nobody_is_there(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    assets = district(tmp_path / "assets")
    with (
        RunningHub.start(tmp_path / "hub", assets_dir=assets) as hub,
        booth(tmp_path / "booth") as (library, catalogue),
    ):
        door = Heard(hub.url, hub.enrol("PY-0001")["token"], lambda _: False)
        assert refreshed(library, door)[0] == "/api/v1/catalogue"
        assert catalogue.version() == "63" and len(catalogue.forms()) >= 10
        assert refreshed(library, door) == ["/api/v1/catalogue/changes"]
        hub.stop()
        with (assets / "catalogue" / "everyday.txt").open("a", encoding="utf-8") as words:
            words.write("雷公电母 = 法律援助\n")
        good = publish(assets, GUIDE, (ASSETS / GUIDE).read_bytes() + "\n大字版".encode())
        said = publish(assets, SAID, (ASSETS / "sounds" / "success.wav").read_bytes())
        shipped = publish(assets, "templates/notice.typ", (ASSETS / "templates" / "notice.typ").read_bytes())
        hub.start_again()
        expected_logs.allow("kiosk_app.hands.hub", "hub GET")
        going = Going(hub.url, hub.enrol("PY-0002")["token"], lambda _: False)
        going.hub, words_before = hub, catalogue.words_sha256()
        asyncio.run(library.refresh(going))
        going.close()
        assert catalogue.words_sha256() == words_before, "half of it is nothing, and no error"
        hub.start_again()
        fetched = [f"/api/v1/documents/{name}" for name in (GUIDE, SAID)]
        assert refreshed(library, door) == ["/api/v1/catalogue/changes", "/api/v1/everyday", *fetched]
        assert catalogue.search("雷公电母")[0].item_id == "legal-aid"
        assert [catalogue.document(name) for name in (GUIDE, SAID, "templates/notice.typ")] == [good, said, shipped]
        hub.stop()
        publish(assets, GUIDE, b'#set page(paper: "a4")\nNothing of what it is given')
        publish(assets, SAID, b"no sound at all")
        publish(assets, "templates/unknown.typ", b"Who reads this?")
        (assets / "templates" / "notice.typ").unlink()
        change(assets, hours={"zh": "周六上午也办", "en": "Saturday mornings too"})
        form = json.loads((assets / "forms" / "minimum-living" / "v1.json").read_text("utf-8"))
        (assets / "forms" / "minimum-living" / "v9.json").write_text(json.dumps({**form, "version": 9}), "utf-8")
        hub.start_again()
        expected_logs.allow("kiosk_app.published", "no good")
        asked = refreshed(library, door)
        assert asked[:2] == ["/api/v1/catalogue/changes", "/api/v1/forms/minimum-living/9"] and len(asked) == 5
        assert catalogue.documents().keys() == {GUIDE, SAID}, "what is published no longer goes"
        assert (library.published.read(GUIDE), library.published.read(SAID)) == (good, said), "the last good ones stay"
        assert refreshed(library, door) == ["/api/v1/catalogue/changes"], "a bad one is not asked for again"
        assert library.knowledge().engines["minimum-living"].form.version == 1, "somebody may be at it"
        library.renew()
        known = library.knowledge()
        assert known.engines["minimum-living"].form.version == 9
        assert "veteran-card" not in known.items and known.items["minimum-living"].hours is not None
        assert {item.hours.zh for item in known.items.values() if item.hours and not item.parts} == {"周六上午也办"}
        hub.stop()
        assert refreshed(library, door)
        door.close()
    with booth(tmp_path / "booth") as (library, catalogue):
        known = library.knowledge()
        assert catalogue.search("雷公电母")[0].item_id == "legal-aid"
        assert known.engines["minimum-living"].form.version == 9, "months later, without a network"
        assert "veteran-card" not in known.items


def test_another_history_is_taken_as_a_whole(tmp_path: Path) -> None:
    assets = district(tmp_path / "assets")
    with booth(tmp_path / "booth") as (library, catalogue):
        with RunningHub.start(tmp_path / "hub", assets_dir=assets) as hub:
            door = Heard(hub.url, hub.enrol("PY-0001")["token"], lambda _: False)
            refreshed(library, door)
            door.close()
        change(assets, minutes=7)
        with RunningHub.start(tmp_path / "restored", assets_dir=assets) as hub:
            door = Heard(hub.url, hub.enrol("PY-0001")["token"], lambda _: False)
            assert refreshed(library, door)[:2] == ["/api/v1/catalogue/changes", "/api/v1/catalogue"]
            assert catalogue.version() == "62" and (catalogue.item("minimum-living") or {})["minutes"] == 7
            door.close()
