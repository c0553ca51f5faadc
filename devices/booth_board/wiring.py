"""Core: which input and which lamp hangs at which number of the board, and when an input counts as changed.

Contacts bounce and a hand waves past a presence sensor: a change counts only when it has lasted. Times are arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from devices.booth_board.protocol import READ_LIMIT
from devices.errors import LocalConfigError

NUMBER_LIMIT = 0x10000


class Input(StrEnum):
    """What the booth can feel."""

    PRESENCE = "presence"  # somebody stands in front of the glass
    DOOR = "door"  # the cabinet is open
    HANDSET = "handset"  # the receiver is lifted


class Lamp(StrEnum):
    """What the booth can light, named after the thing beside it."""

    CARD = "light_card"
    PAPERS = "light_papers"
    PRINTER = "light_printer"
    CAMERA = "light_camera"


_DEFAULT_INPUTS = {Input.PRESENCE: "0", Input.DOOR: "1", Input.HANDSET: "2"}
_DEFAULT_LAMPS = {Lamp.CARD: "0", Lamp.PAPERS: "1", Lamp.PRINTER: "2", Lamp.CAMERA: "3"}
_SETTLE_S: Mapping[Input, tuple[float, float]] = {  # until it counts as on, as off
    Input.PRESENCE: (0.4, 3.0),  # passing by takes less; people sway out of a narrow beam for a second or two
    Input.DOOR: (0.2, 0.2),
    Input.HANDSET: (0.1, 0.2),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """An input's number. `inverted`: the thing is so while the contact is open."""

    number: int
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is there. Raises LocalConfigError when nothing is, or when one question cannot reach all inputs."""

    inputs: Mapping[Input, Contact]
    lamps: Mapping[Lamp, int]

    def __post_init__(self) -> None:
        if not self.inputs and not self.lamps:
            raise LocalConfigError("a board needs an input or a lamp")
        for numbers in (self.input_numbers, self.lamp_numbers):
            if len(numbers) > READ_LIMIT:
                raise LocalConfigError(f"inputs, and lamps, must be less than {READ_LIMIT} numbers apart")

    @property
    def input_numbers(self) -> range:
        """From the lowest to the highest."""
        return _span([contact.number for contact in self.inputs.values()])

    @property
    def lamp_numbers(self) -> range:
        """From the lowest to the highest."""
        return _span(list(self.lamps.values()))

    def shown(self, bits: tuple[bool, ...]) -> dict[Input, bool]:
        """How things are when the bits of `input_numbers` are these."""
        first = self.input_numbers.start
        return {one: bits[at.number - first] is not at.inverted for one, at in self.inputs.items()}


def _span(numbers: list[int]) -> range:
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def wiring_from(options: Mapping[str, str]) -> Wiring:
    """Each name is an option: a number, `!` before it when the contact opens, nothing when it is not there."""
    inputs = {one: options.get(one, number) for one, number in _DEFAULT_INPUTS.items()}
    lamps = {one: options.get(one, number) for one, number in _DEFAULT_LAMPS.items()}
    return Wiring(
        {one: Contact(_number(text.removeprefix("!")), text.startswith("!")) for one, text in inputs.items() if text},
        {one: _number(text) for one, text in lamps.items() if text},
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) >= NUMBER_LIMIT:
        raise LocalConfigError(f"not the number of an input or a lamp (0 to {NUMBER_LIMIT - 1}): {text!r}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Feeling:
    """What counts now (empty until the board was first heard), and since when what shows is different."""

    steady: Mapping[Input, bool] = field(default_factory=dict)
    since_s: Mapping[Input, float] = field(default_factory=dict)


def feel(feeling: Feeling, shown: Mapping[Input, bool], now_s: float) -> Feeling:
    """The board showed this at that time. What shows first counts at once."""
    steady = {one: feeling.steady.get(one, on) for one, on in shown.items()}
    since = {one: feeling.since_s.get(one, now_s) for one, on in shown.items() if on is not steady[one]}
    settled = {one for one, at_s in since.items() if now_s - at_s >= _SETTLE_S[one][0 if shown[one] else 1]}
    return Feeling(
        {one: shown[one] if one in settled else on for one, on in steady.items()},
        {one: at_s for one, at_s in since.items() if one not in settled},
    )
