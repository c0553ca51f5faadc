"""Shell: what booths tell of their outboxes is kept, the newest of each, and shown with what a person must do."""

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from cloud_seat.contract.text import Text
from cloud_seat.contract.waiting import GROUPS_LIMIT, WORD_LONGEST, OutboxTold, WaitingGroup
from cloud_seat.hub.__main__ import main
from cloud_seat.hub.waiting import SILENT_S, lines_of, told_of
from tests.cloud_seat.hub.conftest import Cast

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR_S = 3600.0


def group(**changes: object) -> WaitingGroup:
    plain = {"state": "ready", "kind": "case", "code": "link-down", "count": 2, "oldest": "PY-1-T-000007"}
    return msgspec.convert(plain | {"oldest_s": 2 * HOUR_S} | changes, WaitingGroup)


def shown(*groups: WaitingGroup, ago_h: float = 1) -> tuple[bool, str]:
    told = (NOW - timedelta(hours=ago_h)).isoformat(), msgspec.json.encode(OutboxTold(groups=groups))
    waiting = told_of("PY-1", Text(zh="测试村"), told, NOW)
    return waiting.needs_person, "\n".join(lines_of(waiting, NOW))


def test_ages_go_on_while_a_booth_is_silent() -> None:
    needs_person, lines = shown(group(), ago_h=3)
    assert not needs_person
    assert lines.startswith("… PY-1 测试村 2 件，3.0 h 前报的")
    assert "最早 PY-1-T-000007 等了 5.0 h：网络不通" in lines


@pytest.mark.parametrize(
    ("groups", "ago_h"),
    [([group(state="dead")], 0), ([group()], 22.5), ([], SILENT_S / HOUR_S + 1)],
    ids=["dead", "waits for a day", "silent for a day"],
)
def test_a_person_must_look(groups: list[WaitingGroup], ago_h: float) -> None:
    needs_person, lines = shown(*groups, ago_h=ago_h)
    assert needs_person
    assert lines.startswith("✗")


def test_nothing_waits_and_nothing_was_told() -> None:
    assert shown() == (False, "✓ PY-1 测试村 0 件，1.0 h 前报的 / 0 wait, told 1.0 h ago")
    never = told_of("PY-1", Text(zh="测试村"), None, NOW)
    assert "还没有报过" in lines_of(never, NOW)[0]
    assert not never.needs_person


def test_the_newest_is_kept_and_listed(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    def put(*groups: WaitingGroup) -> int:
        body = msgspec.json.encode(OutboxTold(groups=groups))
        return cast.hub.ask("PUT", "/api/v1/outbox", token=cast.token, body=body).status

    assert put(group(count=5)) == put(group(state="dead", code="malformed")) == 204
    for wrong in (group(count=0), group(oldest_s=-1), group(code="x" * (WORD_LONGEST + 1))):
        assert put(wrong) == 400
    assert put(*[group()] * (GROUPS_LIMIT + 1)) == 400
    places = ["--data-dir", str(cast.hub.data_dir), "--assets-dir", str(cast.hub.assets_dir)]
    assert main(["outboxes", *places, "--json"]) == 1
    (mine,) = [one for one in json.loads(capsys.readouterr().out) if one["kiosk_id"] == cast.kiosk_id]
    assert (mine["count"], mine["needs_person"], mine["groups"][0]["code"]) == (2, True, "malformed")
    assert main(["outboxes", *places]) == 1
    assert "中枢不收这一件" in capsys.readouterr().out
