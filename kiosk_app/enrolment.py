"""Shell: the paper of `./xiaowu hub enrol-kiosk`, put into the files that the settings name. The queue stays."""

import base64
import os
from pathlib import Path

import msgspec

from cloud_seat.contract.text import Text
from kiosk_app.config import Settings

_UNREADABLE = Text(zh="登记单看不懂，请在中枢再做一张", en="the paper cannot be read: make a new one at the hub")
_ANOTHER_BOOTH = Text(zh="登记单是别的晓屋的，请核对 kiosk_id", en="the paper is for another booth: compare kiosk_id")
_ANOTHER_HUB = Text(
    zh="登记单是另一个中枢的，没有换：等着的办件只有原来的中枢打得开。"
    "先用 ./xiaowu outbox list 看，送完再删 root_key_file 重来",
    en="the paper is another hub's, nothing was changed: only the old hub opens what waits. Look with ./xiaowu outbox "
    "list, and when all is gone remove root_key_file and try again",
)


class EnrolmentError(Exception):
    """The paper does not fit this booth; its words say what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh} / {text.en}")


class _Paper(msgspec.Struct, frozen=True):
    kiosk_id: str
    token: str
    root_key: str


def enrol(settings: Settings, paper: Path) -> None:
    """A running kiosk goes on with the new token by itself. Raises OSError, EnrolmentError."""
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
    _keep(pinned, root_key)
    _keep(Path(settings.token_file), read.token.encode())


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
