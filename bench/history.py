"""A generated ledger of whole cases, written past the append: for measuring who reads it. Never part of an installation.

Each case has the entries that a suit against two agencies leaves: the court's messages with their outcome, the reservation of its number,
filing, services, answers, hearing, attendance, judgment, loss, and what the review of it adds. Sealed values are as long as real ones.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

import msgspec
import psycopg

from services.registry import samples
from yingsu.events.intake.case import Act, CaseFiled, CaseNumberReserved, Defendant, Plaintiff, ServiceRecorded
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Result
from yingsu.events.intake.message import CourtMessageApplied, CourtMessageReceived
from yingsu.events.intake.response import AnswerSubmitted, LeaderAttendanceRecorded
from yingsu.events.review.review import Basis, ReviewOpened, ReviewStarted
from yingsu.ledger import mapper
from yingsu.ledger.entry import Actor, Event
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.sealed import Measure, Person

FIRST_DAY: Final = date(2026, 1, 5)
DAYS: Final = 120
"""Cases begin on one of so many days."""
ENTRIES_A_CASE: Final = 23
MOMENT: Final = datetime.combine(FIRST_DAY + timedelta(days=DAYS + 150), time(4), UTC)
"""When all of it was recorded."""

_ACTOR: Final = msgspec.json.encode(Actor(client="bench", role="court")).decode()
_COPY: Final = (
    "COPY ledger.entry (position, event_id, stream, version, topic, jurisdiction, case_id, occurred_on, received_on, recorded_at, actor, "
    "source, correlation_id, command_id, body_hash, command_size, payload) FROM STDIN"
)
_seal = Measure()


def write_history(owner_url: str, entries: int, *, facts_a_case: int | None = None) -> int:
    """Append `entries` entries, or up to a case fewer, after what the ledger holds; returns its head.

    `facts_a_case`: cases of only so many entries, those that belong to the case itself; None: whole cases.
    """
    with psycopg.connect(owner_url) as connection, connection.cursor() as cursor:
        row = cursor.execute("SELECT position FROM ledger.head").fetchone()
        position = row[0] if row else 0
        cases = []
        with cursor.copy(_COPY) as copy:
            for number in range(position + 1, position + 1 + entries // (facts_a_case or ENTRIES_A_CASE)):
                case_id = f"case-{uuid4()}"
                cases.append(case_id)
                versions: dict[str, int] = {}
                found = case_events(case_id, number)
                if facts_a_case is not None:
                    found = islice((entry for entry in found if entry[1]), facts_a_case)
                for stream, of_case, day, event in found:
                    position += 1
                    versions[stream] = versions.get(stream, 0) + 1
                    copy.write_row(
                        (
                            position,
                            uuid4(),
                            stream,
                            versions[stream],
                            event.TOPIC,
                            samples.JURISDICTION,
                            case_id if of_case else None,
                            day,
                            None,
                            MOMENT,
                            _ACTOR,
                            "/v1/intake",
                            f"bench-{number}",
                            uuid4(),
                            "00" * 32,
                            1,
                            mapper.encode(event).decode(),
                        )
                    )
        cursor.execute("UPDATE ledger.head SET position = %s, recorded_at = %s", (position, MOMENT))
        with cursor.copy("COPY ledger.case_access (case_id, jurisdiction) FROM STDIN") as copy:
            for case_id in cases:
                copy.write_row((case_id, samples.JURISDICTION))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE ledger.entry, ledger.case_access")
    return int(position)


def case_events(case_id: str, number: int) -> Iterator[tuple[str, bool, date, Event]]:
    """The entries of one case: stream, whether it belongs to the case, day, event."""
    day = FIRST_DAY + timedelta(days=number % DAYS)
    case_no = f"（2026）{samples.COURT}行初{number}号"
    market, resources = samples.MARKET, samples.RESOURCES
    for message, (kind, event, later) in enumerate(_told(case_id, case_no, day, market, resources)):
        at = day + timedelta(days=later)
        stream = digest_stream("message", samples.COURT, f"{number}-{message}")
        content = _seal.seal_text(stream, "样" * 120)
        yield (
            stream,
            False,
            at,
            CourtMessageReceived(
                court=samples.COURT,
                message_id=f"{number}-{message}",
                kind=kind,
                case_no=case_no,
                jurisdictions=(samples.JURISDICTION,),
                content_hash="0" * 64,
                content=content,
            ),
        )
        yield stream, False, at, CourtMessageApplied(case_id=case_id)
        if message == 0:
            reserved = CaseNumberReserved(court=samples.COURT, case_no=case_no, case_id=case_id)
            yield digest_stream("case_number", samples.COURT, case_no), False, at, reserved
        yield case_id, True, at, event
    lost = JudgmentLost(
        agency=market, judgment_no=case_no, judged_on=day + timedelta(days=90), outcomes=("illegality_confirmed",)
    )
    yield case_id, True, lost.judged_on, lost
    for agency, late in ((market, 20), (resources, 24)):
        at = day + timedelta(days=late)
        answer = AnswerSubmitted(
            agency=agency, submitted_on=at, delivery="in_person", posted_on=None, has_answer=True, evidence_count=3, note=None
        )
        yield f"response-{case_id.removeprefix('case-')}-{agency.removeprefix('agency-')}", True, at, answer
    attended = LeaderAttendanceRecorded(
        agency=market,
        hearing_no=1,
        hearing_on=day + timedelta(days=60),
        leader=_seal.seal_person(f"{case_id}/leader", Person(name="示例甲")),
        leader_post="局长",
        rank="principal",
        staff=1,
        lawyers=1,
        spoke=True,
        offered_resolution=True,
        identity_ok=True,
        left_without_leave=False,
    )
    yield f"response-{case_id.removeprefix('case-')}-{market.removeprefix('agency-')}", True, attended.hearing_on, attended
    yield from _review(case_id, case_no, day, market)


def _told(case_id: str, case_no: str, day: date, market: str, resources: str) -> Iterator[tuple[str, Event, int]]:
    """What the court tells: kind, fact, and days after the filing."""
    agencies = (market, resources)
    filed = CaseFiled(
        court=samples.COURT,
        case_no=case_no,
        type_code="行初",
        type_known=True,
        instance="first",
        filed_on=day,
        cause="行政处罚",
        plaintiffs=(
            Plaintiff(party="p1", person=_seal.seal_person(f"{case_id}/p1", Person(name="示例张某")), organisation=None),
        ),
        defendants=tuple(
            Defendant(agency=agency, jurisdiction=samples.JURISDICTION, object="original_act") for agency in agencies
        ),
        act=Act(kind="行政处罚", document_no="示例〔2026〕1号", made_on=None, implementing_unit=None),
        claims=_seal.seal_text(f"{case_id}/claims", "请求撤销被诉行政处罚决定（样例）"),
        complaint_received_on=None,
        mediable=True,
    )
    yield "case_filing", filed, 0
    for agency in agencies:
        served = ServiceRecorded(agency=agency, document="complaint_copy", received_on=day + timedelta(days=4), method="电子送达")
        yield "service", served, 4
    hearing = HearingScheduled(hearing_no=1, hearing_on=day + timedelta(days=60), begins_at=None, place="第一法庭")
    yield "hearing_notice", hearing, 40
    results = (
        Result(agency=market, object="original_act", outcome="illegality_confirmed"),
        Result(agency=resources, object="original_act", outcome="claims_dismissed"),
    )
    judged = JudgmentDelivered(
        court=samples.COURT,
        case_no=case_no,
        judgment_no=case_no,
        document="judgment",
        judged_on=day + timedelta(days=90),
        results=results,
    )
    yield "judgment", judged, 90


def _review(case_id: str, case_no: str, day: date, agency: str) -> Iterator[tuple[str, bool, date, Event]]:
    stream = digest_stream("review", case_id, case_no, agency)
    received_on = day + timedelta(days=95)
    served = ServiceRecorded(agency=agency, document="judgment", received_on=received_on, method="电子送达")
    yield case_id, True, received_on, served
    opened = ReviewOpened(
        agency=agency,
        defendant=agency,
        grounds="lost",
        court=samples.COURT,
        case_no=case_no,
        judgment=UUID(int=0),
        judgment_no=case_no,
        judged_on=day + timedelta(days=90),
        received_on=received_on,
        outcomes=("illegality_confirmed",),
        decided_under=Basis(profile="hongze.1", clauses=("HZ-9.1",)),
    )
    yield stream, True, received_on, opened
    started = ReviewStarted(agency=agency, judgment_no=case_no, started_on=day + timedelta(days=98), led_by=None)
    yield stream, True, started.started_on, started
