"""Core: IPP messages to bytes and back (RFC 8010), sizes limited; bad bytes raise RemoteWireError, nothing else."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

from devices.errors import RemoteWireError

ATTRIBUTES_LIMIT_BYTES = 1_048_576  # a printer's media-col-database takes some 100 kB
_FIELD_LIMIT_BYTES = 0x7FFF  # RFC 8010 §3.8: lengths are SIGNED-SHORT
_DEPTH_LIMIT = 8  # media-col has 3
_VALUES_LIMIT = 20_000
_HEAD = struct.Struct(">BBHi")  # version major, minor, operation or status, request-id


class Delimiter(IntEnum):
    """RFC 8010 §3.5.1."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """RFC 8010 §3.5.2. Unknown value tags are kept as plain numbers with their bytes."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32  # (across, along, units: 3 is dots per inch)
    RANGE = 0x33  # (lowest, highest)
    COLLECTION = 0x34
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


_OUT_OF_BAND: Final = range(0x10, 0x20)
_STRINGS: Final = range(0x40, 0x60)
_STRUCTS: Final = {
    Tag.INTEGER: struct.Struct(">i"),
    Tag.ENUM: struct.Struct(">i"),
    Tag.BOOLEAN: struct.Struct(">?"),
    Tag.RESOLUTION: struct.Struct(">iib"),
    Tag.RANGE: struct.Struct(">ii"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value. `data`: int, bool, str, numbers (resolution, range), members (collection), None (out of band)."""

    tag: int
    data: "int | str | bytes | tuple[int, ...] | tuple[Attribute, ...] | None"


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    tag: int
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def number(self, name: str) -> int | None:
        """The first value when it is a whole number."""
        data = self._first(name)
        return data if isinstance(data, int) else None

    def text(self, name: str) -> str | None:
        """The first value when it is a string."""
        data = self._first(name)
        return data if isinstance(data, str) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """All values that are strings."""
        attribute = self.get(name)
        return tuple(v.data for v in attribute.values if isinstance(v.data, str)) if attribute else ()

    def _first(self, name: str) -> object:
        attribute = self.get(name)
        return attribute.values[0].data if attribute and attribute.values else None


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """`code`: operation of a request, status of an answer."""

    version: tuple[int, int]
    code: int
    request_id: int
    groups: tuple[Group, ...]

    def __repr__(self) -> str:
        return f"Message(code={self.code:#06x}, request_id={self.request_id})"  # attributes may name a resident

    def group(self, tag: int) -> Group:
        """The first group with this tag; an empty one when there is none."""
        return next((group for group in self.groups if group.tag == tag), Group(tag, ()))

    def all_of(self, tag: int) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.tag == tag)


_Field: TypeAlias = tuple[int, bytes, bytes]  # tag, name, value as they lie in the message


class _IncompleteError(Exception):
    """The bytes end before the message does."""


# --- to bytes -------------------------------------------------------------------------------------------------


def encode(message: Message, document: bytes = b"") -> bytes:
    """The message, and after it the document. ValueError when a value does not fit its tag."""
    parts = [_HEAD.pack(*message.version, message.code, message.request_id)]
    for group in message.groups:
        parts.append(bytes((group.tag,)))
        parts += [_field(field) for attribute in group.attributes for field in _fields_of(attribute)]
    return b"".join((*parts, bytes((Delimiter.END,)), document))


def _fields_of(attribute: Attribute) -> Iterator[_Field]:
    name = attribute.name.encode()
    for value in attribute.values:
        yield from _fields_of_value(value, name)
        name = b""  # RFC 8010 §3.1.5: further values of the same attribute have no name


def _fields_of_value(value: Value, name: bytes) -> Iterator[_Field]:
    if value.tag != Tag.COLLECTION:
        yield value.tag, name, _raw_of(value)
        return
    yield Tag.COLLECTION, name, b""
    for member in _members(value):
        yield Tag.MEMBER_NAME, b"", member.name.encode()
        for inner in member.values:
            yield from _fields_of_value(inner, b"")
    yield Tag.END_COLLECTION, b"", b""


def _members(value: Value) -> Iterator[Attribute]:
    if isinstance(value.data, tuple):
        yield from (member for member in value.data if isinstance(member, Attribute))


def _raw_of(value: Value) -> bytes:
    data = value.data
    if isinstance(data, str):
        return data.encode()
    if isinstance(data, bytes):
        return data
    if data is None:
        return b""
    layout = _STRUCTS[Tag(value.tag)]
    try:
        return layout.pack(*data) if isinstance(data, tuple) else layout.pack(data)
    except struct.error as error:
        raise ValueError(f"no value for tag {value.tag:#x}") from error


def _field(field: _Field) -> bytes:
    tag, name, raw = field
    if max(len(name), len(raw)) > _FIELD_LIMIT_BYTES:
        raise ValueError("an IPP field is limited to 32767 bytes")
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(raw)) + raw


# --- from bytes -----------------------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[Message, bytes]:
    """A whole message and the document behind it. RemoteWireError for anything else."""
    found = try_decode(data)
    if found is None:
        raise RemoteWireError("ipp_cut_short")
    return found


def try_decode(data: bytes) -> tuple[Message, bytes] | None:
    """The same for bytes that may go on: None while the message has not ended."""
    try:
        return _decode(_Reader(data))
    except _IncompleteError:
        if len(data) > ATTRIBUTES_LIMIT_BYTES:
            raise RemoteWireError("ipp_too_long") from None
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > ATTRIBUTES_LIMIT_BYTES:
            raise RemoteWireError("ipp_too_long")
        if end > len(self.data):
            raise _IncompleteError
        taken, self.at = self.data[self.at : end], end
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def sized(self) -> bytes:
        size = int.from_bytes(self.take(2), "big")
        if size > _FIELD_LIMIT_BYTES:
            raise RemoteWireError("ipp_length")
        return self.take(size)


def _decode(reader: _Reader) -> tuple[Message, bytes]:
    major, minor, code, request_id = _HEAD.unpack(reader.take(_HEAD.size))
    groups: list[tuple[int, list[_Field]]] = []
    fields_left = _VALUES_LIMIT
    while (tag := reader.byte()) != Delimiter.END:
        fields_left -= 1
        if fields_left < 0:
            raise RemoteWireError("ipp_too_many_values")
        if tag < 0x10:
            groups.append((tag, []))
        elif not groups:
            raise RemoteWireError("ipp_value_outside_group")
        else:
            groups[-1][1].append((tag, reader.sized(), reader.sized()))
    whole = tuple(Group(tag, _attributes(fields)) for tag, fields in groups)
    return Message((major, minor), code, request_id, whole), reader.data[reader.at :]


def _attributes(fields: list[_Field]) -> tuple[Attribute, ...]:
    found: list[tuple[str, list[Value]]] = []
    rest = iter(fields)
    for tag, name, raw in rest:
        if name:
            found.append((_text(name), []))
        elif not found:
            raise RemoteWireError("ipp_nameless_value")
        found[-1][1].append(_value(tag, raw, rest, depth=0))
    return tuple(Attribute(name, tuple(values)) for name, values in found)


def _value(tag: int, raw: bytes, rest: Iterator[_Field], *, depth: int) -> Value:
    if tag == Tag.COLLECTION:
        return Value(tag, _collection(rest, depth + 1))
    if tag in (Tag.END_COLLECTION, Tag.MEMBER_NAME):
        raise RemoteWireError("ipp_collection")
    if tag in _OUT_OF_BAND:
        return Value(tag, None)
    if tag in _STRINGS:
        return Value(tag, _text(raw))
    layout = _STRUCTS.get(tag)  # type: ignore[call-overload]  # an unknown tag is looked up like a known one
    if layout is None:
        return Value(tag, raw)
    if len(raw) != layout.size:
        raise RemoteWireError("ipp_value_length")
    numbers = layout.unpack(raw)
    return Value(tag, numbers[0] if len(numbers) == 1 else numbers)


def _collection(rest: Iterator[_Field], depth: int) -> tuple[Attribute, ...]:
    if depth > _DEPTH_LIMIT:
        raise RemoteWireError("ipp_too_deep")
    members: list[tuple[str, list[Value]]] = []
    for tag, name, raw in rest:
        if name:
            raise RemoteWireError("ipp_collection")
        if tag == Tag.END_COLLECTION:
            return tuple(Attribute(name, tuple(values)) for name, values in members)
        if tag == Tag.MEMBER_NAME:
            members.append((_text(raw), []))
        elif members:
            members[-1][1].append(_value(tag, raw, rest, depth=depth))
        else:
            raise RemoteWireError("ipp_collection")
    raise RemoteWireError("ipp_collection")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")  # some printers send Latin-1 in their own names
