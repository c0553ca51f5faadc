"""Shell: residents hear by text what the glass promised: the number of their case, and that something was decided.

Through the district's own gateway: POST {"id", "phone", "text"} to `sms_url`; any 2xx means that it has it. `id` is the
same at every try, so that a gateway can leave out what it had. The phone number is read from the sealed form for this
one request and kept nowhere.
"""

import asyncio
import contextlib
import json
import re
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import IO, Any

import msgspec

from cloud_seat.contract.intake import Manifest
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.config import Settings
from cloud_seat.hub.log import say
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.sms_words import words_for
from cloud_seat.hub.store import cases, sms
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database

LOOK_EVERY_S = 2.0
GATEWAY_TIMEOUT_S = 10.0
RETRY_FIRST_S, RETRY_LONGEST_S = 15.0, 3600.0
LATE_H = 72.0
"""Older news would only puzzle: a gateway that was set up later does not tell of last year."""
_PHONE = re.compile(r"1\d{10}")
_AGAIN = (408, 425, 429)
"""Refusals that are about the moment, not about the text (RFC 9110, 6585, 8470)."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A phone number goes where the operator said and nowhere else."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, *words: Any) -> None:
        """Not followed."""


class TextLane:
    """One text after the other. A hub without a gateway has none."""

    def __init__(self, db: Database, sealed: Sealed, catalogue: Catalogue, settings: Settings) -> None:
        self._db, self._sealed, self._catalogue = db, sealed, catalogue
        self._url, self._token = settings.sms_url, settings.sms_token
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            told = False
            with contextlib.suppress(RemoteStoreAwayError):
                told = await self.tell_next()
            if not told:
                await asyncio.sleep(LOOK_EVERY_S)

    async def tell_next(self) -> bool:
        """False when nobody is owed a text now."""
        now_s = time.time()
        owed = await self._db.run(lambda db: sms.take_due(db, now_s, now_s + 6 * GATEWAY_TIMEOUT_S))
        if owed is None:
            return False
        how = await asyncio.to_thread(self._told, owed, await self._db.run(lambda db: cases.find(db, owed.case_id)))
        if how:
            await self._db.run(lambda db: sms.settle(db, owed, how))
        else:
            due_s = time.time() + min(RETRY_LONGEST_S, RETRY_FIRST_S * 2.0 ** min(owed.tries, 16))
            await self._db.run(lambda db: sms.postpone(db, owed, due_s))
        say("hub.sms", "text settled" if how else "text postponed", case_id=owed.case_id, code=how or "gateway")
        return True

    def _told(self, owed: sms.Owed, row: cases.CaseRow | None) -> str:
        """How it ended; empty: to be tried again."""
        age_h = (datetime.now(UTC) - datetime.fromisoformat(owed.wanted_at)).total_seconds() / 3600
        if row is None or age_h > LATE_H:
            return "too_late"
        phone = self._phone(msgspec.json.decode(row.manifest, type=Manifest))
        if not phone:
            return "no_phone"
        text = words_for(owed.what, row.acceptance_number)
        status = self._post({"id": f"{owed.case_id}-{owed.what}", "phone": phone, "text": text})
        if 200 <= status < 300:
            return "taken"
        return "refused" if 400 <= status < 500 and status not in _AGAIN else ""

    def _phone(self, manifest: Manifest) -> str:
        """The mobile number of the form; empty when it has none."""
        form = self._catalogue.forms.get((manifest.form_id, manifest.form_version))
        names = [field.name for field in form.fields() if field.widget == "phone"] if form else []
        values = self._sealed.values_or_empty(manifest) if names else {}
        told = (str(values.get(name, "")) for name in names)
        return next((number for number in told if _PHONE.fullmatch(number)), "")

    def _post(self, message: dict[str, str]) -> int:
        """The gateway's status; 0 when it did not answer."""
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self._url, json.dumps(message, ensure_ascii=False).encode(), headers)
        try:
            with self._opener.open(request, timeout=GATEWAY_TIMEOUT_S) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0
