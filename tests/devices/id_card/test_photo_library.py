"""Shell: photos through a shared object like a vendor's, compiled here: one that works, and all that can go wrong."""

import contextlib
import os
import select
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from devices.errors import LocalConfigError
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.photo import BMP_SIZE, HEIGHT_PX, RAW_SIZE, WIDTH_PX, jpeg_of
from devices.id_card.photo_library import LibraryPhotoDecoder, PhotoLibrary
from devices.model import Completion, DeviceState
from devices.registry import open_registry
from devices.transport.wake import Wake
from tests.conftest import ExpectedLogs
from tests.devices.id_card.conftest import SOON_S, Hand, OpenBooth, config, read

TOP, BOTTOM = (200, 40, 40), (40, 40, 200)  # what the test libraries draw: red above, blue below

_BMP = """
#include <string.h>
int wlt2bmpBuffer(const unsigned char *wlt, unsigned char *out, int size) {
    static const unsigned char head[54] = {'B','M', 0xCE,0x97,0,0, 0,0,0,0, 54,0,0,0, 40,0,0,0, 102,0,0,0, 126,0,0,0,
        1,0, 24,0};
    if (size != 38862 || memcmp(wlt, "EMUW", 4)) return -1;
    memcpy(out, head, 54);
    for (int row = 0; row < 126; row++) for (int x = 0; x < 102; x++) {
        unsigned char *pixel = out + 54 + row * 308 + x * 3;
        int low = row < 63;
        pixel[0] = low ? 200 : 40; pixel[1] = 40; pixel[2] = low ? 40 : 200;
    }
    return 1;
}
"""
_PIXELS = """
int unpack(const unsigned char *wlt, unsigned char *out, int mode) {
    if (mode != 1) return -1;
    for (int i = 0; i < 102 * 126; i++) {
        unsigned char *pixel = out + 38556 - 3 * (i + 1);
        int low = i >= 102 * 63;
        pixel[2] = low ? 200 : 40; pixel[1] = 40; pixel[0] = low ? 40 : 200;
    }
    return 0;
}
"""
_CRASH = "int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) { *(volatile int *)0 = 1; return 1; }"
_HANG = "int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) { for (;;) ; }"
_NO_LICENCE = "int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) { return -2; }"
_NOTHING = "int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) { return 1; }"
_GARBAGE = """
int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) {
    o[0] = 'B'; o[1] = 'M'; for (int i = 2; i < 60000; i++) o[i] = (unsigned char)(i * 7);
    return 1;
}
"""
_OTHER_NAME = "int decode(void) { return 1; }"
_TELLS_AND_HANGS = """
#include <stdio.h>
int wlt2bmpBuffer(const unsigned char *w, unsigned char *o, int n) {
    FILE *begun = fopen("begun", "w");
    fputc('!', begun); fclose(begun);
    for (;;) ;
}
"""

Compile = Callable[[str], Path]


@pytest.fixture
def compiled(tmp_path: Path) -> Compile:
    def build(code: str) -> Path:
        source, library = tmp_path / "vendor.c", tmp_path / "libvendor.so"
        source.write_text(code)
        subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", library, source], check=True, timeout=60)
        return library

    return build


def _is_as_drawn(jpeg: bytes | None) -> bool:
    assert jpeg is not None
    picture = Image.open(BytesIO(jpeg)).convert("RGB")
    assert picture.size == (WIDTH_PX, HEIGHT_PX)
    corners = [picture.getpixel((x, y)) for y in (5, HEIGHT_PX - 5) for x in (5, WIDTH_PX - 5)]
    wanted = [TOP, TOP, BOTTOM, BOTTOM]
    return all(
        isinstance(seen, tuple) and max(abs(a - b) for a, b in zip(seen, want, strict=True)) < 12
        for seen, want in zip(corners, wanted, strict=True)
    )


@pytest.mark.parametrize(
    ("code", "options"),
    [(_BMP, {}), (_PIXELS, {"photo_function": "unpack", "photo_argument": "1"})],
    ids=["bmp", "pixels"],
)
def test_a_library_gives_the_photo(
    reader: IdCardEmulator, open_booth: OpenBooth, compiled: Compile, code: str, options: dict[str, str]
) -> None:
    booth = open_booth(config(reader, photo_library=str(compiled(code)), **options))
    lease = booth.registry.claim("id_card", owner="x")
    for _ in range(2):  # a process for each card
        reader.insert()
        assert _is_as_drawn(Hand(lease).start().card().photo)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (_CRASH, "has failed"),
        (_NO_LICENCE, "has failed"),
        (_OTHER_NAME, "has failed"),
        (_NOTHING, "gives no picture"),
        (_GARBAGE, "gives no picture"),
        (_HANG, "is too slow"),
    ],
    ids=["crash", "no licence", "other name", "nothing", "garbage", "hang"],
)
def test_a_bad_library_costs_the_photo_and_nothing_else(
    reader: IdCardEmulator, open_booth: OpenBooth, compiled: Compile, expected_logs: ExpectedLogs, code: str, words: str
) -> None:
    expected_logs.allow("devices.id_card", words)
    booth = open_booth(config(reader, photo_library=str(compiled(code))))
    booth.await_health("id_card", DeviceState.READY)
    reader.insert()
    card = Hand(booth.registry.claim("id_card", owner="x")).start().card()
    assert (card.name, card.photo) == ("测试甲", None)
    assert booth.states("id_card")[-1] in (DeviceState.READY, DeviceState.BUSY)


def test_a_hanging_library_does_not_outlive_the_lease(
    reader: IdCardEmulator, open_booth: OpenBooth, compiled: Compile
) -> None:
    library = compiled(_TELLS_AND_HANGS)
    os.mkfifo(library.parent / "begun")
    begun = os.open(library.parent / "begun", os.O_RDONLY | os.O_NONBLOCK)
    lease = open_booth(config(reader, photo_library=str(library))).registry.claim("id_card", owner="x")
    reader.insert()
    hand = Hand(lease).start()
    assert select.select([begun], [], [], SOON_S)[0], "the library was never called"
    lease.release()
    assert hand.outcome().completion is Completion.CANCELLED
    os.close(begun)
    assert not _photo_programs()


def test_no_process_is_started_for_a_photo_that_nobody_wants(
    reader: IdCardEmulator, open_booth: OpenBooth, compiled: Compile
) -> None:
    booth = open_booth(config(reader, photo_library=str(compiled(_CRASH))))
    reader.insert()
    assert read(booth.registry.claim("id_card", owner="x"), ReadCard(photo=False)).ok


def test_a_library_that_is_not_there_is_a_mistake_in_the_configuration(reader: IdCardEmulator, tmp_path: Path) -> None:
    with pytest.raises(LocalConfigError):
        open_registry([config(reader, photo_library=str(tmp_path / "none.so"))], lambda _: None)


def test_the_child_is_gone_once_the_photo_is_forgotten(compiled: Compile) -> None:
    wake = Wake()
    decoder = LibraryPhotoDecoder(PhotoLibrary(compiled(_BMP), "wlt2bmpBuffer", BMP_SIZE), wake)
    decoder.prepare()
    assert len(_photo_programs()) == 1
    assert _is_as_drawn(decoder.decode(b"EMUW".ljust(1024, b"\0")))
    decoder.forget()
    decoder.forget()
    assert not _photo_programs()
    wake.close()


def _photo_programs() -> list[str]:
    """Children of this process that run, or wait to be reaped."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parent = status.read_text().rpartition(")")[2].split()[1]
            if parent == str(os.getpid()) and b"photo_program" in (status.parent / "cmdline").read_bytes():
                found.append(status.parent.name)
    return found


@pytest.mark.parametrize("decoded", [b"", b"BM", b"BM" + bytes(40_000), bytes(RAW_SIZE), b"\1" * (RAW_SIZE + 1)])
def test_what_is_no_picture_is_none(decoded: bytes) -> None:
    assert jpeg_of(decoded) is None
