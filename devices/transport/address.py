"""Wiring: turns an address text into the stream behind it."""

from devices.errors import LocalConfigError
from devices.transport.serial_port import SerialStream
from devices.transport.stream import Stream
from devices.transport.tcp import TcpStream
from devices.transport.usb_port import UsbStream
from devices.transport.wake import Wake


def stream_at(address: str, wake: Wake, *, baud: int = 115200) -> Stream:
    """A closed stream for `serial:PATH`, `usb:PATH` or `tcp:HOST:PORT`; LocalConfigError for anything else."""
    scheme, _, rest = address.partition(":")
    if scheme == "serial" and rest:
        return SerialStream(rest, wake, baud=baud)
    if scheme == "usb" and rest:
        return UsbStream(rest, wake)
    if scheme == "tcp":
        host, _, port = rest.rpartition(":")
        if host and port.isdigit():
            return TcpStream(host, int(port), wake)
    raise LocalConfigError(f"not a stream address: {address!r}")
