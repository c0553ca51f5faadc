"""Shell: sets one sheet and ends; run as a program of its own, by its path, with nothing of ours imported.

typst remembers what it has set for as long as its process lives, and nothing makes it forget: a resident's answers
would outlive the wipe, and memory would grow with every sheet.

    python -I press.py FONTS < {"template": …, "data": …} > sheet.pdf

A template can read files of the folder that it is set in, and no others: that folder is the fonts'.
"""

import json
import sys

import typst


def main() -> None:
    """PDF/A-2b, all pages; the same bytes for the same data."""
    (fonts,) = sys.argv[1:]
    given = json.load(sys.stdin.buffer)
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(given["template"].encode(), font_paths=found, ignore_system_fonts=True)
    sheet = compiler.compile(sys_inputs={"data": given["data"]}, format="pdf", pdf_standards="a-2b", timestamp=0)
    assert isinstance(sheet, bytes)
    sys.stdout.buffer.write(sheet)


if __name__ == "__main__":
    main()
