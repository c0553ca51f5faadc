"""Core: rarer states of the page of the papers; a pair is Chinese and English."""

from collections.abc import Mapping

from tests.kiosk_app.qml.sample_asking import action, taken_pages

RETAKE = action("retakePage", "camera", ("重拍这页", "Take again"))
DROP = action("dropPage", "trash", ("删掉这页", "Delete page"))
TAKEN: Mapping[str, object] = {
    "mode": "shot",
    "shot": True,
    "shotUrl": "image://papers/scan?rev=1",
    "outline": [],
    "verdict": "good",
    "verdictText": ("拍好了，请看清不清楚", "Taken; please check it"),
    "text": (
        "看不清就重拍。还有别的页，按“再拍一页”。",
        "If it is hard to read, take it again. More pages? Add them.",
    ),
    "pages": taken_pages(1, current=1),
    "addText": ("再拍一页", "One more page"),
    "actions": [RETAKE, DROP],
}
PAPERS: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    "material-none": (
        "material",
        {
            "material": {
                "cameraReady": False,
                "verdict": "no_camera",
                "outline": [],
                "verdictText": (
                    "高拍仪没有反应。可以先欠着这一份，或请工作人员帮忙。",
                    "The camera does not answer. Bring it later or call an official.",
                ),
            }
        },
    ),
    "material-full": (
        "material",
        {
            "frame": {
                "noticeText": (
                    "本机快存满了，拍不了新的材料。填好的、拍好的都在，照样能提交；这份先欠着，或叫工作人员。",
                    "This machine is nearly full: no new pictures. What you did is kept and can be handed in; bring"
                    " this paper later, or call an official.",
                ),
                "noticeTone": "bad",
            },
            "material": {
                "verdict": "no_room",
                "outline": [],
                "verdictText": (
                    "本机快存满了，拍不了新的。可以先欠着这一份，或请工作人员帮忙。",
                    "The machine is nearly full: no new pictures. Bring it later or call an official.",
                ),
            },
        },
    ),
    "material-cut": (
        "material",
        {
            "material": {
                "verdict": "cut_corner",
                "verdictText": ("有一个角没拍到，请往中间挪一挪", "A corner is cut off; please move it to the middle"),
                "text": ("没有自动拍的话，按“现在拍”就行。", 'If it does not take itself, press "Take it now".'),
                "actions": [action("takePage", "camera", ("现在拍", "Take it now"), strong=True)],
            }
        },
    ),
    "material-taken": ("material", {"material": TAKEN}),
    "material-pages": (
        "material",
        {
            "material": {
                **TAKEN,
                "verdict": "whole_desk",
                "verdictText": (
                    "没找到纸边，整个台面都拍下了，请看清不清楚",
                    "No edges found, so the whole desk was taken; please check it",
                ),
                "pages": taken_pages(12, current=11),
            }
        },
    ),
    "material-next": (
        "material",
        {
            "material": {
                "verdict": "same_sheet",
                "verdictText": (
                    "这张拍过了。请换上下一页，或挪一挪再放好",
                    "This sheet is taken. Lay down the next, or move it and let go",
                ),
                "pages": taken_pages(2, current=0),
                "addText": ("再拍一页", "One more page"),
            }
        },
    ),
    "material-turn": (
        "material",
        {
            "material": {
                "verdict": "turn_over",
                "verdictText": ("这一面拍好了，请翻面。", "This side is taken; please turn the card over."),
                "text": (
                    "还有另一面：翻过来放好，两面会排在一张纸上。",
                    "One side is taken; turn the card over. Both come to one page.",
                ),
            }
        },
    ),
    "material-phone": (
        "material",
        {
            "material": {
                "mode": "phone",
                "codeUrl": "image://papers/code?rev=1",
                "outline": [],
                "verdict": "phone_ready",
                "verdictText": ("请用手机扫这个码", "Please scan this code with your phone"),
                "text": (
                    "用手机扫屏幕上的码，在手机上拍照或选照片，会自动出现在这里。",
                    "Scan it with your phone; your pictures appear here.",
                ),
                "pages": taken_pages(1, current=0),
                "addText": ("再传一页", "Send one more"),
                "actions": [action("leavePhone", "camera", ("改用高拍仪", "Use the camera here"))],
            }
        },
    ),
    "material-offer": (
        "material",
        {
            "material": {
                **TAKEN,
                "mode": "offer",
                "verdictText": ("这份您刚才拍过了，直接用吗？", "You took this paper earlier. Use it?"),
                "text": (
                    "不用再拿出来拍一次。换了一份的话，请重新拍。",
                    "No need to take it out again, unless it is another one.",
                ),
                "pages": [],
                "addText": "",
                "actions": [
                    action("reusePaper", "check", ("就用这份", "Use this"), strong=True),
                    action("takeAnew", "camera", ("重新拍", "Take it again")),
                ],
            }
        },
    ),
}
