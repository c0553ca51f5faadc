"""Shell: a page is read whole, and no faster than a call that is measured, or not, allows."""

import time

from cloud_seat.call.courtesy import BEGIN_BPS
from cloud_seat.call.report import CallStats
from kiosk_app.hands.paced import Pages

PAGE, PIECE = bytes(range(256)) * 400, 16_384


def _read(stats: CallStats) -> float:
    page, began_s, pieces = Pages().paced(PAGE, lambda: stats), time.monotonic(), list[bytes]()
    while piece := page.read(PIECE):
        pieces.append(piece)
    assert b"".join(pieces) == PAGE
    return time.monotonic() - began_s


def test_a_page_takes_its_time_and_more_of_it_beside_a_call_that_waits() -> None:
    usual_s = len(PAGE) * 8 / BEGIN_BPS
    assert _read(CallStats()) >= 0.9 * usual_s
    assert _read(CallStats(standing_s=0.2)) > _read(CallStats(standing_s=0.0))
