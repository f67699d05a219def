"""A run's logs against the ledger: fine as they were written, red as soon as a line is forged."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from services.intake.court.arrival import arrive
from services.intake.court.batch import Batch, Delivered
from services.intake.court.bodies import notice_of
from services.intake.court.correspondence import Correspondence
from services.intake.court.door import CourtDoor
from services.registry import samples
from tests.journeys.test_any_order import READ
from tests.whole import COURT, Whole
from yingsu.clock import legal_day
from yingsu.ledger.deciding import Request
from yingsu.load.checking import check
from yingsu.load.court import SampleCase, cases, notices
from yingsu.load.journal import ACK, INTENT, Ack, Fact, Intent, Journal, JournalUnusable, Told, read_acks, read_intents, sha256
from yingsu.officials.callers import Caller

RUN = "LOAD0916120000"
Forging = Callable[[list[dict[str, Any]]], None]


@pytest.fixture
def logs(whole: Whole, tmp_path: Path) -> Path:
    """The logs of a run of two batches."""
    deps = whole.deps
    door = CourtDoor(Correspondence(deps.ledger, deps.keys, deps.directory), deps.files)
    reach = ("320813",)
    caller = Caller(client=COURT, role="court", scopes=frozenset({"notice:write"}), jurisdictions=reach, court=samples.COURT)
    told = notices(cases(RUN, 1, legal_day(whole.clock()), random.Random(1)), 12)  # noqa: S311
    journal = Journal(tmp_path / "logs")
    for number, messages in enumerate((told[:6], told[6:]), start=1):
        body = msgspec.json.encode({"messages": messages})
        ids = tuple(message["message_id"] for message in messages)
        correlation = f"{RUN}-{number}"
        journal.intend(
            Intent(
                number=number, what="batch", correlation_id=correlation, sha256=sha256(body), court=samples.COURT, message_ids=ids
            )
        )
        request = Request(
            command_id=uuid4(),
            body_hash=bytes(32),
            actor=caller.actor(),
            source="/v1/intake",
            correlation_id=correlation,
            permitted=reach,
        )
        outcomes = Batch(door, caller, request).receive([notice_of(READ(message)) for message in messages])
        found = [outcome for outcome in outcomes if isinstance(outcome, Delivered)]
        assert len(found) == len(messages)
        journal.acknowledge(
            Ack(
                number=number,
                status=200,
                messages=tuple(
                    Told(
                        message_id=outcome.message.message_id,
                        status=201,
                        facts=tuple(
                            Fact(event_id=entry.event_id, position=entry.position, topic=entry.topic) for entry in outcome.facts
                        ),
                    )
                    for outcome in found
                ),
            )
        )
    journal.close()
    return tmp_path / "logs"


def forge(file: Path, forging: Forging) -> None:
    """Change the lines of a log."""
    lines = [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]
    forging(lines)
    file.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def test_the_logs_of_a_run_agree_with_the_ledger(logs: Path, whole: Whole) -> None:
    verdict = check(logs, whole.ledger)
    assert (verdict.intents, verdict.acks, verdict.differences) == (2, 2, [])
    assert verdict.entries >= 36
    meant = [message for intent in read_intents(logs) for message in intent.message_ids]
    assert [told.message_id for ack in read_acks(logs) for told in ack.messages] == meant


def a_message_too_many(lines: list[dict[str, Any]]) -> None:
    lines[0]["messages"].append({"message_id": "LOAD-forged", "status": 201, "facts": []})


def a_position_moved(lines: list[dict[str, Any]]) -> None:
    lines[0]["messages"][0]["facts"][0]["position"] += 1


def a_fact_that_never_was(lines: list[dict[str, Any]]) -> None:
    lines[0]["messages"][0]["facts"][0]["event_id"] = str(uuid4())


def a_line_twice(lines: list[dict[str, Any]]) -> None:
    lines.append(lines[0])


def a_request_that_was_not_meant(lines: list[dict[str, Any]]) -> None:
    lines[1]["number"] = 7


@pytest.mark.parametrize(
    ("forging", "says"),
    [
        (a_message_too_many, "请求 1 的 ack 中有没有报送过的消息 LOAD-forged"),
        (a_message_too_many, "消息 LOAD-forged 已得到回执，登记簿中没有"),
        (a_position_moved, "的回执称"),
        (a_fact_that_never_was, "不在登记簿中"),
        (a_line_twice, "请求 1 在 ack 中有 2 行"),
        (a_request_that_was_not_meant, "请求 7 有 ack 而没有 intent"),
    ],
)
def test_a_forged_ack_shows(logs: Path, whole: Whole, forging: Forging, says: str) -> None:
    forge(logs / ACK, forging)
    assert [difference for difference in check(logs, whole.ledger).differences if says in difference] != []


def test_an_intent_that_is_missing_shows(logs: Path, whole: Whole) -> None:
    forge(logs / INTENT, lambda lines: lines[0].update(message_ids=lines[0]["message_ids"][1:], correlation_id=f"{RUN}-9"))
    differences = check(logs, whole.ledger).differences
    assert [line for line in differences if "不来自任何 intent" in line] != []
    assert [line for line in differences if "没有报送过的消息" in line] != []


def test_a_line_that_is_none_is_told_with_its_number(logs: Path, whole: Whole) -> None:
    with (logs / ACK).open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(JournalUnusable, match="第 3 行不是一行记录"):
        check(logs, whole.ledger)


def test_a_folder_of_another_run_is_not_written_to(logs: Path) -> None:
    with pytest.raises(JournalUnusable, match="已有一次运行的记录"):
        Journal(logs)


def test_generated_cases_are_obviously_samples_and_all_of_them_can_be_told(whole: Whole) -> None:
    deps = whole.deps
    mail = Correspondence(deps.ledger, deps.keys, deps.directory)
    reach = frozenset({"notice:write"})
    caller = Caller(client=COURT, role="court", scopes=reach, jurisdictions=("320813",), court=samples.COURT)
    case = SampleCase(
        prefix=RUN, serial=7, today=legal_day(whole.clock()), agencies=(samples.AGENCIES[1].code,), before_suit=True
    )
    told = [notice_of(READ(message)) for message in case.messages()]
    assert [arrive(mail, notice, caller).notice.message_id for notice in told] == [f"{RUN}-7-{n}" for n in range(1, 7)]
    assert "示例原告7" in str(case.messages())
    assert case.messages() == case.messages()
