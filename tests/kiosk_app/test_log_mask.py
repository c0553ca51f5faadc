"""What operators read of a booth's log: our sentences and known codes; nothing of anybody, however it was logged."""

import ast
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.contract.board import LOG_LINE_LONGEST, LOG_LINES
from kiosk_app.log_mask import CODES, MASK, OURS, Said, line_of
from kiosk_app.log_memory import LogMemory
from tests.conftest import ExpectedLogs
from tests.journeys.gear import someone

ROOT = Path(__file__).parents[2]
PERSON = someone()
MARKERS = [*PERSON["card"].values(), PERSON["phone"], PERSON["bank_account"], "0193a7b2-1c4d-7e5f-8a9b-0c1d2e3f4a5b"]
MARKERS = [str(marker) for marker in MARKERS if len(str(marker)) > 3]
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")
BOOTH = [path for room in OURS for path in (ROOT / room).rglob("*.py")]
ELSEWHERE = ("cloud_seat/hub", "cloud_seat/seat", "kiosk_app/demo")
"""Other programs."""
IS_CODE = re.compile(
    r"type\(\w+\)\.__name__|ESPEAK|method|act|version|code"
    r"|[\w.]+\.(code|role|strerror|status_code|returncode|what|version)"
)
"""What stands in the source where a code is logged: a kind, a name of ours, a constant."""


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every line of the booth's programs that logs."""
    for path in BOOTH:
        if str(path.relative_to(ROOT)).startswith(ELSEWHERE):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS):
                continue
            if ast.unparse(node.func.value) in ("log", "self._log", "logger"):
                yield path, node


def test_what_the_booth_logs_is_a_sentence_of_the_source_and_its_codes_are_codes() -> None:
    seen = set[str]()
    for path, call in calls():
        sentence = call.args[0]
        assert isinstance(sentence, ast.Constant) and isinstance(sentence.value, str), f"{path}:{call.lineno}"
        seen.add(sentence.value)
        for place in CODES.get(sentence.value, ()):
            said = ast.unparse(call.args[place + 1])
            assert IS_CODE.fullmatch(said), f"{path}:{call.lineno}: is {said} a code?"
    assert set(CODES) <= seen, "sentences that nobody says any more"


@pytest.fixture
def memory(expected_logs: ExpectedLogs) -> Iterator[LogMemory]:
    """Open, in a process where every level is heard."""
    expected_logs.allow("kiosk_app.planted", "")
    expected_logs.allow("somebody.else", "")
    root, before = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.INFO)
    kept = LogMemory()
    kept.open()
    yield kept
    kept.close()
    root.setLevel(before)


def _fail(marker: str) -> None:
    raise ValueError(f"cannot read {marker}")


@pytest.mark.parametrize("marker", MARKERS)
def test_nothing_planted_comes_out(memory: LogMemory, marker: str) -> None:
    for name in ("kiosk_app.planted", "somebody.else"):
        log = logging.getLogger(name)
        log.warning("case store: %s", marker)
        log.warning("keeper: %s", {"name": marker})
        log.error("hub %s refused: %d", marker, 404)
        try:
            _fail(marker)
        except ValueError as error:
            log.exception("case %s is dead: %s", marker, error)
        log.warning("a sentence that no table knows: %s", marker)
    logging.getLogger("somebody.else").warning(f"their own words {marker}")
    said = "\n".join(memory.newest())
    assert marker not in said
    assert MASK in said and "ValueError" in said and "case store: " in said


def test_a_line_says_when_where_and_what(memory: LogMemory) -> None:
    logging.getLogger("kiosk_app.planted").warning("hub %s refused: %d", "POST", 404)
    line = memory.newest()[-1]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING kiosk_app\.planted hub POST refused: 404", line)


def test_a_fault_is_told_by_its_kind_and_its_place(memory: LogMemory) -> None:
    from kiosk_app.config import load_settings

    try:
        load_settings(Path("/nowhere/1234567890.toml"))
    except Exception:
        logging.getLogger("kiosk_app.planted").exception("session fault at %s", "CardRead")
    kind = sys.modules["kiosk_app.config"].__name__.replace(".", "/")
    assert f" at {kind}.py:" in memory.newest()[-1] and "1234567890" not in memory.newest()[-1]


def test_only_the_newest_stay_and_no_line_is_long(memory: LogMemory) -> None:
    for count in range(LOG_LINES + 50):
        logging.getLogger("kiosk_app.planted").info("%d " + "long " * 100, count)
    lines = memory.newest()
    assert len(lines) == LOG_LINES and max(map(len, lines)) <= LOG_LINE_LONGEST
    memory.close()
    logging.getLogger("kiosk_app.planted").info("heard no more")
    assert memory.newest() == lines


digits = st.text("0123456789", min_size=6, max_size=20)


secrets = st.one_of(digits.map(int), st.text(min_size=4))


@given(st.sampled_from(sorted(CODES)), st.sampled_from([*OURS, "asyncio"]), secrets)
def test_whatever_is_put_into_a_sentence_numbers_and_chinese_never_show(
    template: str, logger: str, secret: int | str
) -> None:
    args = (secret,) * template.count("%")
    line = line_of(Said(0.0, "INFO", logger, template, args))
    assert line.isprintable() and len(line) <= LOG_LINE_LONGEST
    if isinstance(secret, int) and secret >= 100_000:
        assert str(secret) not in line
    if isinstance(secret, str) and not secret.isascii():
        assert secret not in line
