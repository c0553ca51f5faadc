"""Shell: the page that a booth shows when no version can be started: what happened, and whom to call.

A process of its own, `python -m installer.supervisor.safe_page TELEPHONE`: full screen by Tk where there is a screen,
else words on the console. It needs nothing of ours but this file.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

TITLE = "这台晓屋暂时不能用"
TITLE_EN = "This booth is out of service"
CASES = "您已经提交的事项都在，不会丢"
CASES_EN = "What you have submitted is safe"
CALL = "请到窗口办理，或打电话"
CALL_EN = "Please go to the counter, or call"
NO_NUMBER = "请到窗口办理"
NO_NUMBER_EN = "Please go to the counter"
BACKGROUND, INK, SOFT = "#0b3a66", "#ffffff", "#d6e4f2"
LEAST_PX = 28
"""As everywhere on the glass: smaller letters cannot be read from the chair."""


def lines_of(telephone: str) -> list[tuple[str, float, str]]:
    """Words, their size as a share of the smaller edge of the screen, and colour."""
    return [
        (TITLE, 0.075, INK),
        (TITLE_EN, 0.04, SOFT),
        (CASES, 0.045, INK),
        (CASES_EN, 0.03, SOFT),
        (CALL if telephone else NO_NUMBER, 0.045, INK),
        (CALL_EN if telephone else NO_NUMBER_EN, 0.03, SOFT),
        *([(telephone, 0.12, INK)] if telephone else []),
    ]


@contextlib.contextmanager
def shown(telephone: str) -> Iterator[None]:
    """While the context lasts."""
    command = [sys.executable, "-m", "installer.supervisor.safe_page", telephone]
    with subprocess.Popen(command) as page:
        try:
            yield
        finally:
            page.terminate()


def main(telephone: str) -> int:
    """Until it is ended."""
    try:
        draw(telephone)
    except Exception as error:  # noqa: BLE001 - the last page of all must not end without its words
        print(f"no screen for the page: {type(error).__name__}: {error}", file=sys.stderr)
        for words, _, _ in lines_of(telephone):
            print(words, file=sys.stderr, flush=True)
    return 0


def draw(telephone: str) -> None:
    """Raises whatever Tk does without a screen."""
    import tkinter  # not everywhere: then the words must do
    from tkinter.font import Font

    window = tkinter.Tk()
    window.configure(background=BACKGROUND, cursor="none")
    wide_px, high_px = window.winfo_screenwidth(), window.winfo_screenheight()
    window.geometry(f"{wide_px}x{high_px}+0+0")
    window.attributes("-fullscreen", True)
    page = tkinter.Frame(window, background=BACKGROUND)
    page.place(relx=0.5, rely=0.5, anchor="center")
    for words, share, colour in lines_of(telephone):
        font = Font(family="Noto Sans CJK SC", size=-max(LEAST_PX, round(share * min(wide_px, high_px))))
        size_px = min(-font.cget("size"), -font.cget("size") * 9 * wide_px // (10 * font.measure(words)))
        font.configure(size=-size_px)  # each line stands whole: a number that breaks is not dialled
        label = tkinter.Label(page, text=words, font=font, foreground=colour, background=BACKGROUND)
        label.pack(pady=(0 if colour == SOFT else size_px // 2, 0))  # English stands close below its Chinese
    window.mainloop()


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
