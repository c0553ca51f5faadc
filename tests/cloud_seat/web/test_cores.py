"""The deciding parts of the page, run where they live: in Chromium, from the files that the hub serves."""

from typing import Any

import pytest
from playwright.sync_api import Page

from cloud_seat.call.machine import Phase

STEPS = """async (steps) => {
    const { step, NO_CALL } = await import("/web/seat/call.js");
    let state = NO_CALL;
    for (const [event, call] of steps) state = step(state, event, call || {});
    return state;
}"""

ONE = {"callId": "c1", "attempt": 1, "caseId": "k1"}
TWO = {"callId": "c1", "attempt": 2, "caseId": "k1"}
OTHER = {"callId": "c2", "attempt": 1, "caseId": "k2"}


def after(page: Page, *steps: Any) -> dict[str, Any]:
    state: dict[str, Any] = page.evaluate(STEPS, [step if isinstance(step, tuple) else (step, None) for step in steps])
    return state


def test_a_call_goes_its_whole_way(desk_page: Page) -> None:
    way = [("offered", ONE), "accepted", ("matched", ONE), "mediaUp", "mediaDown", "mediaUp", "ended", "cleared"]
    names = [after(desk_page, *way[: at + 1])["name"] for at in range(len(way))]
    assert names == ["ringing", "connecting", "connecting", "connected", "lost", "connected", "ended", "idle"]


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ([("offered", ONE), "declined"], "idle"),
        ([("offered", ONE), "withdrawn"], "idle"),
        ([("offered", ONE), "accepted", "withdrawn"], "idle"),
        ([("resumed", ONE), "forgotten"], "idle"),
        ([("resumed", ONE), ("matched", TWO)], "connecting"),
        ([("offered", ONE), "accepted", ("matched", ONE), "mediaUp", ("matched", ONE)], "connected"),
        ([("offered", ONE), "accepted", ("matched", ONE), "mediaUp", ("matched", TWO)], "connecting"),
        ([("offered", ONE), "accepted", "ended", ("offered", OTHER), "declined"], "ended"),
        ([("offered", ONE), "accepted", "ended", ("offered", OTHER), "accepted"], "connecting"),
        (["mediaUp", "ended", "cleared", "nonsense"], "idle"),
    ],
)
def test_turns_on_the_way(desk_page: Page, steps: list[Any], name: str) -> None:
    assert after(desk_page, *steps)["name"] == name


def test_nothing_of_the_last_call_leaks_into_the_next(desk_page: Page) -> None:
    old = {**ONE, "startedMs": 5, "iceServers": ["x"]}
    state = after(desk_page, ("offered", old), "accepted", "ended", ("offered", OTHER))
    assert "startedMs" not in state
    assert "iceServers" not in state


def test_the_same_words_as_the_booths_machine(desk_page: Page) -> None:
    names = desk_page.evaluate("async () => Object.keys((await import('/web/seat/call.js')).TABLE)")
    booth = {phase.value for phase in Phase} - {"asking", "queued"}  # the booth waits where the seat rings
    assert set(names) == booth | {"ringing"}


def test_late_words_about_an_earlier_offer_do_not_count(desk_page: Page) -> None:
    script = """async (message) => {
        const { concerns } = await import("/web/seat/call.js");
        return concerns({ name: "connected", callId: "c1", attempt: 2 }, message);
    }"""
    assert desk_page.evaluate(script, {"call_id": "c1", "attempt": 2})
    assert desk_page.evaluate(script, {"call_id": "c1"})
    assert not desk_page.evaluate(script, {"call_id": "c1", "attempt": 1})
    assert not desk_page.evaluate(script, {"call_id": "c9", "attempt": 2})


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("m.masked('440113189903020028')", "4401**********0028"),
        ("m.masked('12345678')", "********"),
        ("m.covered({widget: 'bank_card'}, '6217000000000033910')", "6217 **** **** 3910"),
        ("m.readable({widget: 'phone'}, '13800138000')", "138 0013 8000"),
        ("m.readable({widget: 'phone'}, '1380013')", "138 0013"),
        ("m.readable({widget: 'date'}, '1899-03-02')", "1899 年 3 月 2 日"),
        ("m.readable({widget: 'confirm'}, true)", "是"),
        ("m.readable({widget: 'choice', choices: [{value: 'a', label: {zh: '甲'}}]}, 'a')", "甲"),
        ("m.readable({widget: 'text'}, '<b>𠮷😀</b>')", "<b>𠮷😀</b>"),
        ("m.age('1899-03-02', '1970-03-01')", 70),
        ("m.age('1899-03-02', '1970-03-02')", 71),
        ("m.age('', '1970-03-02')", None),
        ("m.clock(75)", "01:15"),
        ("m.clock(3675)", "01:01:15"),
    ],
)
def test_how_values_are_written(desk_page: Page, call: str, wanted: object) -> None:
    assert (
        desk_page.evaluate(f"async () => {{ const m = await import('/web/seat/mask.js'); return {call}; }}") == wanted
    )


def test_retries_start_at_once_grow_and_never_exceed_seven_seconds(desk_page: Page) -> None:
    script = """async () => {
        const { retryDelayMs } = await import("/web/seat/socket.js");
        const both = (tries) => [retryDelayMs(tries, () => 0), retryDelayMs(tries, () => 0.999)];
        return [0, 1, 2, 3, 4, 5, 6, 50].map(both);
    }"""
    delays = desk_page.evaluate(script)
    assert delays[0][1] < 300
    assert all(least < most <= 7000 for least, most in delays)
    assert [least for least, _ in delays] == sorted(least for least, _ in delays)


def test_who_was_out_of_sight_for_more_than_five_seconds_is_noticed(desk_page: Page) -> None:
    script = """async () => {
        const { NOT_SEEN, see } = await import("/web/seat/sight.js");
        const looks = [[0, 0], [0, 9000], [5, 10000], [9, 15000], [9, 21000], [12, 20001], [13, 25002], [13, 99000]];
        const gaps = [];
        let sight = NOT_SEEN;
        for (const [frames, atMs] of looks) {
            const [next, gapMs] = see(sight, frames, atMs);
            sight = next;
            gaps.push(gapMs);
        }
        return gaps;
    }"""
    assert desk_page.evaluate(script) == [0, 0, 0, 0, 0, 5001, 5001, 0]


def test_numbers_of_the_line_in_words(desk_page: Page) -> None:
    script = """async () => {
        const { Meter, lineWord, numbersLine } = await import("/web/seat/quality.js");
        const meter = new Meter();
        const report = (at, lost) => new Map([
            ["v", { type: "inbound-rtp", kind: "video", framesDecoded: 30 * at, frameWidth: 640, frameHeight: 480,
                    packetsReceived: 100 * at, packetsLost: lost }],
            ["p", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.0961 }]]);
        meter.read(report(1, 0));
        const now = { ...meter.read(report(2, 5)), flowing: true };
        meter.nextConnection();
        const cut = lineWord({ ...now, flowing: false }).word;
        return [numbersLine(now), lineWord(now).word, cut, meter.read(report(1, 0)).framesDecoded];
    }"""
    assert desk_page.evaluate(script) == ["640×480 · 30 帧/秒 · 丢包 4.8% · 96 毫秒", "一般", "中断", 90]


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ({}, ""),
        ({"width": 640, "height": 360}, ""),
        ({"width": 360, "height": 640}, ""),
        ({"width": 480, "height": 360}, "网络慢，居民的画面调小了，声音照常"),
        ({"still": 3}, "网络很慢，居民的画面先停一停，声音照常"),
        ({"still": 3, "flowing": False}, ""),
        ({"still": 3, "framesDecoded": 0}, ""),
        ({"isHeldBack": True, "sentWidth": 320}, "网络慢，您的画面调小了，声音照常"),
        ({"isHeldBack": False, "sentWidth": 320}, ""),
        ({"isHeldBack": True, "sentWidth": 320, "width": 320, "height": 240}, "网络慢，双方画面都调小了，声音照常"),
    ],
)
def test_a_smaller_picture_is_told_in_words(desk_page: Page, numbers: dict[str, Any], wanted: str) -> None:
    usual = {"flowing": True, "framesDecoded": 9, "still": 0, "width": 640, "height": 480, "sentWidth": 640}
    script = "async (numbers) => (await import('/web/seat/quality.js')).pictureWords(numbers)"
    assert desk_page.evaluate(script, usual | numbers) == wanted


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("m.boxFor({name: 'a', widget: 'text', readonly: true})", None),
        ("m.boxFor({name: 'a', widget: 'group'})", None),
        ("m.boxFor({name: 'a', widget: 'address'}).path", "a.detail"),
        ("m.placeOf('r', {code: '4401', words: '广州市'}, {}) ?? 'too wide'", "too wide"),
        ("m.placeOf('r', {code: '440113', words: '番禺区'}, {code: '440113'}) ?? 'as it is'", "as it is"),
        ("m.placeOf('r', {code: '440113', words: '番禺区'}, undefined).was", None),
        ("m.boxFor({name: 'a', widget: 'choice', choices: [{value: 'x'}]}).choices.length", 1),
        ("m.firstText({widget: 'phone'}, '1380013800')", "1380013800"),
        ("m.firstText({widget: 'bank_card'}, '6217000000000033914')", ""),
        ("m.firstText({widget: 'confirm'}, false)", "no"),
        ("m.proposalOf({widget: 'phone'}, ' 138 0013 8000 ', '1380013800')", "13800138000"),
        ("m.proposalOf({widget: 'phone'}, '138 0013 800', '1380013800') ?? 'nothing'", "nothing"),
        ("m.proposalOf({widget: 'text'}, '  ', 'x') ?? 'nothing'", "nothing"),
        (
            "m.proposalOf({widget: 'bank_card'}, '6217 0000 0000 0033 914', '6217000000000033914') ?? 'nothing'",
            "nothing",
        ),
        ("m.proposalOf({widget: 'confirm'}, 'no', true)", False),
        ("m.authorWords({at_utc: '2026-11-26T02:42:00+00:00', proposed_by: '0217'}).startsWith('0217 建议 ')", True),
        ("m.authorWords({at_utc: '2026-11-26T02:42:00+00:00', proposed_by: ''}).startsWith('居民 ')", True),
        ("m.authorWords(undefined)", ""),
    ],
)
def test_what_an_official_may_propose(desk_page: Page, call: str, wanted: object) -> None:
    script = f"async () => {{ const m = await import('/web/seat/propose.js'); return {call}; }}"
    assert desk_page.evaluate(script) == wanted


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("p.isUnseen(true, 'default')", True),
        ("p.isUnseen(true, 'granted')", False),
        ("p.isUnseen(false, 'denied')", False),
        ("p.wasMissed('away', 'ready')", True),
        ("p.wasMissed('away', 'away')", False),
        ("p.statusWords('away', {missed: true})[0]", "没有接到来电，已把您设为离开"),
        ("p.statusWords('away')[0]", "您现在离开"),
        ("p.afterWords(58.2)", "整理 0:59"),
        (
            "w.termWords({kind: 'check', due_on: '2026-12-03', left_workdays: 5}).words",
            "决定受理还有 5 个工作日，12 月 3 日前",
        ),
        ("w.termWords({kind: 'finish', due_on: '2026-12-03', left_workdays: 0}).level", "late"),
        ("w.termWords({kind: 'finish', due_on: '2026-12-03', left_workdays: -3}).words", "办结已超期 3 个工作日"),
        ("w.termWords(null)", None),
        ("w.whatWords({what: 'call_declined', note: 'other: 停电'})", "没有接这次来电：停电"),
        ("w.whatWords({what: 'call_declined', note: 'busy'})", "没有接这次来电：正在接待柜台群众"),
        ("w.whatWords({what: 'view_broken', note: 'line 12 s'})", "有 12 秒看不到居民"),
        (
            "w.whatWords({what: 'call_measured', note: '312 s, 1 breaks of 11 s, lost 0.4 %, 35/80 ms'})",
            "通话质量：5 分 12 秒，中断 1 次共 11 秒，丢包 0.4%",
        ),
        (
            "w.whatWords({what: 'call_measured', note: '59 s, 0 breaks of 0 s, lost 0.0 %'})",
            "通话质量：0 分 59 秒，没有中断，丢包 0%",
        ),
        ("w.whatWords({what: 'companion_joined', note: 'listening 林晓 0217'})", "林晓 0217（旁听）进入通话"),
        ("w.whatWords({what: 'companion_left', note: 'family 小梅: resident'})", "小梅（家人陪同）离开：居民请其离开"),
        ("w.whatWords({what: 'companion_role', note: 'joined'})", "同事加入，三方通话"),
        ("w.whatWords({what: 'helper_agreed', note: 'form'})", "居民同意请家人一起，也可以看表"),
        ("w.whatWords({what: 'noted', note: '带存折'})", "小结：带存折"),
        ("w.whatWords({what: 'asked', note: 'paper x'})", "请居民做一件事"),
        ("r.deviceWords('blocked', ['paper_out', 'cover_open'])", "没有纸、盖子没关"),
        ("r.deviceWords('offline', ['http_cut_short'])", "没有回应"),
        ("r.deviceWords('offline', ['refused', 'unreachable'])", "连不上"),
        ("r.deviceWords('ready')", "正常"),
        ("r.deviceWords('not yet known')", "要有人看看"),
        ("h.handoverWords('busy', '')", "现在没有空着的同事能办这件事"),
        ("h.lineWords({state: 'in_call', may: false})", "通话中 · 不办这件事"),
    ],
)
def test_how_the_desk_says_it(desk_page: Page, call: str, wanted: object) -> None:
    names = {"p": "presence", "w": "past-words", "h": "handover", "r": "devices"}
    loads = "".join(f"const {at} = await import('/web/seat/{name}.js');" for at, name in names.items())
    assert desk_page.evaluate(f"async () => {{ {loads} return {call}; }}") == wanted


def test_how_a_call_went_is_told_in_numbers(desk_page: Page) -> None:
    script = """async () => {
        const { Tally } = await import("/web/seat/tally.js");
        const tally = new Tally();
        const none = tally.report();
        const look = (second, packets, lost, delayMs) =>
            tally.look({ packets, lost, delayMs, framesDecoded: 7 * second }, 1000 * second);
        for (let at = 1; at <= 10; at += 1) look(at, 99 * at, at, 40);
        for (let at = 11; at <= 15; at += 1) look(at, 990, 10, null);
        for (let at = 16; at <= 25; at += 1) look(at, 99 * (at - 15), at - 15, 200);
        return [none, tally.report()];
    }"""
    none, told = desk_page.evaluate(script)
    assert none is None
    length = {"seconds": 24, "breaks": 1, "frozen_s": 6, "frames": 175}
    assert told == {**length, "lost_permille": 10, "rtt_p50_ms": 200, "rtt_p95_ms": 200}


LETTER = """{id: 'letter', name: {zh: '委托书'}, need: 'conditional', condition: {zh: '代办时'},
    deferrable: true, deferral_working_days: 10}"""
COPY = "{id: 'copy', name: {zh: '复印件'}, need: 'scan'}"
SCANS = """[{scan_id: 's1', material_id: 'copy', name: {zh: '复印件'}, page: 1},
    {scan_id: 's2', material_id: 'copy', name: {zh: '复印件'}, page: 2}]"""


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (f"m.currentScans({SCANS}, {{}}).length", 2),
        (f"m.currentScans({SCANS}, {{copy: {{state: 'done', pages: [2]}}}}).map((one) => one.scan_id)", ["s2"]),
        (f"m.entries({SCANS}, [{COPY}, {LETTER}], {{}}).map((one) => one.materialId)", ["copy", "copy", "letter"]),
        (f"m.standing({{materialId: 'letter', scan: null}}, {{}}, {LETTER}).words", "代办时"),
        (f"m.standing({{materialId: 'copy', scan: null}}, {{}}, {COPY}).words", "居民还没拍"),
        ("m.standing({materialId: 'a', scan: {}}, {a: {state: 'done', pages: [1]}}).state", "waiting"),
        ("m.standing({materialId: 'a', scan: {}}, {a: {state: 'done', pages: [1], accepted: true}}).state", "accepted"),
        (
            "m.standing({materialId: 'a', scan: null}, {a: {state: 'deferred', due: '2026-12-07'}}).words",
            "容缺，2026-12-07 前补交",
        ),
        (f"m.mayFollow({{materialId: 'letter', scan: null}}, {{}}, {LETTER})", True),
        (f"m.mayFollow({{materialId: 'letter', scan: null}}, {{letter: {{state: 'deferred'}}}}, {LETTER})", False),
        (f"m.mayFollow({{materialId: 'letter', scan: {{}}}}, {{}}, {LETTER})", False),
        (f"m.mayFollow({{materialId: 'copy', scan: null}}, {{}}, {COPY})", False),
        (f"m.countWords(m.entries([], [{COPY}, {LETTER}], {{}}), [{COPY}, {LETTER}], {{}})", "材料 0/1"),
        (f"m.sampleLines({LETTER}).slice(0, 2)", ["可以容缺，10 个工作日内补交", "什么时候要交：代办时"]),
    ],
)
def test_how_papers_stand(desk_page: Page, call: str, wanted: object) -> None:
    script = f"async () => {{ const m = await import('/web/seat/papers.js'); return {call}; }}"
    assert desk_page.evaluate(script) == wanted


def test_phrases_have_both_languages_and_a_key_each(desk_page: Page) -> None:
    script = """async () => (await import("/web/seat/phrases.js")).KINDS.map((kind) => kind.phrases)"""
    kinds = desk_page.evaluate(script)
    assert all(len(phrases) == 5 for phrases in kinds), "keys 5 to 9"
    assert all(phrase["zh"] and phrase["en"] for phrases in kinds for phrase in phrases)


@pytest.mark.parametrize(
    ("handled", "wanted"),
    [
        ("{times: 3, last_at: '2026-10-16T02:00:00Z'}", "您上次办这件事：41 天前，一共 3 件"),
        ("{times: 1, last_at: '2026-11-26T01:00:00Z'}", "您上次办这件事：今天，一共 1 件"),
        ("{times: 0, last_at: ''}", "您还没有办过这件事"),
        ("null", ""),
    ],
)
def test_how_long_ago_this_official_did_such_a_matter(desk_page: Page, handled: str, wanted: str) -> None:
    now = 'Date.parse("2026-11-26T03:00:00Z")'
    script = f"async () => (await import('/web/seat/phrases.js')).handledWords({handled}, {now})"
    assert desk_page.evaluate(script) == wanted


UNSENT = """async (steps) => {
    const { Unsent } = await import("/web/seat/unsent.js");
    const out = [];
    let beat = 0, up = true, made = 0;
    const kept = new Unsent((message) => up && (out.push(`${message.text}/${message.said_id}`), true) ? beat : false, () => `id${++made}`);
    const say = (text) => kept.say({ type: "Captioned", call_id: "c1", text }, true);
    const does = {
        say, beat: () => (beat += 1), answered: (at) => kept.answered(at), down: () => (up = false),
        back: () => ((up = true), kept.flush({ callId: "c1", attempt: 2 })), other: () => kept.flush({ callId: "c2", attempt: 1 }),
    };
    for (const [what, ...how] of steps) does[what](...how);
    return out;
}"""  # noqa: E501  one script, one thought


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ([["say", "a"], ["beat"], ["answered", 1], ["down"], ["back"]], ["a/id1"]),
        ([["say", "a"], ["beat"], ["down"], ["say", "b"], ["back"]], ["a/id1", "a/id1", "b/id2"]),
        ([["beat"], ["say", "a"], ["answered", 1], ["back"]], ["a/id1", "a/id1"]),
        ([["say", "a"], ["back"], ["beat"], ["answered", 1], ["back"]], ["a/id1", "a/id1"]),
        ([["down"], ["say", "a"], ["answered", 9], ["back"]], ["a/id1"]),
        ([["say", "a"], ["other"], ["back"]], ["a/id1"]),
    ],
    ids=["heard", "into a dead socket", "said after the beat", "once more and heard", "never went out", "another call"],
)
def test_words_are_kept_until_the_hub_has_answered(desk_page: Page, steps: list[Any], wanted: list[str]) -> None:
    assert desk_page.evaluate(UNSENT, steps) == wanted


COUNTER = {"joined", "family"}


@pytest.mark.parametrize(
    ("roles", "held", "aside", "heard"),
    [
        ([], False, False, {"resident": "official", "official": "resident"}),
        (["joined"], False, False, {"resident": "official joined", "joined": "official resident"}),
        (["family"], False, False, {"official": "resident family", "family": "official resident"}),
        (
            ["listening"],
            False,
            False,
            {"resident": "official", "official": "resident", "listening": "official resident"},
        ),
        (
            ["joined", "family", "listening"],
            False,
            False,
            {
                "resident": "official joined family",
                "joined": "official resident family",
                "listening": "official resident joined family",
            },
        ),
        (["consult"], False, True, {"resident": "", "official": "consult", "consult": "official"}),
        (["consult", "family"], False, True, {"resident": "", "family": "", "consult": "official"}),
        (["joined", "listening"], True, True, {"official": "joined", "joined": "official", "listening": ""}),
        (["family"], True, True, {"resident": "", "official": "", "family": ""}),
    ],
    ids=str,
)
def test_who_hears_whom(desk_page: Page, roles: list[str], held: bool, aside: bool, heard: dict[str, str]) -> None:
    script = """async ([roles, held]) => {
        const { plan } = await import("/web/seat/mix.js");
        return plan(roles.map((role) => ({ id: role, role })), held);
    }"""
    planned = desk_page.evaluate(script, [roles, held])
    assert planned["aside"] is aside
    assert {who: set(planned["hears"][who]) for who in heard} == {who: set(whom.split()) for who, whom in heard.items()}
    assert all(who not in whom for who, whom in planned["hears"].items()), "nobody hears themselves"
    for role in roles:
        first, second = planned["sees"][role]
        assert (first, second) == (
            "resident" if not aside and role != "consult" else "",
            "official" if not aside and role == "family" else "",
        )
    assert set(planned["shown"]) == ({role for role in roles if role in COUNTER} if not aside else set())


@pytest.mark.parametrize(
    ("roles", "held", "mix", "talking"),
    [
        ([], False, False, False),
        (["listening"], False, False, False),
        (["joined"], False, True, False),
        (["family"], True, False, False),
        (["joined"], True, False, True),
        (["consult", "joined"], False, False, True),
    ],
)
def test_when_the_booth_is_sent_a_mix_and_the_microphone_stays_on(
    desk_page: Page, roles: list[str], held: bool, mix: bool, talking: bool
) -> None:
    script = """async ([roles, held]) => {
        const { isHeardAside, needsMix, plan } = await import("/web/seat/mix.js");
        const planned = plan(roles.map((role) => ({ id: role, role })), held);
        return [needsMix(planned), isHeardAside(planned)];
    }"""
    assert desk_page.evaluate(script, [roles, held]) == [mix, talking]


@pytest.mark.parametrize(
    ("state", "title", "words", "can_try"),
    [
        ({"up": True, "storeAway": True}, "中枢的数据库暂时连不上", "恢复前不会有来电", False),
        ({"up": True, "storeAway": True, "inCall": True}, "中枢的数据库暂时连不上", "通话照常", False),
        ({"up": False, "storeAway": True, "retryAtMs": 3000, "tries": 2}, "与中枢的连接断了", "2 秒后自动重试", True),
        ({"up": False, "replaced": True}, "已在另一个页面打开", "只能在一个页面工作", True),
    ],
)
def test_what_the_banner_says(desk_page: Page, state: dict[str, Any], title: str, words: str, can_try: bool) -> None:
    run = "async (state) => (await import('/web/seat/offline.js')).bannerOf(state, 1000)"
    banner = desk_page.evaluate(run, state)
    assert (banner["title"], banner["canTry"]) == (title, can_try) and words in banner["words"]
    assert desk_page.evaluate(run, {"up": True, "storeAway": False}) is None
