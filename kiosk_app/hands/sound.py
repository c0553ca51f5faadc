"""Shell: chimes, the guard of a forgotten card, and the voice. Nothing here waits for a loudspeaker."""

import asyncio
import logging
from pathlib import Path

from cloud_seat.call.media import Samples
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.sound.lane import SoundLane
from kiosk_app.sound.speech import Speaker, SpeechError
from kiosk_app.sound.wave import samples_of

log = logging.getLogger(__name__)

GUARD = "take-card"
SOUNDS = ("press", "success", "attention", "call", GUARD)


class SoundHand:
    """Chime, GuardCard, Say, RestSpeech, Hush. Lives on the engine lane's loop; `folder` holds the sounds."""

    def __init__(self, lane: SoundLane, speaker: Speaker, desk: Desk, folder: Path) -> None:
        self._lane, self._speaker, self._post = lane, speaker, desk.post
        self._sounds: dict[str, Samples] = {name: samples_of((folder / f"{name}.wav").read_bytes()) for name in SOUNDS}
        self._task: asyncio.Task[None] | None = None
        self._saying: tuple[str, int, int] = ("", 0, 0)

    def chime(self, command: do.Chime, session: Session) -> None:
        """Once."""
        self._lane.play(command.sound, self._sounds[command.sound])

    def guard(self, command: do.GuardCard, session: Session) -> None:
        """Until the card is taken."""
        self._lane.guard(GUARD, self._sounds[GUARD] if command.on else None)

    def say(self, command: do.Say, session: Session) -> None:
        """The child process speaks meanwhile; a newer sentence ends it."""
        self._drop()
        kind = "private" if command.private else "+".join(part.key or "words" for part in command.parts)
        name = f"say-{session.number}-{command.number} {kind}"
        self._saying = (name, session.number, command.number)
        self._task = asyncio.get_running_loop().create_task(self._speak(name, command))

    def rest(self, command: do.RestSpeech, session: Session) -> None:
        """Pause, or go on."""
        self._lane.rest(on=command.on)

    def hush(self, command: do.Hush, session: Session) -> None:
        """Quiet."""
        self._drop()
        self._lane.hush()

    def ended(self, name: str) -> None:
        """On the sound lane: a voice has been heard to its end."""
        spoken, session, number = self._saying
        if name == spoken:
            self._post(events.SpeechEnded(session, number))

    async def close(self) -> None:
        """No child process outlives the program."""
        task = self._task
        self._drop()
        if task is not None:
            await asyncio.wait([task])

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _speak(self, name: str, command: do.Say) -> None:
        try:
            samples = await self._speaker.samples(command.parts, command.voice)
        except SpeechError as error:
            log.warning("a sentence was not spoken: %s", error)
            self._lane.hush()
            self.ended(name)
            return
        self._lane.speak(name, samples, private=command.private)
        if not self._lane.has_voice:
            self.ended(name)
