"""Core: what is asked of the hub for a resident who comes back: how a matter stands, its notice, a booking."""

from dataclasses import dataclass, field

from kiosk_app.session.command import Command


@dataclass(frozen=True, slots=True)
class AskProgress(Command):
    """With the number and the card → ProgressTold or InquiryFailed."""


@dataclass(frozen=True, slots=True)
class AskNotices(Command):
    """What was decided, for the same card → NoticesFetched or InquiryFailed."""


@dataclass(frozen=True, slots=True)
class DeliverNotices(Command):
    """The notice and its signed 送达回执 on the paper of this printer → NoticesPrinted.

    Without `strokes` the signature of a moment ago stands, for another printer.
    """

    on: str
    strokes: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RecordDelivery(Command):
    """The notice is in the resident's hand: the hub notes it → DeliveryRecorded."""


@dataclass(frozen=True, slots=True)
class CheckIn(Command):
    """With the code or the card → BookingTold or InquiryFailed."""
