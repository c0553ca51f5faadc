"""Shell: the staff pages and icons as files, and the headers that every answer carries."""

import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.described import described

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SECURE = {"Strict-Transport-Security": "max-age=31536000"}
"""Under TLS: for a year no browser that was here speaks to this name without."""


_PART = re.compile(r"^<!-- part: ((?:\.\./[a-z]+/)?[a-z-]+\.html) -->\n", re.MULTILINE)


def whole_page(folder: Path) -> str:
    """`index.html` with the parts that it names, each a file beside it, or of another page."""
    text = (folder / "index.html").read_text("utf-8")
    return _PART.sub(lambda part: (folder / part[1]).read_text("utf-8"), text)


class SafeHeaders:
    """Puts the security headers on every HTTP answer, errors included."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = {**_HEADERS, **(_SECURE if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self._app(scope, receive, send_safely)


class Pages:
    """`/seat`, `/board`, `/phone`, `/with` and the files under `/web` and `/assets/…`: icons, fonts, sample papers."""

    def __init__(self, web_dir: Path, assets_dir: Path) -> None:
        self._web_dir, self._assets_dir = web_dir, assets_dir

    def routes(self) -> list[BaseRoute]:
        """Static files; folders that do not exist (yet) answer 404."""
        folders = {"/web": self._web_dir, "/assets/icons": self._assets_dir / "icons"}
        folders["/assets/fonts"] = self._assets_dir / "fonts"
        folders["/assets/samples/papers"] = self._assets_dir / "samples" / "papers"
        mounts = [Mount(path, StaticFiles(directory=folder, check_dir=False)) for path, folder in folders.items()]
        pages = [
            Route("/seat", self.seat),
            Route("/board", self.board),
            Route("/phone", self.phone),
            Route("/with", self.helper),
        ]
        return [*pages, *mounts]

    @described(answers="text/html", refuses=(404,))
    async def seat(self, _request: Request) -> Response:
        """The official's desk."""
        return self._page("seat")

    @described(answers="text/html", refuses=(404,))
    async def board(self, _request: Request) -> Response:
        """The live wall of operators and supervisors."""
        return self._page("board")

    @described(answers="text/html", refuses=(404,))
    async def phone(self, _request: Request) -> Response:
        """Where a resident's phone sends pictures of papers."""
        return self._page("phone")

    @described(answers="text/html", refuses=(404,))
    async def helper(self, _request: Request) -> Response:
        """Where somebody whom the resident wants at their side comes into the call."""
        return self._page("with")

    def _page(self, name: str) -> Response:
        folder = self._web_dir / name
        if not (folder / "index.html").is_file():
            raise RemoteRequestError(404, "not_found")
        return HTMLResponse(whole_page(folder))
