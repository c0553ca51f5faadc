"""Shell: the table of what `try` can try: for each device its command, and its result as JSON."""

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import ImageFont

from devices.booth_board.driver import BoardReading, WalkLamps
from devices.camera.card_copy import CardCopy, card_in, card_of, lay_out
from devices.camera.card_words import CardWord
from devices.camera.driver import TakePage
from devices.camera.flatten import Ink, flatten, sheet_mm
from devices.camera.frame import CameraFrame, Rgb
from devices.camera.page import PageVerdict, look_at_page
from devices.document_printer.document import Colour, PagesPrinted, PrintDocument, Sides
from devices.document_printer.sample import sample_page
from devices.id_card.driver import ReadCard
from devices.id_card.layouts import IdCard
from devices.receipt_printer.builder import PaperWidth, ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.raster import line_drawer
from devices.scanner.driver import ReadCode
from devices.scanner.picture import decode_picture
from devices.scanner.protocol import Code
from devices.smart_card.driver import ReadChip
from devices.smart_card.profile import ChipKind, ResidencePermit, SocialCard
from devices.tool.trouble import LocalToolError

_FONT = Path(__file__).resolve().parents[2] / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"
_PURPOSE, _PURPOSE_PX = "仅供试机", 44
_SAMPLE_TEXT = "政务晓屋 打印测试\nZhengwu Xiaowu, test print"
_UNUSABLE = (PageVerdict.NO_PAGE, PageVerdict.CUT_CORNER)

Fields = dict[str, object]
Wanted = argparse.Namespace


def _no_arguments(_: argparse.ArgumentParser) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One line of the table. `show` turns a successful value into JSON fields; `from_file` makes such a value from the
    file behind `--at file:…`, for devices that see pictures."""

    about: str
    example: str
    role: str
    kind: str
    command: Callable[[Wanted], object]
    show: Callable[[object, Wanted], Fields]
    add_arguments: Callable[[argparse.ArgumentParser], None] = _no_arguments
    from_file: Callable[[Path], object] | None = None


# --- the ID card --------------------------------------------------------------------------------------------------


_OF_ALL_CARDS = ("name", "sex", "nation", "birth", "address", "number", "authority", "valid_from", "valid_until")
_OF_SOME_CARDS = (
    "printed_address", "english_name", "nationality", "renewals", "old_number", "pass_number", "issues",
)  # fmt: skip


def _add_photo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="save the photograph here (JPEG)")


def _show_card(card: object, wanted: Wanted) -> Fields:
    assert isinstance(card, IdCard)
    if wanted.out is not None and card.photo is not None:
        _write(wanted.out, card.photo)
    photo = None if card.photo is None else len(card.photo)
    some = {name: getattr(card, name) for name in _OF_SOME_CARDS if getattr(card, name)}
    return (
        {"kind": card.kind.value}
        | {name: getattr(card, name) for name in _OF_ALL_CARDS}
        | some
        | {"photo_bytes": photo}
    )


# --- the smart card -----------------------------------------------------------------------------------------------


def _add_kind(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.value for kind in ChipKind]
    parser.add_argument("--card", choices=kinds, default=kinds[0], help="the kind of card (default: %(default)s)")


def _show_chip(card: object, wanted: Wanted) -> Fields:
    assert isinstance(card, SocialCard | ResidencePermit)
    return {"card": wanted.card} | asdict(card)


# --- the receipt printer ------------------------------------------------------------------------------------------


def _add_text(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--text", default=_SAMPLE_TEXT, help="print this (default: a sample)")
    what.add_argument("--file", type=Path, help="print this text file (UTF-8)")
    parser.add_argument("--paper-mm", type=int, choices=(58, 80), default=80)


def _print_receipt(wanted: Wanted) -> PrintReceipt:
    paper = PaperWidth.MM58 if wanted.paper_mm == 58 else PaperWidth.MM80
    draw_line = line_drawer(_FONT) if _FONT.exists() else None
    return PrintReceipt(ReceiptBuilder(paper, draw_line).text(_text_of(wanted)).cut().build())


def _text_of(wanted: Wanted) -> str:
    if wanted.file is None:
        return str(wanted.text)
    try:
        return _read(wanted.file).decode()
    except UnicodeDecodeError as error:
        raise LocalToolError("cannot_read_file", detail="not UTF-8") from error


def _show_printed(_value: object, _wanted: Wanted) -> Fields:
    return {"printed": True}


# --- the A4 printer -----------------------------------------------------------------------------------------------

_SIDES = {"one": Sides.ONE, "long": Sides.LONG, "short": Sides.SHORT}
_COLOURS = {"auto": Colour.AUTO, "mono": Colour.MONO}
_MEDIA_TYPES = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg"}


def _add_document(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=Path, help="print this PDF or JPEG file (default: a sample page)")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--sides", choices=_SIDES, default="one", help="long: turned like a book, short: a calendar")
    parser.add_argument("--colour", choices=_COLOURS, default="auto")


def _print_document(wanted: Wanted) -> PrintDocument:
    data = sample_page() if wanted.file is None else _read(wanted.file)
    media_type = next((word for start, word in _MEDIA_TYPES.items() if data.startswith(start)), None)
    if media_type is None:
        raise LocalToolError("document_format", detail="neither PDF nor JPEG")
    sides, colour = _SIDES[wanted.sides], _COLOURS[wanted.colour]
    return PrintDocument(data, media_type, wanted.copies, sides, colour)


def _show_document(value: object, _wanted: Wanted) -> Fields:
    assert isinstance(value, PagesPrinted)
    sides = next(word for word, sides in _SIDES.items() if sides is value.sides)
    return {"printed": True, "job_id": value.job_id, "pages": value.pages, "sheets": value.sheets, "sides": sides}


# --- cameras ------------------------------------------------------------------------------------------------------


def _add_page(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="save the flattened page here (PNG or JPEG)")
    parser.add_argument("--ink", choices=[ink.value for ink in Ink], default=Ink.COLOUR.value)
    parser.add_argument("--dpi", type=int, default=200, choices=range(50, 601), metavar="DPI")
    parser.add_argument(
        "--other-side",
        type=Path,
        metavar="FILE",
        help="of a card, as --out saved it: --out becomes one A4 page with both",
    )
    parser.add_argument("--purpose", default=_PURPOSE, help="runs across such a copy (default: %(default)s)")


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="save the picture here (PNG or JPEG)")


def _take(_: Wanted) -> TakePage:
    return TakePage()


def _show_page(frame: object, wanted: Wanted) -> Fields:
    assert isinstance(frame, CameraFrame)
    height, width = frame.rgb.shape[:2]
    view = look_at_page(frame.rgb)
    fields: Fields = {"width_px": width, "height_px": height, "verdict": view.verdict.value}
    if view.outline is None or view.verdict in _UNUSABLE:
        raise LocalToolError(view.verdict.value, **fields)
    fields["corners_px"] = [[round(float(x), 2), round(float(y), 2)] for x, y in view.outline.corners]
    fields["size_mm"] = [round(mm, 1) for mm in sheet_mm(view.outline.corners, frame.rgb.shape)]
    fields["score"] = round(view.outline.score, 3)
    card = card_in(frame.rgb, view.outline.corners)
    if card is not None:
        fields["side"] = card.side.value
    if wanted.other_side is not None:
        copy, word = CardCopy((card_of(_picture_in(wanted.other_side)),)).after(card)
        if word is not CardWord.COMPLETE:
            raise LocalToolError(word.value, **fields)
        flat = lay_out(copy, wanted.purpose, ImageFont.truetype(str(_FONT), _PURPOSE_PX))
    else:
        flat = flatten(frame.rgb, view.outline.corners, dpi=wanted.dpi, ink=Ink(wanted.ink))
    return fields if wanted.out is None else fields | _save_picture(wanted.out, flat)


def _show_picture(frame: object, wanted: Wanted) -> Fields:
    assert isinstance(frame, CameraFrame)
    height, width = frame.rgb.shape[:2]
    saved = {} if wanted.out is None else _save_picture(wanted.out, frame.rgb)
    return {"width_px": width, "height_px": height} | saved


def _frame_in(path: Path) -> CameraFrame:
    return CameraFrame(_picture_in(path), 0.0)


# --- the scanner --------------------------------------------------------------------------------------------------


def _show_code(code: object, _: Wanted) -> Fields:
    assert isinstance(code, Code)
    return {"text": code.text, "raw_hex": code.raw.hex()}


def _code_in(path: Path) -> Code:
    codes = decode_picture(_picture_in(path))
    if not codes:
        raise LocalToolError("no_code")
    return codes[0]


# --- the board --------------------------------------------------------------------------------------------------


def _show_board(reading: object, _: Wanted) -> Fields:
    assert isinstance(reading, BoardReading)
    inputs = {one.value: on for one, on in reading.inputs.items()}
    return {"inputs": inputs, "lamps": [lamp.value for lamp in reading.lamps]}


USES: dict[str, Use] = {
    "id-card": Use(
        about="read one card",
        example="serial:/dev/ttyUSB0 | tcp:HOST:PORT",
        role="id_card",
        kind="sam",
        command=lambda _: ReadCard(later_address=True),
        show=_show_card,
        add_arguments=_add_photo,
    ),
    "smart-card": Use(
        about="read one card with a chip",
        example='"pcsc:READER NAME" | "pcsc:*"',
        role="smart_card",
        kind="pcsc",
        command=lambda wanted: ReadChip(ChipKind(wanted.card)),
        show=_show_chip,
        add_arguments=_add_kind,
    ),
    "receipt-printer": Use(
        about="print one slip and wait until it has come out",
        example="tcp:HOST:9100 | usb:/dev/usb/lp0 | serial:/dev/ttyUSB0",
        role="receipt_printer",
        kind="escpos",
        command=_print_receipt,
        show=_show_printed,
        add_arguments=_add_text,
    ),
    "document-printer": Use(
        about="print one document and wait until its last page is out",
        example="ipp://HOST/ipp/print",
        role="document_printer",
        kind="ipp",
        command=_print_document,
        show=_show_document,
        add_arguments=_add_document,
    ),
    "document-camera": Use(
        about="take one sheet: its corners, how good the picture is, and the flattened page",
        example="http://HOST/mjpeg | rtsp://HOST/PATH | v4l2:/dev/video0 | file:photo.jpg",
        role="document_camera",
        kind="camera",
        command=_take,
        show=_show_page,
        add_arguments=_add_page,
        from_file=_frame_in,
    ),
    "face-camera": Use(
        about="take one picture",
        example="http://HOST/mjpeg | rtsp://HOST/PATH | v4l2:/dev/video0",
        role="face_camera",
        kind="camera",
        command=_take,
        show=_show_picture,
        add_arguments=_add_picture,
        from_file=_frame_in,
    ),
    "scanner": Use(
        about="wait for one code",
        example="serial:/dev/ttyACM0 | evdev:/dev/input/by-id/…-event-kbd | file:photo.jpg",
        role="scanner",
        kind="scanner",
        command=lambda _: ReadCode(),
        show=_show_code,
        from_file=_code_in,
    ),
    "booth-board": Use(
        about="light each lamp in turn, and tell what the inputs show",
        example="serial:/dev/ttyUSB0 | tcp:HOST:502",
        role="booth_board",
        kind="modbus",
        command=lambda _: WalkLamps(),
        show=_show_board,
    ),
}


# --- files --------------------------------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LocalToolError("cannot_read_file", detail=str(error)) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise LocalToolError("cannot_write_file", detail=str(error)) from error


def _picture_in(path: Path) -> Rgb:
    try:
        picture = cv2.imdecode(np.frombuffer(_read(path), np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # an empty file
        picture = None
    if picture is None:
        raise LocalToolError("bad_picture")
    return np.asarray(picture, dtype=np.uint8)


def _save_picture(path: Path, rgb: Rgb) -> Fields:
    try:
        _, data = cv2.imencode(path.suffix or ".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    except cv2.error as error:
        raise LocalToolError("cannot_write_file", detail="no such picture format") from error
    _write(path, data.tobytes())
    return {"out": str(path), "out_width_px": rgb.shape[1], "out_height_px": rgb.shape[0]}
