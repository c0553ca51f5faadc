"""Core: what a trace shows of a receipt printer: commands and states. Text, codes and pictures are counts."""

from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.operations import (
    AskOrdered,
    AskRealtime,
    ClearBuffer,
    Cut,
    FeedDots,
    FeedLines,
    Initialise,
    Operation,
    Restyle,
    SendStatusAlways,
    SetLineSpacing,
    Tab,
    Unknown,
)
from devices.receipt_printer.status import is_ordered_answer, is_realtime_answer
from devices.trace import Part, View, Way

_SHOWN = (
    AskOrdered, AskRealtime, ClearBuffer, Cut, FeedDots, FeedLines, Initialise, Restyle, SendStatusAlways,
    SetLineSpacing, Tab,
)  # fmt: skip
_LEADS = b"\x10\x1b\x1c\x1d"
_NAME_SIZE = 2  # a lead and its letter say which command it is
_LONGEST_SHOWN = 10  # DLE DC4 8 with its tail
_CREDIT_LIMIT = 64


class EscPosMask:
    """An answer is shown only when one is owed: text of a device that is no printer stays hidden."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._decoder = EscPosDecoder()
        self._begun = bytearray()  # of the command under way, as far as it may be shown
        self._begun_size = 0
        self._realtime_owed = self._ordered_owed = 0

    def parts(self, way: Way, data: bytes) -> list[Part]:
        view = View()
        match way:
            case Way.OUT:
                for byte in data:
                    self._follow(byte, view)
            case Way.IN:
                for byte in data:
                    self._judge(byte, view)
            case _:
                self._begin()
        return view.parts

    def _follow(self, byte: int, view: View) -> None:
        self._begun_size += 1
        if len(self._begun) < _LONGEST_SHOWN:
            self._begun.append(byte)
        for operation in self._decoder.feed(bytes([byte])):
            self._end_command(operation, view)

    def _end_command(self, operation: Operation, view: View) -> None:
        shown = self._shown_size(operation)
        view.show(bytes(self._begun[:shown]))
        view.hide(self._begun_size - shown)
        self._begun.clear()
        self._begun_size = 0
        if isinstance(operation, AskRealtime):
            self._realtime_owed = min(self._realtime_owed + 1, _CREDIT_LIMIT)
        if isinstance(operation, AskOrdered):
            self._ordered_owed = min(self._ordered_owed + 1, _CREDIT_LIMIT)

    def _shown_size(self, operation: Operation) -> int:
        if isinstance(operation, _SHOWN) and self._begun_size <= _LONGEST_SHOWN:
            return self._begun_size
        is_named = self._begun[:1] and self._begun[0] in _LEADS and not isinstance(operation, Unknown)
        return min(_NAME_SIZE, self._begun_size) if is_named else 0

    def _judge(self, byte: int, view: View) -> None:
        if self._ordered_owed and is_ordered_answer(byte):
            self._ordered_owed -= 1
            view.show(bytes([byte]))
        elif self._realtime_owed and is_realtime_answer(byte):
            self._realtime_owed -= 1
            view.show(bytes([byte]))
        else:
            view.hide(1)
