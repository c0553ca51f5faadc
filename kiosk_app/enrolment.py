"""Shell: the paper of `./xiaowu hub enrol-kiosk`, put into the files that the settings name. The queue stays."""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

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
_NO_CERTIFICATE = Text(
    zh="hub_ca_file 指的文件没有，登记单也没带证书：中枢有自己的证书就重做一张登记单，没有就删掉 hub_ca_file 这一行",
    en="hub_ca_file names no file and the paper brings no certificate: make a new paper if the hub has a certificate "
    "of its own, else remove that line",
)
_AWAY = Text(
    zh="连不上中枢，这里什么也没改。请查网络和 hub_url，再用同一张登记单试；若那时说用过了，就在中枢再做一张",
    en="the hub was not reached, nothing was changed here. Look at the network and hub_url, then try this paper again; "
    "if it is used up then, make a new one",
)
_STRANGER = Text(
    zh="应答的不是登记单上的那个中枢（证书对不上），这里什么也没改，登记码还能用。"
    "请查本机时间和 hub_url；都对，就在中枢再做一张登记单",
    en="who answers is not the hub of this paper (its certificate does not fit); nothing was changed, the code is "
    "still good. Look at this machine's clock and at hub_url; if both are right make a new paper at the hub",
)
_OVER = Text(
    zh="登记码不对、用过了或过期了，这里什么也没改。请在中枢再做一张",
    en="the code is wrong, used up or too old, nothing was changed: make a new one at the hub",
)
_WAIT = Text(
    zh="试错太多次，中枢暂时不收，这里什么也没改。请过一会儿再试",
    en="too many failed tries, the hub takes none for now, nothing was changed: wait, then try again",
)
_NO_HUB = Text(
    zh="这个地址有应答，但不是中枢，这里什么也没改，登记码还能用。请查 hub_url",
    en="something answers there that is no hub, nothing was changed, the code is still good: look at hub_url",
)
_REFUSALS = {(404, "code_over"): _OVER, (429, "locked"): _WAIT}


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
    if settings.hub_ca_file and not read.ca and not Path(settings.hub_ca_file).exists():
        raise EnrolmentError(_NO_CERTIFICATE)
    if (read.ca and not settings.hub_ca_file) or bool(read.token) != bool(settings.token_file):
        raise EnrolmentError(_LINES)
    if not read.token:
        _bring_key(settings, read)
    _keep(pinned, root_key)
    if read.ca:
        _keep(Path(settings.hub_ca_file), read.ca.encode())
    if read.token:
        _keep(Path(settings.token_file), read.token.encode())


def _bring_key(settings: Settings, paper: _Paper) -> None:
    """The public half of the booth's key, for the code. Returns when the hub has taken it; nothing is kept here."""
    key = OwnKey(settings.kiosk_id, read_device_key(Path(settings.device_key_file)))
    asked = Enrolling(code=paper.code, public_key=base64.b64encode(key.public).decode())
    url = f"{settings.hub_url.rstrip('/')}/api/v1/enrol"
    with requests.Session() as web, _root_of(settings, paper) as root:
        web.trust_env, web.verify = False, root
        try:
            answer = web.post(url, data=msgspec.json.encode(asked), timeout=TIMEOUT_S, allow_redirects=False)
        except requests.exceptions.SSLError as error:
            raise EnrolmentError(_STRANGER) from error
        except (requests.RequestException, ValueError) as error:  # ValueError: an address that is none
            raise EnrolmentError(_AWAY) from error
    if answer.status_code != 201:
        raise EnrolmentError(_AWAY if answer.status_code >= 500 else _refusal_in(answer))


@contextmanager
def _root_of(settings: Settings, paper: _Paper) -> Iterator[str | bool]:
    """Whom to trust, as `requests` takes it: the paper's certificate before one of before; True: the system's."""
    if not paper.ca:
        yield settings.hub_ca_file or True
        return
    with NamedTemporaryFile(prefix="xiaowu-", suffix=".pem") as file:
        file.write(paper.ca.encode())
        file.flush()
        yield file.name


def _refusal_in(answer: requests.Response) -> Text:
    try:
        said = answer.json()["code"]
    except (ValueError, KeyError, TypeError):
        said = ""
    return _REFUSALS.get((answer.status_code, said), _NO_HUB)


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
