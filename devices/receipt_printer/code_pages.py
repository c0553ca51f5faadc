"""Core: the tables behind ESC t: what one byte above 127 means when the printer is not in Chinese mode.

Numbers are Epson's (TM series). Pages that Python cannot decode (11, 12, 20–31, 41–43, 53) print the sign for a missing
character.
"""

MISSING = "〓"

_CODECS = {
    0: "cp437", 1: "cp932", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737",
    15: "iso8859-7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 21: "cp874", 32: "cp720", 33: "cp775",
    34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864", 38: "cp869", 39: "iso8859-2", 40: "iso8859-15", 44: "cp1125",
    45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip


def char_on_page(byte: int, page: int) -> str:
    """The character of one byte on this page."""
    codec = _CODECS.get(page)
    if codec is None:
        return MISSING
    char = bytes([byte]).decode(codec, "replace")
    return char if char.isprintable() else MISSING
