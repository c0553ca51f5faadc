"""Core: barcodes and QR codes as an ESC/POS printer is told them: looks first, data then, "print" at last."""

from dataclasses import dataclass, replace

from devices.receipt_printer.operations import Barcode, BarcodeKind, Operation, QrCode, Setting, Unknown

_QR = 0x31
_QR_LEVELS = {0x30: "L", 0x31: "M", 0x32: "Q", 0x33: "H"}
_MICRO = 0x33


@dataclass(frozen=True, slots=True)
class Symbols:
    """What the next symbol will look like (Epson's defaults)."""

    height_px: int = 162
    module_px: int = 3
    text_at: int = 0
    qr_data: bytes = b""
    qr_module_px: int = 3
    qr_level: str = "L"
    is_qr_micro: bool = False

    def told(self, command: int, value: int) -> "Symbols":
        """GS h, GS w or GS H; any other command changes nothing."""
        match chr(command):
            case "h":
                return replace(self, height_px=max(1, value))
            case "w":
                return replace(self, module_px=max(1, min(value, 6)))
            case "H":
                return replace(self, text_at=value & 3)
            case _:
                return self

    def told_block(self, body: bytes) -> "tuple[Symbols, Operation]":
        """The body of GS ( k: which symbol, which function, its parameters."""
        if len(body) < 3 or body[0] != _QR:
            return self, Unknown(b"\x1d(k" + body)
        setting = Setting(b"\x1d(k" + body[:2])
        match body[1]:
            case 0x41:
                return replace(self, is_qr_micro=body[2] == _MICRO), setting
            case 0x43:
                return replace(self, qr_module_px=max(1, min(body[2], 16))), setting
            case 0x45:
                return replace(self, qr_level=_QR_LEVELS.get(body[2], self.qr_level)), setting
            case 0x50:
                return replace(self, qr_data=body[3:]), setting
            case 0x51:
                return self, QrCode(self.qr_data, self.qr_module_px, self.qr_level, self.is_qr_micro)
            case _:
                return self, Unknown(b"\x1d(k" + body)

    def barcode(self, kind: BarcodeKind, data: bytes) -> Barcode:
        """GS k, in the look that was told before."""
        return Barcode(
            kind=kind,
            data=data,
            height_px=self.height_px,
            module_px=self.module_px,
            text_at=self.text_at,
        )
