"""Shell: the paper of `./xiaowu hub enrol-kiosk`, put into the files that the settings name. The queue stays."""

import base64
import os
from pathlib import Path

import msgspec
import requests

from cloud_seat.contract.proof import Enrolling
from cloud_seat.contract.text import Text
from kiosk_app.config import Settings
from kiosk_app.device_key import read_device_key
from kiosk_app.own_key import OwnKey

TIMEOUT_S = 15.0

_UNREADABLE = Text(zh="登记单看不懂，请在中枢再做一张", en="the paper cannot be read: make a new one at the hub")
_ANOTHER_BOOTH = Text(zh="登记单是别的晓屋的，请核对 kiosk_id", en="the paper is for another booth: compare kiosk_id")
_ANOTHER_HUB = Text(
    zh="登记单是另一个中枢的，没有换：等着的办件只有原来的中枢打得开。"
    "先用 ./xiaowu outbox list 看，送完再删 root_key_file 重来",
    en="the paper is another hub's, nothing was changed: only the old hub opens what waits. Look with ./xiaowu outbox "
    "list, and when all is gone remove root_key_file and try again",
)
_LINES = Text(
    zh="设置对不上：登记单带证书时要有 hub_ca_file；带登记码时要先去掉 token_file",
    en="the settings do not fit: a paper with a certificate needs hub_ca_file, one with a code no token_file",
)
_AWAY = Text(zh="连不上中枢，登记码还能用，请查 hub_url 再试", en="the hub was not reached; the code is still good")
_OVER = Text(zh="登记码用过或过期了，请在中枢再做一张", en="the code is used up or too old: make a new one")


class EnrolmentError(Exception):
    """The paper does not fit this booth; its words say what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh} / {text.en}")


class _Paper(msgspec.Struct, frozen=True):
    """`code`: to bring a key of our own with; `ca`: the root certificate of the hub, PEM."""

    kiosk_id: str
    root_key: str
    token: str = ""
    code: str = ""
    ca: str = ""


def enrol(settings: Settings, paper: Path) -> None:
    """A running kiosk goes on with the new token, or its key, by itself. Raises OSError, EnrolmentError."""
    try:
        read = msgspec.json.decode(paper.read_bytes(), type=_Paper)
        root_key = base64.b64decode(read.root_key, validate=True)
    except (msgspec.MsgspecError, ValueError) as error:
        raise EnrolmentError(_UNREADABLE) from error
    if read.kiosk_id != settings.kiosk_id:
        raise EnrolmentError(_ANOTHER_BOOTH)
    pinned = Path(settings.root_key_file)
    if pinned.exists() and pinned.read_bytes() != root_key:
        raise EnrolmentError(_ANOTHER_HUB)
    if (read.ca and not settings.hub_ca_file) or bool(read.token) != bool(settings.token_file):
        raise EnrolmentError(_LINES)
    _keep(pinned, root_key)
    if read.ca:
        _keep(Path(settings.hub_ca_file), read.ca.encode())
    if read.token:
        _keep(Path(settings.token_file), read.token.encode())
    else:
        _bring_key(settings, read.code)


def _bring_key(settings: Settings, code: str) -> None:
    """The public half of the booth's key, for the code."""
    key = OwnKey(settings.kiosk_id, read_device_key(Path(settings.device_key_file)))
    asked = Enrolling(code=code, public_key=base64.b64encode(key.public).decode())
    url = f"{settings.hub_url.rstrip('/')}/api/v1/enrol"
    with requests.Session() as web:
        web.trust_env, web.verify = False, settings.hub_ca_file or True
        try:
            answer = web.post(url, data=msgspec.json.encode(asked), timeout=TIMEOUT_S, allow_redirects=False)
        except requests.RequestException as error:
            raise EnrolmentError(_AWAY) from error
    if answer.status_code != 201:
        raise EnrolmentError(_OVER if answer.status_code == 404 else _AWAY)


def _keep(path: Path, secret: bytes) -> None:
    """Ours alone, and whole whenever it is read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
