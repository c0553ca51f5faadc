"""Shell: a booth's first start at the real hub: what does not work is said, changes nothing, and may be tried again."""

import dataclasses
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest
import requests

from cloud_seat.contract.text import Text
from cloud_seat.hub import booth_papers, tls
from installer.debian.build import ROOT
from kiosk_app.config import Settings
from kiosk_app.enrolment import EnrolmentError, enrol
from kiosk_app.own_key import auth_of
from kiosk_app.own_word import word_of
from tests.cloud_seat.hub.running import RunningHub

DISK = ROOT / "installer/debian/disk"
NAMES = ("市桥街\"晓屋\" \\ '一号'", "Shiqiao booth")


@contextmanager
def safe_hub(data: Path, *settings: str) -> Iterator[RunningHub]:
    """With a certificate of its own."""
    tls.certify(tls.TlsFiles(data / "tls"), ("127.0.0.1",), datetime.now(UTC))
    with RunningHub.start(data, *settings, options=("--tls",)) as running:
        yield running


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Patient: what one test tried in vain is not held against the next."""
    with safe_hub(tmp_path_factory.mktemp("hub"), "link_failures=1000") as running:
        yield running


def first_settings(paper: Path, url: str) -> "subprocess.CompletedProcess[str]":
    """As `enrol` asks for them."""
    words = ("-P", str(DISK / "usr/lib/xiaowu/first_settings.py"), str(paper), url, *NAMES)
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=30)


@dataclass
class Booth:
    """An empty disk in a folder, and what the hub's operator brings to it."""

    folder: Path
    hub: RunningHub
    kiosk_id: str

    def paper(self, *, life_s: float = 1000, **other: str) -> Path:
        """As `hub enrol-kiosk` prints it; the one before is worth nothing. `other`: what stands there instead."""
        places = self.hub.places()
        limits = dataclasses.replace(places.limits, enrol_code_s=life_s)
        made = booth_papers.open_paper(dataclasses.replace(places, limits=limits), self.kiosk_id, Text(zh="测试村"))
        path = self.folder / "paper.json"
        path.write_text(json.dumps(made | other))
        return path

    def settings(self, paper: Path, url: str = "") -> Settings:
        """The first ones, as the package makes them, with a key as `enrol` makes it."""
        done = first_settings(paper, url or self.hub.url)
        assert done.returncode == 0, done.stderr
        text = done.stdout.replace("/etc/xiaowu/", f"{self.folder}/")
        made = msgspec.toml.decode(text, type=Settings)
        Path(made.device_key_file).parent.mkdir(exist_ok=True)
        Path(made.device_key_file).write_bytes(secrets.token_bytes(32))
        return made

    def pinned(self) -> dict[str, bytes]:
        """What it keeps of the hub."""
        return {path.name: path.read_bytes() for path in (self.folder / "keys").iterdir() if path.name != "device-key"}

    def is_known(self, settings: Settings) -> bool:
        """Whether the hub opens to what it signs."""
        with requests.Session() as web:
            web.trust_env, web.verify, web.auth = False, settings.hub_ca_file, auth_of(word_of(settings))
            return web.get(f"{settings.hub_url}/api/v1/catalogue", timeout=10).status_code == 200

    def enrol_as_keeper(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """`xiaowu enrol …` with the script of the package, in this folder, as whoever runs the test."""
        text = (DISK / "usr/lib/xiaowu/enrol").read_text("utf-8")
        here = {"/etc/xiaowu": str(self.folder), "/var/lib/xiaowu": f"{self.folder}/data", "/run/systemd/": "/none/"}
        here |= {"-o xiaowu -g xiaowu ": "", "chown root:xiaowu": ":", "chown xiaowu:xiaowu": ":", '"$(id -u)"': "0"}
        here |= {"/usr/bin/xiaowu kiosk": f"{sys.executable} -m kiosk_app"}
        lies = f'{DISK}/usr/lib/xiaowu/first_settings.py "$@" | sed "s#/etc/xiaowu#{self.folder}#"'
        here |= {'/usr/lib/xiaowu/first_settings.py "$@"': lies}
        for ours, theirs in here.items():
            assert ours in text, ours
            text = text.replace(ours, theirs)
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            ["sh", "-c", text, "enrol", *map(str, words)], env=env, capture_output=True, text=True, timeout=60
        )


@pytest.fixture
def booth(tmp_path: Path, hub: RunningHub) -> Booth:
    return Booth(tmp_path, hub, f"PY-{secrets.token_hex(4)}")


def refused(settings: Settings, paper: Path) -> str:
    """What the keeper reads: both languages on one line."""
    with pytest.raises(EnrolmentError) as told:
        enrol(settings, paper)
    zh, slash, en = str(told.value).partition(" / ")
    assert slash and not zh.isascii() and en.isascii()
    return str(told.value)


def test_the_first_settings_name_no_certificate_that_the_paper_does_not_bring(booth: Booth, hub: RunningHub) -> None:
    paper = booth.paper()
    settings = booth.settings(paper)
    assert (settings.hub_url, settings.kiosk_id) == (hub.url, booth.kiosk_id)
    assert (settings.kiosk_name_zh, settings.kiosk_name_en) == NAMES
    assert settings.hub_ca_file == str(booth.folder / "keys/hub-ca.pem")
    plain = booth.settings(booth.paper(ca=""))
    assert plain == msgspec.structs.replace(settings, hub_ca_file="")
    assert "hub_ca_file" in refused(settings, paper) and booth.pinned() == {}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kiosk_id": 1', "\udcff"])
def test_a_paper_that_is_none_gets_a_sentence(tmp_path: Path, text: str) -> None:
    paper = tmp_path / "paper.json"
    paper.write_text(text, errors="surrogateescape")
    done = first_settings(paper, "https://hub.test")
    assert done.returncode == 1 and "登记单看不懂" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""


def _wrong(booth: Booth) -> Path:
    return booth.paper(code="not-this-one")


def _expired(booth: Booth) -> Path:
    return booth.paper(life_s=-1)


def _used(booth: Booth) -> Path:
    paper = booth.paper()
    other = Booth(booth.folder / "other", booth.hub, booth.kiosk_id)
    enrol(other.settings(paper), paper)
    return paper


@pytest.mark.parametrize("make", [_wrong, _expired, _used])
@pytest.mark.parametrize("was_enrolled", [False, True], ids=["new", "enrolled"])
def test_a_code_that_is_not_good_changes_nothing(
    booth: Booth, make: Callable[[Booth], Path], was_enrolled: bool
) -> None:
    (booth.folder / "other").mkdir()
    settings = booth.settings(booth.paper())
    if was_enrolled:
        enrol(settings, booth.folder / "paper.json")
    before = booth.pinned()
    assert len(before) == (2 if was_enrolled else 0)
    assert "登记码不对、用过了或过期了" in refused(settings, make(booth))
    assert booth.pinned() == before
    enrol(settings, booth.paper())
    assert booth.is_known(settings) and booth.pinned().keys() == {"root-key", "hub-ca.pem"}


def test_a_hub_that_is_away_changes_nothing_and_the_same_paper_is_good_later(booth: Booth, hub: RunningHub) -> None:
    paper = booth.paper()
    settings = booth.settings(paper)
    hub.stop()
    try:
        assert "连不上中枢" in refused(settings, paper) and booth.pinned() == {}
        assert "连不上中枢" in refused(booth.settings(paper, "https://[half"), paper) and booth.pinned() == {}
    finally:
        hub.start_again()
    settings = booth.settings(paper)
    enrol(settings, paper)
    assert booth.is_known(settings)


def test_a_hub_with_another_certificate_is_not_told_the_code(booth: Booth, hub: RunningHub) -> None:
    other = tls.TlsFiles(booth.folder / "tls")
    tls.certify(other, ("127.0.0.1",), datetime.now(UTC))
    paper = booth.paper()
    good = paper.read_bytes()
    paper.write_text(json.dumps(json.loads(good) | {"ca": other.root.read_text()}))
    settings = booth.settings(paper)
    assert "证书对不上" in refused(settings, paper) and booth.pinned() == {}
    paper.write_bytes(good)
    enrol(settings, paper)
    assert booth.is_known(settings), "the code was still good"


def test_another_program_at_the_address_is_no_hub(booth: Booth) -> None:
    class Stranger(BaseHTTPRequestHandler):
        """Knows no such page, as any web server does."""

        def do_POST(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - its name there
            del format, words

    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        paper = booth.paper()
        settings = booth.settings(paper, f"http://127.0.0.1:{server.server_port}")
        assert "不是中枢" in refused(settings, paper) and booth.pinned() == {}
        server.shutdown()


@pytest.fixture
def strict_hub(tmp_path: Path) -> Iterator[RunningHub]:
    with safe_hub(tmp_path / "hub", "link_failures=20", "link_lock_s=1") as running:
        yield running


def test_who_guesses_is_told_to_wait(booth: Booth, strict_hub: RunningHub) -> None:
    booth.hub = strict_hub
    settings = booth.settings(booth.paper())
    paper = _wrong(booth)
    told = [refused(settings, paper)]
    while "过一会儿再试" not in told[-1] and len(told) < 100:
        told.append(refused(settings, paper))
    assert "登记码不对" in told[0] and len(told) < 100 and booth.pinned() == {}
    paper = booth.paper()
    for _ in range(200):
        try:
            enrol(settings, paper)
            break
        except EnrolmentError as error:
            assert "过一会儿再试" in str(error)
            threading.Event().wait(0.1)
    assert booth.is_known(settings)


def test_the_keeper_tries_again_with_another_address(booth: Booth, hub: RunningHub) -> None:
    paper, config = booth.paper(), booth.folder / "kiosk.toml"
    assert booth.enrol_as_keeper(paper).returncode == 2
    away = booth.enrol_as_keeper(paper, "https://127.0.0.1:9", *NAMES)
    assert away.returncode == 1 and "连不上中枢" in away.stderr and "Traceback" not in away.stderr
    assert not config.exists() and booth.pinned() == {}
    done = booth.enrol_as_keeper(paper, hub.url, *NAMES)
    assert done.returncode == 0 and "登记好了" in done.stderr, done.stderr
    settings = msgspec.toml.decode(config.read_bytes(), type=Settings)
    assert booth.is_known(settings) and config.stat().st_mode & 0o777 == 0o640
    assert booth.pinned().keys() == {"root-key", "hub-ca.pem"}
    written = config.read_bytes() + b"# by hand\n"
    config.write_bytes(written)
    assert booth.enrol_as_keeper(paper).returncode == 1, "it was used"
    assert booth.enrol_as_keeper(booth.paper()).returncode == 0
    assert config.read_bytes() == written and booth.is_known(settings)
    assert sorted(path.name for path in booth.folder.iterdir()) == ["keys", "kiosk.toml", "paper.json"]
