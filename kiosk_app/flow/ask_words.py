"""Core: what the resident reads when something that the official asked for has ended. Code → Chinese, English, tone."""

from collections.abc import Mapping

ASKED: Mapping[str, tuple[str, str, str]] = {
    "ask_card_done": ("核对过了，是您本人的证。可以接着办。", "It is your card. Please go on.", "ok"),
    "ask_card_differs": (
        "这张不是前面那张身份证，已经告诉工作人员。您填的没有变。",
        "This is not the card of before; the official has been told. Your form has not changed.",
        "warn",
    ),
    "ask_photo_done": ("拍好了，只有这位工作人员看得到。", "Taken; only this official sees it.", "ok"),
    "ask_photo_failed": (
        "照片没有拍成，已经告诉工作人员。可以请他直接看着您核对。",
        "The photo failed; the official has been told and can look at you instead.",
        "warn",
    ),
    "ask_printing": ("正在打印，请稍等。", "Printing; one moment, please.", "info"),
    "ask_print_done": ("打印好了，请取走。", "It is printed. Please take it.", "ok"),
    "paper_accepted": ("工作人员看过这份材料了，可以用。", "The official has seen this paper: it is fine.", "ok"),
    "ask_changed": (
        "您已经改过这一项了，就照您填的，没有动。",
        "You have changed this answer yourself; yours stays.",
        "info",
    ),
    "ask_unfit": (
        "建议的内容不合填表要求，没有改。您填的还在。",
        "The suggestion does not fit the form; nothing was changed.",
        "warn",
    ),
    "ask_withdrawn": (
        "工作人员不用您做这一步了。您填的都还在，请接着办。",
        "The official no longer needs that. Your form is kept; please go on.",
        "info",
    ),
    "ask_cannot": (
        "这一步现在做不了，已经告诉工作人员。您填的都还在。",
        "This cannot be done now; the official has been told. Your form is kept.",
        "warn",
    ),
}
