"""Core: draws the barcodes and QR codes that a printer draws by itself. ValueError: these data are no such code."""

import numpy as np
import segno
import zxingcpp
from PIL import Image

from devices.receipt_printer.operations import Barcode, BarcodeKind, QrCode

_FORMATS = {
    BarcodeKind.UPC_A: zxingcpp.BarcodeFormat.UPCA,
    BarcodeKind.UPC_E: zxingcpp.BarcodeFormat.UPCE,
    BarcodeKind.EAN_13: zxingcpp.BarcodeFormat.EAN13,
    BarcodeKind.EAN_8: zxingcpp.BarcodeFormat.EAN8,
    BarcodeKind.CODE_39: zxingcpp.BarcodeFormat.Code39,
    BarcodeKind.ITF: zxingcpp.BarcodeFormat.ITF,
    BarcodeKind.CODABAR: zxingcpp.BarcodeFormat.Codabar,
    BarcodeKind.CODE_93: zxingcpp.BarcodeFormat.Code93,
    BarcodeKind.CODE_128: zxingcpp.BarcodeFormat.Code128,
    BarcodeKind.GS1_128: zxingcpp.BarcodeFormat.Code128,
    BarcodeKind.DATABAR: zxingcpp.BarcodeFormat.DataBarOmni,
    BarcodeKind.DATABAR_TRUNCATED: zxingcpp.BarcodeFormat.DataBarOmni,
    BarcodeKind.DATABAR_LIMITED: zxingcpp.BarcodeFormat.DataBarLtd,
    BarcodeKind.DATABAR_EXPANDED: zxingcpp.BarcodeFormat.DataBarExp,
}
_CODE_128_FAMILY = (BarcodeKind.CODE_128, BarcodeKind.GS1_128)
_UPC_E_DIGITS = 8


def barcode_text(barcode: Barcode) -> str:
    """What the code says, without the marks that only steer the printer."""
    if barcode.kind in _CODE_128_FAMILY:
        return _code_128_text(barcode.data)
    text = barcode.data.decode("ascii")
    if barcode.kind is BarcodeKind.CODE_39:
        return text.strip("*")
    if barcode.kind is BarcodeKind.UPC_E and len(text) > _UPC_E_DIGITS:
        return _short_upc(text)
    return text


def draw_barcode(barcode: Barcode) -> Image.Image:
    """The bars alone. Grey picture, black on white."""
    text = barcode_text(barcode)
    options = {"gs1": True} if barcode.kind is BarcodeKind.GS1_128 and text.startswith("(") else {}
    symbol = zxingcpp.create_barcode(text, _FORMATS[barcode.kind], **options)
    bars = Image.fromarray(np.asarray(symbol.to_image(add_quiet_zones=False))[:1])
    return bars.resize((bars.width * barcode.module_px, barcode.height_px), Image.Resampling.NEAREST)


def draw_qr(code: QrCode) -> Image.Image:
    """Without a quiet zone: the paper around it is white."""
    make = segno.make_micro if code.is_micro else segno.make_qr
    rows = make(code.data, error=code.level, boost_error=False).matrix
    modules = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(0 if bit else 255 for row in rows for bit in row))
    side = (modules.width * code.module_px, modules.height * code.module_px)
    return modules.resize(side, Image.Resampling.NEAREST)


def _code_128_text(data: bytes) -> str:
    """Epson's notation: {A, {B, {C choose the code set (a byte of set C is two digits), {S and {1–{4 are functions
    that a reader does not show, {{ is a brace."""
    text, in_pairs, marks = "", False, iter(data)
    for byte in marks:
        if byte != ord("{"):
            text += f"{byte:02d}" if in_pairs else chr(byte)
        elif (mark := chr(next(marks, 0))) == "{":
            text += "{"
        elif mark in "ABC":
            in_pairs = mark == "C"
        elif mark not in "S1234":
            raise ValueError("no such mark of Code 128")
    return text


def _short_upc(digits: str) -> str:
    """The seven digits of UPC-E for an eleven- or twelve-digit UPC-A (GS1 General Specifications, zero suppression)."""
    maker, product = digits[1:6], digits[6:11]
    if maker[2:] in ("000", "100", "200") and product.startswith("00"):
        return "0" + maker[:2] + product[2:] + maker[2]
    if maker.endswith("00") and product.startswith("000"):
        return "0" + maker[:3] + product[3:] + "3"
    if maker.endswith("0") and product.startswith("0000"):
        return "0" + maker[:4] + product[4] + "4"
    if product.startswith("0000") and product[4:] >= "5":
        return "0" + maker + product[4]
    raise ValueError("this number has no short form")
