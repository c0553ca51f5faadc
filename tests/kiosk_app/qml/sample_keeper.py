"""Core: what the keeper's page shows in the tests."""

from collections.abc import Mapping

from cloud_seat.contract.release_words import REFUSALS
from tests.kiosk_app.qml.sample_asking import Say


def keeper(say: Say) -> dict[str, object]:
    return {
        "title": say("守护人", "Keeper"),
        "text": say("请输入守护人密码。您不是守护人的话，请按“回首页”。", "Type the keeper's PIN. Others: Start page."),
        "dots": "●●●", "pin": "123", "open": False, "devices": [], "tasks": [], "busyText": "", "told": [], "facts": [],
        "volumeText": "", "canTurnUp": False, "canTurnDown": False,
        "aims": False,
        "stage": {
            "mode": "live", "cameraReady": True, "verdict": "good", "verdictText": say("很清楚", "Clear"),
            "outline": [],
            "shot": False, "shotUrl": "", "codeUrl": "",
        },
    }  # fmt: skip


_TASKS = (
    ("link_test", "测网络", "Test the link"),
    ("self_test", "设备自检", "Test all devices"),
    ("aimed", "对准高拍仪", "Aim the camera"),
    ("paper_changed", "换好小票纸了", "Paper changed"),
    ("sheets_loaded", "加好 A4 纸了", "A4 loaded"),
    ("restarted", "重新启动", "Start again"),
)
_OPEN: Mapping[str, object] = {
    "open": True,
    "pin": "",
    "dots": "",
    "tasks": [{"id": task, "text": (zh, en), "enabled": True} for task, zh, en in _TASKS],
    "devices": [
        {"title": ("读卡器", "Card reader"), "text": ("正常", "Ready"), "state": "done"},
        {
            "title": ("小票打印机", "Slip printer"),
            "text": ("要人处理\u00a0· 没有纸了，请装纸。", "Waits for a person\u00a0· Out of paper; please load some."),
            "state": "trouble",
        },
        {"title": ("高拍仪", "Document camera"), "text": ("正常", "Ready"), "state": "done"},
    ],
    "volumeText": ("平时音量 7，共 7 档", "Volume 7 of 7"),
    "canTurnDown": True,
    "facts": [
        {"label": ("更新", "Update"), "value": (REFUSALS["expired"].zh, REFUSALS["expired"].en)},
        {
            "label": ("夜间自检", "Night check"),
            "value": (
                "11-26 03:30 先别开门，小票打印机：打印机缺纸，请装纸",
                "11-26 03:30 do not open: slip printer: The printer is out of paper",
            ),
        },
        {"label": ("已打小票", "Slips printed"), "value": ("128 张", "128")},
        {"label": ("已打 A4", "A4 printed"), "value": ("64 张", "64")},
        {"label": ("版本", "Version"), "value": "0.1.0"},
        {"label": ("本机地址", "Address"), "value": "192.0.2.17"},
        {
            "label": ("中枢", "Hub"),
            "value": ("https://hub.example\u00a0· 已连上", "https://hub.example\u00a0· connected"),
        },
    ],
}
KEEPER_STATES: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    "keeper-open": (
        "keeper",
        {
            "frame": {"primaryText": ""},
            "keeper": {
                **_OPEN,
                "told": [
                    {"text": ("中枢：正常\u00a0· 12 ms", "Hub: fine\u00a0· 12 ms"), "tone": "ok"},
                    {"text": ("实时连接：不行", "Live connection: not working"), "tone": "bad"},
                ],
            },
        },
    ),
    "keeper-aims": ("keeper", {"frame": {"primaryText": ""}, "keeper": {**_OPEN, "aims": True}}),
}
