"""Files over HTTP: taken in once, given back as they were, and only to those who may see what refers to them."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from services.intake.app import create_app
from tests.files.storing import lying
from tests.files.test_kinds import BEGINNINGS
from tests.whole import Calling, callers
from tests.wire import Wire, write_headers
from yingsu.events.intake.file import FileStored
from yingsu.files.upload import place_of
from yingsu.ledger.database import Database, DatabaseUnavailable
from yingsu.ledger.entry import ANY_JURISDICTION, Command, Receipt
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls
from yingsu.web.deps import Deps
from yingsu.web.uploads import Uploads

NAME = "起诉状 (副本).pdf"
PDF = BEGINNINGS["application/pdf"] + b"x" * 1000
TEXT = "text/plain; charset=utf-8"


def upload(
    wire: Wire,
    content: Any = PDF,
    *,
    name: str = NAME,
    media_type: str = "application/pdf",
    key: str | None = None,
    **headers: str,
) -> httpx.Response:
    """One upload."""
    fields = write_headers(key) | {"Content-Type": media_type} | {field.replace("_", "-"): v for field, v in headers.items()}
    return wire.send("POST", "/files", params={"name": name}, content=content, headers=fields)


def content(wire: Wire, file_id: str) -> httpx.Response:
    """The download of a file."""
    return wire.get(f"/files/{file_id}/content")


def on_record(ledger: Ledger) -> list[FileStored]:
    """Every file that is on record."""
    return [entry.event for entry in ledger.read_all(0, 1000) if isinstance(entry.event, FileStored)]


@pytest.fixture
def left(deps: Deps, ledger: Ledger, subjects: Callable[[], set[str]]) -> Callable[[], tuple[int, int, int]]:
    """How many files are on record, lie in the folder, and have a key."""
    return lambda: (len(on_record(ledger)), len(lying(deps.files)), len({s for s in subjects() if s.startswith("file-")}))


@pytest.mark.parametrize("media_type", BEGINNINGS)
def test_a_file_of_each_type_is_taken_and_given_back_as_it_was(market: Wire, media_type: str) -> None:
    sent = BEGINNINGS[media_type] + b"\n" * 700_000
    answer = upload(market, sent, media_type=media_type)
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/intake/files/{body['file_id']}"
    assert {name: body[name] for name in ("name", "size", "media_type", "sha256", "stored_at", "erased")} == {
        "name": NAME,
        "size": len(sent),
        "media_type": media_type,
        "sha256": sha256(sent).hexdigest(),
        "stored_at": "2026-09-16T04:00:00Z",
        "erased": False,
    }
    assert market.get(f"/files/{body['file_id']}").json() == body

    given = content(market, body["file_id"])
    assert (given.status_code, given.content) == (200, sent)
    assert given.headers["Content-Type"] == media_type
    assert given.headers["Content-Length"] == str(len(sent))
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Disposition"].startswith('attachment; filename="file.')
    assert given.headers["Content-Disposition"].endswith(f"; filename*=UTF-8''{quote(NAME, safe='')}")


def test_the_record_holds_the_hash_of_what_lies_there_and_nothing_of_the_content(
    market: Wire, ledger: Ledger, deps: Deps
) -> None:
    body = upload(market).json()
    (event,) = on_record(ledger)
    assert (event.file, event.sha256, event.size) == (body["file_id"], body["stored_sha256"], len(PDF))
    assert sha256(place_of(deps.files.folder, event.sha256).read_bytes()).hexdigest() == event.sha256
    payload = ledger.load(event.file, (ANY_JURISDICTION,))[0].payload
    assert body["sha256"].encode() not in payload
    assert "起诉状".encode() not in payload


def test_a_repeat_gets_the_same_answer_and_nothing_is_stored_twice(
    market: Wire, left: Callable[[], tuple[int, int, int]]
) -> None:
    first, again = upload(market, key="k-1"), upload(market, key="k-1")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert left() == (1, 1, 1)
    other = upload(market, key="k-2")
    assert other.json()["file_id"] != first.json()["file_id"]
    assert left() == (2, 2, 2)


@pytest.mark.parametrize(
    ("sent", "name", "media_type"),
    [(PDF + b"y", NAME, "application/pdf"), (PDF, "答辩状.pdf", "application/pdf"), (PDF, NAME, TEXT)],
)
def test_a_key_that_was_used_for_another_file_is_refused(
    market: Wire, left: Callable[[], tuple[int, int, int]], sent: bytes, name: str, media_type: str
) -> None:
    upload(market, key="k-1")
    answer = upload(market, sent, name=name, media_type=media_type, key="k-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert left() == (1, 1, 1)


def test_two_equal_uploads_at_once_are_one(market: Wire, left: Callable[[], tuple[int, int, int]]) -> None:
    request = {
        "params": {"name": NAME},
        "content": PDF + b"x" * 1_000_000,
        "headers": write_headers("k-1") | {"Content-Type": "application/pdf"},
    }
    answers = market.together([("POST", "/files", request)] * 4)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert left() == (1, 1, 1)
    assert content(market, answers[0].json()["file_id"]).content == request["content"]


@pytest.mark.parametrize(
    ("client", "status", "code"),
    [
        ("court", 201, None),
        ("market", 201, None),
        ("centre", 201, None),
        ("supervisor", 201, None),
        ("auditor", 403, "scope-missing"),
        ("administrator", 403, "scope-missing"),
    ],
)
def test_who_may_bring_files(line: Calling, client: str, status: int, code: str | None) -> None:
    answer = upload(line(client))
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_an_upload_needs_a_token_and_a_key(app: FastAPI, market: Wire) -> None:
    assert upload(Wire(app)).json()["code"] == "token-missing"
    answer = market.send("POST", "/files", params={"name": NAME}, content=PDF, headers={"Content-Type": "application/pdf"})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("media_type", ["application/zip", "text/plain", "text/html; charset=utf-8", "multipart/form-data"])
def test_another_type_is_refused_and_the_types_are_named(
    market: Wire, left: Callable[[], tuple[int, int, int]], media_type: str
) -> None:
    answer = upload(market, media_type=media_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "media-type-unsupported")
    assert "application/pdf、image/jpeg、image/png" in answer.json()["detail"]
    assert left() == (0, 0, 0)


def test_a_compressed_file_is_refused(market: Wire) -> None:
    assert upload(market, Content_Encoding="gzip").status_code == 415


@pytest.mark.parametrize(
    ("sent", "media_type", "code"),
    [
        (PDF, "image/png", "file-type-mismatch"),
        (b"MZ\x90\0", "application/pdf", "file-type-mismatch"),
        (b"%PD", "application/pdf", "file-type-mismatch"),
        ("甲".encode("gbk"), TEXT, "file-type-mismatch"),
        (b"x" * 300_000 + b"\0", TEXT, "file-type-mismatch"),
        (b"", "application/pdf", "file-empty"),
    ],
)
def test_a_content_that_is_not_of_its_type_is_refused_and_nothing_stays(
    market: Wire, left: Callable[[], tuple[int, int, int]], sent: bytes, media_type: str, code: str
) -> None:
    answer = upload(market, sent, media_type=media_type)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "未存放" in answer.json()["detail"]
    assert left() == (0, 0, 0)


@pytest.mark.parametrize("name", ["../起诉状.pdf", "a\\b.pdf", "a\nb.pdf", "fdp\u202eexe.pdf", "a\u200b.pdf", "..", " "])
def test_a_name_that_leads_elsewhere_or_reads_as_another_is_refused(
    market: Wire, left: Callable[[], tuple[int, int, int]], name: str
) -> None:
    answer = upload(market, name=name)
    assert (answer.status_code, answer.json()["code"]) == (422, "file-name-invalid")
    (flaw,) = answer.json()["errors"]
    assert (flaw["in"], flaw["pointer"]) == ("query", "name")
    assert left() == (0, 0, 0)


def test_a_name_has_1_to_200_characters(market: Wire) -> None:
    assert upload(market, name="甲" * 200).json()["name"] == "甲" * 200
    assert upload(market, name="甲" * 201).json()["code"] == "request-invalid"
    assert upload(market, name="").json()["code"] == "request-invalid"
    assert upload(market, name=" 甲.pdf ").json()["name"] == "甲.pdf"


@pytest.mark.parametrize("name", ["%00", "%FF"])
def test_an_address_of_an_upload_is_looked_at_like_any_other(market: Wire, name: str) -> None:
    headers = write_headers() | {"Content-Type": "application/pdf"}
    assert market.send("POST", f"/files?name={name}", content=PDF, headers=headers).json()["code"] == "text-unusable"


async def sixty_mebibytes() -> AsyncIterator[bytes]:
    """A PDF of 60 MiB, 64 KiB at a time."""
    yield PDF
    for _ in range(960):
        yield b"x" * 65_536


def test_sixty_mebibytes_are_refused_without_being_held_in_memory(market: Wire, left: Callable[[], tuple[int, int, int]]) -> None:
    tracemalloc.start()
    try:
        answer = upload(market, sixty_mebibytes())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")
    assert answer.json()["detail"] == "文件超过 50 MiB（52428800 字节）的上限，未存放。请压缩或拆分后重新上传。"
    assert peak < 16 * 1024 * 1024
    assert left() == (0, 0, 0)


def test_the_setting_says_how_large_a_file_may_be(deps: Deps, registered: object) -> None:
    smaller = replace(deps, settings=replace(deps.settings, file_mib=1))
    wire = callers(create_app(smaller), smaller)("market")
    mebibyte = PDF + b"x" * (1024 * 1024 - len(PDF))
    assert upload(wire, mebibyte).status_code == 201
    answer = upload(wire, mebibyte + b"x")
    assert (answer.status_code, answer.json()["detail"][:11]) == (413, "文件超过 1 MiB（")


def raw_upload(
    app: Any, wire: Wire, messages: Sequence[Message], *, declared: int | None = None, stops: bool = False
) -> list[int]:
    """The statuses of the answers to an upload whose sender says these things and nothing after them.

    With `stops`, the process that serves it stops then, as uvicorn does: twice within a moment.
    """
    silent = asyncio.Event()
    statuses: list[int] = []
    waiting = list(messages)

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        silent.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = write_headers() | {"Content-Type": "application/pdf", "Authorization": f"Bearer {wire.token}"}
    if declared is not None:
        headers["Content-Length"] = str(declared)
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/files",
        "root_path": "",
        "query_string": b"name=a.pdf",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def serve() -> None:
        serving = asyncio.ensure_future(app(scope, receive, send))
        if stops:
            await silent.wait()
            serving.cancel()
            await asyncio.sleep(0)
            serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving

    asyncio.run(serve())
    return statuses


ARRIVING: Message = {"type": "http.request", "body": PDF, "more_body": True}


def test_nothing_stays_of_an_upload_that_stops_coming(
    app: FastAPI, market: Wire, left: Callable[[], tuple[int, int, int]]
) -> None:
    (uploads,) = (used for used in app.user_middleware if isinstance(used.cls, type) and issubclass(used.cls, Uploads))
    uploads.kwargs["piece_seconds"] = 0
    assert raw_upload(app, market, [ARRIVING]) == [408]
    assert left() == (0, 0, 0)


def test_nothing_stays_of_an_upload_that_is_broken_off(
    app: FastAPI, market: Wire, left: Callable[[], tuple[int, int, int]], caplog: pytest.LogCaptureFixture
) -> None:
    assert raw_upload(app, market, [ARRIVING, {"type": "http.disconnect"}]) == []
    assert left() == (0, 0, 0)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_nothing_stays_of_an_upload_during_which_the_process_is_stopped(
    app: FastAPI, market: Wire, left: Callable[[], tuple[int, int, int]]
) -> None:
    assert raw_upload(app, market, [ARRIVING], stops=True) == []
    assert left() == (0, 0, 0)


def test_nothing_stays_of_an_upload_that_is_shorter_than_it_said(
    app: FastAPI, market: Wire, left: Callable[[], tuple[int, int, int]]
) -> None:
    assert raw_upload(app, market, [{**ARRIVING, "more_body": False}], declared=len(PDF) + 1) == [400]
    assert left() == (0, 0, 0)


@pytest.fixture
def unreachable(deps: Deps, urls: Urls) -> Any:
    """The same installation, where appends find no database."""
    database = Database(urls.app, urls.reader)
    database.app_url = "postgresql://yingsu_app@127.0.0.1:1/none"
    ledger = Ledger(database, deps.clock)
    yield replace(deps, ledger=ledger, files=replace(deps.files, ledger=ledger))
    ledger.close()
    database.close()


def test_when_the_append_fails_a_file_is_left_that_nothing_refers_to(
    unreachable: Deps, market: Wire, registered: object, left: Callable[[], tuple[int, int, int]]
) -> None:
    """Between the file and its event: never the event without the file."""
    cut_off = callers(create_app(unreachable), unreachable)("market")
    answer = upload(cut_off, key="k-1")
    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
    assert left() == (0, 1, 1)
    retried = upload(market, key="k-1")
    assert retried.status_code == 201
    assert content(market, retried.json()["file_id"]).content == PDF
    assert left() == (1, 2, 2)


class Forgetful(Ledger):
    """A ledger whose answer to an append is lost on the way."""

    def append(self, command: Command) -> Receipt:
        """What is asked, without saying so."""
        super().append(command)
        raise DatabaseUnavailable("登记未能确认完成。")


def test_when_the_answer_of_the_append_is_lost_a_repeat_finds_the_first_file(
    deps: Deps, market: Wire, registered: object, left: Callable[[], tuple[int, int, int]]
) -> None:
    ledger = Forgetful(deps.ledger.database, deps.clock)
    forgetful = replace(deps, files=replace(deps.files, ledger=ledger))
    assert upload(callers(create_app(forgetful), forgetful)("market"), key="k-1").status_code == 503
    ledger.close()
    retried = upload(market, key="k-1")
    assert retried.status_code == 201
    assert content(market, retried.json()["file_id"]).content == PDF
    assert left() == (1, 1, 1)


def test_a_damaged_file_is_told_counted_and_not_given_by_half(market: Wire, deps: Deps) -> None:
    body = upload(market, PDF + b"x" * 1_000_000).json()
    place = place_of(deps.files.folder, body["stored_sha256"])
    whole = place.read_bytes()
    for harm, condition in ((whole[:-1], "与存放时不同"), (whole[:-1] + b"x", "与存放时不同"), (None, "不在存放处")):
        place.unlink(missing_ok=True)
        if harm is not None:
            place.write_bytes(harm)
        answer = content(market, body["file_id"])
        assert (answer.status_code, answer.json()["code"]) == (500, "file-damaged")
        assert condition in answer.json()["detail"]
        assert market.get(f"/files/{body['file_id']}").json() == body
    figures = deps.metrics.exposition().decode()
    assert 'yingsu_files_damaged_total{condition="damaged"} 2.0' in figures
    assert 'yingsu_files_damaged_total{condition="missing"} 1.0' in figures
    place.write_bytes(whole)
    assert content(market, body["file_id"]).status_code == 200


def test_an_erased_file_is_gone_and_its_proof_stays(market: Wire, deps: Deps) -> None:
    body = upload(market).json()
    deps.keys.destroy(body["file_id"])
    answer = content(market, body["file_id"])
    assert (answer.status_code, answer.json()["code"]) == (410, "file-erased")
    assert market.get(f"/files/{body['file_id']}").json() == body | {"name": "（已删除）", "sha256": None, "erased": True}


def test_a_file_that_nothing_refers_to_is_for_its_own_side_alone(line: Calling) -> None:
    file_id = upload(line("market")).json()["file_id"]
    for client in ("land", "court", "supervisor", "centre", "auditor", "national-auditor"):
        for path in (f"/files/{file_id}", f"/files/{file_id}/content"):
            answer = line(client).get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "file-not-found"), client
    assert line("administrator").get(f"/files/{file_id}").json()["code"] == "scope-missing"


def test_another_system_of_the_same_agency_may_read_its_files(line: Calling, market: Wire) -> None:
    file_id = upload(market).json()["file_id"]
    assert content(line("market-archive"), file_id).content == PDF


@pytest.mark.parametrize(
    "file_id", ["file-01994b2e-0000-4000-8000-000000000001", "file-1", "case-01994b2e-0000-7000-8000-000000000001"]
)
def test_what_is_no_file_is_not_found(market: Wire, file_id: str) -> None:
    assert market.get(f"/files/{file_id}").status_code in (404, 422)
    assert content(market, file_id).status_code in (404, 422)
