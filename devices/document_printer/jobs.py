"""Shell: our jobs at one printer or queue: which are there, and ending them, which only its own word proves."""

import re
from collections.abc import Callable

from devices.document_printer.answers import JobLook, parse_jobs
from devices.document_printer.client import IppClient, Patience
from devices.errors import LocalConfigError

_CHECK_PERIOD_S = 0.1

IsOurs = Callable[[JobLook], bool]


def of_document(name: str, job_id: int | None = None) -> IsOurs:
    """The job with this number, unless it bears another name: a printer may have begun to count anew. Without a
    number those with this name, to which a queue may have put a number of its own: `12 - NAME`."""
    if job_id is not None:
        return lambda job: job.job_id == job_id and job.name in ("", name)
    return lambda job: job.name == name or job.name.endswith(f" {name}")


def of_user(user: str) -> IsOurs:
    """All jobs that this booth has ever named (`USER-` and 16 hexadecimal digits)."""
    if not user or re.search(r"\s", user):
        raise LocalConfigError(f"not a user: {user!r}")
    pattern = re.compile(rf"(?:.*\s)?{re.escape(user)}-[0-9a-f]{{16}}")
    return lambda job: pattern.fullmatch(job.name) is not None


def find_jobs(client: IppClient, is_ours: IsOurs, patience: Patience) -> tuple[JobLook, ...]:
    """Each once; one that ends meanwhile is found among the ended ones."""
    found: dict[int, JobLook] = {}
    for which in ("not-completed", "completed"):
        answer = client.ask(client.questions.get_jobs(which=which), patience)
        found |= {job.job_id: job for job in parse_jobs(answer) if is_ours(job)}
    return tuple(found.values())


def end_jobs(client: IppClient, is_ours: IsOurs, patience: Patience) -> tuple[JobLook, ...]:
    """Cancel until all have ended; how they really did.

    Raises DeadlinePassedError when one would not end in time, and whatever the client raises.
    """
    while True:
        jobs = find_jobs(client, is_ours, patience)
        running = [job for job in jobs if not job.has_ended]
        if not running:
            return jobs
        for job in running:
            client.ask(client.questions.cancel_job(job.job_id), patience)  # a refusal shows in the state
        patience.pause(_CHECK_PERIOD_S)
