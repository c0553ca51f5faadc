"""Shell: a balancer without memory: each connection goes to the next hub that takes it. For any test."""

import asyncio
import contextlib
import itertools
from collections.abc import Sequence

from tests.cloud_seat.hub.running import RunningHub


class Balancer:
    """`async with Balancer(hubs) as front`: `front` is used as a hub is."""

    def __init__(self, hubs: Sequence[RunningHub]) -> None:
        self._hubs, self._turn = hubs, itertools.count()
        self._at_work = set[asyncio.Task[None]]()

    async def __aenter__(self) -> RunningHub:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        front = self._hubs[0].at(port=port, process=None)
        front.url = f"http://127.0.0.1:{port}"
        return front

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._at_work:
            task.cancel()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self._hubs:
            hub = self._hubs[next(self._turn) % len(self._hubs)]
            with contextlib.suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", hub.port)
                break
        else:
            writer.close()
            return
        for source, sink in ((reader, back), (there, writer)):
            task = asyncio.create_task(_pour(source, sink))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()
