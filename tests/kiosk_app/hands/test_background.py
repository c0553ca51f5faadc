"""Shell: the soft background: fine print is gone everywhere but in the middle, which stays as it is."""

import numpy as np
import pytest

from kiosk_app.hands.background import softened


@pytest.mark.parametrize(("width", "height"), [(640, 480), (1280, 720), (333, 222)])
def test_only_the_middle_can_be_read(width: int, height: int) -> None:
    stripes = np.zeros((height, width, 3), np.uint8)
    stripes[:, ::2] = 255  # as fine as print can be
    soft = softened(stripes)
    assert soft.shape == stripes.shape
    assert np.ptp(soft[: height // 6, : width // 6].astype(int)) < 40
    middle = (slice(height // 3, height * 2 // 3), slice(width * 2 // 5, width * 3 // 5))
    assert np.array_equal(soft[middle], stripes[middle])
    assert stripes.max() == 255 and np.array_equal(stripes[:, 1::2], np.zeros_like(stripes[:, 1::2]))
