"""Core: events of asking the hub: how a matter stands (查进度), a booking (预约签到)."""

from dataclasses import dataclass, field

from cloud_seat.contract.inquiries import Booking, Progress
from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class InquiryOpened(Event):
    """`kind`: progress or checkIn."""

    kind: str


@dataclass(frozen=True, slots=True)
class ProgressTold(Late):
    progress: Progress = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingTold(Late):
    booking: Booking = field(repr=False)


@dataclass(frozen=True, slots=True)
class InquiryFailed(Late):
    """`code`: nothing_found, locked (too many tries), offline."""

    code: str
