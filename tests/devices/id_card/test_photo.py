"""Core: the seam for photos."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.id_card.photo import MarkedPhotoDecoder, mark_photo
from devices.id_card.sam_model import sample_card


def test_the_sample_photo_is_a_picture_of_a_cards_size() -> None:
    card = sample_card()
    assert len(card.photo) == 1024
    jpeg = MarkedPhotoDecoder().decode(card.photo)
    assert jpeg is not None
    assert Image.open(BytesIO(jpeg)).size == (102, 126)


def test_a_photo_that_nobody_can_decode_is_none() -> None:
    assert MarkedPhotoDecoder().decode(b"WLT" + bytes(1021)) is None
    assert MarkedPhotoDecoder().decode(mark_photo(b"\xff\xd8 jpeg")[:8]) is None


@given(st.binary(max_size=1100), st.booleans())
def test_any_bytes_are_welcome(data: bytes, is_marked: bool) -> None:
    MarkedPhotoDecoder().decode(b"EMUW" + data if is_marked else data)
