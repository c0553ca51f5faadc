"""Shell: the official's end of a measured call: pages of a real Chromium with a camera that plays our film."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import av
from playwright.async_api import Page, Route, async_playwright

from bench.calls.booth import FPS, film
from bench.stopwatch import cpu_of, scratch

CHROMIUM = shutil.which("chromium")
SCRIPT = Path(__file__).parent / "page.js"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)

Size = tuple[int, int]


class PageEnd:
    """One page."""

    name = "Chromium"

    def __init__(self, page: Page) -> None:
        self._page = page

    async def offer(self, size: Size, *, is_coded: bool) -> str:
        """Its description, every candidate in it."""
        return str(await self._evaluate("([size, coded]) => offer(size, coded)", [size, is_coded]))

    async def answer(self, size: Size, sdp: str, *, is_coded: bool) -> str:
        """The same, to an offer."""
        return str(await self._evaluate("([size, coded, sdp]) => answer(size, coded, sdp)", [size, is_coded, sdp]))

    async def accept(self, sdp: str) -> None:
        """The other end's answer."""
        await self._evaluate("(sdp) => accept(sdp)", sdp)

    async def recode(self, size: Size) -> None:
        """From now on with a camera that shows the time."""
        await self._evaluate("(size) => recode(size)", size)

    async def first_at_s(self) -> float:
        """When the first picture was there; 0 before."""
        return float(await self._evaluate("firstAt")) / 1000

    async def begin(self, *, reads: bool) -> None:
        """Count from here."""
        await self._evaluate("(reads) => begin(reads)", reads)

    async def numbers(self) -> dict[str, Any]:
        """What came since `begin`."""
        return dict(await self._evaluate("numbers()"))

    async def shut(self) -> None:
        """Over."""
        await self._evaluate("shut()")

    def cpu_s(self) -> float:
        """CPU seconds so far of every Chromium of ours."""
        return cpu_below(os.getpid(), "chrom")

    async def _evaluate(self, script: str, words: object = None) -> Any:
        return await self._page.evaluate(script, words)


@asynccontextmanager
async def pages(size: Size, voice: Path) -> AsyncIterator[tuple[PageEnd, PageEnd]]:
    """Two pages of one browser, speaking with that voice."""

    async def blank(route: Route) -> None:
        await route.fulfill(body="<!doctype html><title>call</title><body>", content_type="text/html")

    with scratch() as folder:
        camera = Path(folder) / "film.y4m"
        _write_film(camera, size)
        arguments = [
            *_ARGUMENTS,
            f"--use-file-for-fake-video-capture={camera}",
            f"--use-file-for-fake-audio-capture={voice}",
        ]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            try:
                context = await browser.new_context()
                await context.route("**/*", blank)
                await context.add_init_script(path=SCRIPT)
                opened = [await context.new_page() for _ in range(2)]
                for page in opened:
                    await page.goto("http://localhost/")
                yield PageEnd(opened[0]), PageEnd(opened[1])
            finally:
                await browser.close()


def cpu_below(of: int, called: str = "") -> float:
    """CPU seconds so far of every process below one whose name has this in it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue  # it has ended
        if called in name:
            parents[int(stat.parent.name)] = int(rest.split()[1])
    mine = {pid for pid in parents if _is_below(pid, of)}
    return sum(cpu_of(pid) for pid in mine)


def _is_below(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


def _write_film(path: Path, size: Size) -> None:
    """The booth's own film as Chromium's fake camera reads it (YUV4MPEG2)."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{size[0]} H{size[1]} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for rgb in film(size):
            planes = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p").to_ndarray()
            file.write(b"FRAME\n" + planes.tobytes())
