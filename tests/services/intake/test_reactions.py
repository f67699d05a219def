"""What waited for a case is placed also after a crash between the filing and what follows from it."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest

from services.intake.court.correspondence import Correspondence, outcome_of
from services.intake.court.delivery import Placed
from services.intake.court.message import stream_of
from services.intake.court.notice import canonical
from services.intake.court.placing import Placing
from services.intake.number import parse
from services.intake.reactions import SettleParked
from tests.services.intake.cast import (
    COURT,
    LAND_CODE,
    REFERRAL_NO,
    TODAY,
    filing,
    filing_notice,
    referral,
    service,
    service_notice,
)
from tests.wire import Wire
from yingsu.events.intake.message import CourtMessageReceived
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Actor, Command, Entry, StreamWrite
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, release
from yingsu.web.deps import Deps

Topics = Callable[[], list[str]]


@pytest.fixture
def correspondence(deps: Deps) -> Correspondence:
    """The courts' messages of the test's ledger."""
    return Correspondence(deps.ledger, deps.keys, deps.directory)


@pytest.fixture
def filed_and_crashed(deps: Deps, court: Wire) -> str:
    """Two services wait; their case was then filed by a process that died before it looked for what waits."""
    court.report(service())
    court.report(service(message_id="m-6", agency_code=LAND_CODE))
    placing = Placing(
        ledger=deps.ledger,
        keys=deps.keys,
        directory=deps.directory,
        court=COURT,
        number=parse(filing_notice().case_no, TODAY),
        notice=filing_notice(),
        message="message-0",
        reach=EVERYWHERE,
    )
    placed = placing.place()
    assert isinstance(placed, Placed)
    deps.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=placed.writes,
            actor=Actor(client="court", role="court"),
            source="message-0",
            correlation_id="test",
            permitted=EVERYWHERE,
        )
    )
    return placed.case_id


def test_the_reaction_places_what_waited(
    court: Wire, deps: Deps, correspondence: Correspondence, filed_and_crashed: str, topics: Topics
) -> None:
    assert court.get("/court/messages/m-2").json()["status"] == "parked"

    catch_up(deps.ledger.database, SettleParked(correspondence))

    receipt = court.get("/court/messages/m-2").json()
    assert (receipt["status"], receipt["case_id"]) == ("applied", filed_and_crashed)
    assert topics()[-4:] == ["intake.court_message_applied.v1", "intake.service_recorded.v1"] * 2
    filed = next(entry for entry in deps.ledger.read_all(0, 1000) if entry.topic == "intake.case_filed.v1")
    applied = next(entry for entry in deps.ledger.read_all(0, 1000) if entry.topic == "intake.court_message_applied.v1")
    assert applied.causation_id == filed.event_id


def test_the_reaction_and_the_door_together_place_it_once(
    correspondence: Correspondence, filed_and_crashed: str, topics: Topics
) -> None:
    reaction = SettleParked(correspondence)

    assert [reaction.settle_case(filed_and_crashed) for _ in range(3)] == [2, 0, 0]
    assert topics().count("intake.service_recorded.v1") == 2


def test_a_message_that_cannot_be_read_does_not_hold_up_the_others(
    court: Wire, correspondence: Correspondence, deps: Deps, filed_and_crashed: str
) -> None:
    deps.keys.destroy(stream_of(COURT, "m-2"))

    assert SettleParked(correspondence).settle_case(filed_and_crashed) == 1
    statuses = [court.get(f"/court/messages/{message}").json()["status"] for message in ("m-2", "m-6")]
    assert statuses == ["parked", "applied"]


def test_a_message_put_on_hold_while_its_subject_arrived_is_placed_by_the_reaction(
    court: Wire, deps: Deps, correspondence: Correspondence
) -> None:
    """It decided before the filing, was recorded after it under another number of the dispute, and its process died then."""
    court.report(referral())
    notice = service_notice(case_no=REFERRAL_NO)
    stream = stream_of(COURT, "m-2")
    content = correspondence.keys.seal_text(stream, canonical(notice).decode())
    received = CourtMessageReceived(
        court=COURT,
        message_id="m-2",
        kind="service",
        case_no=REFERRAL_NO,
        jurisdictions=("320813",),
        content_hash="00",
        content=content,
    )
    placing = Placing(
        ledger=deps.ledger,
        keys=deps.keys,
        directory=deps.directory,
        court=COURT,
        number=parse(REFERRAL_NO, TODAY),
        notice=notice,
        message=stream,
        reach=EVERYWHERE,
    )
    held = placing.place()
    filed = court.report(filing(pre_case_nos=[REFERRAL_NO])).json()["case_id"]
    events = tuple(correspondence.about(event, "320813") for event in (received, outcome_of(held)))
    deps.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=stream, expected_version=0, events=events), *held.writes),
            actor=Actor(client="court", role="court"),
            source=stream,
            correlation_id="test",
            permitted=EVERYWHERE,
        )
    )
    assert court.get("/court/messages/m-2").json()["status"] == "parked"

    for _ in range(2):
        catch_up(deps.ledger.database, SettleParked(correspondence))

    receipt = court.get("/court/messages/m-2").json()
    assert (receipt["status"], receipt["case_id"], len(receipt["facts"])) == ("applied", filed, 1)


def test_a_repeat_of_a_message_on_hold_looks_for_its_subject(
    court: Wire, deps: Deps, correspondence: Correspondence, filed_and_crashed: str
) -> None:
    again = court.report(service())

    assert (again.status_code, again.json()["case_id"]) == (201, filed_and_crashed)


class Breaking(SettleParked):
    """Fails before or after it has placed what waited."""

    done_first = False

    def _concerned(self, entries: Sequence[Entry]) -> list[Entry]:
        # Also those for which nothing waits any more: a poison stays one.
        return list(entries)

    def settle(self, filed: Entry) -> int:
        if self.done_first:
            super().settle(filed)
        raise KeyError("poison")


@pytest.mark.parametrize("batch", [1, 7, 500])
@pytest.mark.parametrize("done_first", [False, True])
def test_a_case_that_the_reaction_cannot_settle_is_quarantined_and_placed_once_after_its_release(
    court: Wire, deps: Deps, correspondence: Correspondence, filed_and_crashed: str, topics: Topics, batch: int, done_first: bool
) -> None:
    """What it wrote before it failed is in the ledger: neither the search for the poison nor the release writes it again."""
    breaking = Breaking(correspondence)
    breaking.done_first = done_first
    database = deps.ledger.database
    assert catch_up(database, breaking, batch=batch) == deps.ledger.head()
    assert [(held.view, held.subject, held.error) for held in listed(database)] == [
        ("intake.settle_parked", filed_and_crashed, "KeyError")
    ]
    assert topics().count("intake.service_recorded.v1") == (2 if done_first else 0)

    release(database, SettleParked(correspondence), filed_and_crashed, batch=batch)
    assert topics().count("intake.service_recorded.v1") == 2
    assert [court.get(f"/court/messages/{message}").json()["status"] for message in ("m-2", "m-6")] == ["applied"] * 2
    assert listed(database) == []
