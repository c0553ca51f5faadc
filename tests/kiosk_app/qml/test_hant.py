"""Shell: the whole glass in traditional characters: no label, no sentence, no item stays simplified."""

from functools import partial

import pytest

from assets.i18n.hant import TARGET, catalogue
from kiosk_app.ui.presenters.hant import HANT, in_hant
from tests.kiosk_app.qml import measure
from tests.kiosk_app.qml.sample_states import STATES, state
from tests.kiosk_app.qml.sample_views import OVERLAYS, PAGES, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.thinned import thinned

SHOWN = {
    **{page: partial(presentation, page) for page in PAGES},
    **{f"overlay-{name}": partial(presentation, "form", overlay=name) for name in OVERLAYS},
    **{f"state-{name}": partial(state, name) for name in STATES},
}


@pytest.mark.parametrize("name", thinned(SHOWN, 3))
def test_nothing_stays_simplified(glass: Stage, name: str) -> None:
    glass.open(SHOWN[name](language=HANT))
    words = {str(seen.item.property("text")) for seen in measure.texts(measure.seen_items(glass.window))}
    assert {word for word in words - {"简体"} if in_hant(word) != word} == set()


def test_labels_are_as_the_script_writes_them() -> None:
    assert TARGET.read_text("utf-8") == catalogue(), "run python -m assets.i18n.hant"


def test_the_two_other_languages_are_one_press_away(stage: Stage) -> None:
    for language, others in (("zh", ("繁體", "EN")), (HANT, ("简体", "EN")), ("en", ("繁體", "简体"))):
        stage.show(presentation("form", language=language))
        assert tuple(measure.find_item(stage.window, name).property("text") for name in ("hant", "language")) == others
