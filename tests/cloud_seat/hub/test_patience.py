"""Shell: who opens sockets and says nothing, says it slowly, or never ends is shut out; the hub goes on answering."""

import resource
import socket
from collections.abc import Iterator

import pytest

from tests.cloud_seat.hub.running import RunningHub

SLOW = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
HEAD = b"POST /api/v1/session HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    settings = ("head_s=1", "head_bytes=8192", "body_s=1", "connections=300")
    with RunningHub.start(tmp_path_factory.mktemp("patient"), *settings) as running:
        yield running


def _open(hub: RunningHub, said: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", hub.port), timeout=20)
    opened.sendall(said)
    return opened


def _ends(opened: socket.socket) -> bytes:
    """All that comes until the hub closes."""
    heard = b""
    try:
        while part := opened.recv(65536):
            heard += part
    except ConnectionResetError:
        pass
    opened.close()
    return heard


def _post(hub: RunningHub) -> bytes:
    where = f"127.0.0.1:{hub.port}".encode()
    return HEAD % (where, where)


def _is_well(hub: RunningHub) -> bool:
    return hub.ask("GET", "/healthz").status == 200


def test_sockets_that_say_nothing_or_little_are_closed(hub: RunningHub) -> None:
    crowd = [_open(hub, said) for said in [b"", SLOW, b"G", b"\r\n"] * 25]
    assert _is_well(hub)
    assert {_ends(one) for one in crowd} == {b""}


def test_the_second_request_of_a_connection_may_not_trickle_either(hub: RunningHub) -> None:
    opened = _open(hub, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    heard = b""
    while b'{"ok":true}' not in heard:
        heard += opened.recv(65536)
    opened.sendall(SLOW)
    assert _ends(opened) == b""


def test_a_head_without_end_is_cut_off(hub: RunningHub) -> None:
    opened = _open(hub)
    with pytest.raises(OSError):
        for _ in range(2000):
            opened.sendall(SLOW + b"a" * 4096)
    opened.close()
    assert _is_well(hub)


def test_a_gigabyte_is_refused_unread(hub: RunningHub) -> None:
    declared = _open(hub, _post(hub) + b"Content-Length: 1073741824\r\n\r\n" + b"x" * 1000)
    assert b" 413 " in declared.recv(65536)
    declared.close()
    stranger = _post(hub).replace(b"session", b"progress")
    for head in (_post(hub), stranger):
        assert _streamed(hub, head + b"Transfer-Encoding: chunked\r\n\r\n") < 16 * 2**20, "the hub read on"
    assert _is_well(hub)


def _streamed(hub: RunningHub, head: bytes) -> int:
    """How much of a gigabyte could be sent."""
    streamed, sent = _open(hub, head), 0
    try:
        while sent < 2**30:
            streamed.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            sent += 65536
    except OSError:
        pass
    streamed.close()
    return sent


def test_a_body_that_trickles_is_given_up(hub: RunningHub) -> None:
    opened = _open(hub, _post(hub) + b"Content-Length: 100\r\n\r\n{")
    assert b" 408 " in _ends(opened)


def test_more_connections_than_allowed_are_closed_and_the_others_go_on(hub: RunningHub) -> None:
    crowd = [_open(hub) for _ in range(400)]
    shut = [one for one in crowd if _is_shut(one)]
    assert len(shut) >= 100
    for one in crowd:
        one.close()
    assert _is_well(hub)


def _is_shut(opened: socket.socket) -> bool:
    opened.settimeout(0.001)
    try:
        return opened.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@pytest.mark.deep
def test_ten_thousand_half_open_sockets_do_not_stop_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with RunningHub.start(tmp_path_factory.mktemp("crowd")) as hub:
        crowd = [_open(hub, SLOW) for _ in range(10_000)]
        assert _is_well(hub)
        assert {_ends(one) for one in crowd} == {b""}
        assert _is_well(hub)
