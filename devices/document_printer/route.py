"""Shell: the way of a document onto paper: straight to the printer, or through a queue that translates it."""

from dataclasses import replace
from typing import Protocol

from devices.document_printer.answers import (
    DocumentLook,
    PrinterLook,
    is_success,
    look_at_document,
    parse_only_job,
    parse_printer,
    with_queue,
)
from devices.document_printer.client import IppClient, Patience
from devices.document_printer.jobs import IsOurs, end_jobs, find_jobs, of_document
from devices.document_printer.operations import JobState, Order, Status
from devices.document_printer.protocol import Message
from devices.errors import RemoteDeviceError, RemoteLostError


class Route(Protocol):
    """All raise RemoteDeviceError when the printer does not answer, and CommandCancelledError."""

    def look(self, printer: PrinterLook, patience: Patience) -> PrinterLook:
        """The printer as it is for those who print this way."""

    def send(self, order: Order, patience: Patience) -> Message:
        """The answer of whoever takes the document."""

    def follow(self, order: Order, job_id: int, patience: Patience) -> DocumentLook | None:
        """How the document is, by the printer's own word. None: nobody can tell any more."""

    def settle(self, order: Order, job_id: int | None, patience: Patience) -> DocumentLook | None:
        """Cancel it everywhere; how it really ended. DeadlinePassedError when it would not end in time."""

    def sweep(self, is_ours: IsOurs, patience: Patience) -> None:
        """End every job of ours that is still held anywhere. DeadlinePassedError when one would not end in time."""


class DirectRoute:
    """To a printer that understands the document."""

    def __init__(self, printer: IppClient) -> None:
        self._printer = printer

    def look(self, printer: PrinterLook, patience: Patience) -> PrinterLook:
        del patience
        return printer

    def send(self, order: Order, patience: Patience) -> Message:
        return _send(self._printer, order, patience)

    def follow(self, order: Order, job_id: int, patience: Patience) -> DocumentLook | None:
        answer = self._printer.ask(self._printer.questions.get_job(job_id), patience)
        if answer.code == Status.NOT_FOUND:
            return None
        job = parse_only_job(answer)
        return look_at_document([job]) if of_document(order.job_name, job_id)(job) else None

    def settle(self, order: Order, job_id: int | None, patience: Patience) -> DocumentLook | None:
        return look_at_document(end_jobs(self._printer, of_document(order.job_name, job_id), patience))

    def sweep(self, is_ours: IsOurs, patience: Patience) -> None:
        end_jobs(self._printer, is_ours, patience)


class QueuedRoute:
    """Through a CUPS queue. Its word counts for one thing only: whether it may still hand something to the printer.

    Each copy is a job of its own, all with one name: filters, backend and printer each make copies or leave it to
    another, so that one, n or n times n come out (OpenPrinting/cups #149, #1129, apple/cups #5433).
    """

    def __init__(self, printer: IppClient, queue: IppClient) -> None:
        self._printer = printer
        self._queue = queue

    def look(self, printer: PrinterLook, patience: Patience) -> PrinterLook:
        question = self._queue.questions.get_printer()
        return with_queue(printer, parse_printer(self._queue.ask(question, patience)))

    def send(self, order: Order, patience: Patience) -> Message:
        one_copy = replace(order, document=replace(order.document, copies=1))
        first = _send(self._queue, one_copy, patience)
        for _ in range(order.document.copies - 1 if is_success(first) else 0):
            if not is_success(_send(self._queue, one_copy, patience)):
                raise RemoteLostError("not_accepting_jobs")  # the caller ends those that were taken
        return first

    def follow(self, order: Order, job_id: int, patience: Patience) -> DocumentLook | None:
        del job_id
        is_ours = of_document(order.job_name)
        try:
            queued = [job.truth for job in find_jobs(self._queue, is_ours, patience)]
        except RemoteDeviceError:
            queued = [JobState.PROCESSING]  # a queue that is started anew goes on where it was
        jobs = find_jobs(self._printer, is_ours, patience)
        return look_at_document(jobs, queued=queued, jobs_due=order.document.copies)

    def settle(self, order: Order, job_id: int | None, patience: Patience) -> DocumentLook | None:
        is_ours = of_document(order.job_name)
        queued = [job.state for job in end_jobs(self._queue, is_ours, patience)]
        jobs = end_jobs(self._printer, is_ours, patience)
        if job_id is None and not queued:
            return None  # the queue may not yet have read what was sent
        # a queue without a history forgets at once
        return look_at_document(jobs, queued=queued or [JobState.CANCELED], jobs_due=order.document.copies)

    def sweep(self, is_ours: IsOurs, patience: Patience) -> None:
        end_jobs(self._queue, is_ours, patience)
        end_jobs(self._printer, is_ours, patience)


def _send(client: IppClient, order: Order, patience: Patience) -> Message:
    return client.ask(client.questions.print_job(order), patience, order.document.data)
