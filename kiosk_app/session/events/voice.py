"""Core: events of the booth's voice and loudness."""

from dataclasses import dataclass, field

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class VoicesFound(Event):
    """What this booth can speak (of zh, yue, en), whether the handset is an ear of its own, and the usual loudness."""

    voices: frozenset[str]
    private_ear: bool
    usual_volume: int
    echoes: bool = True  # typed keys are told in the handset


@dataclass(frozen=True, slots=True)
class VoiceOpened(Event):
    """The loudspeaker button: opens its card and reads the page, or closes the card."""


@dataclass(frozen=True, slots=True)
class ReadAsked(Event):
    """Read to me, pause, or go on: whichever the button says."""


@dataclass(frozen=True, slots=True)
class ReadAgain(Event):
    """Once more from the start."""


@dataclass(frozen=True, slots=True)
class ReadBackAsked(Event):
    """Read what I filled in: personal, so only in the handset."""


@dataclass(frozen=True, slots=True)
class VolumeTurned(Event):
    """A step louder (1) or quieter (-1)."""

    step: int


@dataclass(frozen=True, slots=True)
class DialectChosen(Event):
    """Mandarin (zh) or Cantonese (yue)."""

    dialect: str


@dataclass(frozen=True, slots=True)
class ControlFocused(Event):
    """The keypad came to a control: its name, role and state, in words. Personal: only for the handset."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GlassTouched(Event):
    """A finger came down while something was being said."""


@dataclass(frozen=True, slots=True)
class KeyTyped(Event):
    """A key, a chosen word, or what was deleted (`gone`). Personal. `way`: how the key gathers; empty: written."""

    piece: str = field(repr=False)
    way: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SpeechEnded(Late):
    """Utterance `number` has been heard to its end, or could not be spoken."""

    number: int
