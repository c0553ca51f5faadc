"""Further people in a call, through the real hub: who may, who must agree, who is shown, what each of them gets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from cloud_seat.contract import companions as cp
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.text import Text
from tests.cloud_seat.hub.clients import End, connected, new_call, open_helper, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast, a_cast
from tests.cloud_seat.hub.running import Answer, RunningHub

UNHURRIED = (
    "ring_s=300", "same_seat_hold_s=300", "resume_s=300", "reconnect_s=300", "pong_within_s=60", "page_silent_s=120",
    "companion_ring_s=300", "companion_consent_s=300", "companion_link_s=300", "companion_shown_s=300",
    "companion_back_s=300",
)  # fmt: skip
FORM = "longevity-allowance"
NUMBER = "440113194001010010"
TITLE = Text(zh="老年人长寿保健金申请", en="Longevity allowance application")
VALUES = {
    "applicant_name": "何秀英",
    "id_number": NUMBER,
    "phone": "13800000000",
    "bank_account": "6217003320001234567",
    "agent_name": f"女儿 {NUMBER}",
}


@pytest.fixture(scope="module")
def hub_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """However busy the machine is, nobody is too late."""
    with RunningHub.start(tmp_path_factory.mktemp("hub"), *UNHURRIED) as hub:
        yield hub


@pytest.fixture
def hasty_hub(tmp_path: Path) -> Iterator[RunningHub]:
    """Gives up soon whoever is not shown, or does not come back."""
    with RunningHub.start(tmp_path, *UNHURRIED, "companion_shown_s=2", "companion_back_s=0.3") as hub:
        yield hub


@dataclass
class Talk:
    """A running call with its two ends."""

    cast: Cast
    call: sg.CallRequested
    kiosk: End
    seat: End
    attempt: int

    async def shown(self, **who: str) -> cp.Companion:
        """The booth hears of somebody, shows them, and they are there."""
        waiting = await self.kiosk.hear_roster(**{"state": "showing", **who})
        await self.kiosk.say(cp.RosterShown(call_id=self.call.call_id, number=waiting.number))
        roster = await self.kiosk.hear_roster(**{"state": "here", **who})
        found: cp.Companion = next(one for one in roster.people if one.state == "here" and one.role == who["role"])
        return found

    async def helper_link(self, *, sees_form: bool = False) -> cp.CompanionLink:
        """Asked for by the official, agreed to by the resident."""
        await self.seat.say(cp.CompanionAsked(call_id=self.call.call_id, role=cp.FAMILY))
        asked = await self.kiosk.hear(cp.ConsentAsked)
        assert asked.seat.seat_id == self.cast.seat_ids[0]
        await self.seat.hears_nothing_of(cp.CompanionLink, for_s=0.1)
        await self.kiosk.say(self.consent(asked.companion_id, "yes", sees_form=sees_form))
        link: cp.CompanionLink = await self.kiosk.hear(cp.CompanionLink)
        assert (await self.seat.hear(cp.CompanionLink)).token == link.token
        return link

    def consent(self, companion_id: str, answer: str, *, sees_form: bool = False) -> cp.ConsentAnswered:
        return cp.ConsentAnswered(
            call_id=self.call.call_id, companion_id=companion_id, answer=answer, sees_form=sees_form
        )

    def history(self) -> list[tuple[str, str, str]]:
        path = f"/api/v1/cases/{self.call.case_id}/history"
        told = self.cast.hub.ask("GET", path, cookie=self.cast.cookies[0]).json()
        return [(line["actor"], line["what"], line["note"]) for line in told if line["what"] != "talked"]


@contextlib.asynccontextmanager
async def _talking(cast: Cast) -> AsyncIterator[Talk]:
    hub = cast.hub
    async with await open_kiosk(hub, cast.token) as kiosk, await open_seat(hub, cast.cookies[0]) as seat:
        call = new_call(cast.item_id)
        yield Talk(cast, call, kiosk, seat, await connected(kiosk, seat, call))


def _with(hub: RunningHub, token: str, method: str = "GET", *, name: str = "", cookie: str = "") -> Answer:
    body = {"name": name} if method == "POST" else None
    how: dict[str, Any] = {"headers": {"Authorization": f"With {token}"}, "cookie": cookie, "json_body": body}
    return hub.ask(method, "/api/v1/with", own_origin=True, **how)


def _typed(hub: RunningHub, number: str) -> Answer:
    return hub.ask("POST", "/api/v1/with/number", own_origin=True, json_body={"number": number})


def _taken(hub: RunningHub, token: str, name: str) -> str:
    answer = _with(hub, token, "POST", name=name)
    assert answer.status == 204, answer.body
    return answer.headers["set-cookie"].split(";")[0]


def test_a_colleague_is_asked_aside_then_joins_and_both_pages_reach_each_other_alone(cast: Cast) -> None:
    async def run() -> list[tuple[str, str, str]]:
        async with _talking(cast) as talk, await open_seat(cast.hub, cast.cookies[1], status="") as other:
            ask = cp.CompanionAsked(call_id=talk.call.call_id, role=cp.CONSULT, seat_id=cast.seat_ids[1])
            await other.say(cp.CompanionAsked(call_id=talk.call.call_id, role=cp.CONSULT, seat_id=cast.seat_ids[0]))
            await other.hear_refused("not_in_call")
            await talk.seat.say(ask)
            rung = await other.hear(cp.CompanionOffered)
            assert (rung.seat.seat_id, rung.role) == (cast.seat_ids[0], cp.CONSULT)
            await other.say(cp.CompanionAnswered(companion_id=rung.companion_id, answer="yes"))
            await other.hears_nothing_of(cp.CompanionConnected, for_s=0.2)
            there = await talk.shown(role=cp.CONSULT)
            assert there.seat and there.seat.seat_id == cast.seat_ids[1] and there.since_utc
            assert not (await other.hear(cp.CompanionConnected)).offers
            assert (await talk.seat.hear(cp.CompanionConnected)).offers
            await talk.seat.say(cp.CompanionSignal(companion_id=rung.companion_id, kind="offer", sdp="v=0", peer=1))
            assert (await other.hear(cp.CompanionSignal)).sdp == "v=0"
            await other.say(cp.CompanionSignal(companion_id=rung.companion_id, kind="answer", sdp="v=1", peer=1))
            assert (await talk.seat.hear(cp.CompanionSignal)).sdp == "v=1"
            await other.say(cp.CompanionRoleSet(companion_id=rung.companion_id, role=cp.JOINED))
            await other.hear_refused("not_in_call")
            await talk.seat.say(cp.CompanionRoleSet(companion_id=rung.companion_id, role=cp.JOINED))
            await talk.kiosk.hear_roster(**{"role": cp.JOINED, "state": "here"})
            await talk.kiosk.say(cp.CompanionEnded(companion_id=rung.companion_id))
            assert (await other.hear(cp.CompanionEnded)).reason == "resident"
            assert (await talk.seat.hear(cp.RosterChanged, people=())).official.seat_id == cast.seat_ids[0]
            await other.say(cp.CompanionSignal(companion_id=rung.companion_id, kind="renew"))
            assert (await other.hear(cp.CompanionEnded)).reason == "over"
            return await asyncio.to_thread(talk.history)

    who = f"{cast.seat_ids[1].removeprefix('seat-')}"
    name, actor = f"测试员{who} {who}", f"seat:{cast.seat_ids[1]}"
    assert asyncio.run(run()) == [
        (actor, "companion_joined", f"consult {name}"),
        (actor, "companion_role", "joined"),
        (actor, "companion_left", f"joined {name}: resident"),
    ]


def test_who_takes_a_resident_of_their_own_is_nobodys_companion(cast: Cast) -> None:
    async def run() -> None:
        token = cast.hub.enrol(f"{cast.kiosk_id}b")["token"]
        async with (
            _talking(cast) as talk,
            await open_seat(cast.hub, cast.cookies[1]) as other,
            await open_kiosk(cast.hub, token) as second,
        ):
            ask = cp.CompanionAsked(call_id=talk.call.call_id, role=cp.JOINED, seat_id=cast.seat_ids[1])
            await talk.seat.say(ask)
            rung = await other.hear(cp.CompanionOffered)
            await other.say(cp.CompanionAnswered(companion_id=rung.companion_id, answer="yes"))
            await talk.shown(role=cp.JOINED)
            await connected(second, other, new_call(cast.item_id))
            assert (await talk.seat.hear(cp.CompanionEnded)).reason == "busy"
            await talk.kiosk.hear(cp.RosterChanged, people=())
            await talk.seat.say(ask)
            await talk.seat.hear_refused("colleague_busy")

    asyncio.run(run())


def test_a_supervisor_listens_only_visibly_and_not_after_a_no(cast: Cast) -> None:
    async def run() -> list[tuple[str, str, str]]:
        listen = cp.CompanionAsked(role=cp.LISTENING, seat_id=cast.seat_ids[0])
        async with _talking(cast) as talk, await open_seat(cast.hub, cast.cookies[1], status="") as boss:
            await boss.say(listen)
            await boss.hear_refused("not_yours")
            cast.hub.make_supervisor(cast.seat_ids[1].removeprefix("seat-"))
            await boss.say(listen)
            await boss.hears_nothing_of(cp.CompanionConnected, for_s=0.2)
            there = await talk.shown(role=cp.LISTENING)
            await talk.seat.hear_roster(**{"role": cp.LISTENING, "state": "here"})
            await boss.hear(cp.CompanionConnected, role=cp.LISTENING)
            await talk.kiosk.say(cp.CompanionEnded(companion_id=there.companion_id))
            assert (await boss.hear(cp.CompanionEnded)).reason == "resident"
            await boss.say(listen)
            await boss.hear_refused("resident_refused")
            async with await open_seat(cast.hub, cast.cookies[1], status="", hello=False) as again:
                await again.say(sg.Hello())
                assert (await again.hear(sg.Welcome)).supervisor
            return await asyncio.to_thread(talk.history)

    assert [what for _, what, _ in asyncio.run(run())] == ["companion_joined", "companion_left"]


def test_who_is_not_shown_or_stays_away_is_out(hasty_hub: RunningHub) -> None:
    cast = a_cast(hasty_hub)

    async def run() -> None:
        cast.hub.make_supervisor(cast.seat_ids[1].removeprefix("seat-"))
        async with _talking(cast) as talk, await open_seat(cast.hub, cast.cookies[1], status="") as boss:
            await boss.say(cp.CompanionAsked(role=cp.LISTENING, seat_id=cast.seat_ids[0]))
            assert (await boss.hear(cp.CompanionEnded)).reason == "unshown"
            assert not any(isinstance(told, cp.CompanionConnected) for told in boss.heard)
            assert await asyncio.to_thread(talk.history) == []
            cookie = _taken(cast.hub, (await talk.helper_link()).token, "小梅")
            async with await open_helper(cast.hub, cookie):
                await talk.shown(role=cp.FAMILY)
            assert (await talk.kiosk.hear(cp.CompanionEnded)).reason == "gone"

    asyncio.run(run())


def test_a_helper_comes_by_link_after_the_residents_yes_and_reads_only_what_was_agreed(cast: Cast) -> None:
    hub = cast.hub

    async def run() -> list[tuple[str, str, str]]:
        async with _talking(cast) as talk:
            link = await talk.helper_link()
            assert _with(hub, link.token).json()["official"]["seat_id"] == cast.seat_ids[0]
            assert _typed(hub, f" {link.number[:4]}-{link.number[4:]}").json() == {"token": link.token}
            cookie = _taken(hub, link.token, "  小梅\n(女儿) ")
            assert _typed(hub, link.number).json()["code"] == "link_over", "one person, one use"
            assert _with(hub, link.token, "POST", name="别人").json()["code"] == "link_taken"
            assert _with(hub, link.token).json()["code"] == "link_taken"
            assert _with(hub, link.token, cookie=cookie).status == 200, "the same browser, after a reload"
            async with await open_helper(hub, cookie) as helper:
                there = await talk.shown(role=cp.FAMILY, name="小梅(女儿)")
                await helper.hear(cp.CompanionConnected, offers=False)
                await talk.kiosk.say(_form(talk.call))
                await helper.hear(cp.FormSeen, lines=())
                await talk.kiosk.say(talk.consent(there.companion_id, "yes", sees_form=True))
                seen = await helper.hear(cp.FormSeen, title=TITLE)
                words = {label.zh: answer.zh for label, answer in seen.lines}
                assert "何秀英" in words.values()
                assert words["代办人姓名"] == "女儿 ●●●●" and not {"证件号码", "手机号码", "银行账号"} & set(words)
                for wrong in (_form(talk.call), sg.Captioned(call_id=talk.call.call_id, attempt=1, text="x")):
                    await helper.say(wrong)
                    await helper.hear_refused("not_yours")
                told = {type(message).__name__ for message in helper.heard}
                assert told <= {"Welcome", "RosterChanged", "CompanionConnected", "FormSeen", "Refused"}
                await talk.seat.say(sg.CallEnded(call_id=talk.call.call_id, attempt=talk.attempt))
                assert (await helper.hear(cp.CompanionEnded)).reason == "over"
            assert _with(hub, link.token).json()["code"] == "link_over", "the link dies with the call"
            assert await _shut_out(hub, cookie)
            return await asyncio.to_thread(talk.history)

    past = [line for line in asyncio.run(run()) if line[1].startswith(("companion", "helper"))]
    kiosk = f"kiosk:{cast.kiosk_id}"
    assert past == [
        (kiosk, "helper_agreed", ""),
        ("helper", "companion_joined", "family 小梅(女儿)"),
        (kiosk, "helper_agreed", "form"),
        ("helper", "companion_left", "family 小梅(女儿): over"),
    ]


def _form(call: sg.CallRequested) -> sg.FormShared:
    return sg.FormShared(
        call_id=call.call_id, case_id=call.case_id, item_id=call.item_id, form_id=FORM, form_version=1, values=VALUES
    )


async def _shut_out(hub: RunningHub, cookie: str) -> bool:
    try:
        await open_helper(hub, cookie)
    except InvalidStatus as error:
        return error.response.status_code == 404
    return False


def test_reloads_a_colleague_who_goes_on_and_a_cut_of_the_hub(cast: Cast) -> None:
    hub = cast.hub

    async def run() -> None:
        async with _talking(cast) as talk:
            link = await talk.helper_link()
            cookie = _taken(hub, link.token, "小梅")
            helper = await open_helper(hub, cookie)
            await talk.shown(role=cp.FAMILY)
            await talk.seat.hear(cp.CompanionConnected)
            await helper.close()
            await talk.kiosk.hear_roster(**{"state": "away"})
            async with await open_helper(hub, cookie) as helper:
                await talk.kiosk.hear_roster(**{"state": "here"})
                await helper.hear(cp.CompanionConnected)
                assert (await talk.seat.hear(cp.CompanionConnected)).offers, "the official's page makes a fresh offer"
                await talk.seat.say(sg.CallResumed(call_id=talk.call.call_id, attempt=talk.attempt))
                await helper.hear(cp.CompanionConnected)
                async with await open_seat(hub, cast.cookies[1]) as other:
                    to = sg.HandoverAsked(call_id=talk.call.call_id, attempt=talk.attempt, to_seat_id=cast.seat_ids[1])
                    await talk.seat.say(to)
                    rung = await other.hear(sg.Offered)
                    await other.say(sg.OfferAccepted(call_id=talk.call.call_id, attempt=rung.attempt))
                    assert (await helper.hear(cp.CompanionConnected)).seat.seat_id == cast.seat_ids[1]
                    assert (await other.hear(cp.CompanionConnected)).offers

    asyncio.run(run())


def test_no_link_is_guessed_or_written_down(cast: Cast) -> None:
    hub = cast.hub
    seen: list[str] = []

    async def run() -> None:
        async with _talking(cast) as talk:
            link = await talk.helper_link()
            cookie = _taken(hub, link.token, "小梅")
            seen.extend((link.token, link.number, cookie.partition("=")[2]))
            await talk.kiosk.say(cp.CompanionEnded(companion_id=link.companion_id))
            await talk.kiosk.hear(cp.CompanionEnded)
            assert _with(hub, link.token).json()["code"] == "link_over", "revoked"
            wrong = [guess.status for n in range(6) for guess in (_with(hub, f"{n:022d}"), _typed(hub, f"{n:08d}"))]
            assert wrong[0] == 404 and wrong[-1] == 429
            fresh = await talk.helper_link()
            right = _with(hub, fresh.token), _typed(hub, fresh.number)
            assert [told.status for told in right] == [429, 429], "who guesses waits, with a right one too"

    asyncio.run(run())
    for path in Path(hub.data_dir).rglob("*"):
        body = path.read_bytes() if path.is_file() else b""
        assert not any(word.encode() in body for word in seen), path
