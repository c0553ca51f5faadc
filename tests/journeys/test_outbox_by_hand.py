"""Shell: a booth's queue on a stick: shown, carried still sealed, taken in by the real hub once, receipts back."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cloud_seat.contract.intake import Waybill
from cloud_seat.contract.text import Text
from cloud_seat.hub.__main__ import main as hub_main
from cloud_seat.hub.admin import list_arrivals
from cloud_seat.hub.booth_papers import enrol_kiosk
from cloud_seat.hub.config import Settings
from cloud_seat.hub.keys import KeyService
from kiosk_app.outbox.__main__ import main
from offline_cache import Cache, find_leftovers, open_cache
from offline_cache.waybills import sealed_waybill
from tests.cloud_seat.hub.sealed_cases import VALUES
from tests.conftest import ExpectedLogs
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER

ROOT = Path(__file__).parents[2]
BOOTH = "PY-0417"


@pytest.fixture
def hub(tmp_path: Path) -> Settings:
    """Places of a hub that knows the booth."""
    settings = Settings(data_dir=tmp_path / "hub", assets_dir=ROOT / "assets", web_dir=ROOT / "cloud_seat" / "web")
    paper = enrol_kiosk(settings, BOOTH, Text(zh="测试村"))
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "token").write_text(paper["token"])
    (keys / "root").write_bytes(base64.b64decode(paper["root_key"]))
    (keys / "device").write_bytes(DEVICE_KEY)
    (keys / "device").chmod(0o600)
    names = {"token_file": "token", "root_key_file": "root", "device_key_file": "device"}
    lines = [f'kiosk_id = "{BOOTH}"', *(f'{name} = "{keys / file}"' for name, file in names.items())]
    (tmp_path / "kiosk.toml").write_text("\n".join(lines))
    return settings


@pytest.fixture
def booth(tmp_path: Path, hub: Settings) -> Callable[..., int]:
    """`./xiaowu outbox …` at the booth."""
    place = ["--config", str(tmp_path / "kiosk.toml"), "--data-dir", str(tmp_path / "booth")]
    return lambda *words: main([words[0], *place, *map(str, words[1:])])


def cache_of(tmp_path: Path, hub: Settings) -> Cache:
    keys = KeyService(hub.data_dir / "keys")
    root = tmp_path / "booth" / "kiosk" / "cache"
    cache = open_cache(root, device_key=DEVICE_KEY, kiosk_id=BOOTH, root_key=keys.root_public)
    cache.trust.store_key_list(keys.key_list(datetime.now(UTC).isoformat()))
    return cache


def submitted(cache: Cache) -> str:
    form = "longevity-allowance"
    case_id = cache.open_draft(item_id=form, form_id=form, form_version=1, form_hash="")
    cache.save_form(case_id, json.dumps(VALUES).encode())
    cache.add_part(case_id, "material/hukou/1", "image/jpeg", b"\xff\xd8\xff" + MARKER.encode() * 20_000)
    cache.submit(case_id, hub_keys=cache.trust.load_hub_keys(), submitted_at=datetime.now(UTC), clock_trusted=True)
    return case_id


def take_in(hub: Settings, folder: Path) -> int:
    places = ["--data-dir", str(hub.data_dir), "--assets-dir", str(hub.assets_dir)]
    return hub_main(["import-outbox", str(folder), *places])


def test_the_whole_way_there_and_back(
    tmp_path: Path, hub: Settings, booth: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    assert booth("list") == booth("export", stick) == 0  # nothing was ever taken here
    assert not stick.exists()
    cache = cache_of(tmp_path, hub)
    first, second = submitted(cache), submitted(cache)
    assert booth("list") == 0  # beside the kiosk that holds the folder
    assert booth("show", first) == 0
    assert booth("show", "PY-0417-T-000009") == 2
    assert booth("export", stick) == 0
    assert booth("receipts", stick) == 2  # not beside the kiosk
    shown = capsys.readouterr().out
    assert "PY-0417-T-000002" in shown
    assert not [word for word in (VALUES["applicant_name"], VALUES["id_number"], MARKER) if word in shown]
    named = [MARKER, VALUES["applicant_name"], VALUES["id_number"], "longevity-allowance", "material/hukou"]
    assert find_leftovers(stick, named) == []
    assert {path.stem for path in (stick / "waybills").iterdir()} == {first, second}

    assert take_in(hub, stick) == 0
    receipts = {path.name: path.read_bytes() for path in (stick / "receipts").iterdir()}
    numbers = capsys.readouterr().out
    assert take_in(hub, stick) == 0  # nothing doubled: the same receipts
    assert {path.name: path.read_bytes() for path in (stick / "receipts").iterdir()} == receipts
    assert capsys.readouterr().out == numbers
    assert list_arrivals(hub, datetime.now(UTC)) == []

    cache.close()
    assert booth("receipts", stick) == 0
    assert booth("receipts", stick) == 0
    assert booth("list") == 0
    assert list((tmp_path / "booth/kiosk/cache/sealed").iterdir()) == []


def test_what_is_not_whole_is_not_carried_and_not_taken(
    tmp_path: Path, hub: Settings, booth: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    cache, stick = cache_of(tmp_path, hub), tmp_path / "stick"
    kept = [submitted(cache) for _ in range(4)]
    files = [cache.outbox.parts(case_id)[1].sha256 for case_id in kept]
    cache.close()
    (tmp_path / "booth/kiosk/cache/sealed" / files[0]).write_bytes(b"rot")
    assert booth("export", stick) == 1
    assert kept[0] not in {path.stem for path in (stick / "waybills").iterdir()}
    (stick / "sealed" / files[1]).write_bytes(b"rot on the stick")
    (stick / "sealed" / files[2]).unlink()
    (stick / "waybills" / "0190-other.json").write_bytes(b'{"case_id": "half')
    capsys.readouterr()
    assert take_in(hub, stick) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == ["✗", "✗", "✗", "✓"]
    assert [path.stem for path in (stick / "receipts").iterdir()] == [kept[3]]


def test_another_booth_or_other_content_is_refused(
    tmp_path: Path,
    hub: Settings,
    booth: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow("hub.intake", "same case, other manifest")
    cache, stick = cache_of(tmp_path, hub), tmp_path / "stick"
    case_id, hub_keys = submitted(cache), cache.trust.load_hub_keys()
    cache.close()
    booth("export", stick)
    assert take_in(hub, stick) == 0
    path = stick / "waybills" / f"{case_id}.json"
    whole = path.read_bytes()
    keys = KeyService(hub.data_dir / "keys")
    manifest = keys.manifest(msgspec.json.decode(whole, type=Waybill))
    for old, new in ((b'"priority":0', b'"priority":9'), (b'"kiosk_id":"PY-0417"', b'"kiosk_id":"PY-9999"')):
        path.write_bytes(msgspec.json.encode(sealed_waybill(manifest.replace(old, new), hub_keys)))
        assert take_in(hub, stick) == 1
    path.write_bytes(whole.replace(b'"PY-0417"', b'"PY-0418"'))  # it is bound to its booth
    assert take_in(hub, stick) == 1
    told = capsys.readouterr().out
    assert "同一办件号交来了不同的内容" in told
    assert "不认识这台晓屋" in told
    assert "打不开" in told


@pytest.mark.parametrize("harm", ["another key", "no key", "damaged", "no store"])
def test_cases_are_carried_where_the_store_does_not_open(
    tmp_path: Path, hub: Settings, booth: Callable[..., int], capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    cache, stick, key = cache_of(tmp_path, hub), tmp_path / "stick", tmp_path / "keys" / "device"
    waiting = {submitted(cache), submitted(cache)}
    cache.close()
    match harm:
        case "another key":
            key.write_bytes(bytes(32))
        case "no key":
            key.unlink()
        case "damaged":
            (tmp_path / "booth/kiosk/cache/cases.sqlite").write_bytes(b"rot" * 9000)
        case "no store":
            (tmp_path / "booth/kiosk/cache/cases.sqlite").unlink()
    assert booth("list") == 2
    assert ("什么也不要删" in (said := capsys.readouterr().err)) == (harm == "another key")
    assert ("export" in said) == (harm != "no key")
    assert booth("export", stick) == 1
    assert "2 cases copied" in capsys.readouterr().out
    assert take_in(hub, stick) == 0
    receipts = {path.name: path.read_bytes() for path in (stick / "receipts").iterdir()}
    assert {name.removesuffix(".json") for name in receipts} == waiting
    assert take_in(hub, stick) == 0
    assert {path.name: path.read_bytes() for path in (stick / "receipts").iterdir()} == receipts
    numbers = capsys.readouterr().out
    assert numbers.count("-0417-01 ") == numbers.count("-0417-02 ") == 2


def test_folders_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for stick, data in ((tmp_path / "stick", tmp_path), (tmp_path, tmp_path / "hub")):
        assert hub_main(["import-outbox", str(stick), "--data-dir", str(data)]) == 2
        assert str(tmp_path) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
