"""Shell: a letter (办不成事, 留言) on its way to the hub: sealed and stored like a case, neither lost nor doubled."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from cloud_seat.contract.intake import STEPS_PART
from kiosk_app.flow.steps import packed
from kiosk_app.hands.case import store_code
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from offline_cache import Cache, CacheError, Priority

log = logging.getLogger(__name__)


class LetterHand:
    """SendLetter. Its draft lives only inside one call: opened, filled and sealed to the hub in one go."""

    def __init__(self, cache: Cache, desk: Desk, *, form_hash: Callable[[str], str], drain: Callable[[], None]) -> None:
        self._cache, self._desk, self._post = cache, desk, desk.post
        self._form_hash, self._drain = form_hash, drain

    async def file(self, command: do.SendLetter, session: Session) -> None:
        """On disk first, told afterwards."""
        try:
            case_id, number = await asyncio.to_thread(self._seal, command.aside, session)
        except CacheError as error:
            log.warning("letter not stored: %s", type(error).__name__)
            self._post(events.LetterFailed(session.number, store_code(error), command.aside))
            return
        self._post(events.LetterKept(session.number, case_id, number, command.aside))
        self._drain()

    def _seal(self, form_id: str, session: Session) -> tuple[str, str]:
        knowledge, cache = self._desk.knowledge(), self._cache
        engine = knowledge.engines[form_id]
        keys = cache.trust.load_hub_keys()
        case_id = cache.open_draft(
            item_id=session.item_id,
            form_id=form_id,
            form_version=engine.form.version,
            form_hash=self._form_hash(form_id),
        )
        try:
            answers = engine.answers(session.letters[form_id].values, today=knowledge.today)
            cache.save_form(case_id, _json(answers))
            steps = {"case_id": session.case_id, "steps": packed(session, knowledge)}
            cache.add_part(case_id, STEPS_PART, "application/json", _json(steps))
            provisional = cache.submit(
                case_id,
                hub_keys=keys,
                submitted_at=datetime.now(UTC),
                clock_trusted=session.ambient.link_up,
                priority=Priority.LETTER,
            )
        except CacheError:
            cache.discard(case_id)
            raise
        return case_id, provisional.number


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
