"""Shell: the A4 printer, for any page of the booth. The session's end cancels at the printer what is not out yet."""

from collections.abc import Callable
from concurrent.futures import Future

from devices.document_printer.document import PagesPrinted, PrintDocument
from devices.errors import DeviceError
from devices.model import Completion, Outcome
from devices.registry import Registry
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.session.state import Session

ROLE = "document_printer"
_TOLD = frozenset({"cover_open"})  # what a resident can do something about


class PaperPrint:
    """`print` from the engine lane. Each call is one document, never printed twice: its key is its own."""

    def __init__(self, registry: Registry, *, wait_s: float) -> None:
        self._registry, self._wait_s = registry, wait_s
        self._printed = 0
        self.count: KeptNumber | None = None

    def print(self, pdf: bytes, session: Session, ended: Callable[[str], None]) -> None:
        """Prints in the device's lane; then `ended(code)` there: empty, or the word for a sentence `paper_…`.

        The lease is the session's own: its wipe revokes it; the driver has the job cancelled and asks whether it is.
        """
        self._printed += 1
        owner = f"session-{session.number}"
        try:
            lease = self._registry.claim(ROLE, owner=owner)
        except DeviceError:
            ended("not_ready")
            return
        future = lease.run(PrintDocument(pdf), deadline_s=self._wait_s, key=f"{owner}-paper-{self._printed}")

        def finished(done: "Future[Outcome]") -> None:
            lease.release()
            outcome = done.result()
            if self.count is not None and isinstance(outcome.value, PagesPrinted):
                self.count.add(outcome.value.sheets)
            ended(paper_code(outcome))

        future.add_done_callback(finished)


def paper_code(outcome: Outcome) -> str:
    """Empty for paper that came out. Once a sheet may have moved, that is what counts, whatever the reason."""
    if outcome.ok:
        return ""
    is_told = outcome.detail in _TOLD and outcome.completion is not Completion.OUTCOME_UNKNOWN
    return outcome.detail if is_told else outcome.completion.value
