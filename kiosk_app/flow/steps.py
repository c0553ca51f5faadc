"""Core: the steps of a complaint in words, for the official who answers for it."""

from cloud_seat.contract.text import Text
from kiosk_app.flow.sentences import notice
from kiosk_app.session.state import Knowledge, Session, Stage

_PAGES = {
    "welcome": Text(zh="首页", en="start page"),
    "find": Text(zh="找事项", en="finding the matter"),
    "guide": Text(zh="办事指南", en="the guide"),
    "identify": Text(zh="刷身份证", en="the ID card"),
    "form": Text(zh="填表", en="the form"),
    "material": Text(zh="交材料", en="the papers"),
    "check": Text(zh="核对", en="the check"),
    "sign": Text(zh="签字", en="the signature"),
    "review": Text(zh="看申请表", en="the application"),
    "submitting": Text(zh="提交", en="submitting"),
    "done": Text(zh="已提交", en="submitted"),
    "stored": Text(zh="存在本机", en="stored at the booth"),
    "progress": Text(zh="查进度", en="asking for progress"),
    "checkIn": Text(zh="预约签到", en="the check-in"),
    "keeper": Text(zh="守护人页", en="the keeper's page"),
    "takeCard": Text(zh="取卡", en="taking the card"),
    "apology": Text(zh="机器出错", en="a fault of the machine"),
}
_DEVICES = {
    "id_card": Text(zh="读卡器", en="card reader"),
    "smart_card": Text(zh="社保卡读卡器", en="social-card reader"),
    "receipt_printer": Text(zh="小票打印机", en="slip printer"),
    "document_printer": Text(zh="A4 打印机", en="A4 printer"),
    "document_camera": Text(zh="高拍仪", en="document camera"),
    "face_camera": Text(zh="摄像头", en="camera"),
    "scanner": Text(zh="扫码器", en="code scanner"),
    "booth_board": Text(zh="控制板", en="booth board"),
    "storage": Text(zh="本机硬盘", en="disk"),
    "enrolment": Text(zh="在中枢的登记", en="enrolment at the hub"),
}


def device_name(role: str) -> Text:
    """A device as people call it."""
    return _DEVICES.get(role, Text(zh=role, en=role))


def packed(session: Session, knowledge: Knowledge) -> list[dict[str, str]]:
    """Every step tried, oldest first, and where the resident stands: [{"code", "zh", "en"}]."""
    codes = (*session.trail, f"at:{session.stage.value}")
    return [{"code": code, **_both(_words(code, session, knowledge))} for code in codes]


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _words(code: str, session: Session, knowledge: Knowledge) -> Text:
    kind, _, what = code.partition(":")
    match kind:
        case "item":
            item = knowledge.items.get(what)
            return _with("选了", "chose ", item.name if item else Text(zh=what, en=what))
        case "page":
            return _with("到", "came to ", _PAGES[what])
        case "at":
            return _with("停在", "stopped at ", _PAGES[Stage(what).value])
        case "device":
            return _with("不能用：", "out of order: ", device_name(what))
        case "field":
            return _with("没填过去：", "not accepted: ", _field(what, session, knowledge))
        case _:
            said = notice(what)
            return _with("看到：", "was told: ", said.text if said else Text(zh=what, en=what))


def _with(zh: str, en: str, text: Text) -> Text:
    return Text(zh=zh + text.zh, en=en + (text.en or text.zh))


def _field(name: str, session: Session, knowledge: Knowledge) -> Text:
    item = knowledge.items.get(session.item_id)
    engine = knowledge.engines.get(item.form_id) if item and item.form_id else None
    field = engine.field(name) if engine else None
    return field.label if field else Text(zh=name, en=name)
