"""Core: what people say, in the words of the catalogue: "老人证" is 老年人优待, "丢了" is 补领. The pairs are data."""

import re
from dataclasses import dataclass

from offline_cache import search_words as w

_AROUND = re.compile(
    "请问|我想|我要|想要|怎么办理|怎么办|怎么|如何|在哪里|在哪|哪里|可以|能不能|一下|需要|什么|手续|办理|没有"
    "|[办去给帮的了吗呢啊我要想]"
)
"""Said around the matter, never part of it."""


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
                self._meant[w.fold(word).text] = (*self._meant.get(word, ()), *meant.split())
        self._lengths = sorted({len(word) for word in self._meant}, reverse=True)

    def hear(self, typed: str) -> Heard:
        """The longest everyday word at each place; what is left between them counts pair by pair."""
        text, ideas, stretches = w.fold(typed).text, list[tuple[str, ...]](), [""]
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
