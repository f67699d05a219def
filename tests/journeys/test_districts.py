"""A dispute that two districts had at first, and one of them in the end: each is shown the records that concern it, everywhere alike."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.registry import samples
from tests.services.intake.cast import CASE_NO, NEIGHBOUR, NEIGHBOUR_CODE, REFERRAL_NO, filing, referral, service
from tests.whole import AUDITOR, CENTRE, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered
from yingsu.events.registry.client import ClientRegistered, ClientRole
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.roles import scopes_of

NEXT = "320812"
EVERY = ["overdue", "due_today", "not_due", "satisfied", "cancelled"]


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """The samples of 洪泽, and the neighbouring district with an agency, a supervisor and a mediation centre; one court for both."""
    system = Whole(ledger, keys, clock, tmp_path)
    agency = AgencyRegistered(
        agency_id=NEIGHBOUR, name="示例邻区局（样例）", code=NEIGHBOUR_CODE, type="department", jurisdiction=NEXT,
        valid_from=date(2019, 1, 1), sample=True,
    )  # fmt: skip
    clients: tuple[tuple[str, ClientRole, tuple[str, ...], str | None], ...] = (
        ("both-court", "court", (samples.JURISDICTION, NEXT), samples.COURT),
        ("next-supervisor", "supervisor", (NEXT,), None),
        ("next-centre", "mediation_centre", (NEXT,), None),
        ("next-auditor", "auditor", (NEXT,), None),
    )
    facts: list[tuple[str, Event]] = [
        (NEIGHBOUR, agency),
        (f"agency_code-{NEIGHBOUR_CODE}", AgencyCodeReserved(code=NEIGHBOUR_CODE, agency_id=NEIGHBOUR)),
        *(
            (
                f"client-{client}",
                ClientRegistered(
                    client_id=client,
                    name=client,
                    role=role,
                    court=court,
                    agency=None,
                    jurisdictions=reach,
                    scopes=tuple(sorted(scopes_of(role))),
                    secret_hash=None,
                    public_key=None,
                ),
            )
            for client, role, reach, court in clients
        ),
    ]
    for stream, event in facts:
        ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=b"body",
                writes=(
                    StreamWrite(
                        stream=stream,
                        expected_version=0,
                        events=(NewEvent(event=event, jurisdiction=NEXT, occurred_on=date(2026, 1, 5)),),
                    ),
                ),
                actor=Actor(client="test", role="administrator"),
                source="test",
                correlation_id="test",
                permitted=(ANY_JURISDICTION,),
            )
        )
    return system


@pytest.fixture
def joined(whole: Whole) -> Whole:
    """Both districts' agencies in the referral; the suit against that of 洪泽 alone."""
    court = whole.wire("both-court")
    both = [{"agency_code": code} for code in (samples.AGENCIES[1].code,)]
    for body in (
        referral(agency_codes=[samples.AGENCIES[1].code, NEIGHBOUR_CODE]),
        filing(defendants=both, pre_case_nos=[REFERRAL_NO]),
        service(),
    ):
        assert court.post("/v1/intake/court/messages", body).status_code == 201
    whole.settle()
    (mediation,) = whole.wire(CENTRE).get("/v1/mediation/mediations").json()
    accepted = whole.wire(CENTRE).post(
        f"/v1/mediation/mediations/{mediation['mediation_id']}/acceptance", {"accepted_on": "2026-08-24"}, version=1
    )
    assert accepted.status_code == 201, accepted.text
    whole.settle()
    return whole


def board(wire: Wire, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wire.get("/v1/notify/obligations", standing=EVERY, **filters).json()["obligations"]
    return found


def test_who_has_to_do_with_the_suit_sees_one_case(joined: Whole) -> None:
    supervisor = joined.wire("hongze-sifa")
    (case,) = supervisor.get("/v1/intake/cases").json()
    (mediation,) = supervisor.get("/v1/mediation/mediations").json()

    assert (case["case_no"], mediation["case_id"]) == (CASE_NO, case["case_id"])
    assert {(line["case_no"], line["case_id"]) for line in board(supervisor)} == {(CASE_NO, case["case_id"])}
    assert {line["code"] for line in board(supervisor)} == {"court_service", "statutory_answer", "mediation_term", "trial_term"}


@pytest.mark.parametrize("client", ["next-supervisor", "next-centre"])
def test_who_had_only_to_do_with_the_referral_keeps_it_as_a_case_and_sees_nothing_of_the_suit(joined: Whole, client: str) -> None:
    wire = joined.wire(client)
    (case,) = wire.get("/v1/intake/cases").json()
    (mediation,) = wire.get("/v1/mediation/mediations").json()
    lines = board(wire)

    assert (case["case_no"], case["status"], case["filed_on"]) == (REFERRAL_NO, "referred", None)
    assert (mediation["case_id"], mediation["in_litigation"]) == (case["case_id"], False)
    assert [(line["code"], line["case_no"], line["case_id"]) for line in lines] == [
        ("mediation_term", REFERRAL_NO, case["case_id"])
    ]
    assert board(wire, case_id=case["case_id"]) == lines
    assert board(wire, as_of="2026-09-16") == lines
    assert len(wire.get("/v1/mediation/mediations", case_id=case["case_id"]).json()) == 1
    one = wire.get(f"/v1/notify/obligations/{lines[0]['obligation_id']}").json()
    assert (one["case_no"], one["case_id"]) == (REFERRAL_NO, case["case_id"])
    assert wire.get(f"/v1/intake/cases/{case['case_id']}").json()["case_no"] == REFERRAL_NO
    assert wire.get(f"/v1/intake/cases/by-number/{CASE_NO}").json()["code"] == "case-not-found"


def test_an_auditor_is_given_the_entries_of_the_records_that_concern_his_district(joined: Whole) -> None:
    (case,) = joined.wire("next-supervisor").get("/v1/intake/cases").json()
    path = f"/v1/audit/cases/{case['case_id']}/entries"
    *part, end = map(json.loads, joined.wire("next-auditor").get(path).text.splitlines())
    *whole, _ = map(json.loads, joined.wire(AUDITOR).get(path).text.splitlines())

    assert end["entries"] == len(part) < len(whole)
    assert part == [line for line in whole if line["entry"]["case_id"] == case["case_id"]]
    (suit,) = {line["entry"]["case_id"] for line in whole} - {case["case_id"]}
    assert joined.wire("next-auditor").get(f"/v1/audit/cases/{suit}/entries").json()["code"] == "case-not-found"
