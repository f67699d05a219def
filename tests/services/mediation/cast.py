"""Who plays in the tests of the pure mediation, and the facts of one that goes well until it is settled or terminated. All invented."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import pytest

from services.mediation import folding as mediations
from services.mediation import plan as plans
from services.mediation.mediation import Mediation
from tests.entries import entry
from tests.seals import OpenSeals, open_person, open_text
from yingsu.clock import SHANGHAI
from yingsu.errors import YingsuError
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationOpened,
    MediationScheduled,
    MediationSessionHeld,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    ReturnedMaterial,
    ReturnedToCourt,
    SettlementBecameEffective,
    SettlementReached,
    SettlementSigned,
    TerminationServed,
    WithdrawalExplained,
)
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Actor, Entry, Event
from yingsu.ledger.sealed import Person, SealedPerson, SealedText

CASE = "case-01994b2e-0000-7000-8000-000000000001"
MEDIATION = "mediation-0123456789abcdef0123456789abcdef"
OTHER_MEDIATION = "mediation-fedcba9876543210fedcba9876543210"
CASE_NO = "（2026）苏0813行诉前调7号"
COURT = "苏0813"
TODAY = date(2026, 10, 20)
TOMORROW = date(2026, 10, 21)

MARKET = "agency-00000000-0000-4000-8000-320813000002"
LAND = "agency-00000000-0000-4000-8000-320813000003"
NEIGHBOUR = "agency-00000000-0000-4000-8000-320812000001"

LEADER = Person(name="示例李某", phone="000")
CONTACT = Person(name="示例王某", phone="000")

Fact = tuple[Event, date]
Result = TypeVar("Result")


def september(day: int) -> date:
    """A day of September 2026."""
    return date(2026, 9, day)


def october(day: int) -> date:
    """A day of October 2026."""
    return date(2026, 10, day)


def at(day: int, hour: int = 9) -> datetime:
    """An hour in Shanghai on a day of October 2026."""
    return datetime(2026, 10, day, hour, 30, tzinfo=SHANGHAI)


def text(plain: str) -> SealedText:
    """A sealed text; the box tells what is in it."""
    return open_text(f"{CASE}/text", plain)


def person(plain: Person) -> SealedPerson:
    """A sealed person; the box tells who it is."""
    return open_person(f"{CASE}/person", plain)


class Seals(OpenSeals):
    """Seals for a mediation."""

    def __init__(self) -> None:
        super().__init__(f"{CASE}/text", f"{CASE}/person")


def entries(*facts: Fact) -> list[Entry]:
    """Events with their legal days as entries of the mediation's stream, and of the plans' streams, recorded on 20 October at noon."""
    versions: Counter[str] = Counter()
    found = []
    for position, (event, day) in enumerate(facts, start=1):
        stream = plans.stream_of(event.mediation, event.agency) if isinstance(event, MediationPlanSubmitted) else MEDIATION
        versions[stream] += 1
        found.append(
            entry(
                event,
                day,
                position,
                stream=stream,
                case_id=CASE,
                version=versions[stream],
                recorded_at=datetime(2026, 10, 20, 4, 0, tzinfo=UTC),
                actor=Actor(client="hongze-tiaochu", role="mediation_centre"),
            )
        )
    return found


def given(*facts: Fact) -> Mediation:
    """The mediation of these facts."""
    state = mediations.fold(entries(*facts))
    assert state is not None
    return state


def refused(
    error: type[YingsuError], code: str, clause: str, decide: Callable[[Seals], Result], *, pointer: str | None = None
) -> str:
    """The decision is refused for this reason and by this clause, in Chinese, and has sealed nothing. Returns the message."""
    seals = Seals()
    with pytest.raises(error) as refusal:
        decide(seals)
    assert (refusal.value.code, refusal.value.clauses, refusal.value.pointer) == (code, (clause,), pointer)
    assert "《十项机制》第四项" in refusal.value.message
    assert "请" in refusal.value.message, "a refusal says what to do next"
    assert seals.sealed == []
    return refusal.value.message


def submitted(agency: str, day: date, **given: Any) -> Fact:
    """A submission of an agency; nothing in it but what is given."""
    event = MediationPlanSubmitted(
        mediation=MEDIATION,
        agency=agency,
        received_on=day,
        leader=None,
        leader_post=None,
        contact=None,
        plan=None,
        file=None,
        complete_on=None,
    )
    return (msgspec.structs.replace(event, **given), day)


def told(party: str, day: date, complete_on: date | None = None) -> Fact:
    """A party is told the time and place."""
    return (PartyNotified(party=party, notified_on=day, method="电话", complete_on=complete_on), day)


def signed(party: str, day: date) -> Fact:
    """A party signs itself."""
    return (SettlementSigned(party=party, signed_on=day, signatory="party", person=None, authority=None), day)


def served(party: str, day: date, complete_on: date | None = None) -> Fact:
    """A party receives the notice of termination."""
    return (TerminationServed(party=party, served_on=day, received_on=day, method="直接送达", complete_on=complete_on), day)


def noticed(agency: str, sent_on: date, received_on: date) -> Fact:
    """An agency is assigned the matter."""
    event = AssignmentNoticeSent(
        agency=agency, document_no="洪调交〔2026〕7号", sent_on=sent_on, received_on=received_on, method="政务系统"
    )
    return (event, sent_on)


OPENED: Fact = (
    MediationOpened(
        track="pre_suit",
        referral=UUID(int=99),
        court=COURT,
        case_no=CASE_NO,
        received_on=september(21),
        applicants=("p1", "p2"),
        respondents=(MARKET, LAND),
        materials=("m1", "m2", "m3"),
    ),
    september(21),
)
ACCEPTED: Fact = (ReferralAccepted(accepted_on=september(22)), september(22))
ASSIGNED: tuple[Fact, ...] = (
    noticed(MARKET, september(22), september(23)),
    noticed(LAND, september(22), september(24)),
)
PLANNED: tuple[Fact, ...] = (
    submitted(
        MARKET,
        september(28),
        leader=person(LEADER),
        leader_post="副局长",
        contact=person(CONTACT),
        plan=text("拟减轻处罚（样例）"),
        complete_on=september(28),
    ),
    submitted(LAND, september(29), leader=person(LEADER), leader_post="副局长", contact=person(CONTACT)),
    submitted(LAND, september(30), file="file-1", complete_on=september(30)),
)
SCHEDULED: Fact = (
    MediationScheduled(scheduled_on=october(9), session_at=at(12), place="区调处中心一号调处室", reason=None),
    october(9),
)
TOLD: tuple[Fact, ...] = (
    told("p1", october(9)),
    told("p2", october(10)),
    told(MARKET, october(9)),
    told(LAND, october(9), complete_on=october(10)),
)
HELD: Fact = (MediationSessionHeld(held_on=october(12), present=("p1", MARKET, LAND), agreed=True, notes=None), october(12))
EXTENDED: Fact = (
    MediationTermExtended(until=date(2026, 11, 20), consents=("p1", "p2", MARKET, LAND), reason="等待鉴定"),
    october(13),
)
REACHED: Fact = (
    SettlementReached(
        document_no="洪调协〔2026〕7号",
        reached_on=october(13),
        parties=("p1", MARKET, LAND),
        terms=(text("罚款减为五千元（样例）"), text("示例张某撤回起诉（样例）")),
        perform_by=date(2026, 11, 13),
        file="file-2",
    ),
    october(13),
)
SIGNED: tuple[Fact, ...] = (signed("p1", october(13)), signed(MARKET, october(14)))
EFFECTIVE: tuple[Fact, ...] = (
    *SIGNED,
    signed(LAND, october(16)),
    (SettlementBecameEffective(effective_on=october(16)), october(16)),
)
EXPLAINED: Fact = (
    WithdrawalExplained(party="p1", explained_on=october(16), note=None, complete_on=october(16)),
    october(16),
)
TERMINATED: Fact = (
    MediationTerminated(reason="too_far_apart", terminated_on=october(15), document_no="洪调终〔2026〕7号", note=None),
    october(15),
)
SERVED: tuple[Fact, ...] = (
    served("p1", october(16)),
    served("p2", october(19)),
    served(MARKET, october(15)),
    served(LAND, october(15), complete_on=october(19)),
)
RETURNED: Fact = (
    ReturnedToCourt(
        letter_no="洪调函〔2026〕7号",
        returned_on=october(16),
        materials=tuple(ReturnedMaterial(material=name, returned=True, reason=None) for name in ("m1", "m2", "m3")),
        text=text("告知函（样例）"),
    ),
    october(16),
)

UNDER_WAY: tuple[Fact, ...] = (OPENED, ACCEPTED, *ASSIGNED, *PLANNED, SCHEDULED, *TOLD, HELD)
"""Everything up to the first session."""

SETTLED: tuple[Fact, ...] = (*UNDER_WAY, REACHED, *EFFECTIVE, EXPLAINED)
ENDED: tuple[Fact, ...] = (*UNDER_WAY, TERMINATED, *SERVED, RETURNED)
