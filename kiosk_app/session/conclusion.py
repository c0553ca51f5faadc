"""Core: what follows from a step by itself, whatever the step was: lights, items watched, what the booth remembers."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session.lights import lights_for
from kiosk_app.session.moves import Result, company
from kiosk_app.session.moves.booth import is_left_alone
from kiosk_app.session.state import CallState, Session, Stage
from kiosk_app.session.unmet import anonymous

WATCHED = 60
"""Items that the hub is asked about: more than any glass shows at once."""


def conclude(before: Session, after: Session, commands: tuple[do.Command, ...]) -> Result:
    """The step's own commands, and before them what follows by itself."""
    own: list[do.Command] = []
    if after.bare and after.stage is not before.stage:
        after = replace(after, bare=False)
    if after.ambient.rehearses and not is_left_alone(after):
        after = replace(after, ambient=replace(after.ambient, rehearses=False))
        own.append(do.StopRehearsal())
    if lights_for(after) != lights_for(before):
        own.append(do.ShowLights(lights_for(after)))
    if on_glass(after) != on_glass(before):
        own.append(do.WatchItems(on_glass(after)))
    after = company.due(after)
    if before.call.helper_linked and not after.call.helper_linked:
        own.append(do.HideLink())
    if _begins(before, after):
        own.append(do.NoteAsked(after.item_id))
    if _is_news(before, after) and not any(isinstance(command, do.ShareForm) for command in commands):
        own.append(do.ShareForm())
    if before.missed and after.stage is not Stage.FIND:
        own += _missed(before)
        after = replace(after, missed="")
    return after, (*own, *commands)


def _is_news(before: Session, after: Session) -> bool:
    """What the official reads beside the form: where the resident is, and how each paper stands."""
    is_seen = after.call.state is CallState.CONNECTED and before.call.state is CallState.CONNECTED
    return is_seen and (before.stage, before.papers) != (after.stage, after.papers)


def _missed(session: Session) -> list[do.Command]:
    words = anonymous(session.missed)
    is_own_name = session.person is not None and session.person.name in words
    return [do.NoteMissed(words)] if words and not is_own_name else []


def on_glass(session: Session) -> tuple[str, ...]:
    """The items whose officials the resident should hear about now, the chosen one first."""
    if session.stage is Stage.GUIDE:
        return (session.item_id,)
    if session.stage is not Stage.FIND:
        return ()
    listed = tuple(item_id for item_id, _ in session.results[:WATCHED] if item_id != session.item_id)
    return (session.item_id, *listed) if session.item_id else listed


def _begins(before: Session, after: Session) -> bool:
    """An item is begun: alone, or with a person."""
    if not after.item_id or before.stage not in (Stage.FIND, Stage.GUIDE):
        return False
    calls = before.call.state is CallState.NONE and after.call.state is CallState.CONFIRM
    return calls or after.stage in (Stage.IDENTIFY, Stage.FORM)
