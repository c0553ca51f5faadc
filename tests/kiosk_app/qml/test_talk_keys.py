"""Shell: in a call its words, "I cannot hear", the microphone and hanging up are at hand, whatever the glass shows."""

import pytest
from PySide6.QtCore import QMetaObject

from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.faults import faults
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage

KEYS = {"cannotHear", "mute", "hangUp"}
LOOKS = [
    ((1920, 1080), "standard", "zh", False),
    ((1366, 768), "elder", "en", False),
    ((1080, 1920), "contrast", "zh", False),
    ((1080, 1920), "elder", "en", False),
    ((1080, 1920), "standard", "zh", True),
    ((1080, 1920), "elder", "en", True),
]
SHOWN = ("call", "call-chat", "call-marked", "material-marked", "find", "sign-noticed")


def open_in_call(stage: Stage, name: str, mode: str, language: str, *, lowered: bool) -> None:
    of = state(name, mode=mode, language=language) if name in STATES else None
    shown = of or presentation(name, mode=mode, language=language, in_call=True)
    QMetaObject.invokeMethod(stage.window, "leaveField")
    stage.show({**shown, "frame": {**shown["frame"], "reach": lowered}})


def at_hand(stage: Stage) -> set[str]:
    seen = measure.topmost(measure.seen_items(stage.window), stage.window)
    names = {s.item.objectName() for s in measure.targets(seen)} & KEYS
    words = any(s.item.objectName() in ("caption", "hearingText") and s.visible.height() > 0 for s in seen)
    return names | ({"words"} if words else set())


@pytest.mark.parametrize(("size", "mode", "language", "lowered"), LOOKS, ids=str)
def test_nothing_takes_them_away(stage: Stage, size: tuple[int, int], mode: str, language: str, lowered: bool) -> None:
    stage.resize(size)
    for name in SHOWN:
        open_in_call(stage, name, mode, language, lowered=lowered)
        missing = (KEYS | {"words"}) - at_hand(stage)
        assert not missing, (name, missing)
        editors = [editor for editor in stage.editors() if not editor.property("readOnly")]
        if editors:
            editors[-1].forceActiveFocus()
            stage.settle()
            missing = (KEYS | {"words"}) - at_hand(stage)
            assert not missing, (name, "typing", missing)
            assert faults(stage.window, mode, stage.drawn) == [], (name, "typing")


@pytest.mark.parametrize(("size", "mode", "language", "lowered"), LOOKS, ids=str)
def test_no_question_lies_on_them(stage: Stage, size: tuple[int, int], mode: str, language: str, lowered: bool) -> None:
    stage.resize(size)
    for name in ("call-ask-value", "call-ask-photo"):
        open_in_call(stage, name, mode, language, lowered=lowered)
        assert at_hand(stage) >= KEYS, name
        assert faults(stage.window, mode, stage.drawn) == [], name
