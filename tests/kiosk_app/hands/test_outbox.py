"""Shell: what waits is told in groups, when it changed and now and then; never a case's matter."""

import asyncio
import contextlib
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from cloud_seat.contract.waiting import OutboxTold, WaitingGroup
from kiosk_app.hands import outbox
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.outbox import OutboxWatch, grouped
from offline_cache import PendingCase, Priority, open_cache
from offline_cache.case_states import CaseState
from tests.conftest import ExpectedLogs

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def case(sequence: int, *, hours: float = 1, state: CaseState = CaseState.READY, **more: object) -> PendingCase:
    at = NOW - timedelta(hours=hours)
    known = {"priority": 0, "tries": 0, "next_due": 0.0, "last_error": None} | more
    return PendingCase(f"id-{sequence}", f"PY-1-T-{sequence:06d}", state, at, sequence, **known)  # type: ignore[arg-type]


def test_cases_that_stand_alike_are_one_line() -> None:
    cases = [
        case(1, hours=3, last_error="link-down"),
        case(2, hours=30, state=CaseState.DEAD, last_error="malformed"),
        case(3, hours=5, last_error="link-down"),
        case(4, hours=-2, priority=Priority.LETTER),
        case(5, priority=-1),
    ]
    told = {group.oldest: group for group in grouped(cases, NOW)}
    assert told["PY-1-T-000003"] == WaitingGroup(
        state="ready", kind="case", code="link-down", count=2, oldest="PY-1-T-000003", oldest_s=5 * 3600.0
    )
    assert (told["PY-1-T-000002"].state, told["PY-1-T-000002"].oldest_s) == ("dead", 30 * 3600.0)
    assert (told["PY-1-T-000004"].kind, told["PY-1-T-000004"].oldest_s) == ("letter", 0.0)
    assert told["PY-1-T-000005"].kind == "case"
    assert grouped([], NOW) == ()


def test_it_is_told_when_it_changed_at_each_link_and_now_and_then(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.hands.hub", "refused")
    now_s, heard, answers = [1000.0], list[bytes](), [204]

    class Hub(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:  # name of http.server
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(answers[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server, contextlib.ExitStack() as undo:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        undo.callback(server.shutdown)
        cache = undo.enter_context(
            contextlib.closing(open_cache(tmp_path / "cache", device_key=bytes(32), kiosk_id="PY-1"))
        )
        url = f"http://127.0.0.1:{server.server_port}"
        door = undo.enter_context(contextlib.closing(HubDoor(url, "token", lambda _: False)))
        watch = OutboxWatch(cache, door, clock_s=lambda: now_s[0])

        def tells() -> int:
            heard.clear()
            asyncio.run(watch.look())
            return len(heard)

        assert [tells(), tells()] == [1, 0]
        now_s[0] += outbox.TELL_EVERY_S
        answers[0] = 404  # a hub of an older version
        assert [tells(), tells()] == [1, 0]
        now_s[0] += outbox.AGAIN_S
        answers[0] = 204
        assert [tells(), tells()] == [1, 0]
        watch.repeat()
        assert tells() == 1
        assert msgspec.json.decode(heard[0], type=OutboxTold) == OutboxTold()
