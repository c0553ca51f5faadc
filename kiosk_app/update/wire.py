"""Shell: fetches files of a release folder, from hub or stick; goes on where it was cut, and never for ever."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import requests
from requests.auth import AuthBase
from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    SlowRetrievalError,
)
from tuf.ngclient import FetcherInterface

from kiosk_app.update.pace import CHUNK_BYTES, Pace

CONNECT_S, READ_S = 5.0, 20.0
LEAST_BYTES_PER_S = 1000.0  # a booth on GPRS has 5; below that somebody holds it back
GRACE_S = 20.0
"""How long it may be slower than that, measured from the beginning of each file."""


class Wire(FetcherInterface):
    """For metadata through TUF, and for files that may be cut and go on."""

    def __init__(self, pace: Pace, *, auth: AuthBase | None = None, ca_file: str = "") -> None:
        self._pace = pace
        self._web = requests.Session()
        self._web.trust_env = False
        self._web.verify = ca_file or True
        self._web.auth = auth
        self.got_bytes = 0
        """Of bodies, since the beginning: for the bench and the report."""

    def close(self) -> None:
        """Lets the connections go."""
        self._web.close()

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Raises DownloadError, DownloadHTTPError, SlowRetrievalError."""
        yield from self._chunks(url, 0)[1]

    def fetch_to(self, url: str, part: Path, longest_bytes: int) -> None:
        """Adds what is missing of the file to `part`. Raises what `_fetch` does, and DownloadLengthMismatchError."""
        part.parent.mkdir(parents=True, exist_ok=True)
        have = part.stat().st_size if part.exists() else 0
        starts_at, chunks = self._chunks(url, have)
        with part.open("r+b" if starts_at else "wb") as file:
            file.seek(starts_at)
            size = starts_at
            for chunk in chunks:
                size += len(chunk)
                if size > longest_bytes:
                    file.close()
                    part.unlink()
                    raise DownloadLengthMismatchError(f"more than {longest_bytes} bytes")
                file.write(chunk)

    def _chunks(self, url: str, have: int) -> tuple[int, Iterator[bytes]]:
        """Where the bytes begin, and the bytes."""
        if urlsplit(url).scheme == "file":
            return _file_chunks(Path(url2pathname(urlsplit(url).path)), have)
        headers = {"Range": f"bytes={have}-"} if have else {}
        patience = (CONNECT_S, READ_S)
        try:
            answer = self._web.get(url, stream=True, timeout=patience, allow_redirects=False, headers=headers)
        except requests.RequestException as error:
            raise DownloadError(type(error).__name__) from error
        if answer.status_code == 416:  # all of it was there, or the part is of another file
            answer.close()
            return self._chunks(url, 0)
        if answer.status_code not in (200, 206) or "html" in answer.headers.get("Content-Type", ""):
            answer.close()
            raise DownloadHTTPError(f"HTTP {answer.status_code}", answer.status_code)
        is_rest = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-") and answer.status_code == 206
        return (have if is_rest else 0), self._paced(answer)

    def _paced(self, answer: requests.Response) -> Iterator[bytes]:
        began_s, waited_s, got = time.monotonic(), 0.0, 0
        with answer:
            try:
                for chunk in answer.iter_content(CHUNK_BYTES):
                    waited_s += self._pace.spend(len(chunk))
                    got += len(chunk)
                    self.got_bytes += len(chunk)
                    yield chunk
                    if got < (time.monotonic() - began_s - waited_s - GRACE_S) * LEAST_BYTES_PER_S:
                        raise SlowRetrievalError("held back")
            except requests.RequestException as error:
                raise DownloadError(type(error).__name__) from error


def _file_chunks(path: Path, have: int) -> tuple[int, Iterator[bytes]]:
    """Of a stick. What is not there is as at a hub."""
    if not path.is_file():
        raise DownloadHTTPError("no such file", 404)
    starts_at = have if have < path.stat().st_size else 0

    def read() -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                file.seek(starts_at, os.SEEK_SET)
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            raise DownloadError(type(error).__name__) from error

    return starts_at, read()
