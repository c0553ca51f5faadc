"""Core: what can happen to a session, in the past tense; all under one name: `from kiosk_app.session import events`."""

from kiosk_app.session.events.asides import *  # noqa: F403 - one name for all events
from kiosk_app.session.events.booth import *  # noqa: F403
from kiosk_app.session.events.call import *  # noqa: F403
from kiosk_app.session.events.case import *  # noqa: F403
from kiosk_app.session.events.clock import *  # noqa: F403
from kiosk_app.session.events.company import *  # noqa: F403
from kiosk_app.session.events.event import *  # noqa: F403
from kiosk_app.session.events.fingers import *  # noqa: F403
from kiosk_app.session.events.inquiries import *  # noqa: F403
from kiosk_app.session.events.keeper import *  # noqa: F403
from kiosk_app.session.events.papers import *  # noqa: F403
from kiosk_app.session.events.voice import *  # noqa: F403
