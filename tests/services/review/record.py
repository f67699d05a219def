"""Case records as a court tells them, for tests of who owes a review. All invented."""

from datetime import UTC, date, datetime
from uuid import NAMESPACE_OID, uuid5

from services.registry import samples
from services.review import opening
from services.review.opening import Assignment
from tests.entries import entry
from yingsu.events.intake.case import Act, CaseFiled, Defendant, DefendantRemoved, Plaintiff, ServedDocument, ServiceRecorded
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.law.outcomes import lost
from yingsu.law.rules import Rules, builtin_rules
from yingsu.ledger import mapper
from yingsu.ledger.entry import Entry, Event
from yingsu.officials.agencies import Agency

CASE = "case-01994b2e-0000-7000-8000-0000000000d1"
CASE_NO = "（2026）苏0813行初12号"
COURT = samples.COURT
MARKET, LAND, GOVERNMENT = samples.MARKET, samples.RESOURCES, samples.GOVERNMENT
TOWNSHIP = samples.TOWNSHIP
UNIT = next(agency.name for agency in samples.AGENCIES if agency.agency_id == TOWNSHIP)
LAND_NAME = next(agency.name for agency in samples.AGENCIES if agency.agency_id == LAND)
JUDGED = date(2026, 7, 1)

AGENCIES = {
    agency.agency_id: Agency(
        agency_id=agency.agency_id,
        name=agency.name,
        code=agency.code,
        type=agency.type,
        jurisdiction=samples.JURISDICTION,
        valid_from=samples.VALID_FROM,
        sample=True,
    )
    for agency in samples.AGENCIES
}


def july(day: int) -> date:
    """A day of July 2026."""
    return date(2026, 7, day)


def filed(*agencies: str, unit: str | None = None, jurisdictions: tuple[str, ...] = ()) -> CaseFiled:
    """The filing against these agencies, all of 洪泽 unless other jurisdictions are given."""
    places = jurisdictions or (samples.JURISDICTION,) * len(agencies)
    return CaseFiled(
        court=COURT,
        case_no=CASE_NO,
        type_code="行初",
        type_known=True,
        instance="first",
        filed_on=date(2026, 3, 2),
        cause="行政征收",
        plaintiffs=(Plaintiff(party="p1", person=None, organisation="示例食品有限公司（样例）"),),
        defendants=tuple(
            Defendant(agency=agency, jurisdiction=place, object="original_act")
            for agency, place in zip(agencies, places, strict=True)
        ),
        act=Act(kind="行政征收", document_no=None, made_on=None, implementing_unit=unit),
        claims=None,
        complaint_received_on=None,
        mediable=None,
    )


def judged(
    *losers: str,
    winners: tuple[str, ...] = (),
    number: str = CASE_NO,
    on: date = JUDGED,
    outcome: Outcome = "revoked",
    document: str = "judgment",
) -> tuple[JudgmentDelivered | JudgmentLost, ...]:
    """A judgment with what is recorded beside it: a loss for each loser."""
    results = tuple(Result(agency=agency, object="original_act", outcome=outcome) for agency in losers)
    results += tuple(Result(agency=agency, object="original_act", outcome="claims_dismissed") for agency in winners)
    delivered = JudgmentDelivered(
        court=COURT,
        case_no=CASE_NO,
        judgment_no=number,
        document="ruling" if document == "ruling" else "judgment",
        judged_on=on,
        results=results,
    )
    losses = (
        JudgmentLost(agency=agency, judgment_no=number, judged_on=on, outcomes=outcomes)
        for agency, outcomes in lost(results).items()
    )
    return (delivered, *losses)


def received(agency: str, day: date, document: ServedDocument = "judgment") -> ServiceRecorded:
    """An agency receives a document."""
    return ServiceRecorded(agency=agency, document=document, received_on=day, method=None)


def removed(agency: str) -> DefendantRemoved:
    """An agency leaves the case."""
    return DefendantRemoved(agency=agency, reason="变更被告（样例）")


def day_of(event: Event) -> date:
    """The legal day of a fact of a court."""
    match event:
        case CaseFiled():
            return event.filed_on
        case JudgmentDelivered() | JudgmentLost():
            return event.judged_on
        case ServiceRecorded():
            return event.received_on
        case _:
            return date(2026, 6, 1)


def entries(*events: Event, stream: str = CASE) -> list[Entry]:
    """These facts in this order as entries of the record. The id of an entry tells what it is, not where it stands."""
    return [
        entry(
            event,
            day_of(event),
            position,
            stream=stream,
            case_id=CASE,
            event_id=uuid5(NAMESPACE_OID, mapper.encode(event).decode()),
            recorded_at=datetime(2026, 7, 20, 4, 0, tzinfo=UTC),
        )
        for position, event in enumerate(events, start=1)
    ]


def assigned(*events: Event, rules: Rules | None = None) -> tuple[Assignment, ...]:
    """Who owes a review by these facts."""
    return opening.assignments(opening.duties(entries(*events), rules or builtin_rules()), AGENCIES)


def owed(*events: Event, rules: Rules | None = None) -> dict[str, tuple[str, str, date | None]]:
    """The same, in short: by owner, for whose part, on what grounds, received when."""
    return {a.agency: (a.duty.defendant, a.duty.grounds, a.received_on) for a in assigned(*events, rules=rules)}
