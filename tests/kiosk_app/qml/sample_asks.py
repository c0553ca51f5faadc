"""Core: what the official asks for, as the questions over the page show it in the tests."""

from collections.abc import Mapping

from kiosk_app.ui.presenters.asks import WORDS

Both = tuple[str, str]
WHO: Both = ("工作人员（0217 号）", "Official 0217")


def _asked(
    kind: str, name: Both = ("", ""), note: str = "", facts: tuple[tuple[Both, Both], ...] = ()
) -> dict[str, object]:
    title, text, yes, no = WORDS[kind]

    def both(text_zh: str, text_en: str) -> Both:
        return text_zh.format(who=WHO[0], name=name[0]), text_en.format(who=WHO[1], name=name[1])

    quoted = f"“{note}” " if note else ""
    meaning = both(text.zh, text.en)
    return {
        "overlay": "callAsk",
        "overlayTitle": both(title.zh, title.en),
        "overlayText": (quoted + meaning[0], quoted + meaning[1]),
        "overlayYes": (yes.zh, yes.en),
        "overlayNo": (no.zh, no.en),
        "overlayFacts": [{"label": label, "value": value} for label, value in facts],
    }


ASKS: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    "call-ask-value": (
        "call",
        {
            "frame": _asked(
                "value",
                ("路名、门牌、楼栋、房号", "Road, number, building, room"),
                "房号写反了，请看看",
                (
                    (
                        ("现在", "Now"),
                        (
                            "广州市番禺区市桥街测试路 12 号之一测试花园 3 栋 201 房",
                            "201, Block 3, Test Garden, 12 Test Road, Shiqiao",
                        ),
                    ),
                    (
                        ("改成", "Would become"),
                        (
                            "广州市番禺区市桥街测试路 12 号之一测试花园 3 栋 102 房",
                            "102, Block 3, Test Garden, 12 Test Road, Shiqiao",
                        ),
                    ),
                ),
            )
        },
    ),
    "call-ask-print": ("call", {"frame": _asked("print", ("受理通知书或凭证", "your notice"))}),
    "call-ask-photo": ("call", {"frame": _asked("photo")}),
    "call-held": (
        "call",
        {
            "call": {
                "stalled": True,
                "heldTitle": ("工作人员离开一下，马上回来", "The official will be right back"),
                "heldText": (
                    "这会儿对方看不到您，也听不到您。您填的都还在，可以接着填。",
                    "Nobody sees or hears you now. Your form is kept; you may go on.",
                ),
            }
        },
    ),
    "call-chat": (
        "call",
        {
            "call": {
                "chatting": True,
                "chatText": ("打字：开", "Typing: on"),
                "lines": [
                    {
                        "unsent": False,
                        "mine": False,
                        "who": WHO,
                        "text": ("您好，请把社保卡放平。", "Please lay your card flat."),
                    },
                    {
                        "unsent": False,
                        "mine": True,
                        "who": ("您", "You"),
                        "text": ("听不见，请打字。", "I cannot hear; write."),
                    },
                    {
                        "unsent": False,
                        "mine": False,
                        "who": WHO,
                        "text": (
                            "好的，我打字。您的手机号码少了一位，我帮您圈出来了，请看一看右边标出来的那一项，改好就行。",
                            "Certainly. Your number lacks a digit. I have marked it; please have a look at the marked"
                            " line on the right.",
                        ),
                    },
                ],
            }
        },
    ),
    "call-chat-unsent": (
        "call",
        {
            "frame": {
                "noticeTone": "warn",
                "noticeText": (
                    "您刚才打的字没有送到，还给您留着。请点“再发一次”。",
                    "What you wrote did not arrive; it is kept here. Please touch Send again.",
                ),
            },
            "call": {
                "chatting": True,
                "chatText": ("打字：开", "Typing: on"),
                "lines": [
                    {
                        "unsent": True,
                        "mine": True,
                        "who": ("您 · 没有送到", "You · not sent"),
                        "text": ("听不见，请打字。", "I cannot hear; write."),
                    },
                ],
            },
        },
    ),
}
