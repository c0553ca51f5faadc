"""Core: why a case waits, in words; what needs a person."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk_app.outbox import words
from offline_cache import PendingCase
from offline_cache.case_states import CaseState
from offline_cache.intake_papers import ManifestWire
from offline_cache.queue import Queued

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def queued(code: str | None, *, state: CaseState = CaseState.READY, hours: float = 1) -> Queued:
    at = NOW - timedelta(hours=hours)
    case = PendingCase("c", "PY-017-T-000001", state, at, 1, 0, 3, 0.0, code)
    manifest = ManifestWire(
        case_id="c", kiosk_id="k", epoch=1, sequence=1, provisional_number="n", item_id="i", form_id="f",
        form_version=1, form_hash="", submitted_at=at.isoformat(), clock_trusted=True, priority=0, wrapped_keys=(),
        parts=(),
    )  # fmt: skip
    return Queued(case, manifest, "ab" * 32)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (None, "还没送过"), ("call", "通话完就送"),
        ("link-down", "网络不通"), ("redirected", "路由器"), ("http-401", "重新登记"),
        ("http-500", "中枢出了问题"), ("receipt-signature", "密钥"), ("key-list-signature", "密钥"), ("disk-5", "硬盘"),
    ],
)  # fmt: skip
def test_why(code: str | None, said: str) -> None:
    assert said in words.why(queued(code)).zh
    assert words.line(queued(code), NOW).startswith("… PY-017-T-000001 1 h ")


def test_a_dead_case_needs_a_person_at_once_and_any_other_after_a_day() -> None:
    assert "人工处理" in words.line(queued("other_manifest", state=CaseState.DEAD), NOW)
    assert "坏了或丢了" in words.why(queued("part-missing", state=CaseState.DEAD)).zh
    assert words.line(queued("x", state=CaseState.DEAD), NOW)[0] == "✗"
    assert words.line(queued("link-down", hours=25), NOW)[0] == "✗"
    assert words.age_h(queued(None, hours=-3), NOW) == 0
