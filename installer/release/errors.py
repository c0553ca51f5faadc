"""Core: why a release is not built, signed or published, in words for the maintainer."""

from cloud_seat.contract.text import Text


class LocalReleaseError(Exception):
    """Nothing was changed. `text`: what is wrong and what to do now."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh} / {text.en}")


def refuse(zh: str, en: str) -> LocalReleaseError:
    """To be raised."""
    return LocalReleaseError(Text(zh=zh, en=en))
