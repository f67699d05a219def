"""The dispute of the tests: 示例张某 and a company against two agencies, referred to mediation on 3 September 2026; and its steps over HTTP.

The land agency's plan is complete on 14 September, one working day late. From the session on 18 September on it is settled or terminated.
"""

from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import httpx
import msgspec

from services.mediation.reactions import stream_of
from services.registry import samples
from tests.whole import CENTRE, LAND_OA, MARKET_OA, Whole
from yingsu.clock import SHANGHAI
from yingsu.events.intake.case import Act, CaseFiled, Defendant, Plaintiff
from yingsu.events.intake.prelitigation import CaseRecordsJoined, Material, PreLitigationReferred, Respondent
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person

MARKET = samples.MARKET
LAND = samples.RESOURCES
CASE = "case-01994b2e-0000-7000-8000-0000000000a1"
CASE_NO = "（2026）苏0813行诉前调7号"
FILED_CASE = "case-01994b2e-0000-7000-8000-0000000000c1"
FILED_NO = "（2026）苏0813行初12号"


class Step(NamedTuple):
    """What the centre, or an agency, does at a moment."""

    moment: str
    path: str
    body: dict[str, Any]
    client: str = CENTRE


ACCEPTED: Final = Step("2026-09-04T11:00", "acceptance", {"accepted_on": "2026-09-04"})
NOTICES: Final = (
    Step(
        "2026-09-07T15:00",
        "assignment-notices",
        {
            "agency": MARKET,
            "document_no": "洪示调交〔2026〕1号",
            "sent_on": "2026-09-07",
            "received_on": "2026-09-07",
            "method": "公文交换",
        },
    ),
    Step(
        "2026-09-08T15:00",
        "assignment-notices",
        {"agency": LAND, "document_no": "洪示调交〔2026〕2号", "sent_on": "2026-09-07", "received_on": "2026-09-08"},
    ),
)
PLANS: Final = (
    Step(
        "2026-09-09T15:00",
        f"plans/{MARKET}",
        {
            "received_on": "2026-09-09",
            "leader": {"name": "示例乙"},
            "leader_post": "副局长",
            "contact": {"name": "示例丙", "phone": "000"},
            "plan": "拟变更罚款数额（样例）",
        },
        MARKET_OA,
    ),
    Step(
        "2026-09-11T15:00",
        f"plans/{LAND}",
        {"received_on": "2026-09-11", "leader": {"name": "示例丁"}, "contact": {"name": "示例戊"}},
        LAND_OA,
    ),
    Step("2026-09-14T15:00", f"plans/{LAND}", {"received_on": "2026-09-14", "plan": "拟说明规划依据（样例）"}, LAND_OA),
)
SCHEDULED: Final = Step(
    "2026-09-15T09:00",
    "schedule",
    {"scheduled_on": "2026-09-15", "session_at": "2026-09-18T09:30:00+08:00", "place": "示例调处中心一号调处室"},
)
NOTIFIED: Final = tuple(
    Step("2026-09-15T10:00", "notifications", {"party": party, "notified_on": "2026-09-15", "method": "电话"})
    for party in ("p1", "p2", MARKET, LAND)
)
AGREED: Final = Step(
    "2026-09-18T12:00",
    "sessions",
    {"held_on": "2026-09-18", "present": ["p1", "p2", MARKET, LAND], "agreed": True, "notes": "示例张某愿意让步（样例）"},
)
SETTLED: Final = Step(
    "2026-09-18T14:00",
    "settlement",
    {
        "document_no": "洪示调协〔2026〕1号",
        "reached_on": "2026-09-18",
        "parties": ["p1", "p2", MARKET, LAND],
        "terms": ["罚款数额变更为二千元（样例）", "示例张某于十日内缴纳（样例）"],
        "perform_by": "2026-09-28",
    },
)
SIGNED: Final = tuple(
    Step(f"2026-09-{day}T16:00", "settlement/signatures", {"party": party, "signed_on": f"2026-09-{day}", "signatory": "party"})
    for party, day in ((MARKET, "18"), (LAND, "18"), ("p1", "21"), ("p2", "22"))
)
EXPLAINED: Final = tuple(
    Step(
        "2026-09-22T17:00", "withdrawal-explanations", {"party": party, "explained_on": "2026-09-22", "note": "自愿撤诉（样例）"}
    )
    for party in ("p1", "p2")
)
APART: Final = AGREED._replace(body={**AGREED.body, "agreed": False})
TERMINATED: Final = Step(
    "2026-09-21T09:00",
    "termination",
    {
        "reason": "too_far_apart",
        "terminated_on": "2026-09-21",
        "document_no": "洪示调终〔2026〕1号",
        "note": "双方差距五千元（样例）",
    },
)
SERVED: Final = tuple(
    Step(
        "2026-09-23T09:00",
        "termination/services",
        {"party": party, "served_on": "2026-09-21", "received_on": "2026-09-22", "method": "邮寄"},
    )
    for party in ("p1", "p2", MARKET, LAND)
)
RETURNED: Final = Step(
    "2026-09-23T15:00",
    "return",
    {
        "letter_no": "洪示调函〔2026〕1号",
        "returned_on": "2026-09-23",
        "materials": [{"material": "m1"}, {"material": "m2", "returned": False, "reason": "当事人已取回（样例）"}],
    },
)
CONDUCTED: Final = (ACCEPTED, *NOTICES, *PLANS, SCHEDULED, *NOTIFIED)
TO_SETTLEMENT: Final = (*CONDUCTED, AGREED, SETTLED, *SIGNED, *EXPLAINED)
TO_RETURN: Final = (*CONDUCTED, APART, TERMINATED, *SERVED, RETURNED)


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def referred(keys: KeyStore, case_id: str = CASE, **change: Any) -> PreLitigationReferred:
    """The court's referral, with a person and a company as applicants and two materials."""
    event = PreLitigationReferred(
        court=samples.COURT,
        case_no=CASE_NO,
        type_code="行诉前调",
        type_known=True,
        referred_on=date(2026, 9, 3),
        received_on=date(2026, 9, 4),
        cause="行政处罚",
        applicants=(
            Plaintiff(
                party="p1", person=keys.seal_person(f"{case_id}/p1", Person(name="示例张某", phone="000")), organisation=None
            ),
            Plaintiff(party="p2", person=None, organisation="示例食品有限公司（样例）"),
        ),
        respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=LAND, jurisdiction="320813")),
        act=Act(
            kind="行政处罚", document_no="洪示市监处罚〔2026〕15号（样例）", made_on=date(2026, 6, 15), implementing_unit=None
        ),
        claims=keys.seal_text(f"{case_id}/claims", "请求撤销行政处罚决定（样例）"),
        materials=(
            Material(material="m1", title=keys.seal_text(f"{case_id}/m1", "示例张某的行政起诉状"), pages=6, file=None),
            Material(material="m2", title=keys.seal_text(f"{case_id}/m2", "行政处罚决定书复印件"), pages=3, file=None),
        ),
        complaint_received_on=date(2026, 9, 1),
    )
    return msgspec.structs.replace(event, **change)


def append(whole: Whole, stream: str, event: Event, day: date, *, case_id: str | None = None, **envelope: Any) -> UUID:
    """One event of a court as the next of its stream; returns the entry's id."""
    version = len(whole.ledger.load(stream, (ANY_JURISDICTION,)))
    new = NewEvent(event=event, jurisdiction="320813", occurred_on=day, case_id=case_id or stream, **envelope)
    receipt = whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=stream, expected_version=version, events=(new,)),),
            actor=Actor(client="court-su0813", role="court"),
            source="message-test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    return receipt.events[0].event_id


def refer(whole: Whole, moment: str = "2026-09-04T10:00", case_id: str = CASE, **change: Any) -> str:
    """The court refers the dispute at `moment`; returns the stream of the mediation."""
    whole.clock.set(at(moment))
    event = referred(whole.deps.keys, case_id, **change)
    concerns = tuple(dict.fromkeys(respondent.jurisdiction for respondent in event.respondents))
    referral = append(whole, case_id, event, event.referred_on, received_on=event.received_on, concerns=concerns)
    whole.settle()
    return stream_of(case_id, referral)


def send(whole: Whole, mediation_id: str, step: Step, *, version: int | None = None, key: str | None = None) -> httpx.Response:
    """Send one step, on the version that its client reads just before unless one is given."""
    whole.clock.set(at(step.moment))
    wire, address = whole.wire(step.client), f"/v1/mediation/mediations/{mediation_id}"
    if version is None:
        shown = wire.get(f"{address}/{step.path}" if step.path.startswith("plans/") else address)
        version = int(shown.headers["ETag"].strip('"')) if shown.is_success else 0
    return wire.post(f"{address}/{step.path}", step.body, version=version, key=key)


def play(whole: Whole, mediation_id: str, *steps: Step) -> dict[str, Any]:
    """Send these steps one after the other; returns the last answer."""
    answers = [send(whole, mediation_id, step) for step in steps]
    assert [answer.status_code for answer in answers] == [201] * len(steps), [answer.text for answer in answers][-1]
    whole.settle()
    shown: dict[str, Any] = answers[-1].json()
    return shown


def read(whole: Whole, mediation_id: str, client: str = CENTRE, path: str = "") -> Any:
    """What a client reads of the mediation."""
    answer = whole.wire(client).get(f"/v1/mediation/mediations/{mediation_id}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def file_case(whole: Whole, filed_on: date, moment: str) -> str:
    """The court files the dispute under a number of its own, and says that the records are one; returns the filed case's id."""
    whole.clock.set(at(moment))
    filed = append(whole, FILED_CASE, filing(filed_on), filed_on)
    joined = CaseRecordsJoined(
        court=samples.COURT, case_id=FILED_CASE, case_no=FILED_NO, joined_case_id=CASE, joined_case_no=CASE_NO
    )
    append(whole, CASE, joined, filed_on, case_id=FILED_CASE, causation_id=filed)
    whole.settle()
    return FILED_CASE


def filing(filed_on: date) -> CaseFiled:
    """What the court files."""
    return CaseFiled(
        court=samples.COURT,
        case_no=FILED_NO,
        type_code="行初",
        type_known=True,
        instance="first",
        filed_on=filed_on,
        cause="行政处罚",
        plaintiffs=(Plaintiff(party="p1", person=None, organisation="示例食品有限公司（样例）"),),
        defendants=(Defendant(agency=MARKET, jurisdiction="320813", object="original_act"),),
        act=None,
        claims=None,
        complaint_received_on=None,
        mediable=None,
    )
