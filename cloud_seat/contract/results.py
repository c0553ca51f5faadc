"""Core: what a resident gets when a matter is done (办理结果), and where: in the same words on glass and paper."""

import msgspec

from cloud_seat.contract.items import Item
from cloud_seat.contract.text import Text

FETCH, ENCLOSED = "fetch", "enclosed"
KINDS = (FETCH, ENCLOSED)


class ResultTold(msgspec.Struct, frozen=True, kw_only=True):
    """`kind`: fetch (it waits for the resident) or enclosed (it is handed over with the notice). `name`: what it is.

    `where`: where and when to fetch it.
    """

    kind: str
    name: Text
    where: Text = Text(zh="")

    @property
    def headline(self) -> Text:
        """Said first."""
        if self.kind == ENCLOSED:
            return Text(zh=f"随文书一起交给您：{self.name.zh}", en=f"With the notice: {self.name.in_language('en')}")
        return Text(zh=f"可以领取了：{self.name.zh}", en=f"Ready to be fetched: {self.name.in_language('en')}")

    @property
    def sentence(self) -> Text:
        """All of it."""
        head, where = self.headline, self.where
        if not where.zh:
            return Text(zh=f"{head.zh}。", en=f"{head.en}.")
        return Text(zh=f"{head.zh}。{where.zh}", en=f"{head.en}. {where.in_language('en')}")


def result_of(item: Item | None, kind: str, note: str) -> ResultTold | None:
    """As an official said it; where they said nothing, the counter and its hours as the guide tells them."""
    if kind not in KINDS:
        return None
    name = item.result if item and item.result else Text(zh="办理结果", en="the result")
    where = Text(zh=note, en=note) if note or kind == ENCLOSED else _counter(item)
    return ResultTold(kind=kind, name=name, where=where)


def _counter(item: Item | None) -> Text:
    told = [text for text in (item.place, item.hours) if text] if item else []
    zh, en = "，".join(text.zh for text in told), ", ".join(text.in_language("en") for text in told)
    return Text(zh=f"到{zh}。带上身份证。", en=f"At {en}. Bring your ID card.") if told else Text(zh="")
