"""Core: events of asking the hub: how a matter stands (查进度), a booking (预约签到)."""

from dataclasses import dataclass, field

from cloud_seat.contract.inquiries import Booking, NoticesTold, Progress
from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class InquiryOpened(Event):
    """`kind`: progress or checkIn."""

    kind: str


@dataclass(frozen=True, slots=True)
class ProgressTold(Late):
    progress: Progress = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoticesFetched(Late):
    """The notice of a decided matter is on the glass: what it is made of, and the paper's pages."""

    notices: NoticesTold = field(repr=False)
    sheets: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryRecorded(Late):
    """Whether the hub could note that the notice was handed over."""

    is_known: bool


@dataclass(frozen=True, slots=True)
class BookingTold(Late):
    booking: Booking = field(repr=False)


@dataclass(frozen=True, slots=True)
class InquiryFailed(Late):
    """`code`: nothing_found, locked (too many tries), offline."""

    code: str
