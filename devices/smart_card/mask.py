"""Core: what a trace shows of a smart card: the head of each command and the two status bytes. Never a record."""

from devices.trace import Part, View, Way

_HEAD_SIZE = 5  # CLA INS P1 P2 and a length
_STATUS_SIZE = 2  # SW1 SW2


class ApduMask:
    """One call is one whole command or answer."""

    def parts(self, way: Way, data: bytes) -> list[Part]:
        view = View()
        if way is Way.OUT:
            view.show(data[:_HEAD_SIZE])
            view.hide(max(0, len(data) - _HEAD_SIZE))
        elif way is Way.IN:
            view.hide(max(0, len(data) - _STATUS_SIZE))
            view.show(data[-_STATUS_SIZE:])
        return view.parts
