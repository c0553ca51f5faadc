"""Shell: one A4 page to try a printer with: Chinese, a frame near the edges, greys."""

from pathlib import Path

import typst

_FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
_PAGE = """\
#set document(date: none)
#set page(paper: "a4", margin: 15mm)
#set text(font: "Noto Sans CJK SC", lang: "zh", size: 14pt)
#rect(width: 100%, height: 100%, stroke: 0.5pt, inset: 12mm)[
  #text(size: 26pt)[政务晓屋 打印测试]

  看得见四条边线，字迹清楚，灰度渐变均匀，打印机就可以用了。 \\
  Zhengwu Xiaowu, test page: four lines near the edges, clear letters, even greys.

  #stack(dir: ltr, ..range(11).map(i => rect(width: 13mm, height: 13mm, fill: luma(i * 10%))))
]
"""


def sample_page() -> bytes:
    """A PDF, the same every time."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])
    return bytes(typst.compile(_PAGE.encode(), font_paths=fonts, ignore_system_fonts=True))
