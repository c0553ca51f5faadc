"""Core: how a call went, in numbers."""

from cloud_seat.call.quality import Quality
from cloud_seat.call.report import CallStats
from cloud_seat.contract.signalling import CallReported


def test_breaks_are_counted_and_round_trips_sampled_once_a_second() -> None:
    quality = Quality()
    heard = [at / 4 for at in range(4 * 10)] + [20 + at / 4 for at in range(4 * 10)]
    for at_s in heard:
        stats = CallStats(last_audio_at_s=100 + at_s, last_frame_at_s=100.0, rtt_s=0.2 if at_s > 28 else 0.04)
        for _ in range(3):
            quality.look(stats, 100 + at_s)
    last = CallStats(audio_frames=990, audio_lost=10, frames_decoded=500, last_audio_at_s=129.75)
    assert quality.report("c", last) == CallReported(
        call_id="c",
        seconds=30,
        breaks=1,
        frozen_s=10,
        lost_permille=10,
        rtt_p50_ms=40,
        rtt_p95_ms=200,
        frames=500,
    )


def test_a_call_without_media_tells_nothing() -> None:
    quality = Quality()
    quality.look(CallStats(rtt_s=0.1), 5.0)
    assert quality.report("c", CallStats()) is None


def test_a_line_that_measured_no_round_trip_says_so() -> None:
    quality = Quality()
    quality.look(CallStats(last_audio_at_s=1.0), 1.0)
    told = quality.report("c", CallStats())
    assert told == CallReported(call_id="c")
    assert told.rtt_p50_ms is None
