"""What the server cannot read as a request."""

import asyncio
import json

import pytest
import uvicorn
from starlette.applications import Starlette
from uvicorn.server import ServerState

from yingsu.web.protocol import ProblemProtocol


class Line(asyncio.Transport):
    """Keeps what is written to a client."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    "request_bytes",
    [
        "GET /cases/（2026）苏0813行初12号 HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
    ],
    ids=["characters in the address", "no Host", "NUL in a header", "negative length", "TLS"],
)
def test_what_is_not_http_gets_a_problem_and_the_line_is_closed(request_bytes: bytes) -> None:
    async def talk() -> Line:
        config = uvicorn.Config(Starlette(), log_config=None)
        config.load()
        line = Line()
        protocol = ProblemProtocol(config, ServerState(), {}, asyncio.get_running_loop())
        protocol.connection_made(line)
        protocol.data_received(request_bytes)
        return line

    line = asyncio.run(talk())
    head, _, body = line.written.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json" in head
    assert (json.loads(body)["code"], json.loads(body)["status"]) == ("http-malformed", 400)
    assert "百分号编码" in json.loads(body)["detail"]
    assert line.closed
