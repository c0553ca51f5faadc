"""Core: a chip card with a real little file system: applications, files and records (ISO/IEC 7816-4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.id_card.sam_model import SAMPLE_FIELDS

OK, NO_SUCH_FILE, NO_SUCH_RECORD, UNKNOWN_COMMAND = 0x9000, 0x6A82, 0x6A83, 0x6D00
ATR = bytes.fromhex("3B6800000073C84013009000")  # T=0, as many bank and social-security cards answer

SOCIAL_SECURITY = b"sx1.sh." + "社会保障".encode("gbk")
_BY_NUMBER = 4  # P2: P1 is a record's place in the file; 0: its tag

Records = Mapping[int, bytes]  # tag: value, in the order of the file
Files = Mapping[int, Records]


@dataclass(slots=True, kw_only=True)
class Chip:
    """`applications`: name → file identifier → records.

    `spare_bytes` behind every record make a wished length wrong, so that the chip answers 6Cxx first;
    `piece_bytes` is the most it hands over at once: the rest waits behind 61xx.
    """

    applications: Mapping[bytes, Files] = field(default_factory=dict)
    spare_bytes: int = 0
    piece_bytes: int = 256
    _files: Files = field(default_factory=dict)
    _records: Records = field(default_factory=dict)
    _waiting: bytes = b""

    def reset(self) -> None:
        """Power: nothing is selected any more."""
        self._files, self._records, self._waiting = {}, {}, b""

    def answer(self, apdu: bytes) -> bytes:
        """The response to one command, status word included."""
        if len(apdu) < 4:
            return UNKNOWN_COMMAND.to_bytes(2, "big")
        match apdu[1]:
            case 0xA4:
                return self._select(apdu[2], apdu[5 : 5 + apdu[4]])
            case 0xB2:
                return self._read(apdu[2], apdu[3] & 7, apdu[4] or 256)
            case 0xC0:
                return self._hand_over(apdu[4] or 256)
        return UNKNOWN_COMMAND.to_bytes(2, "big")

    def _select(self, how: int, name: bytes) -> bytes:
        if how == 4 and name in self.applications:
            self._files, self._records = self.applications[name], {}
            self._waiting = b"\x6f" + bytes([len(name) + 2, 0x84, len(name)]) + name
            return bytes([0x61, len(self._waiting)])
        number = int.from_bytes(name, "big")
        if how != 4 and number in self._files:
            self._records = self._files[number]
            return OK.to_bytes(2, "big")
        return NO_SUCH_FILE.to_bytes(2, "big")

    def _read(self, which: int, how: int, wished_bytes: int) -> bytes:
        tags = list(self._records)
        tag = which
        if how == _BY_NUMBER:
            tag = tags[which - 1] if 0 < which <= len(tags) else -1
        if tag not in self._records:
            return NO_SUCH_RECORD.to_bytes(2, "big")
        value = self._records[tag]
        record = bytes([tag, len(value)]) + value + b"\xff" * self.spare_bytes
        if wished_bytes != len(record):
            return bytes([0x6C, len(record)])
        self._waiting = record
        return self._hand_over(wished_bytes)

    def _hand_over(self, wished_bytes: int) -> bytes:
        size = min(wished_bytes, self.piece_bytes)
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        rest = min(len(self._waiting), 255)
        return piece + (bytes([0x61, rest]) if rest else OK.to_bytes(2, "big"))


def social_card(name: str = "测试甲", *, spare_bytes: int = 0, piece_bytes: int = 256) -> Chip:
    """A social-security card of an impossible person, with the two files that need no key."""
    head = {
        1: bytes.fromhex("440113D156000005" + "00" * 8),
        2: b"3",
        3: b"2.00",
        4: bytes.fromhex("915600000244010044010000"),
        5: bytes.fromhex("20200101"),
        6: bytes.fromhex("20300101"),
        7: b"X99999999",
    }
    holder = {
        8: SAMPLE_FIELDS["number"].encode(),
        9: name.encode("gb18030").ljust(30, b"\0"),
        10: b"2",
        11: bytes.fromhex("01"),
        12: bytes.fromhex("440113"),
        13: bytes.fromhex("18990101"),
    }
    files = {0xEF05: head, 0xEF06: holder}
    return Chip(applications={SOCIAL_SECURITY: files}, spare_bytes=spare_bytes, piece_bytes=piece_bytes)
