"""Shell: draws the invented papers and the card portrait that demo and tests use.

Run once from the project's root: `python assets/samples/make_samples.py`. Needs Pillow and assets/fonts.
"""

import json
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
PAGE_PX = (1654, 2339)  # A4 at 200 dpi
CARD_PX = (1140, 720)  # 85.6 × 54 mm, enlarged on the copy as copiers in offices do
PORTRAIT_PX = (102, 126)  # picture on the card, GA 450
PORTRAIT_LIMIT_BYTES = 900  # leaves room for the six marker bytes in the reader's 1,024-byte block
INK, GREY, LIGHT = "#303030", "#777777", "#E9E9E9"


def font(size_px: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    """The bundled face, so that the picture is the same on every machine."""
    return ImageFont.truetype(str(FONTS / f"NotoSansCJKsc-{weight}.otf"), size_px)


def make_figure(size_px: tuple[int, int]) -> Image.Image:
    """A flat grey head and shoulders of nobody."""
    width, height = size_px
    image = Image.new("L", size_px, 238)
    draw = ImageDraw.Draw(image)
    draw.ellipse((-width * 0.08, height * 0.68, width * 1.08, height * 1.6), fill=110)
    draw.rectangle((width * 0.4, height * 0.55, width * 0.6, height * 0.75), fill=190)
    draw.ellipse((width * 0.25, height * 0.1, width * 0.75, height * 0.55), fill=90)
    draw.ellipse((width * 0.29, height * 0.19, width * 0.71, height * 0.64), fill=205)
    for x in (0.41, 0.59):
        draw.ellipse((width * (x - 0.025), height * 0.37, width * (x + 0.025), height * 0.4), fill=60)
    draw.arc((width * 0.41, height * 0.42, width * 0.59, height * 0.54), 25, 155, fill=90, width=max(1, width // 60))
    return image


def make_resident_portrait() -> bytes:
    """The card portrait as JPEG, 102×126, grey, at most 900 bytes. Raises ValueError when it cannot be that small."""
    figure = make_figure(PORTRAIT_PX)
    for quality in range(80, 4, -5):
        stream = BytesIO()
        figure.save(stream, "JPEG", quality=quality, optimize=True)
        if len(stream.getvalue()) <= PORTRAIT_LIMIT_BYTES:
            return stream.getvalue()
    raise ValueError("portrait does not fit the card")


def draw_lines(draw: ImageDraw.ImageDraw, origin_px: tuple[int, int], lines: list[str], size_px: int) -> None:
    """Lines of text below each other."""
    x, y = origin_px
    for line in lines:
        draw.text((x, y), line, font=font(size_px), fill=INK)
        y += round(size_px * 1.6)


def make_card_front(person: dict[str, str]) -> Image.Image:
    """The side with portrait, name and number, as a copier shows it."""
    image = Image.new("RGB", CARD_PX, "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((4, 4, CARD_PX[0] - 5, CARD_PX[1] - 5), 44, fill="#F4F4F4", outline=GREY, width=4)
    draw.rounded_rectangle((36, 36, CARD_PX[0] - 37, 150), 18, fill=LIGHT)
    draw.text((64, 58), "社会保障卡（样张）", font=font(58, "Bold"), fill=INK)
    draw.text((790, 74), "SAMPLE CARD", font=font(40), fill=GREY)
    image.paste(make_figure((280, 346)).convert("RGB"), (64, 200))
    lines = [f"姓名  {person['name']}", "社会保障号码", person["number"], "发卡日期  1999年01月01日"]
    draw_lines(draw, (400, 210), lines, 50)
    draw.text((64, 600), "广东省人力资源和社会保障厅（样张）", font=font(42), fill=GREY)
    return image


def make_card_back(account: str) -> Image.Image:
    """The side with the bank account."""
    image = Image.new("RGB", CARD_PX, "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((4, 4, CARD_PX[0] - 5, CARD_PX[1] - 5), 44, fill="#F4F4F4", outline=GREY, width=4)
    draw.rectangle((4, 80, CARD_PX[0] - 5, 190), fill="#9A9A9A")
    grouped = " ".join(account[at : at + 4] for at in range(0, len(account), 4))
    draw.text((64, 260), "样张银行", font=font(46, "Bold"), fill=INK)
    draw.text((64, 350), grouped, font=font(64, "Bold"), fill=INK)
    draw_lines(draw, (64, 500), ["服务电话 00000（样张）", "本卡为样张，不能使用"], 40)
    return image


def stamp_sample(page: Image.Image) -> None:
    """A large slanted 样张 SAMPLE over the page."""
    mark = Image.new("L", (1800, 420), 0)
    ImageDraw.Draw(mark).text((60, 40), "样张 SAMPLE", font=font(260, "Bold"), fill=90)
    turned = mark.rotate(32, expand=True)
    place = ((page.width - turned.width) // 2, (page.height - turned.height) // 2)
    page.paste(Image.new("RGB", turned.size, "#C23B2C"), place, turned)


def make_social_card_copy(person: dict[str, str], account: str) -> Image.Image:
    """An A4 page, 1654×2339 RGB: both sides of an invented social security card."""
    page = Image.new("RGB", PAGE_PX, "white")
    draw = ImageDraw.Draw(page)
    draw.text((PAGE_PX[0] // 2, 130), "社会保障卡复印件", font=font(84, "Bold"), fill=INK, anchor="ma")
    left = (PAGE_PX[0] - CARD_PX[0]) // 2
    page.paste(make_card_front(person), (left, 330))
    page.paste(make_card_back(account), (left, 1140))
    lines = ["本复印件与原件一致，仅用于演示。", f"申请人：{person['name']}        日期：____年__月__日"]
    draw_lines(draw, (left, 1980), lines, 46)
    stamp_sample(page)
    return page


def main() -> None:
    """Writes both files beside this script."""
    person = json.loads((HERE / "people.json").read_text(encoding="utf-8"))[0]
    copy = make_social_card_copy(person["card"], person["bank_account"])
    copy.quantize(64).save(HERE / "social-card-copy.png", optimize=True)
    (HERE / "resident-portrait.jpg").write_bytes(make_resident_portrait())


if __name__ == "__main__":
    main()
