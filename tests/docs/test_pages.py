"""Shell: every page: links lead somewhere, tests and options exist, pictures are small, parts are fresh."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.docs import generated, session_drawing
from tests.docs.markdown import PAGES, ROOT, anchors, links, name

PROGRAMS = {
    "demo": ("kiosk_app/demo/__main__.py",),
    "kiosk": ("kiosk_app/__main__.py",),
    "supervise": ("installer/supervisor/__main__.py", "kiosk_app/__main__.py"),
    "doctor": ("installer/doctor/__main__.py",),
    "package": ("installer/debian/__main__.py",),
    "hub": (
        "cloud_seat/hub/__main__.py",
        "cloud_seat/hub/account_commands.py",
        "cloud_seat/hub/booth_commands.py",
        "cloud_seat/hub/rights_commands.py",
        "installer/hub_versions/__main__.py",
        "cloud_seat/hub/table_commands.py",
    ),
    "seat": ("cloud_seat/seat/__main__.py",),
    "seat-bot": ("cloud_seat/seat/bot.py",),
    "emulate": ("devices/emulate.py",),
    "devices": ("devices/tool/app.py", "devices/tool/uses.py"),
    "outbox": ("kiosk_app/outbox/__main__.py", "cloud_seat/hub/__main__.py"),
    "rehearse": ("kiosk_app/rehearsal/__main__.py",),
    "test": ("installer/check.py",),
    "search": ("kiosk_app/search.py",),
    "release": ("installer/release/__main__.py", "installer/release/steer_commands.py"),
    "update": ("kiosk_app/update/__main__.py",),
    "tuf-client": ("kiosk_app/update/client.py",),
    "bench": ("bench/__main__.py",),
    "screens": ("tests/kiosk_app/qml/sheet.py",),
}
"""Where each program's options are declared."""


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in links(page.read_text("utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        place, _, anchor = target.partition("#")
        path = (page.parent / place).resolve() if place else page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text("utf-8")), target


def test_the_readmes_say_the_same() -> None:
    english, chinese = (ROOT / f"README{which}.md" for which in ("", ".zh"))
    ours = [set(links(page.read_text("utf-8"))) - {"README.md", "README.zh.md"} for page in (english, chinese)]
    assert ours[0] == ours[1]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    for path in re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::\w+)?`", text):
        assert (ROOT / path).exists(), path
    everything = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    files = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    for word in re.findall(r"`(?:[\w/.]+::)?(test_\w+(?:\.py)?)`", text):
        assert word in files if word.endswith(".py") else f"def {word}(" in everything, word


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_are_as_the_programs_take_them(page: Path) -> None:
    for program, rest in re.findall(r"\./xiaowu ([\w-]+)([^\n`|]*)", page.read_text("utf-8")):
        if program == "--help":
            continue
        assert program in PROGRAMS, program
        source = "".join((ROOT / path).read_text("utf-8") for path in PROGRAMS[program])
        for option in re.findall(r"--[a-z][a-z-]+", rest):
            assert f'"{option}"' in source, (program, option)


def test_all_programs_are_listed() -> None:
    listed = set(re.findall(r"^    ([a-z-]+)\) module=", (ROOT / "xiaowu").read_text("utf-8"), re.MULTILINE))
    assert listed == set(PROGRAMS)
    architecture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert all(f"./xiaowu {program}" in architecture for program in listed)


@pytest.mark.parametrize("part", sorted(generated.WRITERS))
def test_parts_from_code_are_fresh(part: str) -> None:
    """When this fails: PYTHONPATH=. .venv/bin/python -m tests.docs.generated, and read what changed."""
    pages = [generated.parts(page.read_text("utf-8")) for page in PAGES]
    standing = [parts[part] for parts in pages if part in parts]
    assert standing == [generated.WRITERS[part]()]


def test_the_drawing_of_the_session_knows_every_row() -> None:
    assert session_drawing.unused_rows(generated.session_found()) == set()


def test_pictures_are_small_and_used() -> None:
    shown = {target for page in PAGES for target in links(page.read_text("utf-8"))}
    for path in sorted((ROOT / "docs" / "pictures").iterdir()):
        assert f"docs/pictures/{path.name}" in shown
        assert path.stat().st_size <= 300_000
        with Image.open(path) as picture:
            assert picture.format == "PNG"
            assert picture.width <= 1280


def test_decisions_are_numbered_one_page_each() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{at:04d}" for at in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert all(f"**{part}.**" in text for part in ("Context", "Options", "Choice", "Cost")), page.name
        assert len(text.split()) < 500, page.name
