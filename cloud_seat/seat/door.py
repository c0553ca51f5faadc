"""Shell: the hub's door for a seat: signs in over HTTP and says how its socket is opened."""

import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TIMEOUT_S = 8.0
_WEBSOCKET = {"http": "ws", "https": "wss"}


class RemoteDoorError(Exception):
    """The hub is not there yet, or asked to wait. Try again later."""


class RefusedAtDoorError(Exception):
    """Wrong name or password, or no hub behind this address. Trying again will not help; tell the person."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What opens the seat's socket."""

    socket_url: str
    headers: dict[str, str]
    tls: ssl.SSLContext | None = field(default=None, compare=False)


def sign_in(url: str, user: str, password: str, *, socket: str = "/ws/seat", ca_file: str = "") -> Pass:
    """Name and password → a pass for this socket. Raises RemoteDoorError or
    RefusedAtDoorError. Blocks: call it off the loop."""
    parts = urlsplit(url)
    if parts.scheme not in _WEBSOCKET or not parts.netloc:
        raise RefusedAtDoorError("the address must look like http://127.0.0.1:8700")
    origin = f"{parts.scheme}://{parts.netloc}"
    request = urllib.request.Request(
        f"{origin}/api/v1/session",
        data=json.dumps({"user": user, "password": password}).encode(),
        headers={"Content-Type": "application/json", "Origin": origin},
        method="POST",
    )
    tls = ssl.create_default_context(cafile=ca_file) if ca_file else None
    headers = {"Origin": origin, "Cookie": _cookie_of(request, tls)}
    return Pass(f"{_WEBSOCKET[parts.scheme]}://{parts.netloc}{socket}", headers, tls)


def _cookie_of(request: urllib.request.Request, tls: ssl.SSLContext | None) -> str:
    handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=tls)]
    opener = urllib.request.build_opener(*handlers)  # the hub is reached directly
    try:
        with opener.open(request, timeout=TIMEOUT_S) as response:
            cookies: list[str] = response.headers.get_all("Set-Cookie") or []
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 429 or error.code >= 500:
                raise RemoteDoorError(f"the hub answered {error.code}") from error
            raise RefusedAtDoorError(f"the hub answered {error.code}") from error
    except (OSError, ValueError) as error:
        raise RemoteDoorError("the hub cannot be reached") from error
    if not cookies:
        raise RefusedAtDoorError("this is not a hub: it gave no cookie")
    return "; ".join(cookie.partition(";")[0] for cookie in cookies)
