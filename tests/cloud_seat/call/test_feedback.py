"""Core: reports to the sender, read back by a reader of their own."""

import struct

from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, RtcpRtpfbPacket
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call import feedback
from cloud_seat.call.feedback import SPAN_LIMIT, Arrivals


def _read(fci: bytes) -> tuple[int, list[int | None], int]:
    """First number, time of each packet in ticks of 250 us, count of reports (draft-holmer section 3.1)."""
    first, count = struct.unpack_from("!HH", fci)
    tick = int.from_bytes(fci[4:7], "big") * 256
    at = 8
    symbols: list[int] = []
    while len(symbols) < count:
        (word,) = struct.unpack_from("!H", fci, at)
        at += 2
        if word >> 15 == 0:
            symbols += [word >> 13 & 3] * (word & 0x1FFF)
        elif word >> 14 & 1:
            symbols += [word >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [word >> shift & 1 for shift in range(13, -1, -1)]
    times: list[int | None] = []
    for symbol in symbols[:count]:
        if symbol:
            tick += fci[at] if symbol == 1 else struct.unpack_from("!h", fci, at)[0]
            at += symbol
        times.append(tick if symbol else None)
    assert len(fci) - at < 4, "nothing but padding is left"
    assert len(fci) % 4 == 0
    return first, times, fci[7]


@given(st.integers(0, 1 << 17), st.lists(st.tuples(st.integers(1, 20), st.integers(-5_000, 50_000)), min_size=1))
def test_a_report_says_when_each_packet_came(first: int, steps: list[tuple[int, int]]) -> None:
    arrivals, number, at_us, came = Arrivals(), first, 3_000_000_000, {}
    for skip, later_us in steps:
        arrivals.add(number, at_us)
        came[number] = at_us // 250
        number, at_us = number + skip, at_us + later_us
    start, times, count = _read(arrivals.report())
    assert (start, count) == (first & 0xFFFF, 0)
    base = min(came.values()) // 256 * 256
    wanted = [came.get(n) for n in range(first, max(came) + 1)]
    assert [None if t is None else t - base for t in wanted] == [
        None if t is None else t - base % (256 << 24) for t in times
    ]
    assert arrivals.report() == b""


def test_the_next_report_goes_on_where_the_last_one_ended() -> None:
    arrivals = Arrivals()
    for number in (10, 12):
        arrivals.add(number, 1_000_000)
    assert _read(arrivals.report())[:2] == (10, [4000, None, 4000])
    arrivals.add(11, 1_050_000)  # too late: it was reported lost
    assert arrivals.report() == b""
    arrivals.add(14, 1_100_000)
    assert _read(arrivals.report()) == (13, [None, 4400], 1)


@given(st.lists(st.tuples(st.integers(0, 1 << 18), st.integers(0, 1 << 40)), max_size=200))
def test_whatever_comes_a_report_is_small_and_can_be_read(packets: list[tuple[int, int]]) -> None:
    arrivals = Arrivals()
    for number, at_us in packets:
        arrivals.add(number, at_us)
    if fci := arrivals.report():
        _, times, _ = _read(fci)
        assert len(times) <= SPAN_LIMIT
        (read,) = RtcpPacket.parse(feedback.packet(feedback.TRANSPORT_CC, 1, 2, fci))
        assert isinstance(read, RtcpRtpfbPacket)
        assert (read.fmt, read.ssrc, read.media_ssrc) == (15, 1, 2)


@given(st.sets(st.integers(0, 300)), st.integers(0, 1 << 17))
def test_what_is_missing_is_read_as_it_was_meant(missing: set[int], base: int) -> None:
    numbers = sorted(base + number for number in missing)
    (read,) = RtcpPacket.parse(feedback.packet(feedback.NACK, 7, 9, feedback.nack(numbers)))
    assert isinstance(read, RtcpRtpfbPacket)
    assert [lost & 0xFFFF for lost in read.lost] == [number & 0xFFFF for number in numbers]


def test_a_key_frame_is_asked_for_in_twelve_bytes() -> None:
    (read,) = RtcpPacket.parse(feedback.packet(feedback.PLI, 7, 9))
    assert isinstance(read, RtcpPsfbPacket)
    assert (read.fmt, read.ssrc, read.media_ssrc) == (1, 7, 9)


@given(st.lists(st.none() | st.integers(0, 5_000), min_size=1, max_size=200), st.booleans())
def test_our_own_reports_are_read_back(steps: list[int | None], compound: bool) -> None:
    arrivals, at_us, came = Arrivals(), 70_000_000, dict[int, int]()
    for number, step in enumerate(steps, 65_500):
        if step is not None:
            at_us += step * 100
            came[number] = at_us
            arrivals.add(number, at_us)
    fci = arrivals.report()
    wire = feedback.packet(feedback.TRANSPORT_CC, 1, 2, fci) if fci else b""
    found = feedback.reports((feedback.packet(feedback.PLI, 1, 2) if compound else b"") + wire)
    if not came:
        assert not found
        return
    (report,) = found
    assert report.first == min(came) % 65536
    told = [came.get(number) for number in range(min(came), max(came) + 1)]
    assert [None if us is None else us // 250 for us in report.came_us] == [
        None if us is None else us // 250 for us in told
    ]


def test_every_kind_of_chunk_is_read() -> None:
    """As Chromium writes it: vectors of one bit and of two, a run, a step backwards."""
    two_bits, one_bit, run = 0xC000 | 1 << 12 | 2 << 10 | 1 << 4, 0x8000 | 1 << 13 | 1, 1 << 13 | 4
    fci = struct.pack("!HHBBBB3HBhBBBBBBB", 65530, 25, 0, 1, 0, 7, two_bits, one_bit, run, 8, -4, 4, 4, 4, 1, 1, 1, 1)
    fci += bytes(-len(fci) % 4)
    (report,) = feedback.reports(feedback.packet(feedback.TRANSPORT_CC, 1, 2, fci))
    ticks = [None if us is None else us // 250 - 256 * 256 for us in report.came_us]
    assert (report.first, len(ticks)) == (65530, 25)
    assert ticks[:7] == [8, 4, None, None, 8, None, None]
    assert ticks[7:21] == [12, *[None] * 12, 16]
    assert ticks[21:] == [17, 18, 19, 20]


@given(st.binary(max_size=120) | st.binary(max_size=60).map(lambda fci: bytes([0x8F, 205, 0, 2 + len(fci) // 4]) + fci))
def test_reading_any_bytes_ends_nothing(wire: bytes) -> None:
    for report in feedback.reports(wire):
        assert len(report.came_us) <= 65536
