"""Shell: where the resident speaks and listens: at the glass, or with the handset while it is lifted; and how loud."""

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import AudioSink, AudioSource, Canceller
from kiosk_app.config import Settings
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session
from kiosk_app.sound.lane import SoundLane
from kiosk_app.sound.mixer import gain_at


class VoiceHand:
    """UseHandset, SetVolume, SetUsualVolume. A handset that cannot be raises MediaAddressError here."""

    def __init__(self, settings: Settings, lane: SoundLane, usual: KeptNumber, echo: Canceller | None = None) -> None:
        self._echo = echo
        self._booth = (settings.microphone, settings.speaker)
        self._handset = (
            settings.handset_microphone or settings.microphone,
            settings.handset_speaker or settings.speaker,
        )
        AudioSource(self._handset[0])
        AudioSink(self._handset[1])
        self._usual = usual
        self._lane = lane
        self.microphone = AudioSource(settings.microphone, echo=echo)
        self.engine: CallEngine | None = None

    def use_handset(self, command: do.UseHandset, session: Session) -> None:
        """Sound moves at once, in the middle of a call too. What a handset of its own hears is not of the room."""
        assert self.engine is not None
        microphone, speaker = self._handset if command.lifted else self._booth
        self.microphone.use(microphone, echo=self._echo if microphone == self._booth[0] else None)
        self.engine.use_speaker(speaker, echo=self._echo if speaker == self._booth[1] else None)
        self._lane.lift(lifted=command.lifted)

    def set_volume(self, command: do.SetVolume, session: Session) -> None:
        """Sounds, prompts and the official's voice alike; at the usual level that comes as loud as it is sent."""
        assert self.engine is not None
        self._lane.turn(command.louder)
        self.engine.set_volume(gain_at(self._usual.value + command.louder) / gain_at(self._usual.value))

    def set_usual(self, command: do.SetUsualVolume, session: Session) -> None:
        """What every resident begins with, from now on."""
        self._usual.keep(command.level)
        self._lane.set_usual(command.level)
