"""The page's files: they parse, stay small, fit each other, and hold nothing that a strict CSP would refuse."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assets.samples.make_papers import SHEETS
from assets.samples.make_papers import drawn as drawn_by
from cloud_seat.hub.pages import whole_page
from kiosk_app.flow.steps import _DEVICES

SEAT = Path(__file__).parents[3] / "cloud_seat" / "web" / "seat"
SCRIPTS = sorted(SEAT.glob("*.js"))
WITH = sorted((SEAT.parent / "with").glob("*.js"))
BOARD = SEAT.parent / "board"
BOARD_SCRIPTS = sorted(BOARD.glob("*.js"))
HTML = whole_page(SEAT)

PROMISED = """
sign-in-user sign-in-password sign-in-go status-ready status-busy status-away incoming answer decline
resident-video mark-note mark-send accept accept-confirm return return-note return-confirm end-call end-confirm
caption-input caption-send call-timer
"""


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str = HTML) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_every_device_of_a_booth_has_its_name_on_the_desk() -> None:
    script = (SEAT / "devices.js").read_text()
    named = re.findall(r'(\w+): "', script[script.index("const ROLES") : script.index("const STATES")])
    assert set(named) == set(_DEVICES)


FAULTS = """
const { SourceTextModule } = require("vm"), { readFileSync } = require("fs");
const fault = (path) => { try { new SourceTextModule(readFileSync(path, "utf-8")); return ""; } catch (error) { return error.stack; } };
console.log(JSON.stringify(Object.fromEntries(process.argv.slice(1).map((path) => [path, fault(path)]))));
"""  # noqa: E501  one script, one thought


@pytest.fixture(scope="module")
def fault_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of each module what node cannot parse; of a broken one, too."""
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed: apt-get install nodejs")
    broken = tmp_path_factory.mktemp("broken") / "module.js"
    broken.write_text("export const half = ;")
    command = [node, "--experimental-vm-modules", "--no-warnings", "-e", FAULTS, *map(str, [*ALL, broken])]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    faults: dict[str, str] = json.loads(said)
    assert "SyntaxError" in faults.pop(str(broken))
    return faults


ALL = [*SCRIPTS, *WITH, *BOARD_SCRIPTS]
each_module = pytest.mark.parametrize("script", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")


@each_module
def test_a_module_says_what_it_is(script: Path) -> None:
    assert re.match(r"// (Core|Shell|Wiring): ", script.read_text("utf-8"))


@each_module
def test_a_module_parses(script: Path, fault_of: dict[str, str]) -> None:
    assert fault_of[str(script)] == ""


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        path.name for path in [*SEAT.iterdir(), *BOARD.iterdir()] if len(path.read_text("utf-8").splitlines()) > 300
    }
    assert not long


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    for tag, attributes in [*tags(), *tags(whole_page(BOARD))]:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        assert tag != "style"
        for name in ("src", "href"):
            assert (attributes.get(name) or "/").startswith("/"), attributes
        if tag == "script":
            assert attributes.get("src") and attributes.get("type") == "module"
    for path in [*SCRIPTS, *SEAT.glob("*.css"), *BOARD_SCRIPTS, *BOARD.glob("*.css")]:
        text = path.read_text("utf-8").replace('$schema: "https://json-schema.org/draft/2020-12/schema"', "")  # a name
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write", text), (
            path
        )


def test_every_element_that_a_script_asks_for_is_there_once() -> None:
    ids = [attributes["id"] for _, attributes in tags() if attributes.get("id")]
    assert len(ids) == len(set(ids))
    asked = {name for path in SCRIPTS for name in re.findall(r'byId\("([^"]+)"\)', path.read_text("utf-8"))}
    assert asked - set(ids) - {"incoming-waiting"} == set()


def test_every_element_that_a_script_of_the_board_asks_for_is_there_once() -> None:
    ids = [attributes["id"] for _, attributes in tags(whole_page(BOARD)) if attributes.get("id")]
    assert len(ids) == len(set(ids))
    asked = {name for path in BOARD_SCRIPTS for name in re.findall(r'byId\("([^"]+)"\)', path.read_text("utf-8"))}
    assert asked and asked - set(ids) == set()


def test_every_promised_test_id_is_there() -> None:
    there = {attributes.get("data-testid") for _, attributes in tags()}
    assert set(PROMISED.split()) - there == set()
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS)
    for made in ("`field-${field.name}`", "`mark-${field.name}`", "`scan-${at + 1}`", '"acceptance-number"'):
        assert made in scripts


def test_every_input_has_a_name_for_screen_readers() -> None:
    found = [*tags(), *tags(whole_page(BOARD))]
    labelled = {attributes.get("for") for tag, attributes in found if tag == "label"}
    for tag, attributes in found:
        if tag in ("input", "textarea", "video", "dialog"):
            named = "aria-label" in attributes or "aria-labelledby" in attributes or attributes.get("id") in labelled
            assert named, (tag, attributes)


def test_the_drawn_sample_papers_are_those_that_the_desk_names() -> None:
    drawn = {path.stem for path in (SEAT.parents[2] / "assets" / "samples" / "papers").glob("*.svg")}
    named = re.search(r"DRAWN = Object.freeze\(\[(.*?)\]\)", (SEAT / "papers.js").read_text("utf-8"))
    assert named and set(re.findall(r'"([^"]+)"', named[1])) == drawn
    assert {name: drawn_by(sheet) for name, sheet in SHEETS.items()} == {
        path.stem: path.read_text("utf-8") for path in (SEAT.parents[2] / "assets" / "samples" / "papers").glob("*.svg")
    }


def test_ratings_never_appear_here() -> None:
    everything = HTML + "".join(path.read_text("utf-8") for path in SCRIPTS)
    assert not re.search(r"好评|差评|好差评|[Rr]ating", everything)
