"""Who may come into a call, who must agree, and that nobody is in it unshown. Time is a number here."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.contract.companions import CONSULT, FAMILY, JOINED, LISTENING
from cloud_seat.hub.companions import party as pt

WAITS = pt.Waits(ring_s=30, consent_s=120, link_s=600, shown_s=10, back_s=20)
NOBODY = pt.Party("call-1", number=7)
COLLEAGUE = pt.Member("a", CONSULT, seat_id="seat-2", asked_by="seat-1")
SUPERVISOR = pt.Member("b", LISTENING, seat_id="seat-3", asked_by="seat-3")
HELPER = pt.Member("c", FAMILY, asked_by="seat-1")


def _kinds(effects: tuple[pt.Effect, ...]) -> list[str]:
    return [type(effect).__name__ for effect in effects]


def _invited(*members: pt.Member) -> pt.Party:
    party = NOBODY
    for member in members:
        party, _ = pt.invite(party, member, 0, WAITS)
    return party


def _here(member: pt.Member) -> pt.Party:
    """In the call, shown and all."""
    party = _invited(member)
    if member.role in (CONSULT, JOINED):
        party, _ = pt.answer(party, party.get(member.companion_id), 0, WAITS, agreed=True)
    if member.role == FAMILY:
        party, _ = pt.consent(party, party.get(member.companion_id), 0, WAITS, agreed=True, sees_form=False)
        party, _ = pt.come(party, party.get(member.companion_id), "小梅", 0, WAITS)
    return pt.shown(party, party.number, "now")[0]


def test_a_colleague_rings_agrees_is_shown_and_only_then_connected() -> None:
    party, effects = pt.invite(NOBODY, COLLEAGUE, 0, WAITS)
    assert _kinds(effects) == ["Ring", "TellRoster"]
    party, effects = pt.answer(party, party.get("a"), 1, WAITS, agreed=True)
    assert (_kinds(effects), party.get("a").state) == (["TellRoster"], pt.SHOWING)
    same, effects = pt.shown(party, party.number - 1, "now")
    assert (same, effects) == (party, ()), "an older roster did not show them"
    party, effects = pt.shown(party, party.number, "now")
    assert _kinds(effects) == ["NoteJoined", "Connect", "TellRoster"]
    assert (party.get("a").state, party.get("a").since_utc) == (pt.HERE, "now")


def test_a_helper_needs_the_residents_yes_then_the_link_then_the_glass() -> None:
    party, effects = pt.invite(NOBODY, HELPER, 0, WAITS)
    assert _kinds(effects) == ["AskResident", "TellRoster"]
    with pytest.raises(pt.RemoteRefusedError, match="link_over"):
        pt.come(party, party.get("c"), "小梅", 1, WAITS)
    party, effects = pt.consent(party, party.get("c"), 1, WAITS, agreed=True, sees_form=True)
    assert _kinds(effects) == ["NoteConsent", "OpenLink", "TellRoster"]
    party, _ = pt.come(party, party.get("c"), "小梅", 2, WAITS)
    party, effects = pt.shown(party, party.number, "now")
    assert _kinds(effects) == ["NoteJoined", "Connect", "TellRoster"]
    assert (party.get("c").name, party.get("c").sees_form) == ("小梅", True)


def test_the_residents_no_is_always_no() -> None:
    refused, effects = pt.consent(_invited(HELPER), _invited(HELPER).get("c"), 1, WAITS, agreed=False, sees_form=True)
    assert (refused.members, _reasons(effects)) == ((), ["refused"])
    there = _here(HELPER)
    sent, effects = pt.consent(there, there.get("c"), 1, WAITS, agreed=False, sees_form=True)
    assert (sent.members, _reasons(effects)) == ((), ["resident"])
    again, _ = pt.invite(sent, replace(HELPER, companion_id="d"), 2, WAITS)
    assert again.get("d").state == pt.ASKED, "they may be asked anew, and are asked"
    heard = _here(SUPERVISOR)
    sent, _ = pt.part(heard, heard.get("b"), "resident")
    with pytest.raises(pt.RemoteRefusedError, match="resident_refused"):
        pt.invite(sent, replace(SUPERVISOR, companion_id="e", seat_id="seat-4"), 3, WAITS)


def test_the_form_is_shown_and_taken_back_while_the_helper_is_there() -> None:
    there = _here(HELPER)
    shown, effects = pt.consent(there, there.get("c"), 1, WAITS, agreed=True, sees_form=True)
    assert (shown.get("c").sees_form, _kinds(effects)) == (True, ["NoteConsent", "TellRoster"])
    hidden, _ = pt.consent(shown, shown.get("c"), 1, WAITS, agreed=True, sees_form=False)
    assert not hidden.get("c").sees_form


@pytest.mark.parametrize("second", [replace(COLLEAGUE, companion_id="x", seat_id="seat-9", role=JOINED), HELPER])
def test_one_of_each_kind(second: pt.Member) -> None:
    party = _invited(COLLEAGUE, SUPERVISOR, HELPER)
    with pytest.raises(pt.RemoteRefusedError, match="companion_taken"):
        pt.invite(party, second, 0, WAITS)


def test_asking_has_an_end() -> None:
    party = NOBODY
    for _ in range(pt.ASKS_PER_CALL):
        party, _ = pt.invite(party, COLLEAGUE, 0, WAITS)
        party, _ = pt.answer(party, party.get("a"), 0, WAITS, agreed=False)
    with pytest.raises(pt.RemoteRefusedError, match="too_many"):
        pt.invite(party, COLLEAGUE, 0, WAITS)


def test_a_colleague_is_let_in_and_taken_aside_again() -> None:
    party = _here(COLLEAGUE)
    joined, effects = pt.set_role(party, party.get("a"), JOINED)
    assert (joined.get("a").role, _kinds(effects)) == (JOINED, ["NoteRole", "TellRoster"])
    assert pt.set_role(joined, joined.get("a"), CONSULT)[0].get("a").role == CONSULT
    for role in (LISTENING, FAMILY, "owner"):
        with pytest.raises(pt.RemoteRefusedError, match="bad_request"):
            pt.set_role(joined, joined.get("a"), role)
    heard = _here(SUPERVISOR)
    with pytest.raises(pt.RemoteRefusedError, match="bad_request"):
        pt.set_role(heard, heard.get("b"), JOINED)


def test_a_reload_is_waited_for_and_a_page_that_stays_away_is_not() -> None:
    party = _here(COLLEAGUE)
    away, _ = pt.go_away(party, party.get("a"), 100, WAITS)
    back, effects = pt.come_back(away, away.get("a"))
    assert (back.get("a").state, _kinds(effects)) == (pt.HERE, ["Connect", "TellRoster"])
    assert pt.expire(back, 1000) == (back, ())
    gone, effects = pt.expire(away, 120)
    assert (gone.members, _reasons(effects)) == ((), ["gone"])


def test_every_wait_ends_by_itself() -> None:
    assert _reasons(pt.expire(_invited(COLLEAGUE), 30)[1]) == ["timeout"]
    assert _reasons(pt.expire(_invited(HELPER), 120)[1]) == ["timeout"]
    assert _reasons(pt.expire(_invited(SUPERVISOR), 10)[1]) == ["unshown"]
    waiting = _invited(HELPER)
    opened, _ = pt.consent(waiting, waiting.get("c"), 0, WAITS, agreed=True, sees_form=False)
    assert pt.expire(opened, 599)[1] == ()
    assert _reasons(pt.expire(opened, 600)[1]) == ["timeout"]


def test_another_official_keeps_who_belongs_to_the_resident() -> None:
    party = NOBODY
    for member in (replace(COLLEAGUE, role=CONSULT), SUPERVISOR, HELPER):
        party = replace(party, members=(*party.members, replace(_here(member).members[0])))
    after, effects = pt.reseat(party, "seat-8")
    assert [one.companion_id for one in after.members] == ["b", "c"]
    assert _kinds(effects) == ["Part", "Connect", "Connect", "TellRoster"]
    taken_over, effects = pt.reseat(party, "seat-2")
    assert [one.companion_id for one in taken_over.members] == ["b", "c"], "a colleague who goes on is no companion"
    same, effects = pt.reseat(party, "seat-1")
    assert (len(same.members), _kinds(effects)) == (3, ["Connect", "Connect", "Connect", "TellRoster"])


def _reasons(effects: tuple[pt.Effect, ...]) -> list[str]:
    return [effect.reason for effect in effects if isinstance(effect, pt.Part)]


_MOVES: dict[str, Any] = {
    "yes": lambda p, m: pt.answer(p, m, 0, WAITS, agreed=True),
    "no": lambda p, m: pt.answer(p, m, 0, WAITS, agreed=False),
    "agree": lambda p, m: pt.consent(p, m, 0, WAITS, agreed=True, sees_form=True),
    "refuse": lambda p, m: pt.consent(p, m, 0, WAITS, agreed=False, sees_form=False),
    "come": lambda p, m: pt.come(p, m, "小梅", 0, WAITS),
    "shown": lambda p, m: pt.shown(p, p.number, "now"),
    "join": lambda p, m: pt.set_role(p, m, JOINED),
    "away": lambda p, m: pt.go_away(p, m, 0, WAITS),
    "back": lambda p, m: pt.come_back(p, m),
    "out": lambda p, m: pt.part(p, m, "official"),
    "late": lambda p, m: pt.expire(p, 10_000),
    "handover": lambda p, m: pt.reseat(p, "seat-8"),
}


@settings(max_examples=300, deadline=None)
@given(
    member=st.sampled_from([COLLEAGUE, SUPERVISOR, HELPER]),
    moves=st.lists(st.sampled_from(sorted(_MOVES)), max_size=12),
)
def test_whatever_happens_nobody_is_connected_before_the_glass_showed_them(member: pt.Member, moves: list[str]) -> None:
    party, shown_at, agreed = _invited(member), 0, False
    for move in moves:
        now = next(iter(party.members), None)
        if now is None:
            return
        before = party.number
        try:
            party, effects = _MOVES[move](party, now)
        except pt.RemoteRefusedError:
            continue
        shown_at = before if move == "shown" else shown_at
        agreed = agreed or move in ("agree", "yes") or member.role == LISTENING
        for effect in effects:
            if isinstance(effect, pt.Connect):
                assert agreed and effect.member.is_present
                assert shown_at >= effect.member.shown_at > 0
        assert party.number >= before
