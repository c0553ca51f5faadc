"""Wiring: `./xiaowu kiosk`: reads the settings, opens the window, ends with it."""

import gc

if __name__ == "__main__":
    gc.disable()  # nothing that is imported from here on is garbage; see `kiosk_app.interpreter`

import kiosk_app.plain_imports  # isort: skip  # noqa: F401 - before all others

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk_app.app import open_kiosk
from kiosk_app.compiled import keep_compiled
from kiosk_app.config import Settings, load_settings
from kiosk_app.interpreter import favour_glass, keep_heap
from kiosk_app.lane import Watcher
from kiosk_app.pulse import Pulse
from kiosk_app.ui.fonts import FontMissingError
from kiosk_app.ui.window import ScreenError

EXAMPLE = """example:
  ./xiaowu kiosk --config .xiaowu/demo/kiosk.toml
  ./xiaowu kiosk --config kiosk.toml --size 1080x1920
  ./xiaowu kiosk --config kiosk.toml --enrol paper.json      once, with what `hub enrol-kiosk` printed
  ./xiaowu kiosk --config kiosk.toml --full-screen --supervised      as in a booth"""


NEEDED = ("root_key_file", "device_key_file")
AGAIN = 75
"""Exit code that asks the supervisor for another start, without a fault (EX_TEMPFAIL)."""
log = logging.getLogger(__name__)


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "xiaowu kiosk",
        description="The touchscreen app of the booth (晓屋).",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--config",
        type=Path,
        required="--hash-pin" not in sys.argv,
        help="settings (TOML); docs/operations.md lists them",
    )
    default = Path(os.environ.get("XIAOWU_DATA", ".xiaowu"))
    parser.add_argument("--data-dir", type=Path, default=default, help="folder of the booth's data (default .xiaowu)")
    parser.add_argument("--size", type=_size, help="window size in px, such as 1920x1080")
    parser.add_argument("--full-screen", action="store_true")
    parser.add_argument("--hash-pin", action="store_true", help="asks for a keeper's PIN and prints its setting")
    parser.add_argument(
        "--mark-card", action="store_true", help="asks for the number of a keeper's card; prints its mark"
    )
    parser.add_argument(
        "--seal-device-key", type=Path, metavar="FILE", help="seals the device key to this machine's TPM, in a new file"
    )
    parser.add_argument(
        "--enrol", type=Path, metavar="PAPER", help="takes what `hub enrol-kiosk` printed to the hub; queue stays"
    )
    parser.add_argument("--supervised", action="store_true", help="start again after a fault or when it falls silent")
    parser.add_argument("--silence", type=float, default=10.0, metavar="S", help="with --supervised: how long at most")
    return parser.parse_args(arguments)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError("must look like 1920x1080")
    return int(width), int(height)


def read_settings(options: argparse.Namespace) -> Settings:
    """The file's settings with what the command line says on top. Raises SystemExit with a clear line."""
    try:
        settings = load_settings(options.config)
    except (OSError, UnicodeError, msgspec.MsgspecError) as error:
        raise SystemExit(f"设置文件不能用 / the settings cannot be used: {options.config}: {error}") from error
    missing = [name for name in NEEDED if not getattr(settings, name)]
    if missing:
        raise SystemExit(f"设置里缺少 / the settings lack: {', '.join(missing)} ({options.config})")
    changes: dict[str, object] = {"full_screen": True} if options.full_screen else {}
    if options.size:
        changes |= {"width_px": options.size[0], "height_px": options.size[1]}
    return msgspec.structs.replace(settings, **changes)


def prepare_screen() -> QGuiApplication:
    """Qt as the booth wants it: software drawing, no scaling by the desktop."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    os.environ.setdefault("QT_FONT_DPI", "96")
    os.environ.setdefault("LANG", "zh_CN.UTF-8")
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("政务晓屋")  # as a screen reader says it
    return app


def shut_in(app: QGuiApplication) -> None:
    """A booth: fingers need no arrow, and closing the window is not the end."""
    app.setOverrideCursor(Qt.CursorShape.BlankCursor)
    app.setQuitOnLastWindowClosed(False)


def leave(fault: BaseException) -> NoReturn:
    """Ends the program with one line that tells the keeper what is missing; a fault of our own with all its lines."""
    from devices.errors import DeviceError  # all three are loaded with the engine, long before it can fail
    from kiosk_app.device_key import KeyExposedError, told
    from kiosk_app.hands.keeper import RestartWantedError
    from offline_cache import CacheError, KeyLostError

    if isinstance(fault, BaseExceptionGroup) and fault.subgroup(RestartWantedError):
        log.info("守护人或运维要求重新启动 / the keeper or the operators asked for a restart")
        raise SystemExit(AGAIN) from fault
    if isinstance(fault, KeyLostError):
        line = f"{told(fault.code).zh} / {told(fault.code).en}"
    elif isinstance(fault, KeyExposedError):
        line = f"晓屋没有起来 / the kiosk did not start: {fault}"
    elif isinstance(fault, OSError | CacheError | DeviceError | FontMissingError | ScreenError):
        line = f"晓屋没有起来 / the kiosk did not start: {type(fault).__name__}: {fault}"
    else:
        raise fault
    raise SystemExit(line) from fault


def main() -> int:
    """Runs until the window closes or the process is asked to end. Exit code 1: the engine could not go on."""
    options = parse_arguments()
    if options.hash_pin:
        return print_pin_hash()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings(options)
    if options.mark_card:
        return print_card_mark(settings)
    if options.seal_device_key:
        return seal_key(settings, options.seal_device_key)
    if options.enrol:
        return enrol_booth(settings, options.enrol)
    if options.supervised:
        supervise([word for word in sys.argv[1:] if word != "--supervised"], options.silence)
    return run(settings, options.data_dir / "kiosk")


def supervise(arguments: list[str], silence_s: float) -> NoReturn:
    """This process becomes the supervisor, which starts the kiosk anew."""
    command = [sys.executable, "-m", "installer.supervisor", "--silence", str(silence_s), "--", *arguments]
    os.execv(sys.executable, command)


def print_pin_hash() -> int:
    """The line for kiosk.toml. The PIN is typed twice and shown nowhere."""
    import getpass

    from kiosk_app.hands.keeper import hash_pin

    pin, again = getpass.getpass("PIN: "), getpass.getpass("again / 再输一次: ")
    if pin != again or not (pin.isdecimal() and 6 <= len(pin) <= 12):
        raise SystemExit("密码要 6 到 12 位数字，两次一样 / 6 to 12 digits, the same twice")
    print(f'keeper_pin_hash = "{hash_pin(pin)}"')
    return 0


def print_card_mark(settings: Settings) -> int:
    """The mark for kiosk.toml. The number is typed once and shown nowhere."""
    import getpass

    from kiosk_app.device_key import read_device_key
    from kiosk_app.hands.keeper import mark_card

    number = getpass.getpass("卡上的号码 / number on the card: ").strip().upper()
    if not number:
        raise SystemExit("没有号码 / no number")
    print(f'keeper_cards = ["{mark_card(read_device_key(Path(settings.device_key_file)), number)}"]')
    return 0


def seal_key(settings: Settings, target: Path) -> int:
    """Makes `target` from the key file of the settings, which stays as it is."""
    from kiosk_app.device_key import seal_device_key, told
    from kiosk_app.tpm import TpmError

    try:
        seal_device_key(Path(settings.device_key_file), target)
    except TpmError as error:
        raise SystemExit(f"没有封成 / not sealed: {told(f'tpm-{error.code}').zh}") from error
    print(f'device_key_file = "{target}"')
    print("原密钥文件请离线另存，再从本机删掉 / keep the old key file offline, then delete it here")
    return 0


def enrol_booth(settings: Settings, paper: Path) -> int:
    """A running kiosk goes on by itself."""
    from kiosk_app.enrolment import EnrolmentError, enrol

    try:
        enrol(settings, paper)
    except EnrolmentError as error:
        raise SystemExit(str(error)) from error
    print(f"登记好了，请删掉 {paper} / enrolled: delete {paper}")
    return 0


def run(settings: Settings, data: Path) -> int:
    """The program itself."""
    favour_glass()
    keep_compiled(data / "compiled")
    app = prepare_screen()
    if settings.full_screen:
        shut_in(app)
    faults: list[BaseException] = []
    pulse = Pulse()

    watcher = Watcher(faults.append, lambda condition: pulse.beat("engine", condition), keep_heap)

    def look() -> None:
        pulse.beat("glass")
        if faults:
            app.exit()

    try:
        kiosk = open_kiosk(app, settings, data, watcher)
    except (FontMissingError, ScreenError) as error:
        leave(error)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.exit())  # "quit" asks the windows, and a booth's never closes
    listen = QTimer()  # lets Python see signals while Qt's loop runs
    listen.timeout.connect(look)
    listen.start(200)
    try:
        app.exec()
    finally:
        kiosk.stop()
    if faults:
        leave(faults[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
