"""Shell: words → samples: a recording where there is one, else what the speech program says."""

import asyncio
import logging
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from cloud_seat.call.media import SAMPLE_RATE_HZ, Samples
from kiosk_app.session.commands import Spoken
from kiosk_app.sound.wave import WaveError, samples_of

log = logging.getLogger(__name__)

ESPEAK = "espeak-ng"
VOICES = {"zh": "cmn", "yue": "yue", "en": "en"}
"""Ours → the program's. `zh` is Mandarin."""
WORDS_PER_MINUTE = "150"  # its usual 175 is too quick for older ears
WAIT_S = 5.0
LONGEST_TEXT = 2000
PAUSE = np.zeros(SAMPLE_RATE_HZ * 3 // 10, np.int16)
"""Between two sentences."""


class SpeechError(Exception):
    """The speech program failed or fell silent: the page stays as it is, without a voice."""


class SpeechEngine(Protocol):
    """Something that can speak."""

    def voices(self) -> frozenset[str]:
        """Of `zh`, `yue`, `en`; empty when it cannot speak at all."""
        ...

    async def speak(self, text: str, voice: str) -> bytes:
        """A WAV file. May be cancelled. Raises SpeechError."""
        ...


class Espeak:
    """espeak-ng as a child process. The text goes through a pipe, never on the command line: others can read that."""

    def __init__(self, program: str = ESPEAK) -> None:
        self._program = shutil.which(program)

    def voices(self) -> frozenset[str]:
        """All three come with Debian's espeak-ng-data."""
        return frozenset(VOICES) if self._program else frozenset()

    async def speak(self, text: str, voice: str) -> bytes:
        """Some 20 ms for a sentence."""
        assert self._program is not None
        command = [self._program, "-v", VOICES[voice], "-s", WORDS_PER_MINUTE, "--stdin", "--stdout"]
        try:
            said = await asyncio.to_thread(_run, command, text[:LONGEST_TEXT].encode())
        except OSError as error:
            raise SpeechError("cannot be started") from error
        except subprocess.TimeoutExpired as error:
            raise SpeechError("fell silent") from error
        return said


def _run(command: Sequence[str], text: bytes) -> bytes:
    """In a thread: a cancelled sentence is spoken to the end and dropped."""
    done = subprocess.run(
        command, input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=WAIT_S, check=False
    )
    return done.stdout


class Speaker:
    """Recordings go before the engine: those of the hub, then the release's under `prompts`/<voice>/<key>.wav.

    `published`: the hub's, by its name, None where it has none.
    """

    def __init__(
        self, engine: SpeechEngine, prompts: Path, published: Callable[[str], bytes | None] = lambda _: None
    ) -> None:
        self._engine = engine
        self._prompts, self._published = prompts, published

    def voices(self) -> frozenset[str]:
        """What this booth can speak. Tells the log once when that is nothing."""
        found = self._engine.voices()
        if not found:
            log.warning("nothing is spoken: the Debian package %s is missing", ESPEAK)
        return found

    async def samples(self, parts: Iterable[Spoken], voice: str) -> Samples:
        """All parts, one after the other. Raises SpeechError."""
        pieces: list[Samples] = []
        for part in parts:
            pieces += [await self._one(part, voice), PAUSE]
        return np.concatenate(pieces) if pieces else PAUSE

    async def _one(self, part: Spoken, voice: str) -> Samples:
        try:
            recording = await asyncio.to_thread(self._recording, part.key, voice) if part.key else None
            if recording is not None:
                return samples_of(recording)
            return samples_of(await self._engine.speak(as_spoken(part.text), voice))
        except (WaveError, OSError) as error:
            raise SpeechError("gave no sound") from error

    def _recording(self, key: str, voice: str) -> bytes | None:
        shipped = self._prompts / voice / f"{key}.wav"
        published = self._published(f"sounds/prompts/{voice}/{key}.wav")
        return published or (shipped.read_bytes() if shipped.is_file() else None)


def as_spoken(text: str) -> str:
    """Long numbers digit by digit; our marks as pauses."""
    apart = re.sub(r"[0-9Xx*]{5,}", lambda number: " ".join(number[0]), text)
    return re.sub(r"[·|/\n]+", "，", apart)
