"""Shell: questions to a SAM reader and its answers, one at a time, over a byte stream."""

import contextlib
import logging
import time

from devices.errors import RemoteSilentError, RemoteWireError
from devices.id_card import protocol
from devices.id_card.protocol import Answer, BrokenFrame, Framer, Payload, Request
from devices.run import Run
from devices.transport.stream import Stream

LOG = logging.getLogger("devices.id_card")

ANSWER_LIMIT_S = 0.8  # until an answer begins, and the longest gap in it: readers begin within 0.1 s
WHOLE_LIMIT_S = 3.0  # of one answer, while bytes come: a record at 9600 baud takes 1.4 s
READ_CHUNK_BYTES = 4096
LATE_CHUNKS_LIMIT = 64  # a line that babbles without end is the framer's to sort out


class SamLine:
    def __init__(self, stream: Stream, answer_limit_s: float) -> None:
        self._stream = stream
        self._framer = Framer()
        self._answer_limit_s = answer_limit_s
        self._owed_until_s = 0.0  # until then the answer to a question that was given up may still come

    def open(self, run: Run) -> None:
        self._stream.open(run.step_until_s(self._answer_limit_s))

    def close(self) -> None:
        self._owed_until_s = 0.0
        self._stream.close()
        self._framer.reset()

    def forget(self) -> None:
        self._framer.reset()

    def ask(self, request: Request, run: Run, limit_s: float | None = None) -> Answer:
        """`limit_s`: for a question whose answer begins later than others. RemoteSilentError, RemoteWireError."""
        run.check()
        until_s, last_s = run.step_until_s(limit_s or self._answer_limit_s), run.step_until_s(WHOLE_LIMIT_S)
        self._drop_late_answers(run)
        self._owed_until_s = time.monotonic() + (
            limit_s or self._answer_limit_s
        )  # the reader knows no deadline of ours
        self._stream.write(protocol.encode_request(request), until_s)
        while True:
            data = self._stream.read(READ_CHUNK_BYTES, until_s)
            until_s = min(last_s, run.step_until_s(self._answer_limit_s))
            self._owed_until_s = time.monotonic() + self._answer_limit_s
            for found in self._framer.feed(data):
                if isinstance(found, Payload):
                    self._owed_until_s = 0.0
                    return protocol.parse_answer(found.content)
                LOG.debug("broken frame: %s", found.code)
                if _ends_the_answer(found):
                    raise RemoteWireError(f"bad_{found.code}")

    def _drop_late_answers(self, run: Run) -> None:
        """What comes after an earlier question was given up must not be taken for the answer to the next."""
        self._framer.reset()
        with contextlib.suppress(RemoteSilentError):
            for _ in range(LATE_CHUNKS_LIMIT):
                until_s = min(self._owed_until_s, run.until_s)
                if self._framer.feed(self._stream.read(READ_CHUNK_BYTES, until_s)):
                    self._owed_until_s = 0.0  # what was owed has come, whole or broken
        self._framer.reset()


def _ends_the_answer(found: BrokenFrame) -> bool:
    """A wrong checksum ends a real answer; a wrong length is mostly noise that looks like a preamble."""
    return found.code == "checksum"
