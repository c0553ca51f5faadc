"""Shell: draws the sample papers that an official compares with: python -m assets.samples.make_papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent / "papers"
INK, HINT, LINE, PAPER, SEAL = "#14283A", "#4A5B69", "#9AA6AE", "#FFFFFF", "#C23B2C"
PAGE = (600, 848)
"""A4, upright; cards lie on it as a copy shows them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: what must be legible. `cards`: titles of the card sides on it. `sign`, `seal`: at the foot."""

    title: str
    rows: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    sign: str = ""
    seal: str = ""


SHEETS = {
    "authorisation": Sheet(
        "委托书",
        ("委托人：姓名、身份证号码", "受托人：姓名、身份证号码", "委托办什么事", "委托到哪一天"),
        sign="委托人签名、按手印",
    ),
    "bank-card": Sheet("银行卡复印件", ("卡号每一位看得清", "持卡人是本人"), cards=("正面：银行名、卡号",)),
    "household-book": Sheet(
        "居民户口簿", ("首页：户别、户主姓名、住址", "本人一页：姓名、号码、登记事项"), seal="户口专用章"
    ),
    "licence": Sheet("营业执照", ("统一社会信用代码", "名称、经营者", "经营场所", "经营范围"), seal="登记机关印章"),
    "old-card": Sheet(
        "旧社会保障卡", ("两面在一页上，四角都在",), cards=("正面：姓名、号码、照片", "反面：发卡银行、卡号")
    ),
    "social-card": Sheet(
        "社会保障卡复印件",
        ("姓名、号码和申请表一致", "银行账号看得清"),
        cards=("正面：姓名、号码、照片", "反面：银行、账号"),
    ),
}


def main() -> None:
    """Every sheet, anew."""
    for name, sheet in SHEETS.items():
        (FOLDER / f"{name}.svg").write_text(drawn(sheet), encoding="utf-8")


def drawn(sheet: Sheet) -> str:
    """One page as SVG; nobody's name is on it."""
    width, height = PAGE
    inside = "\n".join(_inside(sheet))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">\n'
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" fill="{PAPER}" stroke="{LINE}"/>\n'
        f"{inside}\n</svg>\n"
    )


def _inside(sheet: Sheet) -> Iterator[str]:
    yield _text(300, 84, sheet.title, size=36, anchor="middle", weight="700")
    y = 140
    for title in sheet.cards:
        yield f'<rect x="130" y="{y}" width="340" height="214" rx="14" fill="none" stroke="{INK}" stroke-width="3"/>'
        if "照片" in title:
            yield f'<rect x="158" y="{y + 44}" width="74" height="96" fill="none" stroke="{LINE}" stroke-width="2"/>'
        yield from (_rule(256, 444, y + 60 + 34 * at) for at in range(3))
        yield _text(300, y + 192, title, size=20, anchor="middle")
        y += 240
    for row in sheet.rows:
        yield _text(70, y + 30, row, size=22)
        yield _rule(70, 530, y + 62)
        y += 78
    if sheet.sign:
        yield _text(300, 740, sheet.sign, size=22)
        yield _rule(300, 530, 770)
    if sheet.seal:
        yield f'<circle cx="450" cy="690" r="74" fill="none" stroke="{SEAL}" stroke-width="5"/>'
        yield _text(450, 698, sheet.seal, size=20, anchor="middle", colour=SEAL)
    yield _text(300, 824, "样张 · 只看要有哪些内容", size=18, anchor="middle", colour=HINT)


def _rule(x: int, to: int, y: int) -> str:
    return f'<path d="M{x} {y}H{to}" stroke="{LINE}" stroke-width="2"/>'


def _text(x: int, y: int, words: str, **look: str | int) -> str:
    anchor, weight = look.get("anchor", "start"), look.get("weight", "400")
    colour = look.get("colour", INK)
    style = f'font-size="{look["size"]}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


if __name__ == "__main__":
    main()
