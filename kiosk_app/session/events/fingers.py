"""Core: events of the resident's fingers."""

from dataclasses import dataclass, field

from kiosk_app.session.events.event import Event


@dataclass(frozen=True, slots=True)
class SearchOpened(Event):
    """The search field or a door was touched; `words` is what the door stands for."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class WordsTyped(Event):
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoorOpened(Event):
    door_id: str


@dataclass(frozen=True, slots=True)
class ItemChosen(Event):
    item_id: str


@dataclass(frozen=True, slots=True)
class GuideOpened(Event):
    """The whole guide of the item beside the list."""


@dataclass(frozen=True, slots=True)
class WentOn(Event):
    """The primary button of the page."""


@dataclass(frozen=True, slots=True)
class WentBack(Event):
    """The back button of the page."""


@dataclass(frozen=True, slots=True)
class WayChosen(Event):
    """Another way to say who is here: card, social, code, typed; other (for somebody else), self, seat (call)."""

    way: str


@dataclass(frozen=True, slots=True)
class IdentifyAnswered(Event):
    """A big button of the identify page: a relation, or yes and swap when both persons are known."""

    answer: str


@dataclass(frozen=True, slots=True)
class FieldEdited(Event):
    """A field holds something else now; `value` as the widget gave it."""

    name: str
    value: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class FieldFocused(Event):
    """The finger is in this field; the official sees where."""

    name: str


@dataclass(frozen=True, slots=True)
class RowAdded(Event):
    """One more row of this group; its page opens."""

    group: str


@dataclass(frozen=True, slots=True)
class RowOpened(Event):
    """The page of this row ("members.0") is wanted."""

    row: str


@dataclass(frozen=True, slots=True)
class RowDropped(Event):
    """Take this row away."""

    row: str


@dataclass(frozen=True, slots=True)
class PickerOpened(Event):
    """The list of answers of this field is wanted."""

    name: str


@dataclass(frozen=True, slots=True)
class RegionBrowsed(Event):
    """Show the places below this one; "": the provinces."""

    code: str


@dataclass(frozen=True, slots=True)
class AnswerSought(Event):
    """Words or initials typed to find an answer in the list."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecondPressed(Event):
    """The second button of the page: later (papers), sign again (review), print (stored)."""


@dataclass(frozen=True, slots=True)
class PageEdited(Event):
    """From the check page back to one page of the form."""

    page: int


@dataclass(frozen=True, slots=True)
class PromiseTicked(Event):
    promise_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class NumbersAsked(Event):
    """ID, phone and bank numbers in the open, or covered again."""


@dataclass(frozen=True, slots=True)
class Signed(Event):
    """Strokes as drawn: JSON [[{"x","y","t","p"}…]…], 0..1 of the pad."""

    strokes: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipWanted(Event):
    """Print the slip (again)."""


@dataclass(frozen=True, slots=True)
class NoticesWanted(Event):
    """The notices on paper."""


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """Level 5 (best) to 1; 0 takes the choice back."""

    level: int


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """Done here: with the chosen rating, or without one."""


@dataclass(frozen=True, slots=True)
class LeaveAsked(Event):
    """The leave-and-clear button."""


@dataclass(frozen=True, slots=True)
class OverlayAgreed(Event):
    """The main button of the question in front."""


@dataclass(frozen=True, slots=True)
class OverlayDeclined(Event):
    """The other button of the question in front."""


@dataclass(frozen=True, slots=True)
class NoticeDismissed(Event):
    """The message was read."""


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    language: str


@dataclass(frozen=True, slots=True)
class ModeChosen(Event):
    mode: str


@dataclass(frozen=True, slots=True)
class Woken(Event):
    """The resting glass was touched; that touch does nothing else."""


@dataclass(frozen=True, slots=True)
class Magnified(Event):
    """Under the magnifier, or without it."""

    on: bool


@dataclass(frozen=True, slots=True)
class PageLowered(Event):
    """Controls into the lower half, or back to their usual places."""

    on: bool
