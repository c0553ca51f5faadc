"""Shell: a booth's case of the night: taken, read, emptied, met by nobody; and which booths may open in the morning."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from websockets.exceptions import InvalidStatus

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.intake import canonical, manifest_sha256
from cloud_seat.contract.rehearsal import BROKEN, FINE, FRESH_H, NEEDED, SKIPPED, RehearsalTold, StepTold, in_words
from cloud_seat.contract.text import Text
from cloud_seat.hub import admin
from cloud_seat.hub import opening as openings
from tests.cloud_seat.hub.clients import open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.sealed_cases import SealedCase


def _told(*more: StepTold, without: str = "", at: str = "") -> RehearsalTold:
    steps = tuple(StepTold(id=one, name=Text(zh=one), verdict=FINE) for one in NEEDED if one != without)
    return RehearsalTold(at=at or datetime.now(UTC).isoformat(), version="1", steps=(*steps, *more))


@pytest.mark.parametrize(
    ("more", "without", "ready"),
    [("", "", True), (BROKEN, "", False), (SKIPPED, "", True), ("", "case", False), ("", "rating", False)],
)
def test_ready_is_all_that_is_needed_and_nothing_broken(more: str, without: str, ready: bool) -> None:
    printer = StepTold(
        id="printer", name=Text(zh="小票机", en="printer"), verdict=more, text=Text(zh="请装纸", en="paper")
    )
    told = _told(*([printer] if more else []), without=without)
    assert told.is_ready is ready
    words = in_words(told)
    assert ("可以开门" in words.zh) is ready
    assert more != BROKEN or (words.zh, words.en) == ("先别开门，小票机：请装纸", "do not open: printer: paper")


@pytest.fixture
def case(cast: Cast) -> SealedCase:
    return SealedCase(cast.hub, cast.kiosk_id, cast.token)


def _files(case: SealedCase) -> set[str]:
    return {path.name for path in (case.hub.data_dir / "blobs" / "whole").rglob("*") if path.is_file()}


def _counts(cast: Cast) -> dict[str, object]:
    today = datetime.now(UTC).date()
    return admin.count_ratings(cast.hub.places(), *[(today + timedelta(days=n)).isoformat() for n in (-1, 1)])


def test_a_rehearsal_case_is_read_like_any_other_and_nothing_of_it_stays(cast: Cast, case: SealedCase) -> None:
    before = _counts(cast)
    case.put_all()
    body = canonical(case.manifest(rehearsal=True, item_id="longevity-allowance"))
    first = case.post(body)
    assert first.json()["receipt"]["manifest_sha256"] == manifest_sha256(body)
    assert "-R-" in first.json()["receipt"]["acceptance_number"]
    assert not _files(case) & set(case.blobs)
    case.put_all()  # its answer was lost: it comes again
    assert case.post(body).body == first.body
    assert not _files(case) & set(case.blobs)
    found = cast.hub.ask("GET", f"/api/v1/rehearsal/cases/{case.case_id}", token=cast.token)
    assert found.json() == {"checks": ["field"]}, "as for any case: the sample answers hold a number that cannot be"
    path = f"/api/v1/cases/{case.case_id}"
    assert cast.hub.ask("GET", path, cookie=cast.cookies[0]).status == 404
    level = json.dumps({"level": 1}).encode()
    assert cast.hub.ask("POST", f"{path}/rating", token=cast.token, body=level).status == 204
    assert _counts(cast) == before, "nobody's voice is not counted and nobody is called about it"


def test_the_next_real_case_has_the_first_number_of_the_day(cast: Cast, case: SealedCase) -> None:
    assert case.deliver(rehearsal=True).status == 200
    real = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    assert real.deliver().json()["receipt"]["acceptance_number"].endswith("-01")
    assert _files(real) >= set(real.blobs)


def test_a_rehearsal_is_no_hole_in_what_its_booth_counts(cast: Cast) -> None:
    for sequence, is_rehearsal in ((1, False), (2, True), (3, False)):
        one = SealedCase(cast.hub, cast.kiosk_id, cast.token)
        assert one.deliver(sequence=sequence, rehearsal=is_rehearsal).status == 200
    found = admin.list_arrivals(cast.hub.places(), datetime.now(UTC))
    assert [line.sequence for line in found if line.kiosk_id == cast.kiosk_id] == []


def test_a_real_case_cannot_be_emptied_by_calling_it_a_rehearsal(cast: Cast, case: SealedCase) -> None:
    assert case.deliver().status == 200
    again = case.deliver(rehearsal=True)
    assert (again.status, again.json()["code"]) == (422, "other_manifest")
    thief = SealedCase(cast.hub, cast.kiosk_id, cast.token)
    stolen = msgspec.structs.replace(thief.manifest(rehearsal=True), parts=case.manifest().parts)
    wrong_key = msgspec.structs.replace(stolen, wrapped_keys=())
    assert thief.post(canonical(wrong_key)).status == 200
    assert _files(case) >= set(case.blobs)
    found = cast.hub.ask("GET", f"/api/v1/rehearsal/cases/{thief.case_id}", token=cast.token).json()
    assert "part_unreadable" in found["checks"]


def test_the_morning_list_says_who_may_open_and_why_not(cast: Cast) -> None:
    def tell(told: RehearsalTold) -> int:
        return cast.hub.ask("PUT", "/api/v1/rehearsal", token=cast.token, body=msgspec.json.encode(told)).status

    def opening(now: datetime) -> openings.Opening:
        listed = openings.list_rehearsals(cast.hub.places(), now)
        return next(line for line in listed if line.kiosk_id == cast.kiosk_id)

    now = datetime.now(UTC)
    assert (opening(now).is_ready, opening(now).age_h) == (False, None)
    assert tell(_told()) == 204
    assert (opening(now).is_ready, opening(now).version) == (True, "1")
    assert not opening(now + timedelta(hours=FRESH_H + 1)).is_ready
    out = StepTold(id="receipt_printer", name=Text(zh="小票机"), verdict=BROKEN, text=Text(zh="请装纸"))
    assert tell(_told(out)) == 204
    assert (opening(now).stops, opening(now).text.zh) == (("receipt_printer",), "先别开门，小票机：请装纸")
    since = opening(now).since
    assert since and tell(_told(out)) == 204 and opening(now).since == since, "since its first night"
    missed = opening(now + timedelta(hours=FRESH_H + 1))
    assert (missed.since, "昨晚没有自检" in missed.text.zh, missed.is_ready) == (since, True, False)
    assert openings.line_of(missed, 8).startswith(f"✗ {cast.kiosk_id} ") and " 起：昨晚没有自检" in openings.line_of(
        missed, 8
    )
    assert tell(msgspec.structs.replace(_told(), kept_s=3 * 3600.0)) == 204
    assert opening(now).since == "" and opening(now).age_h == pytest.approx(3, abs=0.1), "told late, as old as it is"
    assert tell(msgspec.structs.replace(_told(), kept_s=-5.0)) == 400
    assert tell(_told(StepTold(id="x" * 500, name=Text(zh=""), verdict=FINE))) == 400
    assert cast.hub.ask("PUT", "/api/v1/rehearsal", body=msgspec.json.encode(_told())).status == 401


def test_a_ring_waits_for_each_of_its_booths_and_for_its_version() -> None:
    def booth(kiosk_id: str, *, is_ready: bool, version: str = "2") -> openings.Opening:
        return openings.Opening(
            kiosk_id=kiosk_id, name=Text(zh=""), is_ready=is_ready, text=Text(zh=""), version=version
        )

    listed = [booth("A", is_ready=True), booth("B", is_ready=False), booth("C", is_ready=True, version="1")]
    assert openings.gate(listed, ["A", "C"], "").ready and openings.gate(listed, ["A"], "2").ready
    assert not openings.gate(listed, [], "").ready and not openings.gate([], [], "").ready
    late = openings.gate(listed, ["A", "C"], "2")
    assert not late.ready and late.kiosks[1].text.zh == "自检时还是 1 版，不是 2"
    with pytest.raises(admin.LocalInputError, match="D"):
        openings.gate(listed, ["D"], "")


def test_a_rehearsal_call_goes_to_a_bot_and_to_nobody_else(cast: Cast) -> None:
    """Another booth waits until the bot is free; without a bot nobody can answer."""
    hub = cast.hub
    bot_user = hub.add_seat(f"{cast.kiosk_id}-bot", rights=())
    other_token = hub.enrol(f"{cast.kiosk_id}-2")["token"]

    async def night() -> None:
        booth = await open_kiosk(hub, cast.token, path="/ws/rehearsal")
        async with await open_seat(hub, cast.cookies[0]) as person:
            await booth.say(sg.CallRequested(call_id="n1", case_id="rehearsal", item_id=cast.item_id))
            await booth.hear(sg.CallEnded, call_id="n1", reason="no_seat")
            bot = await open_seat(hub, hub.sign_in(bot_user), status="", path="/ws/rehearsal-seat")
            await booth.say(sg.CallRequested(call_id="n2", case_id="rehearsal"))
            await bot.hear(sg.Offered, call_id="n2", kiosk_id=cast.kiosk_id)
            await bot.say(sg.OfferAccepted(call_id="n2", attempt=1))
            await bot.hear(sg.CallConnected, call_id="n2")
            await booth.hear(sg.CallConnected, call_id="n2")
            await booth.say(sg.Signal(call_id="n2", attempt=1, kind="offer", sdp="v=0"))
            await bot.hear(sg.Signal, call_id="n2", sdp="v=0")
            second = await open_kiosk(hub, other_token, path="/ws/rehearsal")
            await second.say(sg.CallRequested(call_id="n2", case_id="rehearsal"))
            await second.hear_refused("bad_request")
            await second.say(sg.CallRequested(call_id="n3", case_id="rehearsal"))
            await second.hear(sg.QueueChanged, call_id="n3")
            await booth.close()
            await bot.hear(sg.CallEnded, call_id="n2")
            await bot.hear(sg.Offered, call_id="n3")
            await bot.close()
            await second.hear(sg.CallEnded, call_id="n3")
            await second.close()
            await person.hears_nothing_of(sg.Offered, sg.OfferWithdrawn, for_s=0.1)

    asyncio.run(night())


def test_only_an_account_without_rights_answers_by_night(cast: Cast) -> None:
    async def knock() -> int:
        try:
            async with await open_seat(cast.hub, cast.cookies[0], status="", path="/ws/rehearsal-seat"):
                return 0
        except InvalidStatus as error:
            return error.response.status_code

    assert asyncio.run(knock()) == 403
