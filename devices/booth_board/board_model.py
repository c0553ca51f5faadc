"""Core: what an emulated board does with a question: eight inputs, eight coils, and the refusals of the standard."""

from collections.abc import Sequence

from devices.booth_board import protocol
from devices.booth_board.protocol import Function, ReadBits, Refusal, RemoteRefusedError, Request, WriteCoil

SIZE = 8  # inputs, and as many coils, like the boards that are sold for a cabinet


class BoardModel:
    """A board's memory. `inputs` is set from outside, `coils` by those who ask."""

    def __init__(self) -> None:
        self.inputs = [False] * SIZE
        self.coils = [False] * SIZE

    def answer(self, data: bytes) -> bytes:
        """The answer to a question: both without unit and check."""
        try:
            request = protocol.decode_request(data)
            return protocol.encode_answer(request, self._carry_out(request))
        except RemoteRefusedError as error:
            return protocol.encode_refusal(data[0] if data else 0, error.number)

    def _carry_out(self, request: Request) -> Sequence[bool]:
        match request:
            case ReadBits(function, start, count):
                _must_exist(start, count)
                bits = self.coils if function is Function.READ_COILS else self.inputs
                return bits[start : start + count]
            case WriteCoil(number, on):
                _must_exist(number, 1)
                self.coils[number] = on
            case _:
                _must_exist(request.start, len(request.bits))
                self.coils[request.start : request.start + len(request.bits)] = request.bits
        return ()


def _must_exist(start: int, count: int) -> None:
    if start + count > SIZE:
        raise RemoteRefusedError(Refusal.ILLEGAL_ADDRESS)
