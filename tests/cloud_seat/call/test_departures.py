"""Core: the pace and the numbers of what we send, and reports that are joined to them."""

from aiortc.codecs import HEADER_EXTENSIONS
from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.departures import HASTE, REMEMBERED, WRAP, Bucket, Departures, stamp
from cloud_seat.call.feedback import Report
from cloud_seat.call.inside import TRANSPORT_CC_ID, announce


def _leave(bucket: Bucket, sizes: list[int], now_s: float) -> list[float]:
    times = []
    for size in sizes:
        now_s += bucket.wait_s(now_s)
        bucket.pour(size, now_s)
        times.append(now_s)
    return times


def test_a_key_frame_is_spread_and_a_small_picture_leaves_at_once() -> None:
    bucket = Bucket(600_000)
    assert _leave(bucket, [1000, 1000], 5.0) == [5.0, 5.0]
    times = _leave(bucket, [1200] * 19, 6.0)
    assert times == sorted(times)
    spread_s = 19 * 1200 * 8 / (HASTE * 600_000)
    assert 0.7 * spread_s < times[-1] - times[0] <= spread_s


def test_who_was_woken_late_catches_up_a_little() -> None:
    bucket = Bucket(600_000)
    _leave(bucket, [1200] * 10, 6.0)
    late_s = 6.0 + 10
    assert _leave(bucket, [1200] * 3, late_s) == [late_s] * 3
    assert _leave(bucket, [1200] * 30, late_s)[-1] > late_s + 0.1


def test_reports_are_joined_to_what_was_sent_over_the_end_of_the_counter() -> None:
    departures = Departures()
    for number in range(WRAP + 3):
        assert departures.add(100 + number % 7, float(number)) == number % WRAP
    seen = departures.join(Report(WRAP - 1, (5_000_000, None, 5_000_250)))
    assert [(one.sent_s, one.came_s) for one in seen] == [(WRAP - 1, 5.0), (WRAP, None), (WRAP + 1, 5.00025)]
    again = departures.join(Report(WRAP - 1, (5_000_000, 6_000_000)))
    assert [(one.sent_s, one.came_s) for one in again] == [(WRAP, 6.0)]
    assert departures.join(Report((WRAP - REMEMBERED - 5) % WRAP, (1, 1))) == []


@given(st.integers(0, WRAP - 1), st.lists(st.none() | st.integers(0, 1 << 40), max_size=40), st.integers(0, 50))
def test_a_report_of_anything_tells_only_of_what_was_sent(first: int, came: list[int | None], sent: int) -> None:
    departures = Departures()
    for number in range(sent):
        departures.add(1, float(number))
    assert len(departures.join(Report(first, tuple(came)))) <= sent


def _packet(*, mid: str, time: int, number: int) -> tuple[bytes, HeaderExtensionsMap]:
    announce()
    known = HeaderExtensionsMap()
    known.configure(RTCRtpParameters(headerExtensions=HEADER_EXTENSIONS["video"]))
    packet = RtpPacket(payload_type=97, sequence_number=7, timestamp=9, ssrc=5, payload=b"picture", marker=1)
    packet.extensions.mid, packet.extensions.abs_send_time = mid, time
    packet.extensions.transport_sequence_number = number
    return packet.serialize(known), known


@given(st.text("ab01", min_size=1, max_size=24), st.integers(0, (1 << 24) - 1), st.integers(0, WRAP - 1))
def test_a_number_is_put_where_room_was_left(mid: str, time: int, number: int) -> None:
    wire, known = _packet(mid=mid, time=time, number=0)
    stamped = stamp(wire, TRANSPORT_CC_ID, number)
    assert stamped == _packet(mid=mid, time=time, number=number)[0]
    read = RtpPacket.parse(stamped, known)
    assert (read.extensions.transport_sequence_number, read.extensions.mid, read.payload) == (number, mid, b"picture")
    assert stamp(wire, 9, number) == wire
