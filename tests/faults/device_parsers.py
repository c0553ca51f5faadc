"""Core: every parser of `devices` that meets bytes from outside, as one table for all fuzzing.

A target takes any bytes and returns what was understood; it may raise RemoteDeviceError and nothing else. A stream's
`build` makes a fresh parser that takes bytes piece by piece and returns the list of
all that it has understood so far.
"""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from devices.booth_board import protocol as modbus
from devices.booth_board.framing import RTU_LIMIT, Frame, MbapFraming, RtuFraming, answer_length
from devices.camera.mjpeg import PICTURE_LIMIT_BYTES, MjpegParser, parse_head
from devices.control import obey
from devices.document_printer import protocol as ipp
from devices.document_printer.http_message import HEAD_LIMIT_BYTES, HttpParser
from devices.id_card import layouts, protocol
from devices.id_card.layouts import CardKind, pack_address, pack_fields
from devices.id_card.photo import MarkedPhotoDecoder
from devices.id_card.sam_model import SAMPLE_FIELDS, SamModel, sample_card, sample_fingerprints
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.decoder import EscPosDecoder
from devices.receipt_printer.status import parse_status
from devices.scanner.protocol import CODE_LIMIT_BYTES, KeyReader, LineFramer, decode_code, encode_keys
from devices.signature.strokes import parse_signature
from devices.smart_card import apdu, profile
from devices.smart_card.driver import PROFILES

BODY_LIMIT_BYTES = 4096
SLIP_LIMIT_BYTES = 1_048_576  # the largest picture that one command of a slip may carry


@dataclass(frozen=True, slots=True)
class Target:
    """`seeds`: true messages that fuzzing starts from. `holds_bytes`: the most that a stream may keep for a message
    that never ends; 0 for a parser that is given whole messages."""

    name: str
    build: Callable[[], Callable[[bytes], Any]]
    seeds: tuple[bytes, ...]
    holds_bytes: int = 0


def _once(parse: Callable[[bytes], Any]) -> Callable[[], Callable[[bytes], Any]]:
    return lambda: parse


def _gathering(feed: Callable[[bytes], Iterable[Any] | None]) -> Callable[[bytes], list[Any]]:
    """All that `feed` has found since the beginning."""
    found: list[Any] = []

    def take(data: bytes) -> list[Any]:
        found.extend(feed(data) or ())
        return found

    return take


def _http() -> Callable[[bytes], Any]:
    parser = HttpParser(BODY_LIMIT_BYTES, is_answer=True)
    done: list[Any] = []

    def take(data: bytes) -> list[Any]:
        if not done and (message := parser.feed(data)) is not None:
            done.append((message.start, dict(message.headers), message.body))
        return done

    return take


def _sam_seeds() -> tuple[bytes, ...]:
    model = SamModel()
    model.insert(sample_card())
    asked = (
        protocol.ASK_STATUS,
        protocol.ASK_SAM_ID,
        protocol.FIND_CARD,
        protocol.SELECT_CARD,
        protocol.READ_TEXT_PHOTO,
    )
    return tuple(protocol.encode_answer(model.answer(request)) for request in asked)


_LOOK = modbus.ReadBits(modbus.Function.READ_INPUTS, 0, 8)
_BITS = modbus.encode_answer(_LOOK, [True, False] * 4)


_PROFILE = profile.parse_profile((PROFILES / "social_security.toml").read_text("utf-8"))
_DATE = bytes.fromhex("18990101")
_CHIP_FILES = (
    (b"\1" * 16, b"3", _DATE, _DATE, b"A00000001"),
    (SAMPLE_FIELDS["number"].encode(), "测试甲".encode("gb18030"), b"2", b"\1", b"\x44\1\x13", _DATE),
)


def _chip_answers() -> bytes:
    """What a true card says to all the questions, one after another."""
    good = b"\x90\0"
    answers = [good]
    for file in _CHIP_FILES:
        answers += [good, *(bytes([number, len(value)]) + value + good for number, value in enumerate(file))]
    return b"".join(bytes([len(answer)]) + answer for answer in answers)


def _chip_talk(data: bytes) -> object:
    """A whole conversation with a card that answers these bytes: each answer behind its length."""
    talk = profile.read_card(_PROFILE)
    next(talk)
    try:
        while data:
            answer, data = data[1 : 1 + data[0]], data[1 + data[0] :]
            talk.send(answer)
    except StopIteration as end:
        return end.value
    return True


_FIELDS = {"name": "测试甲", "birth": "18990101", "valid_from": "20200101", "valid_until": "长期", "nationality": "CHE"}


def _record(fingerprints: bytes | None = None) -> bytes:
    card = sample_card()
    return protocol.join_record(card.text, card.photo, fingerprints).data


def _with_later_address(block: bytes) -> object:
    return layouts.with_later_address(layouts.decode_card(sample_card().text, None), block)


def _parts() -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"
    jpeg = b"\xff\xd8 picture \xff\xd9"
    part = b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
    return head + (part + jpeg + b"\r\n") * 2


def _ipp_seed() -> bytes:
    text = (("attributes-charset", ipp.Tag.CHARSET, "utf-8"), ("printer-state-reasons", ipp.Tag.KEYWORD, "media-jam"))
    attributes = tuple(ipp.Attribute(name, (ipp.Value(tag, value),)) for name, tag, value in text)
    return ipp.encode(ipp.Message((2, 0), 0x000B, 7, (ipp.Group(ipp.Delimiter.OPERATION, attributes),)), b"%PDF-1.7")


def _slip() -> bytes:
    return ReceiptBuilder().text("政务晓屋").pair("事项", "测试").qr("https://example.invalid/1").feed(2).cut().build()


_HTTP_SEED = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n0\r\n\r\n"
_STROKES = b'[[{"x":0.1,"y":0.2,"t":0,"p":0.5},{"x":0.3,"y":0.4,"t":16,"p":0.6}]]'

TARGETS: tuple[Target, ...] = (
    Target(
        "sam_framer", lambda: _gathering(protocol.Framer().feed), _sam_seeds(), holds_bytes=2 * protocol.LENGTH_LIMIT
    ),
    Target("sam_answer", _once(protocol.parse_answer), (b"\0\0\x90data",)),
    Target("sam_request", _once(protocol.parse_request), (b"\x20\x01",)),
    Target("sam_record", _once(lambda data: protocol.split_record(protocol.Answer(0x90, data))), (_record(),)),
    Target(
        "sam_record_with_fingerprints",
        _once(lambda data: protocol.split_record_with_fingerprints(protocol.Answer(0x90, data))),
        (_record(sample_fingerprints(2)),),
    ),
    Target("card_later_address", _once(_with_later_address), (pack_address("测试市后来路2号"),)),
    Target("sam_id", _once(protocol.format_sam_id), (struct.pack("<HHIII", 5, 3, 1, 2, 3),)),
    Target(
        "card_text",
        _once(lambda data: layouts.decode_card(data[:256].ljust(256, b"\0"), None)),
        tuple(pack_fields(kind, _FIELDS) for kind in CardKind),
    ),
    Target("card_photo", _once(MarkedPhotoDecoder().decode), (sample_card().photo,)),
    Target("escpos_status", _once(parse_status), (bytes.fromhex("12121212"), bytes.fromhex("1A32127E"))),
    Target("escpos_slip", lambda: _gathering(EscPosDecoder().feed), (_slip(),), holds_bytes=SLIP_LIMIT_BYTES),
    Target("ipp_message", _once(ipp.decode), (_ipp_seed(),)),
    Target("http_answer", _http, (_HTTP_SEED, _CHUNKED), holds_bytes=2 * HEAD_LIMIT_BYTES),
    Target("http_head", _once(parse_head), (b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg",)),
    Target("motion_jpeg", lambda: _gathering(MjpegParser().feed), (_parts(),), holds_bytes=PICTURE_LIMIT_BYTES),
    Target(
        "scanner_lines",
        lambda: _gathering(LineFramer().feed),
        ("粤A12345\r测试\n".encode(),),
        holds_bytes=CODE_LIMIT_BYTES,
    ),
    Target(
        "scanner_keys", lambda: _gathering(KeyReader().feed), (encode_keys("Ab-12\n"),), holds_bytes=CODE_LIMIT_BYTES
    ),
    Target("scanned_code", _once(decode_code), ("测试".encode("gb18030"), b"GZPY-1")),
    Target(
        "modbus_serial",
        lambda: _gathering(RtuFraming(answer_length).feed),
        (RtuFraming(answer_length).encode(Frame(1, _BITS)),),
        holds_bytes=64 * RTU_LIMIT,  # beside the bytes, where each frame that may have begun would end
    ),
    Target(
        "modbus_tcp",
        lambda: _gathering(MbapFraming().feed),
        (MbapFraming().encode(Frame(1, _BITS, 7)),),
        holds_bytes=RTU_LIMIT,
    ),
    Target("modbus_answer", _once(lambda data: modbus.decode_answer(data, _LOOK)), (_BITS,)),
    Target("chip_response", _once(apdu.parse_response), (b"\x9c\x02ab\x90\0",)),
    Target("chip_record", _once(apdu.parse_record), (b"\x9c\x02ab",)),
    Target("chip_talk", _once(_chip_talk), (_chip_answers(),)),
    Target("signature", _once(lambda data: parse_signature(data.decode("utf-8", "replace"))), (_STROKES,)),
    Target("emulator_order", _once(lambda line: obey(line, lambda *_: {})), (b'{"do": "insert", "name": "a"}',)),
)
