"""Shell: a program that passes TCP on: `python -m tests.faults.calls.relay 127.0.0.1:8700 10.213.0.1:8700`."""

import asyncio
import contextlib
import sys

PIECE = 65536


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()


async def serve(listen: str, target: str) -> None:
    """Until cancelled. When one side closes, so does the other."""

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = target.split(":")
        writers = [writer]
        with contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection(host, int(port))
            writers.append(far_writer)
            both = [asyncio.ensure_future(_pass_on(*way)) for way in ((reader, far_writer), (far_reader, writer))]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for way in both:
                way.cancel()
        for one in writers:
            one.transport.abort()

    host, port = listen.split(":")
    server = await asyncio.start_server(join, host, int(port))
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
