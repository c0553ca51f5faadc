"""Core: what an official asks for where it cannot be done yet: the way there, said to both."""

from collections.abc import Mapping

from cloud_seat.contract.text import Text
from kiosk_app.session.state import Stage

_NOT_BEGUN = Text(
    zh="居民还没开始填表，先请居民选好事项、刷身份证",
    en="The form is not begun: first the matter is chosen and the card read",
)
_OVER = Text(zh="已经提交了", en="It is handed in already")

_SIGNATURE: Mapping[Stage, Text] = {
    Stage.FORM: Text(
        zh="居民还在填表，填好、拍完材料，到核对页就能签",
        en="The form is being filled in; after it and the papers comes the page to sign",
    ),
    Stage.MATERIAL: Text(
        zh="居民还在拍材料，拍完到核对页就能签", en="Papers are being taken; after them comes the page to sign"
    ),
    Stage.SIGN: Text(zh="居民已经在签字页", en="The resident is on the page to sign"),
    Stage.REVIEW: Text(zh="居民已经签好，还没按提交", en="It is signed, and not handed in yet"),
    Stage.SUBMITTING: _OVER,
    Stage.DONE: _OVER,
    Stage.STORED: _OVER,
}
_NOT_ASKED_FOR = Text(zh="这件事用不上这份材料", en="This matter does not ask for that paper")
SIGNED_ANEW = Text(
    zh="居民去拍材料了，拍好后会再签一次字", en="The resident goes back to the papers, and signs once more after it"
)
_PAPER: Mapping[Stage, Text] = {
    Stage.FORM: _NOT_ASKED_FOR,
    Stage.MATERIAL: Text(
        zh="正在拍别的一页，或者用不上这份材料", en="Another page is being taken, or that paper is not asked for"
    ),
    Stage.CHECK: _NOT_ASKED_FOR,
    Stage.SIGN: _NOT_ASKED_FOR,
    Stage.REVIEW: _NOT_ASKED_FOR,
    Stage.SUBMITTING: _OVER,
    Stage.DONE: _OVER,
    Stage.STORED: _OVER,
}
_TOLD: Mapping[tuple[str, Stage], str] = {
    ("signature", Stage.FORM): "sign_after_form",
    ("signature", Stage.MATERIAL): "sign_after_papers",
    ("signature", Stage.SIGN): "sign_here",
    ("signature", Stage.REVIEW): "submit_here",
}


def why_not(kind: str, stage: Stage) -> Text:
    """For the official: where the resident is, and what leads on."""
    return (_SIGNATURE if kind == "signature" else _PAPER).get(stage, _NOT_BEGUN)


def way_there(kind: str, stage: Stage) -> str:
    """For the resident: the word for a sentence of `sentences.py`; empty when there is nothing to do here."""
    return _TOLD.get((kind, stage), "")
