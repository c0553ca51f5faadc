"""Core: further people in a call as the pages show them in the tests. All people are invented."""

from collections.abc import Mapping

from cloud_seat.contract.companions import CONSULT, FAMILY, JOINED, LISTENING, Companion
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from kiosk_app.session.call_state import Call, CallState
from kiosk_app.session.state import Session
from kiosk_app.ui.presenters import company
from kiosk_app.ui.shown import Shown

Both = tuple[str, str]
_BOSS = Seat(seat_id="s3", name="周敏", department=Text(zh="番禺区民政局", en="Civil Affairs Bureau"), number="0300")
_PEER = Seat(
    seat_id="s2",
    name="林晓",
    department=Text(zh="番禺区人力资源和社会保障局", en="Social Security Bureau"),
    number="0231",
)
_SUPERVISOR = Companion(companion_id="b", role=LISTENING, state="here", seat=_BOSS)
_COLLEAGUE = Companion(companion_id="a", role=JOINED, state="here", seat=_PEER)
_RELATIVE = Companion(companion_id="c", role=FAMILY, state="here", name="大女儿小梅", sees_form=True)
_CONSULTED = Companion(companion_id="a", role=CONSULT, state="here", seat=_PEER)


def _shown(view: Shown, other: Shown) -> dict[str, object]:
    """Each value in both languages, as the sample states want it."""
    return {name: (value, other[name]) if isinstance(value, str) else value for name, value in view.items()}


def _lines(*people: Companion) -> dict[str, object]:
    zh, en = (_strip(language, people) for language in ("zh", "en"))
    return {
        "company": [
            {"id": one["id"], "icon": one["icon"], "text": (one["text"], two["text"]), "end": (one["end"], two["end"])}
            for one, two in zip(zh, en, strict=True)
        ]
    }


def _strip(language: str, people: tuple[Companion, ...]) -> list[Shown]:
    lines = company.strip(_session(language, people))["company"]
    assert isinstance(lines, list)
    return lines


def _session(language: str, people: tuple[Companion, ...]) -> Session:
    return Session(language=language, call=Call(state=CallState.CONNECTED, people=people))


def _held() -> dict[str, object]:
    zh, en = (company.held(_session(language, (_CONSULTED,))) for language in ("zh", "en"))
    return {**_shown(zh, en), "stalled": True}


_BESIDE: dict[str, object] = {
    "seatTile": True, "callText": "", "callState": "connected", "callChip": ("通话", "In call"),
}  # fmt: skip
COMPANY: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    "call-listening": ("call", {"frame": _lines(_SUPERVISOR)}),
    "call-three": ("call", {"frame": _lines(_COLLEAGUE, _SUPERVISOR, _RELATIVE)}),
    "call-consult": ("call", {"frame": _lines(_CONSULTED), "call": _held()}),
    "form-company": ("form", {"frame": {**_BESIDE, **_lines(_RELATIVE)}}),
    "sign-company": ("sign", {"frame": {**_BESIDE, **_lines(_COLLEAGUE, _RELATIVE)}}),
}

_CODE_TITLE, _, *_CODE_ANSWERS = company.HELPER_WORDS["callHelperCode"]
HELPER_TEXTS: Mapping[str, tuple[Both, Both, Both, Both]] = {
    kind: ((title.zh, title.en), (text.zh, text.en), (yes.zh, yes.en), (no.zh, no.en))
    for kind, (title, text, yes, no) in {
        **company.HELPER_WORDS,
        "callHelperCode": (_CODE_TITLE, company.TELL, *_CODE_ANSWERS),
    }.items()
}
MEANS = company.MEANS


def _told() -> list[tuple[Shown, Shown]]:
    """What is read out by telephone, in both languages."""
    call = Call(state=CallState.CONNECTED, helper_told=("xiaowu.example.gov.cn/with", "48219073"))
    zh, en = (company.told(Session(language=language, call=call)) for language in ("zh", "en"))
    return list(zip(zh, en, strict=True))


TOLD = _told()
