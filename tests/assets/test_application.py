"""Shell: the application form as PDF/A and picture: rare characters, long texts, hostile texts, any signature."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image, ImageDraw

ASSETS = Path(__file__).parents[2] / "assets"
ADDRESS = "广东省广州市番禺区样张街道测试社区居民委员会测试大道北零号院第零栋零单元零零零房即旧门牌测试里横巷零号之一"
ADDRESS += "之二后座天台屋"[: 60 - len(ADDRESS)]
PAGE_PX = (595, 842)  # A4 at 72 dots an inch


@pytest.fixture(scope="module")
def compiler() -> typst.Compiler:
    """A kept compiler with our fonts alone."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(ASSETS / "fonts")])
    template = ASSETS / "templates/application.typ"
    return typst.Compiler(str(template), font_paths=fonts, ignore_system_fonts=True)


@pytest.fixture(scope="module")
def coverage() -> frozenset[int]:
    """The code points that the fonts can draw."""
    lines = (ASSETS / "fonts/coverage.txt").read_text(encoding="ascii").split()
    ends = [[int(end, 16) for end in line.split("-")] for line in lines]
    return frozenset(point for end in ends for point in range(end[0], end[-1] + 1))


def printable(text: str, coverage: frozenset[int]) -> str:
    """`text` with each character that the fonts lack written as its code point."""
    return "".join(c if ord(c) in coverage or c == "\n" else f"〔U+{ord(c):04X}〕" for c in text)


def signature_png() -> list[int]:
    """Some strokes, as the numbers of a PNG's bytes."""
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    points = [(40, 150), (120, 40), (180, 170), (300, 60), (420, 160), (560, 50)]
    ImageDraw.Draw(image).line(points, fill=(20, 40, 58, 255), width=9, joint="curve")
    stream = BytesIO()
    image.save(stream, "PNG")
    return list(stream.getvalue())


def application(**changes: Any) -> dict[str, str]:
    """The inputs of the invented resident's application."""

    def pair(label: str, value: str) -> dict[str, str]:
        return {"label": label, "value": value}

    data = {
        "title": "广州市番禺区老年人长寿保健金申请表",
        "rows": [
            [pair("老人姓名", "测试䶮𠮷"), pair("性别", "女")],
            [pair("证件号码", "440113190506070007"), pair("手机号码", "13800138000")],
            [pair("户籍地址", ADDRESS)],
            [pair("现住址", "")],
            [pair("银行账号", "6200000000000000000"), pair("账户是不是老人本人的", "是")],
        ],
        "promises": ["以上内容由本人填写并核对，真实、准确。如有不实，愿意承担相应责任。"],
        "applicant": "测试䶮𠮷",
        "date": "2026 年 11 月 23 日",
        "case_id": "01JD000000000000000000TEST",
        "form_ref": "longevity-allowance v1",
        "language": "zh",
        "signature": signature_png(),
    }
    return {"data": json.dumps(data | changes, ensure_ascii=False)}


def pdf(compiler: typst.Compiler, inputs: dict[str, str]) -> bytes:
    """The archive copy."""
    made = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="a-2b", timestamp=0)
    assert isinstance(made, bytes)
    return made


def pages(compiler: typst.Compiler, inputs: dict[str, str]) -> list[Image.Image]:
    """The pages as pictures, 72 dots an inch."""
    made = compiler.compile(sys_inputs=inputs, format="png", ppi=72)
    assert made is not None
    return [Image.open(BytesIO(page)).convert("L") for page in (made if isinstance(made, list) else [made])]


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many dark dots a part of the page has."""
    return sum(image.crop(box).histogram()[:128])


def test_the_paper_is_archivable_and_repeatable(compiler: typst.Compiler) -> None:
    first, second = pdf(compiler, application()), pdf(compiler, application())
    assert first == second and first.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in first and b"pdfaid:conformance>B<" in first


def test_rare_characters_and_a_long_address_are_drawn(compiler: typst.Compiler) -> None:
    assert len(ADDRESS) == 60
    seen = [pages(compiler, application(applicant=name)) for name in ("", "䶮", "𠮷", "㙍")]
    assert all([page.size for page in document] == [PAGE_PX] for document in seen)
    drawings = {document[0].tobytes() for document in seen}
    assert len(drawings) == len(seen), "two of them look alike: boxes instead of characters"


@pytest.mark.parametrize(
    "signature",
    [
        signature_png(),
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0L9 3" stroke="black"/></svg>',
    ],
    ids=["png", "svg"],
)
def test_a_signature_leaves_ink(compiler: typst.Compiler, signature: Any) -> None:
    whole = (0, 0, *PAGE_PX)
    signed = pages(compiler, application(signature=signature))[0]
    unsigned = pages(compiler, application(signature=""))[0]
    assert ink(signed, whole) > ink(unsigned, whole) + 50
    assert pdf(compiler, application(signature=signature))


@pytest.mark.parametrize(
    "hostile", ["#panic()", '*b* $x$ <a> @b \\ " `', "x" * 300, "字" * 300, "一行\n两行", "a\u0000b\u200f"]
)
def test_texts_stay_texts(compiler: typst.Compiler, coverage: frozenset[int], hostile: str) -> None:
    rows = [[{"label": "经营范围", "value": printable(hostile, coverage)}]]
    page = pages(compiler, application(rows=rows))[0]
    assert ink(page, (545, 0, 595, 780)) == 0, "text left the table"
    assert pdf(compiler, application(rows=rows))


def test_a_character_that_no_font_has_is_written_as_its_number(
    compiler: typst.Compiler, coverage: frozenset[int]
) -> None:
    strange = "测试😀\U0002a6df"
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        pdf(compiler, application(applicant=strange))
    assert printable(strange, coverage) == "测试〔U+1F600〕〔U+2A6DF〕"
    assert pdf(compiler, application(applicant=printable(strange, coverage)))


def test_coverage_holds_names_and_our_own_texts(coverage: frozenset[int]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in ASSETS.rglob("*.json")]
    missing = {char for text in texts for char in text if ord(char) not in coverage} - {"\n"}
    assert missing == set()
    assert all(ord(char) in coverage for char in "䶮𠮷㙍𣏌㛃𬒈龘·")


def test_many_rows_flow_to_a_second_page(compiler: typst.Compiler) -> None:
    rows = [[{"label": f"第 {at} 项", "value": ADDRESS}] for at in range(40)]
    assert len(pages(compiler, application(rows=rows, language="en"))) >= 2
