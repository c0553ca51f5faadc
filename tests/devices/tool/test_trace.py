"""Shell: what a trace shows of real wires: the heads of frames, and in no form anything that a resident said or had."""

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.camera.driver import TakePage
from devices.camera.emulator import CameraEmulator
from devices.document_printer.driver import PrintDocument
from devices.document_printer.emulator import DocumentPrinterEmulator
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind
from devices.id_card.sam_model import sample_card
from devices.model import DeviceConfig
from devices.receipt_printer.builder import ReceiptBuilder
from devices.receipt_printer.driver import PrintReceipt
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.registry import open_registry
from devices.scanner.driver import ReadCode, ScanProgress
from devices.scanner.emulator import ScannerEmulator
from devices.tool.tracing import Tracer
from devices.tool.trouble import LocalToolError
from devices.trace import Way
from tests.devices.tool.typed import await_word, finish, run, run_until_told, start

SOON_S = 20.0
NAME, NUMBER, ADDRESS = "测试丙", "440113189901010037", "番禺区测试路测试苑九栋"
SECRETS = (NAME, NUMBER, ADDRESS)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def _traced(config: DeviceConfig, command: object, begin: Callable[[object], None] = lambda _: None) -> str:
    """The trace of one successful command, as it would be written."""
    place = io.StringIO()
    with Tracer(place, as_json=False) as tracer:
        registry = open_registry([config], tracer.note, tracer.tap_for)
        try:
            with registry.claim(config.role, owner="x") as lease:
                assert lease.run(command, deadline_s=SOON_S, progress=begin).result(SOON_S).ok
        finally:
            registry.close()
    tracer.check()
    return place.getvalue()


def _config(role: str, kind: str, address: str, **options: str) -> DeviceConfig:
    return DeviceConfig(role=role, kind=kind, address=address, options=options)


def _forms(secret: str) -> Iterator[str]:
    """Every piece of four characters in hex, of nine as text and in base64 at each of its three positions."""
    yield from (piece.encode(encoding).hex() for piece in _pieces(secret, 4) for encoding in ENCODINGS)
    for piece in _pieces(secret, 9):
        yield piece
        for data in (b"\x00" * shift + piece.encode(encoding) for shift in range(3) for encoding in ENCODINGS):
            yield base64.b64encode(data)[4:-4].decode()


def _pieces(secret: str, size: int) -> list[str]:
    return [secret[start_at : start_at + size] for start_at in range(max(1, len(secret) - size + 1))]


def _assert_free(trace: str, *more: str) -> None:
    for secret in (*SECRETS, *more):
        assert [form for form in _forms(secret) if form and form in trace] == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_search_would_find_a_secret(encoding: str) -> None:
    data = f"xx{ADDRESS}".encode(encoding)
    for shown in (data.hex(), base64.b64encode(data).decode()):
        with pytest.raises(AssertionError):
            _assert_free(shown)


def test_a_card() -> None:
    reader = IdCardEmulator(pace=0.0)
    reader.start()
    reader.insert(sample_card(CardKind.RESIDENT, name=NAME, number=NUMBER, address=ADDRESS))
    try:
        trace = _traced(_config("id_card", "sam", reader.address), ReadCard())
    finally:
        reader.stop()
    assert "aaaaaa96690003300132" in trace
    assert re.search(r"aaaaaa96690508000090 \[\d+\]", trace)
    _assert_free(trace)
    assert max(map(len, re.findall("[0-9a-f]+", trace))) <= 22  # the longest is an answer without data


def test_a_slip(font_path: Path) -> None:
    printer = ReceiptPrinterEmulator(font_path)
    printer.start()
    builder = ReceiptBuilder().text(f"姓名 {NAME}").text(NUMBER).qr(ADDRESS).cut()
    try:
        trace = _traced(_config("receipt_printer", "escpos", printer.address), PrintReceipt(builder.build()))
    finally:
        printer.stop()
    assert "1b401c26" in trace
    assert "1d564200" in trace
    assert "100404" in trace
    assert re.search(r" < +1  12\n", trace)
    _assert_free(trace)


def test_a_document() -> None:
    printer = DocumentPrinterEmulator()
    printer.start()
    document = b"%PDF-1.4\n" + "".join(SECRETS).encode() + b"\n%%EOF\n"
    try:
        trace = _traced(_config("document_printer", "ipp", printer.address), PrintDocument(document))
    finally:
        printer.stop()
    assert '"POST /ipp/print"' in trace
    assert '"HTTP/1.1 200"' in trace
    assert re.search(r"\b0[12]0[01]0002[0-9a-f]{8} \[", trace)  # Print-Job
    _assert_free(trace, "PDF-1.4")


def test_a_code() -> None:
    scanner = ScannerEmulator()
    scanner.start()

    def scan(progress: object) -> None:
        if progress is ScanProgress.WAITING:
            scanner.scan("".join(SECRETS))

    try:
        trace = _traced(_config("scanner", "scanner", scanner.address), ReadCode(), scan)
    finally:
        scanner.stop()
    assert re.search(r"scanner +< +\d+  \[\d+\]\n", trace)
    _assert_free(trace)


def test_a_picture(font_path: Path) -> None:
    camera = CameraEmulator("face", font_path=font_path)
    camera.start()
    address = camera.address.replace("//", f"//{NUMBER}:secret@")
    try:
        trace = _traced(_config("face_camera", "camera", address, still=camera.options["still"]), TakePage())
    finally:
        camera.stop()
    assert re.search(r'"Content-Type: image/jpeg" \[\d+\] "Content-Length: \d+"', trace)
    assert re.search(r"\b[0-9a-f]{8,}\b", trace) is None
    assert "secret" not in trace
    _assert_free(trace)


def test_one_use_of_a_device_as_it_is_typed(tmp_path: Path) -> None:
    reader = IdCardEmulator(pace=0.0)
    reader.start()
    out = tmp_path / "trace.txt"
    try:
        process = start("trace", "id-card", "--at", reader.address, "--out", out, "--json")
        await_word(process, "waiting")
        reader.insert(sample_card(CardKind.RESIDENT, name=NAME))
        code, shown, _ = finish(process)
    finally:
        reader.stop()
    assert (code, shown) == (0, "")
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {line["role"] for line in lines} == {"id_card"}
    assert {"open", "out", "in", "close", "state"} == {line["way"] for line in lines}
    assert all(line["bytes"] >= 0 and line["at_ms"] >= 0 for line in lines)
    assert lines[-1]["shown"] == "closed"


def test_a_booth_until_the_time_is_up(tmp_path: Path, font_path: Path) -> None:
    printer = ReceiptPrinterEmulator(font_path)
    printer.start()
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[[devices]]\nrole = "receipt_printer"\nkind = "escpos"\naddress = "{printer.address}"\n')
    try:
        code, out, _ = run_until_told("receipt_printer +state +0 +ready", "trace", "--config", config)
        assert run("trace", "--config", config, "--role", "scanner")[0] == 2
    finally:
        printer.stop()
    assert code == 0
    assert re.search(r"receipt_printer +> +3  100401\n", out)
    assert "receipt_printer  state       0  ready" in out


@pytest.mark.parametrize("arguments", [[], ["--config", "x.toml", "scanner", "--at", "serial:x"], ["levitator"]])
def test_what_is_typed_wrong(arguments: list[str]) -> None:
    code, _, errors = run("trace", *arguments)
    assert code == 2
    assert "[usage]" in errors


def test_a_trace_that_cannot_be_written(tmp_path: Path) -> None:
    code, _, errors = run("trace", "scanner", "--at", "serial:x", "--out", tmp_path / "none" / "trace.txt")
    assert code == 1
    assert "[cannot_write_file]" in errors


class _Full(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(28, "no space left on device")


def test_lines_that_find_no_room_are_told_of() -> None:
    config = _config("scanner", "scanner", "serial:x")
    with Tracer(_Full(), as_json=True) as tracer:
        tap = tracer.tap_for(config)
        for _ in range(20_000):
            tap(Way.IN, b"x")
    with pytest.raises(LocalToolError, match="trace_lost"):
        tracer.check()
