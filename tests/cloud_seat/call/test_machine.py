"""Core: one call, whatever happens in whatever order; and the promises that residents and officials notice."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call import events, machine
from cloud_seat.call.commands import ApplyAnswer, ClosePeer, Command, OpenPeer, Publish, Send, StartTimer, StopTimer
from cloud_seat.call.machine import (
    TRIES,
    Asked,
    Call,
    Event,
    HungUp,
    LinkChanged,
    MediaFlowed,
    MediaFroze,
    PeerDescribed,
    Phase,
    Side,
    TimedOut,
    step,
)
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.text import Text

ASK = wire.CallRequested(call_id="c", case_id="k", item_id="i")
TAKE = wire.OfferAccepted(call_id="c", attempt=1)
CONNECTED = wire.CallConnected(call_id="c", attempt=1, ice_servers=({"urls": "turn:hub"},))
ANSWERED = msgspec.structs.replace(CONNECTED, resumed=True)
ANSWER = wire.Signal(call_id="c", attempt=1, kind="answer", sdp="a")
OFFER = wire.Signal(call_id="c", attempt=1, kind="offer", sdp="o")
REFUSAL = Text(zh="不行", en="no")


def walk(call: Call, *happened: Event) -> tuple[Call, list[Command]]:
    """The state after all of it, and every command on the way."""
    commands: list[Command] = []
    for event in happened:
        call, more = step(call, event)
        commands += more
    return call, commands


def said(commands: list[Command]) -> list[events.CallEvent]:
    return [command.event for command in commands if isinstance(command, Publish)]


def sent(commands: list[Command]) -> list[wire.Message]:
    return [command.message for command in commands if isinstance(command, Send)]


def opened(commands: list[Command]) -> list[OpenPeer]:
    return [command for command in commands if isinstance(command, OpenPeer)]


def at(phase: Phase, side: Side = Side.KIOSK) -> Call:
    """A call in this phase, reached on the ordinary road."""
    road: dict[Phase, tuple[Event, ...]] = {
        Phase.IDLE: (),
        Phase.ASKING: (Asked(ASK if side is Side.KIOSK else TAKE),),
        Phase.QUEUED: (wire.QueueChanged(call_id="c", position=2),),
        Phase.CONNECTING: (CONNECTED, *(() if side is Side.KIOSK else (OFFER,))),
        Phase.CONNECTED: (PeerDescribed(1, "o"), *((ANSWER,) if side is Side.KIOSK else ()), MediaFlowed(1)),
        Phase.LOST: (MediaFroze(1),),
        Phase.ENDED: (HungUp("resident"),),
    }
    call = Call(link_up=True)
    for stop, happened in road.items():
        if stop is not Phase.QUEUED or side is Side.KIOSK:
            call, _ = walk(call, *happened)
        if stop is phase:
            break
    assert call.phase is phase
    return call


def test_the_ordinary_call_of_a_kiosk() -> None:
    call, commands = walk(Call(link_up=True), Asked(ASK), wire.QueueChanged(call_id="c", position=1, estimate_s=20))
    assert sent(commands) == [ASK]
    assert said(commands) == [events.Queued(1, 20, 0, "", late=False)]
    call, commands = walk(call, CONNECTED, PeerDescribed(1, "offer"), ANSWER, MediaFlowed(1))
    assert opened(commands) == [OpenPeer(1, ({"urls": "turn:hub"},))]
    assert sent(commands) == [wire.Signal(call_id="c", attempt=1, kind="offer", sdp="offer", peer=1)]
    assert ApplyAnswer(1, "a") in commands
    assert said(commands) == [events.Connected(None, 1), events.MediaFlowing()]
    call, commands = walk(call, wire.Captioned(call_id="c", attempt=1, text="您好"), HungUp("resident"))
    assert sent(commands) == [wire.CallEnded(call_id="c", attempt=1, reason="resident")]
    assert said(commands) == [events.Captioned("您好"), events.Ended("resident")]
    assert call.phase is Phase.ENDED


def test_the_ordinary_call_of_a_seat() -> None:
    call, commands = walk(Call(link_up=True), Asked(TAKE), CONNECTED, OFFER, PeerDescribed(1, "answer"))
    assert sent(commands) == [TAKE, wire.Signal(call_id="c", attempt=1, kind="answer", sdp="answer")]
    assert opened(commands) == [OpenPeer(1, ({"urls": "turn:hub"},), "o")]
    call, commands = walk(call, MediaFlowed(1), wire.CallEnded(call_id="c", attempt=1, reason="resident"))
    assert said(commands) == [events.MediaFlowing(), events.Ended("resident")]
    assert sent(commands) == []


def test_frozen_media_is_sought_at_once_and_ten_times_in_a_minute() -> None:
    call, commands = walk(at(Phase.CONNECTED), MediaFroze(1))
    assert said(commands) == [events.MediaStalled()]
    tries, waits_s = len(opened(commands)), 0.0
    assert tries == 1
    while call.phase is Phase.LOST:
        waits_s += next(c.after_s for c in commands if isinstance(c, StartTimer))
        call, commands = walk(call, TimedOut(call.timer))
        tries += len(opened(commands))
    assert (tries, waits_s) == (TRIES, 60.0)
    assert said(commands) == [events.Ended("cut")]
    assert sent(commands) == [wire.CallEnded(call_id="c", attempt=1, reason="cut")]


def test_the_answer_to_an_earlier_offer_is_no_answer() -> None:
    call, _ = walk(at(Phase.LOST), PeerDescribed(2, "fresh"))
    late = replace_peer(ANSWER, 1)
    assert walk(call, late) == (call, [])
    call, commands = walk(call, replace_peer(ANSWER, 2))
    assert commands == [ApplyAnswer(2, "a")]
    assert walk(at(Phase.LOST), ANSWER)[1] == [ApplyAnswer(2, "a")], "an older page names no number"


def test_each_try_begins_at_the_next_relay() -> None:
    relays = ({"urls": "turn:a"}, {"urls": "turn:b"})
    call = replace(at(Phase.CONNECTED), ice_servers=relays)
    call, commands = walk(call, MediaFroze(1))
    assert opened(commands) == [OpenPeer(2, relays[::-1])]
    call, commands = walk(call, TimedOut(call.timer))
    assert opened(commands) == [OpenPeer(3, relays)]
    assert said(commands) == [events.Retrying(2)]
    call, commands = walk(call, MediaFlowed(3), MediaFroze(3))
    assert opened(commands) == [OpenPeer(4, relays[::-1])], "the relay that was in use may be the one that died"


def test_a_seat_that_receives_nothing_asks_for_a_fresh_offer_and_repeats_its_number() -> None:
    renew = wire.Signal(call_id="c", attempt=1, kind="renew")
    call, commands = walk(at(Phase.CONNECTED, Side.SEAT), MediaFroze(1))
    assert (call.phase, sent(commands), said(commands)) == (Phase.LOST, [renew], [events.MediaStalled()])
    call, commands = walk(call, TimedOut(call.timer))
    assert (sent(commands), said(commands)) == ([renew], [events.Retrying(2)])
    call, commands = walk(call, replace_peer(OFFER, 7), PeerDescribed(2, "mine"))
    assert sent(commands) == [wire.Signal(call_id="c", attempt=1, kind="answer", sdp="mine", peer=7)]
    _, commands = walk(call, TimedOut(call.timer))
    assert sent(commands) == [replace_peer(renew, 7)]


def test_a_kiosk_that_is_asked_makes_a_fresh_offer_though_it_receives() -> None:
    renew = wire.Signal(call_id="c", attempt=1, kind="renew")
    call, commands = walk(at(Phase.CONNECTED), renew)
    assert (call.phase, said(commands), len(opened(commands))) == (Phase.LOST, [events.MediaStalled()], 1)
    call, commands = walk(call, renew)
    assert (call.phase, said(commands), len(opened(commands))) == (Phase.LOST, [], 1)


def test_asking_for_a_fresh_offer_when_one_is_on_its_way_starts_nothing_again() -> None:
    renew = wire.Signal(call_id="c", attempt=1, kind="renew", peer=1)
    lost = at(Phase.LOST)
    assert (lost.peer, walk(lost, renew)) == (2, (lost, []))
    back, _ = walk(lost, MediaFlowed(2))
    assert walk(back, renew) == (back, [])
    assert len(opened(walk(back, replace_peer(renew, 2))[1])) == 1


def replace_peer(signal: wire.Signal, peer: int) -> wire.Signal:
    return msgspec.structs.replace(signal, peer=peer)


def test_media_that_returns_starts_the_count_again() -> None:
    call, _ = walk(at(Phase.LOST), TimedOut(at(Phase.LOST).timer))
    call, commands = walk(call, MediaFlowed(call.peer))
    assert (call.phase, call.tries, said(commands)) == (Phase.CONNECTED, 0, [events.MediaFlowing()])
    assert StopTimer() in commands


def test_a_hub_restart_is_not_noticed_by_media() -> None:
    call, commands = walk(at(Phase.CONNECTED), LinkChanged(False), LinkChanged(True))
    assert sent(commands) == [wire.CallResumed(call_id="c", attempt=1)]
    call, commands = walk(call, CONNECTED)
    assert (call.phase, commands) == (Phase.CONNECTED, [])


def test_a_link_that_comes_twice_before_the_hub_answers_is_not_noticed_by_media() -> None:
    call, commands = walk(at(Phase.CONNECTED), LinkChanged(False), LinkChanged(True), LinkChanged(False))
    call, commands = walk(call, LinkChanged(True), ANSWERED, ANSWERED)
    assert (call.phase, opened(commands), said(commands)) == (Phase.CONNECTED, [], [])


def test_an_answer_to_asking_again_that_comes_after_the_match_is_no_second_match() -> None:
    call, commands = walk(at(Phase.QUEUED), LinkChanged(False), LinkChanged(True), CONNECTED, ANSWERED)
    assert (call.phase, len(opened(commands)), len(said(commands))) == (Phase.CONNECTING, 1, 1)


def test_a_booth_that_missed_its_match_learns_it_from_the_answer() -> None:
    for phase in (Phase.ASKING, Phase.QUEUED):
        call, commands = walk(at(phase), ANSWERED)
        assert (call.phase, len(opened(commands))) == (Phase.CONNECTING, 1)
    call, commands = walk(at(Phase.CONNECTED), msgspec.structs.replace(ANSWERED, attempt=2))
    assert (call.phase, call.attempt, len(opened(commands))) == (Phase.CONNECTING, 2, 1)


def test_a_reloaded_seat_gets_a_fresh_offer() -> None:
    for attempt in (1, 2):
        call, commands = walk(at(Phase.CONNECTED), replace_attempt(CONNECTED, attempt))
        assert call.phase is Phase.CONNECTING
        assert opened(commands) == [OpenPeer(2, ({"urls": "turn:hub"},))]
        assert said(commands) == [events.Connected(None, attempt)]


def test_a_lost_seat_puts_the_call_back_in_the_queue() -> None:
    call, commands = walk(at(Phase.CONNECTED), wire.SeatLost(call_id="c", attempt=1))
    assert (call.phase, said(commands)) == (Phase.QUEUED, [events.SeatWasLost()])
    assert ClosePeer() in commands
    call, commands = walk(call, MediaFroze(1), replace_attempt(CONNECTED, 2))
    assert (call.phase, call.attempt, len(opened(commands))) == (Phase.CONNECTING, 2, 1)
    assert walk(call, wire.SeatLost(call_id="c", attempt=1))[1] == []


def test_without_a_link_no_peer_is_built_and_with_it_one_at_once() -> None:
    call, _ = walk(at(Phase.CONNECTED), LinkChanged(False))
    call, commands = walk(call, MediaFroze(1), TimedOut(call.timer + 1))
    assert opened(commands) == []
    call, commands = walk(call, LinkChanged(True))
    assert sent(commands) == [wire.CallResumed(call_id="c", attempt=1)]
    assert len(opened(commands)) == 1


def test_asking_is_repeated_and_ends_when_nobody_listens() -> None:
    call, _ = walk(Call(), Asked(ASK))
    call, commands = walk(call, LinkChanged(True), TimedOut(call.timer))
    assert sent(commands) == [ASK, ASK]
    while call.phase is Phase.ASKING:
        call, commands = walk(call, TimedOut(call.timer))
    assert said(commands) == [events.Ended("timeout")]


def test_waiting_ends_when_the_hub_refuses() -> None:
    refused = wire.Refused(code="not_yours", text=REFUSAL, about="CallRequested")
    assert said(walk(at(Phase.QUEUED), refused)[1]) == [events.Ended("not_yours")]
    assert walk(at(Phase.CONNECTED), refused)[1] == []


def test_a_withdrawn_offer_ends_quietly_at_the_seat() -> None:
    withdrawn = wire.OfferWithdrawn(call_id="c", attempt=1, reason="taken")
    _, commands = walk(at(Phase.ASKING, Side.SEAT), withdrawn)
    assert (sent(commands), said(commands)) == ([], [events.Ended("taken")])
    _, commands = walk(at(Phase.ASKING, Side.SEAT), TimedOut(at(Phase.ASKING, Side.SEAT).timer))
    assert (sent(commands), said(commands)) == ([], [events.Ended("timeout")])


def test_blame() -> None:
    with pytest.raises(machine.LocalCallError):
        step(at(Phase.CONNECTED), Asked(ASK))
    with pytest.raises(machine.LocalCallError):
        step(Call(), HungUp("resident"))
    for phase, side, message in (
        (Phase.CONNECTED, Side.KIOSK, OFFER),
        (Phase.CONNECTED, Side.SEAT, ANSWER),
        (Phase.QUEUED, Side.KIOSK, ANSWER),
        (Phase.CONNECTED, Side.SEAT, wire.SeatLost(call_id="c", attempt=1)),
        (Phase.ASKING, Side.SEAT, wire.QueueChanged(call_id="c", position=1)),
        (Phase.ASKING, Side.KIOSK, wire.OfferWithdrawn(call_id="c", attempt=1)),
    ):
        with pytest.raises(machine.RemoteCallError):
            step(at(phase, side), message)


def replace_attempt(message: wire.CallConnected, attempt: int) -> wire.CallConnected:
    return wire.CallConnected(call_id=message.call_id, attempt=attempt, ice_servers=message.ice_servers)


_ids = st.sampled_from(["c", "c", "c", "other"])
_attempts = st.integers(0, 3)
_peers = st.integers(0, 4)
_events: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Asked(ASK), Asked(TAKE)]),
    st.builds(HungUp, st.just("resident")),
    st.builds(LinkChanged, st.booleans()),
    st.builds(PeerDescribed, _peers, st.just("sdp")),
    st.builds(MediaFlowed, _peers),
    st.builds(MediaFroze, _peers),
    st.builds(TimedOut, st.integers(0, 8)),
    st.builds(wire.QueueChanged, call_id=_ids, position=st.integers(1, 9)),
    st.builds(wire.CallConnected, call_id=_ids, attempt=_attempts, resumed=st.booleans()),
    st.builds(
        wire.Signal,
        call_id=_ids,
        attempt=_attempts,
        kind=st.sampled_from(["offer", "answer", "renew", "?"]),
        sdp=st.just("x"),
        peer=_peers,
    ),
    st.builds(wire.SeatLost, call_id=_ids, attempt=_attempts),
    st.builds(wire.RelaysRenewed, call_id=_ids, attempt=_attempts),
    st.builds(wire.CallEnded, call_id=_ids, attempt=_attempts, reason=st.just("seat")),
    st.builds(wire.OfferWithdrawn, call_id=_ids, attempt=_attempts),
    st.builds(wire.Refused, code=st.just("x"), text=st.just(REFUSAL), about=st.sampled_from(["", "CallRequested"])),
    st.builds(wire.Captioned, call_id=_ids, attempt=_attempts, text=st.just("t")),
)


@given(st.sampled_from(list(Side)), st.lists(_events, max_size=40))
def test_any_order_of_events_keeps_the_promises(side: Side, happened: list[Event]) -> None:
    call, peer_open, timer_runs = at(Phase.CONNECTING, side), True, True
    for event in happened:
        before = call
        try:
            call, commands = step(call, event)
        except (machine.LocalCallError, machine.RemoteCallError):
            continue
        for command in commands:
            match command:
                case OpenPeer(peer):
                    assert peer == call.peer > before.peer
                    peer_open = True
                case ClosePeer():
                    peer_open = False
                case StartTimer(timer, after_s):
                    assert timer == call.timer
                    assert after_s > 0
                    timer_runs = True
                case StopTimer():
                    timer_runs = False
                case Send(message):
                    assert call.link_up or isinstance(message, wire.CallEnded | wire.Signal)
                case _:
                    pass
        assert call.attempt >= before.attempt
        assert before.phase is not Phase.ENDED or call.phase is Phase.ENDED
        assert not (call.phase is Phase.ENDED and peer_open), "nothing is on the air after the end"
        assert timer_runs is (call.phase not in (Phase.CONNECTED, Phase.ENDED)), "every wait has a time-out"


@given(st.sampled_from([Phase.CONNECTING, Phase.CONNECTED, Phase.LOST]), st.sampled_from(list(Side)), _events)
def test_a_late_word_of_an_earlier_attempt_changes_nothing(phase: Phase, side: Side, event: Event) -> None:
    call = replace(at(phase, side), attempt=9)
    known = wire.CallConnected | wire.RelaysRenewed | wire.Signal | wire.SeatLost | wire.OfferWithdrawn | wire.Captioned
    if not isinstance(event, known):
        return
    assert step(call, event) == (call, ())


_words = st.lists(st.sampled_from(["cut", "back", "the hub answers"]), max_size=24)


@given(_words)
def test_however_often_the_link_comes_and_whenever_the_hub_answers_media_goes_on(happened: list[str]) -> None:
    """The hub answers each CallResumed that reached it, on whichever socket the booth has by then."""
    call, unanswered = at(Phase.CONNECTED), 0
    for word in happened:
        event = {"cut": LinkChanged(False), "back": LinkChanged(True)}.get(word, ANSWERED)
        if event is ANSWERED and not (unanswered and call.link_up):
            continue
        call, commands = step(call, event)
        unanswered += len(sent(list(commands))) - (event is ANSWERED)
        assert (call.phase, opened(list(commands)), said(list(commands))) == (Phase.CONNECTED, [], [])
