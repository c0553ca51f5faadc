"""Shell: writes coverage.txt, the code points that both bundled faces can draw, as hexadecimal ranges.

Run after the fonts change: `python assets/fonts/coverage.py`. Needs fontTools.
"""

from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fontTools ships no types

HERE = Path(__file__).parent


def code_points(path: Path) -> set[int]:
    """What one face can draw."""
    return set(TTFont(str(path)).getBestCmap())


def ranges(points: set[int]) -> list[str]:
    """`4E00-9FA5` or `2A` in ascending order."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(points)), lambda pair: pair[1] - pair[0]))
    ends = ((run[0][1], run[-1][1]) for run in runs)
    return [f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ends]


def main() -> None:
    """Writes the file beside the fonts."""
    regular, bold = (code_points(HERE / f"NotoSansCJKsc-{weight}.otf") for weight in ("Regular", "Bold"))
    (HERE / "coverage.txt").write_text("\n".join(ranges(regular & bold)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
