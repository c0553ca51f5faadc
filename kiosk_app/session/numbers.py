"""Core: the numbers that nobody should read over a shoulder: covered on the glass until the resident asks for them."""

from cloud_seat.contract import paths
from cloud_seat.contract.forms import COVERED
from cloud_seat.contract.rules import FormEngine
from kiosk_app.session.state import Session


def private_numbers(session: Session, engine: FormEngine) -> tuple[str, ...]:
    """ID, phone and bank numbers of the answers and of who is here, as they stand on the papers; the longest first."""
    asked = (path for path, field in engine.questions(session.values) if field.widget in COVERED)
    answers = {str(paths.value_at(session.values, path) or "") for path in asked}
    people = (session.person, session.errand.actor if session.errand else None)
    numbers = answers | {person.number for person in people if person}
    return tuple(sorted(numbers - {""}, key=lambda number: (-len(number), number)))
