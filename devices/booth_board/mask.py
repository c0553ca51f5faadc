"""Core: what a trace shows of a board: whole Modbus frames that switch, or tell, a few contacts."""

from devices.booth_board.framing import Framing, MbapFraming, RtuFraming, answer_length, request_length
from devices.booth_board.protocol import REFUSAL_FLAG, Function
from devices.trace import Part, View, Way

_FUNCTIONS = frozenset({int(function) | flag for function in Function for flag in (0, REFUSAL_FLAG)})
_DATA_LIMIT_BYTES = 16  # a hundred contacts; a longer frame is none of ours


class ModbusMask:
    """`is_serial`: RTU, else MBAP. Whatever is no such frame stays hidden."""

    def __init__(self, *, is_serial: bool) -> None:
        self._is_serial = is_serial
        self._begin()

    def _begin(self) -> None:
        lengths = {Way.OUT: request_length, Way.IN: answer_length}
        self._framings: dict[Way, Framing] = {
            way: RtuFraming(length_of) if self._is_serial else MbapFraming() for way, length_of in lengths.items()
        }
        self._unseen = dict.fromkeys(lengths, 0)

    def parts(self, way: Way, data: bytes) -> list[Part]:
        if way not in self._framings:
            self._begin()
            return []
        view = View()
        for byte in data:
            self._follow(way, byte, view)
        return view.parts

    def _follow(self, way: Way, byte: int, view: View) -> None:
        self._unseen[way] += 1
        for frame in self._framings[way].feed(bytes([byte])):
            is_ours = frame.data[:1] and frame.data[0] in _FUNCTIONS and len(frame.data) <= _DATA_LIMIT_BYTES
            shown = self._framings[way].encode(frame) if is_ours else b""
            view.hide(self._unseen[way] - len(shown))
            view.show(shown)
            self._unseen[way] = 0
