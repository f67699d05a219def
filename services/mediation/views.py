"""The read model of mediation: the list of mediations, where each stands and what it waits for. Decisions never read it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

import msgspec

from services.mediation import record as records
from services.mediation.folding import OPENINGS
from services.mediation.mediation import ENDED, Status
from services.mediation.record import Record
from services.mediation.steps import AnyTrack
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins, joined
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.listing import Listing

TOPICS: Final = tuple(kind.TOPIC for kind in OPENINGS)
"""The topics that open a mediation."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of the list shows beside its columns: parties by their ids, no names."""

    in_litigation: bool
    track: AnyTrack = "pre_suit"
    accepted_on: date | None
    session_at: datetime | None
    place: str | None
    without_notice: tuple[str, ...]
    without_plan: tuple[str, ...]
    untold: tuple[str, ...]
    unsigned: tuple[str, ...]
    unexplained: tuple[str, ...]
    unserved: tuple[str, ...]
    without_leader: tuple[str, ...] = ()


TRACK: Final = "coalesce(state::jsonb ->> 'track', 'pre_suit')"
"""The track of a row; those written before there were several have none."""

_encode = msgspec.json.Encoder().encode
_standing = msgspec.json.Decoder(Standing).decode


class MediationView(DisputeView):
    """`views.mediation_mediation`: one row a mediation."""

    name = "mediation.mediations"
    columns = MappingProxyType(
        {
            "mediation_mediation": (
                "mediation_id",
                "case_id",
                "case_no",
                "court",
                "status",
                "agencies",
                "received_on",
                "concluded_on",
                "jurisdictions",
                "state",
            )
        }
    )

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        """The rows of the dispute's mediations."""
        if any(isinstance(entry.event, OPENINGS) for entry in dispute):
            for record in records.records(joins.dispute_of(dispute[0].case_id or ""), dispute):
                yield "mediation_mediation", _row(record)

    def heeds(self, entry: Entry) -> bool:
        """What is told of obligations and of reviews changes no mediation."""
        return not entry.topic.startswith(("notify.", "review."))

    def among(self, cursor: Cursor, records: Sequence[str], joins: Joins, position: int) -> Sequence[str]:
        """Of these records, those of disputes with a mediation: most have none."""
        query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id = ANY (%s) AND position <= %s AND topic = ANY (%s)"
        found = cursor.execute(query, (list(records), position, list(TOPICS))).fetchall()
        mediated = {joins.dispute_of(case_id) for (case_id,) in found}
        return [case_id for case_id in records if joins.dispute_of(case_id) in mediated]


def _row(record: Record) -> tuple[object, ...]:
    mediation = record.mediation
    return (
        mediation.mediation_id,
        mediation.case_id,
        mediation.case_no,
        mediation.court,
        mediation.status,
        list(mediation.respondents),
        mediation.received_on,
        mediation.concluded_on,
        list(record.jurisdictions),
        _encode(standing_of(record)).decode(),
    )


def standing_of(record: Record) -> Standing:
    """What the list shows of a mediation."""
    schedule = record.mediation.schedule
    return Standing(
        in_litigation=record.in_litigation,
        track=record.mediation.track,
        accepted_on=record.mediation.accepted_on,
        session_at=schedule.session_at if schedule else None,
        place=schedule.place if schedule else None,
        without_notice=record.without_notice,
        without_plan=record.without_plan,
        untold=record.untold,
        unsigned=record.unsigned,
        unexplained=record.unexplained,
        unserved=record.unserved,
        without_leader=record.without_leader,
    )


class MediationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list."""

    mediation_id: str
    case_id: str
    case_no: str
    court: str
    status: Status
    agencies: list[str]
    received_on: date
    concluded_on: date | None
    jurisdictions: list[str]
    standing: Standing


class MediationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; None does not narrow. `case_id` is any record of a dispute; `respondents` the agencies for which is asked;
    `track` before the suit, beside it or in court.
    `after` is the last row of the page before."""

    status: Status | None = None
    agency: str | None = None
    respondents: tuple[str, ...] | None = None
    open: bool | None = None
    case_id: str | None = None
    track: AnyTrack | None = None
    after: tuple[date, str] | None = None


def list_mediations(cursor: Cursor, narrowed: MediationFilter, limit: int) -> list[MediationRow]:
    """Mediations that the cursor's tenants may see, the latest received first."""
    found = Listing(
        "SELECT mediation_id, case_id, case_no, court, status, agencies, received_on, concluded_on, jurisdictions, state "
        "FROM views.mediation_mediation"
    )
    found.narrow("status = %s", narrowed.status)
    found.narrow("agencies @> ARRAY[%s]", narrowed.agency)
    found.narrow("agencies && %s::text[]", None if narrowed.respondents is None else list(narrowed.respondents))
    if narrowed.open is not None:
        over = f"(status = ANY (%s) OR (status = 'terminated' AND {TRACK} <> 'pre_suit'))"
        found.where(f"{'NOT ' if narrowed.open else ''}{over}", sorted(ENDED))
    found.narrow(f"{TRACK} = %s", narrowed.track)
    found.narrow_to_dispute(cursor, narrowed.case_id)
    rows = found.latest(cursor, ("received_on", "mediation_id"), narrowed.after, limit)
    joins = joined(cursor, sorted({row[1] for row in rows}))
    return [
        MediationRow(
            mediation_id=row[0],
            case_id=joins.dispute_of(row[1]),
            case_no=row[2],
            court=row[3],
            status=row[4],
            agencies=row[5],
            received_on=row[6],
            concluded_on=row[7],
            jurisdictions=row[8],
            standing=_as_seen(_standing(row[9]), joins.is_filed(row[1])),
        )
        for row in rows
    ]


def _as_seen(standing: Standing, filed: bool) -> Standing:
    """What the list shows to those who see the filing, or do not."""
    return msgspec.structs.replace(standing, in_litigation=standing.in_litigation and filed)
