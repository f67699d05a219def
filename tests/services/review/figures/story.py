"""Cases of two agencies of 洪泽 as a court reports them, straight into the ledger, and how figures are asked for."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx

from services.registry import samples
from tests.services.mediation.story import CASE, CASE_NO, append, at, referred
from tests.whole import SUPERVISOR, Whole
from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, Defendant, Plaintiff, ServiceRecorded
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.events.intake.prelitigation import CaseRecordsJoined
from yingsu.law.outcomes import lost

MARKET = samples.MARKET
LAND = samples.RESOURCES
HOME = "320813"
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def case_id(number: int) -> str:
    """The record of the case with this number."""
    return f"case-01994b2e-0000-7000-8000-{number:012}"


def case_no(number: int) -> str:
    """The court's number of it."""
    return f"（2026）苏0813行初{number}号"


def file(whole: Whole, number: int, filed_on: date, *agencies: str, jurisdictions: tuple[str, ...] = ()) -> UUID:
    """A case against these agencies (MARKET), of 洪泽 unless jurisdictions are given; returns the entry's id."""
    homes = jurisdictions or (HOME,) * (len(agencies) or 1)
    event = CaseFiled(
        court=samples.COURT,
        case_no=case_no(number),
        type_code="行初",
        type_known=True,
        instance="first",
        filed_on=filed_on,
        cause="行政处罚",
        plaintiffs=(Plaintiff(party="p1", person=None, organisation="示例食品有限公司（样例）"),),
        defendants=tuple(
            Defendant(agency=agency, jurisdiction=home, object="original_act")
            for agency, home in zip(agencies or (MARKET,), homes, strict=True)
        ),
        act=None,
        claims=None,
        complaint_received_on=None,
        mediable=None,
    )
    return append(whole, case_id(number), event, filed_on, concerns=homes)


def serve(whole: Whole, number: int, on: date, agency: str = MARKET) -> UUID:
    """The complaint reached the agency."""
    event = ServiceRecorded(agency=agency, document="complaint_copy", received_on=on, method=None)
    return append(whole, case_id(number), event, on)


def judge(whole: Whole, number: int, on: date, *outcomes: tuple[str, Outcome]) -> tuple[UUID, ...]:
    """A judgment with its losses; returns the entries' ids."""
    results = tuple(Result(agency=agency, object="original_act", outcome=outcome) for agency, outcome in outcomes)
    delivered = JudgmentDelivered(
        court=samples.COURT,
        case_no=case_no(number),
        judgment_no=case_no(number),
        document="judgment",
        judged_on=on,
        results=results,
    )
    losses = (
        JudgmentLost(agency=agency, judgment_no=case_no(number), judged_on=on, outcomes=losing)
        for agency, losing in lost(results).items()
    )
    return tuple(append(whole, case_id(number), event, on) for event in (delivered, *losses))


def withdraw(whole: Whole, number: int, on: date) -> UUID:
    """The case was withdrawn."""
    event = CaseWithdrawn(ruling_no=f"{case_no(number)}之一", ruled_on=on, voluntary=True)
    return append(whole, case_id(number), event, on)


def refer(whole: Whole) -> UUID:
    """A dispute of both agencies is referred to mediation, on 4 September."""
    whole.clock.set(at("2026-09-04T10:00"))
    event = referred(whole.deps.keys)
    return append(whole, CASE, event, event.referred_on, received_on=event.received_on)


def join(whole: Whole, number: int, on: date) -> UUID:
    """The case with this number is what was referred: known at nine o'clock of that day."""
    whole.clock.set(at(f"{on}T09:00"))
    event = CaseRecordsJoined(
        court=samples.COURT, case_id=case_id(number), case_no=case_no(number), joined_case_id=CASE, joined_case_no=CASE_NO
    )
    return append(whole, CASE, event, on, case_id=case_id(number))


def history(whole: Whole) -> None:
    """Four cases of the market agency by 1 August 2026: lost on 28 June and known on 12 July, won, withdrawn, and open with its answer
    overdue. The land agency stands beside it in the first and wins."""
    whole.clock.set(at("2026-06-15T09:00"))
    for number, filed_on in ((1, date(2026, 3, 2)), (2, date(2026, 4, 7)), (3, date(2026, 4, 8)), (4, date(2026, 6, 1))):
        file(whole, number, filed_on, *((MARKET, LAND) if number == 1 else ()))
    serve(whole, 4, date(2026, 6, 3))
    judge(whole, 2, date(2026, 5, 20), (MARKET, "claims_dismissed"))
    withdraw(whole, 3, date(2026, 6, 10))
    whole.clock.set(at("2026-07-12T09:00"))
    judge(whole, 1, date(2026, 6, 28), (MARKET, "revoked"), (LAND, "claims_dismissed"))
    whole.clock.set(at("2026-08-01T09:00"))
    whole.settle()


def ask(whole: Whole, agency: str = MARKET, client: str = SUPERVISOR, **query: Any) -> httpx.Response:
    """The figures of the agency, of 2026 unless other days are given."""
    return whole.wire(client).get("/v1/review/figures", agency_id=agency, **{**YEAR, **query})


def shown(answer: httpx.Response) -> dict[str, dict[str, Any]]:
    """The measures of an answer by their codes."""
    assert answer.status_code == 200, answer.text
    return {measure["measure"]: measure for measure in answer.json()["measures"]}


def counts(answer: httpx.Response) -> tuple[int, int, int]:
    """Filed, closed, lost."""
    found = shown(answer)
    filed, closed, lost = (found[code]["numerator"] for code in ("filed", "closed", "lost"))
    return filed, closed, lost


def items(whole: Whole, measure: str, client: str = SUPERVISOR, agency: str = MARKET, **query: Any) -> httpx.Response:
    """What a number opens."""
    asked = {**YEAR, "agency_id": agency, "measure": measure, **query}
    return whole.wire(client).get("/v1/review/figures/items", **asked)
