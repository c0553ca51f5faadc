"""Core: signatures: what counts as one, and that they look alike in every form."""

import io
import json
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.signature.strokes import (
    HEIGHT,
    WIDTH,
    Point,
    Signature,
    SignatureVerdict,
    format_signature,
    parse_signature,
    to_png,
    to_svg,
)

WAVE = Signature(
    (
        tuple(Point(0.1 + i / 20, 0.3 + (i % 3) / 10, i * 16.0, 0.5) for i in range(12)),
        (Point(0.8, 0.8, 400.0, 0.7), Point(0.9, 0.8, 420.0, 0.9)),
    )
)
UNIT = st.floats(0, 1)
POINTS = st.builds(Point, UNIT, UNIT, st.floats(0, 60_000), UNIT)
SIGNATURES = st.builds(Signature, st.lists(st.lists(POINTS, max_size=6).map(tuple), max_size=4).map(tuple))


def test_what_somebody_wrote_is_good() -> None:
    assert WAVE.verdict is SignatureVerdict.GOOD
    assert WAVE.duration_ms == 420.0


@pytest.mark.parametrize(
    "text", ["", "[]", "[[]]", "{}", "7", "null", "[[1]]", '[[{"x": 1}]]', '["ab"]', "[" * 100_000]
)
def test_nothing_is_empty(text: str) -> None:
    assert parse_signature(text).verdict is SignatureVerdict.EMPTY


@pytest.mark.parametrize("number", ["NaN", "Infinity", '"x"', "null"])
def test_points_that_are_no_numbers(number: str) -> None:
    text = f'[[{{"x": 0, "y": 0}}, {{"x": {number}, "y": 1}}]]'
    assert parse_signature(text).verdict is SignatureVerdict.EMPTY


def test_a_dot_and_a_slip_are_too_short() -> None:
    dot = Signature(((Point(0.5, 0.5),),))
    slip = Signature(((Point(0.5, 0.5), Point(0.6, 0.5)), (Point(0.5, 0.6), Point(0.6, 0.6))))
    assert dot.verdict is slip.verdict is SignatureVerdict.TOO_SHORT


def test_points_are_bounded() -> None:
    text = json.dumps([[{"x": 0.5, "y": 0.5}] * 20_001])
    assert parse_signature(text).verdict is SignatureVerdict.EMPTY


def test_a_pad_without_time_and_pressure() -> None:
    [[point]] = parse_signature('[[{"x": -3, "y": 0.25}]]').strokes
    assert point == Point(0.0, 0.25, 0.0, 1.0)


@given(SIGNATURES)
def test_vectors_round_trip(signature: Signature) -> None:
    assert parse_signature(format_signature(signature)) == signature


@given(st.text(max_size=100))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(parse_signature(text).verdict, SignatureVerdict)


@given(SIGNATURES)
def test_svg_is_xml_with_a_path_a_stroke(signature: Signature) -> None:
    root = ElementTree.fromstring(to_svg(signature))
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == sum(map(bool, signature.strokes))


def test_svg_of_a_line_and_a_dot() -> None:
    svg = to_svg(Signature(((Point(0, 0), Point(1, 1)), (Point(0.5, 0.5),))))
    assert '<path d="M0.0 0.0L600.0 240.0"/><path d="M300.0 120.0L300.0 120.0"/>' in svg


@pytest.mark.parametrize("width_px", [300, 600, 900])
def test_png_shows_the_ink_where_it_was(width_px: int) -> None:
    picture = Image.open(io.BytesIO(to_png(WAVE, width_px)))
    assert (picture.mode, picture.size) == ("RGBA", (width_px, width_px * HEIGHT // WIDTH))
    alpha = np.asarray(picture)[..., 3]
    for stroke in WAVE.strokes:
        for point in stroke:
            assert alpha[int(point.y * alpha.shape[0]), int(point.x * alpha.shape[1])] > 200
    assert alpha[:10].max() == 0
    assert 0.005 < (alpha > 128).mean() < 0.1


def test_nobody_reads_a_signature_in_a_log() -> None:
    assert repr(WAVE) == "Signature(2 strokes)"
