"""Shell: where the resident speaks and listens in a call: at the glass, or with the handset while it is lifted."""

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import AudioSink, AudioSource
from kiosk_app.config import Settings
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session


class VoiceHand:
    """UseHandset. Raises MediaAddressError at once for a handset that cannot be, not when somebody lifts it."""

    def __init__(self, settings: Settings) -> None:
        self._booth = (settings.microphone, settings.speaker)
        self._handset = (
            settings.handset_microphone or settings.microphone,
            settings.handset_speaker or settings.speaker,
        )
        AudioSource(self._handset[0])
        AudioSink(self._handset[1])
        self.microphone = AudioSource(settings.microphone)
        self.engine: CallEngine | None = None

    def use_handset(self, command: do.UseHandset, session: Session) -> None:
        """Sound moves at once, in the middle of a call too."""
        assert self.engine is not None
        microphone, speaker = self._handset if command.lifted else self._booth
        self.microphone.use(microphone)
        self.engine.use_speaker(speaker)
