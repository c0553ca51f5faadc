"""Shell: a complaint on its way to the hub: sealed and stored like any case, so that it is neither lost nor doubled."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from cloud_seat.contract.intake import COMPLAINT_FORM, STEPS_PART
from kiosk_app.flow.steps import packed
from kiosk_app.hands.case import store_code
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from offline_cache import Cache, CacheError

log = logging.getLogger(__name__)


class ComplaintHand:
    """FileComplaint. Its draft lives only inside one call: opened, filled and sealed to the hub in one go."""

    def __init__(self, cache: Cache, desk: Desk, *, form_hash: Callable[[str], str], drain: Callable[[], None]) -> None:
        self._cache, self._desk, self._post = cache, desk, desk.post
        self._form_hash, self._drain = form_hash, drain

    async def file(self, command: do.FileComplaint, session: Session) -> None:
        """On disk first, told afterwards."""
        try:
            case_id, number = await asyncio.to_thread(self._seal, session)
        except CacheError as error:
            log.warning("complaint not stored: %s", type(error).__name__)
            self._post(events.ComplaintFailed(session.number, store_code(error)))
            return
        self._post(events.ComplaintKept(session.number, case_id, number))
        self._drain()

    def _seal(self, session: Session) -> tuple[str, str]:
        knowledge, cache = self._desk.knowledge(), self._cache
        version = knowledge.engines[COMPLAINT_FORM].form.version
        keys = cache.trust.load_hub_keys()
        case_id = cache.open_draft(
            item_id=session.item_id,
            form_id=COMPLAINT_FORM,
            form_version=version,
            form_hash=self._form_hash(COMPLAINT_FORM),
        )
        try:
            answers = {name: value for name, value in session.complaint.values.items() if value != ""}
            cache.save_form(case_id, _json(answers))
            steps = {"case_id": session.case_id, "steps": packed(session, knowledge)}
            cache.add_part(case_id, STEPS_PART, "application/json", _json(steps))
            submitted_at, trusted = datetime.now(UTC), session.ambient.link_up
            provisional = cache.submit(case_id, hub_keys=keys, submitted_at=submitted_at, clock_trusted=trusted)
        except CacheError:
            cache.discard(case_id)
            raise
        return case_id, provisional.number


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
