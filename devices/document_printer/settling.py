"""Shell: sees to it that nothing more comes out: cancels our jobs and believes only the printer's word."""

import time

from devices.document_printer.client import IppClient
from devices.document_printer.operations import (
    JobLook,
    JobState,
    Questions,
    Status,
    is_success,
    parse_jobs,
    parse_only_job,
)
from devices.document_printer.protocol import Message
from devices.errors import CommandCancelledError, RemoteDeviceError, RemoteWireError
from devices.transport.wake import Wake

_CHECK_PERIOD_S = 0.1


class Settler:
    """Ends jobs whose name begins with `prefix`. Not to be hurried: it runs because somebody cancelled."""

    def __init__(self, client: IppClient, questions: Questions, prefix: str, limit_s: float) -> None:
        self._client = client
        self._questions = questions
        self._prefix = prefix
        self._limit_s = limit_s

    def settle(self, name: str, job_id: int | None) -> JobLook | None:
        """End one job; how it really ended, or None when the printer did not say so in time or knows no such job."""
        with_limit = _Patience(self._limit_s)
        try:
            found = job_id if job_id is not None else self._find(name, with_limit)
            return None if found is None else self._end(found, name, with_limit)
        except (RemoteDeviceError, CommandCancelledError, TimeoutError):
            return None  # the caller keeps in mind that a job of ours may still be there
        finally:
            with_limit.close()

    def sweep(self) -> bool:
        """End every job of ours that a printer still holds. False when one would not end in time.

        Raises RemoteDeviceError when the printer does not answer.
        """
        with_limit = _Patience(self._limit_s)
        try:
            jobs = parse_jobs(self._ask(self._questions.get_jobs(), with_limit))
            ours = [job for job in jobs if job.name.startswith(self._prefix)]
            return all(self._end(job.job_id, job.name, with_limit) is not None for job in ours)
        except TimeoutError:
            return False
        finally:
            with_limit.close()

    def _find(self, name: str, patience: "_Patience") -> int | None:
        """The answer with the number was lost: look for the name, among ended jobs too."""
        for which in ("not-completed", "completed"):
            for job in parse_jobs(self._ask(self._questions.get_jobs(which=which), patience)):
                if job.name == name:
                    return job.job_id
        return None

    def _end(self, job_id: int, name: str, patience: "_Patience") -> JobLook | None:
        self._ask(self._questions.cancel_job(job_id), patience)  # a refusal shows in the state
        while True:
            answer = self._ask(self._questions.get_job(job_id), patience)
            if answer.code == Status.NOT_FOUND:
                return None
            if not is_success(answer):
                raise RemoteWireError(f"ipp_status_{answer.code:04x}")
            job = parse_only_job(answer)
            if job.name and job.name != name:
                return None  # the printer began to count anew: this is somebody else's
            if job.state.has_ended:
                return job
            patience.pause()

    def _ask(self, question: Message, patience: "_Patience") -> Message:
        left_s = patience.check()
        return self._client.ask(question, patience.wake, until_s=patience.until_s, answer_s=left_s)


class _Patience:
    """A time limit and an alarm that nobody sets."""

    def __init__(self, limit_s: float) -> None:
        self.until_s = time.monotonic() + limit_s
        self.wake = Wake()

    def check(self) -> float:
        """Seconds left; TimeoutError when none."""
        left_s = self.until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        return left_s

    def pause(self) -> None:
        self.check()
        self.wake.pause(_CHECK_PERIOD_S)

    def close(self) -> None:
        self.wake.close()


def has_printed(job: JobLook | None) -> bool:
    """True when the job came out after all, before it could be cancelled."""
    return job is not None and job.state is JobState.COMPLETED
