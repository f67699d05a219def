"""A file that is handed on while it arrives: how much, how slowly and how truly it may come."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from yingsu.web.limits import DRAINED_BYTES, BodyTooSlow, LengthInvalid, MediaTypeUnsupported, PayloadTooLarge
from yingsu.web.problems import EdgeError
from yingsu.web.uploads import MIB, PIECE_SECONDS, Uploads


class Sender:
    """Somebody who sends a body in pieces; `sent` is how many bytes were taken. It stalls after the last, unless that ends the body."""

    def __init__(self, pieces: Sequence[bytes], *, ends: bool = True, leaves: bool = False) -> None:
        self._pieces = list(pieces)
        self._ends = ends
        self._leaves = leaves
        self.sent = 0

    async def receive(self) -> Message:
        """The next piece."""
        if self._pieces:
            piece = self._pieces.pop(0)
            self.sent += len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(self._pieces) or not self._ends}
        if self._leaves:
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")


class Taker:
    """An application that takes the whole body, or answers before it has come."""

    def __init__(self, *, reads: bool = True) -> None:
        self._reads = reads
        self.taken = b""
        self.largest = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = self._reads
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.taken += message["body"]
            self.largest = max(self.largest, len(message["body"]))
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 201, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def upload(
    taker: Taker, sender: Sender, *headers: tuple[bytes, bytes], method: str = "POST", path: str = "/files", **bounds: Any
) -> list[int]:
    """The statuses of the answers to one upload to a service that takes files of 1 MiB."""
    statuses: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": list(headers), "root_path": ""}

    async def run() -> None:
        await Uploads(taker, ("/files",), MIB, **bounds)(scope, sender.receive, send)

    asyncio.run(run())
    return statuses


def length(size: int) -> tuple[bytes, bytes]:
    """The header that declares a body of `size` bytes."""
    return b"content-length", str(size).encode()


def pieces(size: int) -> list[bytes]:
    """So many bytes, 64 KiB at a time."""
    return [b"x" * min(65_536, size - begin) for begin in range(0, size, 65_536)]


def test_a_file_of_the_largest_size_is_handed_on_piece_by_piece() -> None:
    for headers in ((), (length(MIB),)):
        taker = Taker()
        assert upload(taker, Sender(pieces(MIB)), *headers) == [201]
        assert (len(taker.taken), taker.largest) == (MIB, 65_536)


def test_one_byte_more_is_refused_and_the_rest_is_thrown_away() -> None:
    """Who is still sending would not see an answer."""
    for headers in ((), (length(2 * MIB),)):
        taker, sender = Taker(), Sender(pieces(2 * MIB))
        with pytest.raises(PayloadTooLarge) as refusal:
            upload(taker, sender, *headers)
        assert len(taker.taken) <= MIB
        assert refusal.value.message == "文件超过 1 MiB（1048576 字节）的上限，未存放。请压缩或拆分后重新上传。"
        assert (refusal.value.status, refusal.value.code) == (413, "payload-too-large")
        if headers:
            assert (taker.taken, sender.sent) == (b"", 2 * MIB)


def test_a_file_far_too_large_is_refused_unread() -> None:
    sender = Sender(pieces(MIB))
    with pytest.raises(PayloadTooLarge):
        upload(Taker(), sender, length(MIB + DRAINED_BYTES + 1))
    assert sender.sent == 0


def test_an_endless_file_is_given_up() -> None:
    taker = Taker(reads=False)
    sender = Sender(pieces(32 * MIB))
    assert upload(taker, sender) == [201]
    assert MIB + DRAINED_BYTES < sender.sent <= MIB + DRAINED_BYTES + 65_536


def test_an_early_answer_waits_until_the_file_has_come() -> None:
    taker, sender = Taker(reads=False), Sender(pieces(MIB))
    assert upload(taker, sender, length(MIB)) == [201]
    assert sender.sent == MIB


def test_whoever_asks_first_is_answered_at_once() -> None:
    sender = Sender(pieces(MIB))
    assert upload(Taker(reads=False), sender, length(MIB), (b"expect", b"100-continue")) == [201]
    with pytest.raises(PayloadTooLarge):
        upload(Taker(), sender, length(2 * MIB), (b"expect", b"100-continue"))
    assert sender.sent == 0


@pytest.mark.parametrize("bounds", [{"piece_seconds": 0}, {"body_seconds": 0}])
def test_a_file_that_stops_coming_is_given_up(bounds: dict[str, Any]) -> None:
    sender = Sender(pieces(100_000), ends=False)
    with pytest.raises(BodyTooSlow) as refusal:
        upload(Taker(), sender, length(200_000), **bounds)
    assert (refusal.value.status, refusal.value.code, sender.sent) == (408, "body-too-slow", 100_000)


def test_an_early_answer_does_not_wait_for_one_that_stopped_sending() -> None:
    assert upload(Taker(reads=False), Sender([b"x"], ends=False), length(2), piece_seconds=0) == [201]


def test_the_largest_file_may_come_over_a_slow_line_and_no_slower() -> None:
    assert Uploads(Taker(), (), 50 * MIB)._body_seconds == 860
    assert PIECE_SECONDS == 30


def test_a_caller_that_leaves_gets_no_answer() -> None:
    assert upload(Taker(), Sender([b"x"], ends=False, leaves=True), length(2)) == []


@pytest.mark.parametrize("declared", [2, 4])
def test_a_length_that_is_not_that_of_the_body_is_refused(declared: int) -> None:
    with pytest.raises(LengthInvalid) as refusal:
        upload(Taker(), Sender([b"xxx"]), length(declared))
    assert refusal.value.message == "正文的长度与请求头 Content-Length 不符，未登记。请用同一请求重试。"


@pytest.mark.parametrize(
    ("header", "refusal"),
    [((b"content-length", b"many"), LengthInvalid), ((b"content-encoding", b"gzip"), MediaTypeUnsupported)],
)
def test_a_bad_header_is_refused_before_the_application_sees_anything(
    header: tuple[bytes, bytes], refusal: type[EdgeError]
) -> None:
    taker = Taker()
    with pytest.raises(refusal):
        upload(taker, Sender([b"x"]), header)
    assert taker.taken == b""


@pytest.mark.parametrize(("method", "path"), [("GET", "/files"), ("POST", "/files/file-1"), ("POST", "/cases")])
def test_only_uploads_are_bounded_here(method: str, path: str) -> None:
    taker = Taker()
    assert upload(taker, Sender(pieces(2 * MIB)), method=method, path=path) == [201]
    assert len(taker.taken) == 2 * MIB
