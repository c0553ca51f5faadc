"""Core: what can happen on the paper of an ESC/POS printer: the words between its decoder and its paper."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Initialise:
    pass


@dataclass(frozen=True, slots=True)
class Character:
    """`columns`: 2 for a full-width one. What the printer's fonts do not have is 〓."""

    char: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Tab:
    """On to the next tab stop."""


@dataclass(frozen=True, slots=True)
class SetTabs:
    """Tab stops in columns, rising."""

    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FeedLines:
    """End the line; `count` 1 is a plain line feed."""

    count: int


@dataclass(frozen=True, slots=True)
class FeedDots:
    """End the line, if there is one, and feed."""

    count: int


@dataclass(frozen=True, slots=True)
class SetLineSpacing:
    """Dots from line to line; None: the printer's own."""

    dots: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restyle:
    """How what follows looks; None: as before. `align`: 0 left, 1 middle, 2 right."""

    is_bold: bool | None = None
    is_inverted: bool | None = None
    is_flipped: bool | None = None
    is_small: bool | None = None  # font B, for half-width characters
    underline_px: int | None = None
    wide: int | None = None
    high: int | None = None
    align: int | None = None


@dataclass(frozen=True, slots=True)
class QrCode:
    """`level`: L, M, Q or H."""

    data: bytes
    module_px: int
    level: str
    is_micro: bool = False


class BarcodeKind(IntEnum):
    """The number in function B of GS k."""

    UPC_A = 65
    UPC_E = 66
    EAN_13 = 67
    EAN_8 = 68
    CODE_39 = 69
    ITF = 70
    CODABAR = 71
    CODE_93 = 72
    CODE_128 = 73
    GS1_128 = 74
    DATABAR = 75
    DATABAR_TRUNCATED = 76
    DATABAR_LIMITED = 77
    DATABAR_EXPANDED = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """`text_at`: bit 0 above, bit 1 below the bars."""

    kind: BarcodeKind
    data: bytes
    height_px: int
    module_px: int
    text_at: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of `width_bytes` bytes, most significant bit left, 1 is black. Each dot is `wide` × `high`."""

    width_bytes: int
    height_px: int
    rows: bytes
    wide: int = 1
    high: int = 1


@dataclass(frozen=True, slots=True)
class ColumnPicture:
    """A picture within the line: columns of 8 or 24 dots from left to right, most significant bit at the top."""

    width_px: int
    columns: bytes
    wide: int = 1
    high: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    pass


@dataclass(frozen=True, slots=True)
class AskRealtime:
    which: int


@dataclass(frozen=True, slots=True)
class AskOrdered:
    which: int


@dataclass(frozen=True, slots=True)
class SendStatusAlways:
    """GS a: from now on tell every change by yourself, or (False) no longer."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class ClearBuffer:
    pass


@dataclass(frozen=True, slots=True)
class Setting:
    """A known command that leaves no trace on this paper."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    data: bytes


Operation: TypeAlias = (
    Initialise | Character | Tab | SetTabs | FeedLines | FeedDots | SetLineSpacing | Restyle | QrCode | Barcode
    | Picture | ColumnPicture | Cut | AskRealtime | AskOrdered | SendStatusAlways | ClearBuffer | Setting | Unknown
)  # fmt: skip
