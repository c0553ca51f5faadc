"""Core: bytes of one socket message to a typed value and back. Tolerant to neighbours of another version.

An unknown type becomes `Unknown`, unknown fields are ignored and missing ones take their defaults, so an older kiosk
and a newer hub understand each other. Only broken bytes raise.
"""

from typing import Any

import msgspec

from cloud_seat.contract import signalling

LIMIT_BYTES = 256 * 1024
"""Largest accepted message. A form of 10,000-character fields and an SDP fit; scans travel by HTTP."""


class RemoteMessageError(Exception):
    """The other end sent bytes that are no message. Answer with `Refused` and count it; close on repetition."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed message of a type that this version does not know: ignore it."""

    type: str


class _Head(msgspec.Struct, frozen=True):
    type: str


_head = msgspec.json.Decoder(_Head)
_body: msgspec.json.Decoder[Any] = msgspec.json.Decoder(signalling.Message)
_encoder = msgspec.json.Encoder()
_known = {struct.__struct_config__.tag for struct in signalling.MESSAGES}


def encode(message: signalling.Message) -> bytes:
    """One JSON object, UTF-8, with `type` first."""
    return _encoder.encode(message)


def decode(data: bytes | str) -> signalling.Message | Unknown:
    """The message in `data`. Raises RemoteMessageError(code in too_large, malformed)."""
    if len(data) > LIMIT_BYTES:
        raise RemoteMessageError("too_large")
    try:
        head = _head.decode(data)
        if head.type not in _known:
            return Unknown(type=head.type[:64])
        message: signalling.Message = _body.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RemoteMessageError("malformed") from error
    return message
