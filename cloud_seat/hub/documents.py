"""Shell: what booths print with and say aloud, as files of `assets`: templates of papers, recorded prompts."""

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, raw_reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.described import BYTES, described

_PUBLISHED = ("templates/*.typ", "sounds/prompts/*/*.wav")


class Documents:
    """Read once, at start. Whether one is good is tried by each booth, with its own program, before it is taken."""

    def __init__(self, assets_dir: Path) -> None:
        paths = [path for kind in _PUBLISHED for path in sorted(assets_dir.glob(kind))]
        self._bodies = {path.relative_to(assets_dir).as_posix(): path.read_bytes() for path in paths}
        self.listed = {name: hashlib.sha256(body).hexdigest() for name, body in self._bodies.items()}

    def routes(self, doorkeeper: Doorkeeper) -> list[Route]:
        """For kiosks."""

        @described(answers=BYTES)
        async def document(request: Request) -> Response:
            """A template of a paper, or a recorded prompt."""
            await doorkeeper.kiosk(request)
            body = self._bodies.get(request.path_params["name"])
            if body is None:
                raise RemoteRequestError(404, "not_found")
            return raw_reply(body, "application/octet-stream")

        return [Route("/api/v1/documents/{name:path}", document)]
