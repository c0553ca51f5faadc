"""Core: what people say, in the words of the catalogue: "老人证" is 老年人优待, "丢了" is 补领. The pairs are data."""

import re
from dataclasses import dataclass

from offline_cache import search_words as w

_AROUND = re.compile(
    "请问|我想|我要|想要|怎么办理|怎么办|怎么|如何|在哪里|在哪|哪里|可以|能不能|一下|需要|什么|手续|办理|没有"
    "|唔该|点办|点样|[办去给帮的了吗呢啊我要想咗嘅喺畀俾攞]"
)
"""Said around the matter, never part of it; in Cantonese, too."""

_LATER = re.compile("变更|延续|注销|补证|补发|补办|撤销|停发|停保|复核|延期|更正|移装|遗失|损毁|换发|补领|报废|停用")
"""What follows only after a matter was once begun."""


def is_later(name: str, typed: str) -> bool:
    """Whether this is for those who have the thing already, and nobody said so."""
    return any(word not in typed for word in _LATER.findall(name))


@dataclass(frozen=True, slots=True)
class Heard:
    """What was typed, idea by idea: each idea is the words that stand for it.

    `meant`: the letters without those around the matter. `is_said`: an everyday word took part.
    """

    ideas: tuple[tuple[str, ...], ...]
    meant: str
    is_said: bool

    @property
    def words(self) -> tuple[str, ...]:
        """All words of all ideas."""
        return tuple(word for idea in self.ideas for word in idea)


class Everyday:
    """`text`: one line an idea, "said said = meant meant"; see assets/catalogue/README.md."""

    def __init__(self, text: str = "") -> None:
        self._meant: dict[str, tuple[str, ...]] = {}
        for said, _, meant in (line.partition(" = ") for line in text.splitlines()):
            for word in said.split():
                self._meant[_plain(word)] = (*self._meant.get(_plain(word), ()), *meant.split())
        self._lengths = sorted({len(word) for word in self._meant}, reverse=True)

    @property
    def said(self) -> tuple[str, ...]:
        """All everyday words."""
        return tuple(self._meant)

    def hear(self, typed: str) -> Heard:
        """The longest everyday word at each place; what is left between them counts pair by pair."""
        text, ideas, stretches = _plain(typed), list[tuple[str, ...]](), [""]
        while text:
            said = self._said_at(text)
            around = _AROUND.match(text)
            passed = said or (around.group() if around else text[0])
            if said:
                ideas.append((said, *self._meant[said]))
            if said or around:
                stretches += [said, ""]
            else:
                stretches[-1] += passed
            text = text[len(passed) :]
        pairs = [(pair,) for stretch in stretches[::2] for pair in w.bigrams(stretch)]
        return Heard((*ideas, *pairs), "".join(stretches), is_said=bool(ideas))

    def _said_at(self, text: str) -> str:
        return next((text[:length] for length in self._lengths if text[:length] in self._meant), "")


def _plain(words: str) -> str:
    """Folded, without what Cantonese puts between a verb and its object: 过咗身 is 过身."""
    return w.fold(words).text.replace("咗", "")
