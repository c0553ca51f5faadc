"""Core: the moves of the session machine, one module a part of the road. All pure."""

from collections.abc import Callable

from kiosk_app.session import commands, events
from kiosk_app.session.state import Knowledge, Session

Result = tuple[Session, tuple[commands.Command, ...]]
Handler = Callable[[Session, events.Event, Knowledge], Result]
