"""Core: the identify page in its ways and questions: the real presenter over sessions of invented people."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk_app.session.identity import NAME, NUMBER, claim_errors
from kiosk_app.session.state import Ambient, Errand, Knowledge, Person, Proof, Session, Stage
from kiosk_app.ui.presenters.identifying import identify

ALL_DEVICES = {"id_card": "ready", "smart_card": "ready", "scanner": "ready"}
NOTHING_KNOWN = Knowledge(items={}, engines={}, doors={}, today="2026-11-23")
LONG_NAME = Person("测试·阿布都热合曼·样张", "男", "维吾尔", "1907-08-09", "", "440113190708090013")
GRANDFATHER = Person("测试老先生", "男", "汉", "1903-04-05", "", "440113190304050015")
HERE = Session(stage=Stage.IDENTIFY, ambient=Ambient(devices=ALL_DEVICES))
BY_HAND = replace(HERE, way="typed", claim={NAME: "测试老先生", NUMBER: "4401131903040500"})
ERRAND = replace(HERE, errand=Errand(actor=LONG_NAME, relation="child"))

SESSIONS: Mapping[str, Session] = {
    "identify-social": replace(HERE, way="social"),
    "identify-social-trouble": replace(HERE, way="social", reading="trouble", notice="social_turn_over"),
    "identify-code": replace(HERE, way="code"),
    "identify-code-wrong": replace(HERE, way="code", reading="trouble", notice="code_wrong"),
    "identify-typed": replace(BY_HAND, claim={}),
    "identify-typed-error": replace(BY_HAND, errors=claim_errors("测试老先生", "4401131903040500")),
    "identify-actor": replace(HERE, errand=Errand()),
    "identify-relation": replace(HERE, errand=Errand(actor=LONG_NAME), reading="done"),
    "identify-lift": replace(ERRAND, reading="lift"),
    "identify-principal": ERRAND,
    "identify-same": replace(ERRAND, reading="trouble", notice="same_person"),
    "identify-principal-typed": replace(ERRAND, way="typed"),
    "identify-confirm": replace(ERRAND, person=replace(GRANDFATHER, proof=Proof.CARD), reading="done"),
}


def shown(name: str) -> Mapping[str, Mapping[str, tuple[object, object]]]:
    """Every value of the page in both languages; a name written by hand has a way on."""
    zh, en = (identify(replace(SESSIONS[name], language=say), NOTHING_KNOWN) for say in ("zh", "en"))
    onward = ("下一步", "Next") if zh["way"] == "typed" else ("", "")
    return {"identify": {key: (zh[key], en[key]) for key in zh}, "frame": {"primaryText": onward}}
