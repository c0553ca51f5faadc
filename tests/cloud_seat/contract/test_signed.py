"""Core: a signature names its papers, and still draws."""

import hashlib
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.contract.signed import named_in, naming
from devices.signature.strokes import Point, Signature, to_svg

SVG = to_svg(Signature(((Point(0.1, 0.5), Point(0.9, 0.5)),)))


def test_each_paper_is_named_with_its_own_hash() -> None:
    papers = {"application.pdf": b"%PDF one", "deferral.pdf": b"%PDF two"}
    named = naming(SVG, papers)
    assert named_in(named.encode()) == {name: hashlib.sha256(data).hexdigest() for name, data in papers.items()}
    before, after = ElementTree.fromstring(SVG), ElementTree.fromstring(named)
    assert [ElementTree.tostring(one) for one in before] == [ElementTree.tostring(one) for one in after][1:]


def test_the_signature_of_an_older_booth_names_none() -> None:
    assert named_in(SVG.encode()) == {}


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    assert named_in(b"<svg><desc>" + data + b"</desc></svg>") is not None
