"""Core: the keeper's page: the PIN or a card, then devices in words, what can be done, and what was found."""

from collections.abc import Mapping

from cloud_seat.contract.text import Text
from devices.tool.trouble import SENTENCES
from kiosk_app.flow.steps import device_name
from kiosk_app.flow.verdicts import VERDICTS
from kiosk_app.session.asking import WORKING, works
from kiosk_app.session.moves.keeper import LOUDNESS, TASKS
from kiosk_app.session.state import VOLUME_LEVELS, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.wording import dotted, pick
from kiosk_app.ui.shown import Shown

_STATES: Mapping[str, Text] = {
    "ready": Text(zh="正常", en="Ready"),
    "busy": Text(zh="正在工作", en="Busy"),
    "degraded": Text(zh="能用，请留意", en="Works, but look after it"),
    "blocked": Text(zh="要人处理", en="Waits for a person"),
    "opening": Text(zh="正在连接", en="Connecting"),
    "closed": Text(zh="没有打开", en="Closed"),
    "offline": Text(zh="没有应答", en="No answer"),
    "absent": Text(zh="没有接上", en="Not plugged in"),
    "error": Text(zh="坏了", en="Broken"),
}
_TASKS: Mapping[str, Text] = {
    "link_test": Text(zh="测网络", en="Test the link"),
    "self_test": Text(zh="设备自检", en="Test all devices"),
    "aimed": Text(zh="对准高拍仪", en="Aim the camera"),
    "paper_changed": Text(zh="换好小票纸了", en="Paper changed"),
    "sheets_loaded": Text(zh="加好 A4 纸了", en="A4 loaded"),
    "restarted": Text(zh="重新启动", en="Start again"),
}
_TOLD: Mapping[str, Text] = {
    "hub": Text(zh="中枢", en="Hub"),
    "socket": Text(zh="实时连接", en="Live connection"),
    "paper_changed": Text(zh="小票张数从 0 记起", en="Slips: counting from 0"),
    "sheets_loaded": Text(zh="A4 张数从 0 记起", en="A4: counting from 0"),
}


_OWN: Mapping[str, Text] = {
    "storage_low": Text(
        zh="快满了。请看网络通不通，办件送走就会腾出地方；一直不见好，请联系维护人员。",
        en="Filling up. See to the network: cases that leave make room. If it stays, call maintenance.",
    ),
    "storage_short": Text(
        zh="没多少地方了，要拍材料的新事项已经停办。请看网络，并联系维护人员。",
        en="Little room: no new matters with papers. See to the network and call maintenance.",
    ),
    "storage_full": Text(
        zh="满了，已停止拍材料；已经填的还能提交，回执照收。请马上联系维护人员，不要删除任何文件。",
        en="Full: no pictures are taken; submits and receipts go on. Call maintenance now. Delete nothing.",
    ),
    "hub_refuses": Text(
        zh="中枢不认这台晓屋了。办件都在本机，一件不少；请联系维护人员重新登记，登记好会自己接上送走。",
        en="The hub does not know this booth. Every case is safe here. Call maintenance to enrol it anew: "
        "then it goes on by itself.",
    ),
}
"""Disk and enrolment are no devices, but looked after like them."""

_BY_PIN = ("请输入守护人密码。您不是守护人的话，请按“回首页”。", "Type the keeper's PIN. Others: Start page.")
_BY_CARD = (
    "请放上或插入登记过的卡，或者输入守护人密码。您不是守护人的话，请按“回首页”。",
    "Lay down or put in a keeper's card, or type the PIN. Others: Start page.",
)


def keeper(session: Session, booth: Booth) -> Shown:
    """Nothing of it shows before the PIN was right."""
    say, en, own = session.language, session.language == "en", session.keeper
    devices = session.ambient.devices if own.is_open else {}
    return {
        "title": pick(en, "守护人", "Keeper"),
        "text": pick(en, *(_BY_CARD if booth.takes_keeper_card else _BY_PIN)),
        "dots": "●" * len(own.pin),
        "pin": own.pin,
        "open": own.is_open,
        "devices": [_device(role, session) for role in sorted(devices)],
        "tasks": [
            {"id": task, "text": _TASKS[task].in_language(say), "enabled": not own.busy}
            for task in TASKS
            if task not in LOUDNESS
        ]
        if own.is_open
        else [],
        "busyText": pick(en, "正在做，请稍等…", "One moment…") if own.busy else "",
        "told": [_found(*told, say=say) for told in own.told],
        "facts": _facts(session, booth) if own.is_open else [],
        **_volume(session),
        "aims": own.aims,
        "stage": _stage(session, booth),
    }


def _volume(session: Session) -> Shown:
    """What every resident begins with."""
    en, level, can_press = session.language == "en", session.ambient.usual_volume, not session.keeper.busy
    return {
        "volumeText": pick(en, f"平时音量 {level}，共 {VOLUME_LEVELS} 档", f"Volume {level} of {VOLUME_LEVELS}"),
        "canTurnDown": can_press and level > 1,
        "canTurnUp": can_press and level < VOLUME_LEVELS,
    }


def _device(role: str, session: Session) -> Shown:
    say, state = session.language, session.ambient.devices[role]
    sentences = [SENTENCES[code] for code in session.ambient.reasons.get(role, ()) if code in SENTENCES]
    words = [_STATES[state].in_language(say) if state in _STATES else state]
    words += [sentence["en" if say == "en" else "zh"] for sentence in sentences]
    words += [_OWN[code].in_language(say) for code in session.ambient.reasons.get(role, ()) if code in _OWN]
    mark = "done" if state == "ready" else "todo" if state in WORKING else "trouble"
    return {"title": _headed(device_name(role).in_language(say)), "text": dotted(*words), "state": mark}


def _headed(name: str) -> str:
    """A name that begins a line."""
    return name[:1].upper() + name[1:]


def _found(code: str, is_fine: bool, number: int, *, say: str) -> Shown:
    en = say == "en"
    name = _headed((_TOLD.get(code) or device_name(code)).in_language(say))
    fine = pick(en, "正常", "fine") if is_fine else pick(en, "不行", "not working")
    words = "" if code in ("paper_changed", "sheets_loaded") else f"：{fine}" if not en else f": {fine}"
    return {"text": f"{name}{words}" + (f" · {number} ms" if number else ""), "tone": "ok" if is_fine else "bad"}


def _facts(session: Session, booth: Booth) -> list[Shown]:
    en, up = session.language == "en", session.ambient.link_up
    link = pick(en, "已连上", "connected") if up else pick(en, "没有连上", "not connected")
    update = {"label": pick(en, "更新", "Update"), "value": booth.update.in_language(session.language)}
    return [
        *([update] if booth.update.zh else []),
        {"label": pick(en, "夜间自检", "Night check"), "value": booth.rehearsal.in_language(session.language)},
        {"label": pick(en, "已打小票", "Slips printed"), "value": pick(en, f"{booth.slips} 张", str(booth.slips))},
        {"label": pick(en, "已打 A4", "A4 printed"), "value": pick(en, f"{booth.sheets} 张", str(booth.sheets))},
        {"label": pick(en, "版本", "Version"), "value": booth.version},
        {"label": pick(en, "本机地址", "Address"), "value": booth.address or "—"},
        {"label": pick(en, "中枢", "Hub"), "value": f"{booth.hub_url} · {link}"},
    ]


def _stage(session: Session, booth: Booth) -> Shown:
    """What the picture of the paper needs while the camera is aimed."""
    verdict = session.verdict if works(session, "document_camera") else "no_camera"
    return {
        "mode": "live",
        "shot": False,
        "shotUrl": "",
        "codeUrl": "",
        "cameraReady": works(session, "document_camera"),
        "verdict": verdict,
        "verdictText": VERDICTS[verdict].in_language(session.language) if verdict in VERDICTS else "",
        "outline": [{"x": x, "y": y} for x, y in booth.outline],
    }
