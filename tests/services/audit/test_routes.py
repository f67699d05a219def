"""What an auditor downloads: the whole dispute as it lies in the ledger, with the hashes of its leaves, and nobody's name."""

import hashlib
import io
import json
import logging
from collections.abc import Iterator

import pytest

from services.audit.sample import SAMPLE
from tests.services.audit.story import at, download, enrol, lines, refer_and_file, tell
from tests.services.intake.cast import withdrawal
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, SUPERVISOR, Whole
from yingsu.ledger.transparency import leaf_bytes, leaf_hash
from yingsu.web.logs import READS, configure


def canonical(entry: object) -> bytes:
    """The leaf bytes as a stranger writes them."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def test_a_download_is_every_entry_of_every_record_of_the_dispute_in_position_order(whole: Whole) -> None:
    referred, filed = refer_and_file(whole)
    recorded = {entry.position: entry for entry in whole.ledger.read_all(0, 10_000)}
    *found, end = lines(download(whole, filed))
    positions = [line["position"] for line in found]
    records = {line["entry"]["case_id"] for line in found}
    assert {referred, filed} < records
    assert len(records) == 3, "the referral, the pre-filing notice and the suit"
    assert positions == [position for position, entry in recorded.items() if entry.case_id in records]
    assert {line["entry"]["stream"].split("-")[0] for line in found} >= {"case", "mediation"}
    for line in found:
        entry = recorded[line["position"]]
        assert canonical(line["entry"]) == leaf_bytes(entry)
        assert (line["leaf_index"], line["leaf_hash"]) == (entry.position - 1, leaf_hash(entry).hex())
    assert end == {
        "end": True,
        "case_id": filed,
        "entries": len(found),
        "head": whole.ledger.head(),
        "as_known_at": None,
        "leaves_sha256": hashlib.sha256(b"".join(leaf_hash(recorded[position]) for position in positions)).hexdigest(),
    }


def test_every_record_of_a_dispute_gives_the_same_download(whole: Whole) -> None:
    referred, filed = refer_and_file(whole)
    by_filed = download(whole, filed)
    assert download(whole, referred).content == by_filed.content
    assert by_filed.headers["content-type"] == "application/x-ndjson"
    assert by_filed.headers["content-disposition"] == f'attachment; filename="{filed}.ndjson"'


def test_a_later_download_repeats_the_earlier_one_word_for_word(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    before = download(whole, filed).content.splitlines()
    tell(whole, "2026-09-15T09:00", withdrawal())
    after = download(whole, filed).content.splitlines()
    assert after[: len(before) - 1] == before[:-1]
    assert len(after) > len(before)


def test_a_download_as_known_at_a_moment_leaves_out_what_was_recorded_later_joins_among_it(whole: Whole) -> None:
    referred, _ = refer_and_file(whole)
    *found, end = lines(download(whole, referred, as_known_at="2026-09-06T00:00:00+08:00"))
    assert {line["entry"]["case_id"] for line in found} == {referred}
    assert max(line["entry"]["recorded_at"] for line in found) < "2026-09-06"
    assert (end["case_id"], end["entries"], end["as_known_at"]) == (referred, len(found), "2026-09-06T00:00:00+08:00")
    assert end["head"] == whole.ledger.head()


def test_nothing_personal_is_unsealed(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    text = download(whole, filed).text
    assert "示例张某" not in text
    assert "请求撤销处罚决定（样例）" not in text
    assert '\\"box\\"' in text, "they are there, as ciphertext"


@pytest.mark.parametrize("client", [COURT, CENTRE, LAND_OA, SUPERVISOR, "administrator"])
def test_only_auditors_may_read_the_ledger(whole: Whole, client: str) -> None:
    _, filed = refer_and_file(whole)
    refused = download(whole, filed, client)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert "audit:read" in refused.json()["detail"]


def test_the_scope_alone_does_not_make_an_auditor(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    refused = download(whole, filed, enrol(whole, "curious", "supervisor", ("320813",), ("audit:read",)))
    assert (refused.status_code, refused.json()["code"]) == (403, "role-not-allowed")
    assert "审计人员系统" in refused.json()["detail"]


def test_a_case_outside_the_auditors_jurisdictions_is_not_found(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    neighbour = enrol(whole, "next-auditor", "auditor", ("320812",), ("audit:read",))
    national = enrol(whole, "national-auditor", "auditor", ("000000",), ("audit:read",))
    refused = download(whole, filed, neighbour)
    assert (refused.status_code, refused.json()["code"]) == (404, "case-not-found")
    assert "管辖区域" in refused.json()["detail"]
    assert download(whole, filed, national).content == download(whole, filed).content


def test_a_case_that_nobody_recorded_and_one_that_was_not_known_yet_are_not_found(whole: Whole) -> None:
    referred, _ = refer_and_file(whole)
    nobody = download(whole, "case-01994b2e-0000-7000-8000-00000000ffff")
    early = download(whole, referred, as_known_at="2026-09-04T00:00:00+08:00")
    assert [answer.json()["code"] for answer in (nobody, early)] == ["case-not-found"] * 2
    assert "as_known_at" in early.json()["detail"]


def test_a_misspelt_filter_is_refused_instead_of_giving_everything(whole: Whole) -> None:
    _, filed = refer_and_file(whole)
    assert download(whole, filed, as_known="2026-09-04T00:00:00+08:00").json()["code"] == "parameter-unknown"


def test_the_sample_in_the_contract_recomputes(whole: Whole) -> None:
    operation = whole.wire(AUDITOR).get("/v1/audit/openapi.json").json()["paths"]["/cases/{case_id}/entries"]["get"]
    text = operation["responses"]["200"]["content"]["application/x-ndjson"]["example"]
    assert text == SAMPLE
    line, end = (json.loads(row) for row in text.splitlines())
    leaf = hashlib.sha256(b"\0" + canonical(line["entry"])).digest()
    assert line["leaf_hash"] == leaf.hex()
    assert line["position"] == line["entry"]["position"] == line["leaf_index"] + 1
    assert (end["entries"], end["leaves_sha256"]) == (1, hashlib.sha256(leaf).hexdigest())


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process writes at its quietest; the loggers are put back afterwards."""
    loggers = [logging.getLogger(name) for name in ("", "uvicorn", "uvicorn.error", "uvicorn.access", "httpx", "psycopg", READS)]
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in loggers]
    stream = io.StringIO()
    configure("error", stream)
    yield stream
    for logger, handlers, level, propagate in kept:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


def test_who_read_which_case_is_written_down_however_quiet_the_log(whole: Whole, log: io.StringIO) -> None:
    _, filed = refer_and_file(whole)
    whole.clock.set(at("2026-09-13T09:00"))
    read = download(whole, filed)
    download(whole, filed, SUPERVISOR)
    (line,) = (json.loads(text) for text in log.getvalue().splitlines())
    assert line.pop("time")
    assert line.pop("trace_id")
    assert line == {
        "level": "info",
        "logger": "yingsu.reads",
        "message": "entries of a case were read",
        "correlation_id": read.headers["x-correlation-id"],
        "service": "audit",
        "client": AUDITOR,
        "case": filed,
    }
