"""Core: far and near sound brought together, frame by frame."""

import numpy as np
import pytest

from cloud_seat.call.far_end import FRAME_SAMPLES, LONGEST_FRAMES, SPARE_FRAMES, WATCHED_FRAMES, FarEnd
from cloud_seat.call.media import PIECE_SAMPLES, Samples

SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


def _counted(start: int, size: int) -> Samples:
    return np.arange(start, start + size).astype(np.int16)


def test_what_is_played_comes_back_in_order_whatever_the_pieces() -> None:
    far, sizes = FarEnd(), (960, 441, 1, 958, 40, 480)
    played = _counted(0, sum(sizes))
    at = 0
    for size in sizes:
        far.put("glass", played[at : at + size])
        at += size
    taken = np.concatenate([far.take() for _ in range(sum(sizes) // FRAME_SAMPLES)])
    assert np.array_equal(taken, played[: taken.size])
    assert np.array_equal(far.take(), SILENCE), "the rest of a frame waits for its end"


def test_loudspeakers_of_one_room_are_added_up_and_cut_at_full_scale() -> None:
    far = FarEnd()
    far.put("call", np.full(PIECE_SAMPLES, 20000, np.int16))
    far.put("voice", np.full(FRAME_SAMPLES, 20000, np.int16))
    assert (far.take()[0], far.take()[0], far.take()[0]) == (32767, 20000, 0)


def test_a_burst_after_a_gap_is_taken_at_an_even_pace() -> None:
    far = FarEnd()
    assert np.array_equal(far.take(), SILENCE)
    for at in range(5):
        far.put("glass", np.full(PIECE_SAMPLES, at, np.int16))
    assert [int(far.take()[0]) for _ in range(10)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("spare", [0, SPARE_FRAMES, SPARE_FRAMES + 1, 30])
def test_what_was_never_needed_is_left_out_so_that_the_far_sound_is_never_late(spare: int) -> None:
    far = FarEnd()
    far.put("glass", np.zeros(spare * FRAME_SAMPLES, np.int16))
    for _ in range(WATCHED_FRAMES):
        far.put("glass", SILENCE)
        far.take()
    far.put("glass", _counted(1, FRAME_SAMPLES))
    waits = next(at for at in range(LONGEST_FRAMES) if far.take()[0] == 1)
    assert waits == (spare if spare <= SPARE_FRAMES else 0)


def test_a_loudspeaker_that_nobody_listens_to_keeps_half_a_second_and_nothing_after_the_call() -> None:
    far = FarEnd()
    for at in range(200):
        far.put("glass", np.full(FRAME_SAMPLES, at, np.int16))
    assert int(far.take()[0]) == 200 - LONGEST_FRAMES
    far.forget()
    assert np.array_equal(far.take(), SILENCE)
