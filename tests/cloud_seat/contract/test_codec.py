"""Messages round-trip; neighbours of another version understand each other; broken bytes raise one error."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract import codec, signalling


@pytest.mark.parametrize("kind", signalling.MESSAGES, ids=lambda kind: kind.__name__)
def test_every_message_round_trips(kind: type[signalling.Message]) -> None:
    message = _sample(kind)
    assert codec.decode(codec.encode(message)) == message


def test_a_message_of_the_next_version_is_understood() -> None:
    newer = {"type": "QueueChanged", "call_id": "c", "position": 2, "mood": "sunny", "estimate_s": None}
    assert codec.decode(json.dumps(newer)) == signalling.QueueChanged(call_id="c", position=2)


def test_an_unknown_type_is_no_error() -> None:
    assert codec.decode('{"type":"HologramOffered","call_id":"c"}') == codec.Unknown(type="HologramOffered")


def test_an_older_message_gets_its_defaults() -> None:
    assert codec.decode('{"type":"Hello"}') == signalling.Hello(protocol=1, version="", resume="")


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"type":5}', '{"type":"Signal"}', "\x00", '{"type":"Hello"'])
def test_malformed(data: str) -> None:
    with pytest.raises(codec.RemoteMessageError, match="malformed"):
        codec.decode(data)


def test_too_large_is_refused_before_parsing() -> None:
    with pytest.raises(codec.RemoteMessageError, match="too_large"):
        codec.decode(b" " * (codec.LIMIT_BYTES + 1))


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=200))
def test_any_bytes_raise_only_our_error(data: bytes | str) -> None:
    try:
        codec.decode(data)
    except codec.RemoteMessageError:
        return


def _sample(kind: type[signalling.Message]) -> signalling.Message:
    seat = {"seat_id": "s", "name": "测试", "department": {"zh": "局", "en": "office"}, "number": "1"}
    filled = {
        "call_id": "c", "case_id": "k", "attempt": 2, "item_id": "i", "item_name": {"zh": "事项", "en": "item"},
        "kiosk_id": "PY-1", "kiosk_name": {"zh": "晓屋", "en": "booth"}, "code": "x", "text": {"zh": "字", "en": "t"},
        "status": "ready", "position": 1, "kind": "offer", "sdp": "v=0", "form_id": "f", "form_version": 1,
        "values": {"name": "𠮷😀"}, "scan_id": "s", "material_id": "m", "name": {"zh": "材料", "en": "paper"},
        "ask_id": "a", "field": "phone", "acceptance_number": "PY-1", "decision": "accepted", "seat": seat,
        "companion_id": "p", "role": "family", "token": "t", "now_ms": 5, "errand_id": "e", "what": "restart",
        "state": "waits", "is_away": True,
    }  # fmt: skip
    if kind in (signalling.Captioned, signalling.Consulted, signalling.Wrote):
        filled["text"] = "您好"
    body = {key: value for key, value in filled.items() if key in kind.__struct_fields__}
    return codec.decode(json.dumps({"type": kind.__name__, **body}))  # type: ignore[return-value]  # known types only
