"""Core: why a release was not taken, in words for keepers and operators: what happened, what it means, what to do."""

from cloud_seat.contract.release_words import REFUSALS
from cloud_seat.contract.text import Text


class RemoteRefusedError(Exception):
    """A release, or what should have brought one, is not to be had or not to be trusted. The booth goes on as it is.
    `code`: of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def text(self) -> Text:
        """For people."""
        return REFUSALS[self.code]
