"""Which case records are one dispute. A court numbers one dispute several times: when it refers it, before it files it, when it files it.

Each (court, number) has a record with a case id of its own; a court's message that names an earlier number joins the two records
(`CaseRecordsJoined`). The dispute goes by the id of the record that none other has taken in: the filed case's, once there is one. Which
messages came first does not matter. Owns the reading of joins; who reads a case reads its dispute.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Final

import msgspec

from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import CaseRecordsJoined
from yingsu.events.naming import named
from yingsu.ledger.correcting import Striking, as_corrected, striking_topics
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.recent import recent_of
from yingsu.ledger.rows import COLUMNS, stream_entries, to_entry
from yingsu.ledger.snapshot import Readable, Snapshot
from yingsu.ledger.store import Ledger

AT_ONCE: Final = 500
"""So many disputes are read together."""
LAST: Final = 2**63 - 1
"""No position is further on."""


class Joins:
    """The joins of some records, as told by the entries that are given. `filed` are those of the records that hold a filing."""

    def __init__(self, entries: Iterable[Entry] = (), filed: Iterable[str] = ()) -> None:
        self._takes_in: dict[str, set[str]] = {}
        self._taken_in_by: dict[str, set[str]] = {}
        self._numbers: dict[str, str] = {}
        self._filed = frozenset(filed)
        self._disputes: dict[str, str] = {}
        for entry in entries:
            if isinstance(entry.event, CaseRecordsJoined):
                event = entry.event
                self._takes_in.setdefault(event.case_id, set()).add(event.joined_case_id)
                self._taken_in_by.setdefault(event.joined_case_id, set()).add(event.case_id)
                self._numbers.update({event.case_id: event.case_no, event.joined_case_id: event.joined_case_no})

    @property
    def records(self) -> frozenset[str]:
        """Every record that is joined with another."""
        return frozenset(self._numbers)

    def records_of(self, case_id: str) -> frozenset[str]:
        """The records of the dispute that the record belongs to, itself included."""
        # Most records are joined with none, and every reader asks of all.
        if case_id not in self._numbers:
            return frozenset((case_id,))
        return _reached(case_id, self._takes_in, self._taken_in_by)

    def above(self, case_id: str) -> frozenset[str]:
        """The records that show this one too, to whoever may see them: those that took it in, and the dispute's own. Empty for that."""
        top = self.dispute_of(case_id)
        return frozenset() if case_id == top else frozenset({top, *self._taken_in_by.get(case_id, ())})

    def below(self, case_id: str) -> frozenset[str]:
        """The records that this one shows, itself included: all of the dispute where it is the dispute's own, else what it took in."""
        top = self.dispute_of(case_id)
        return self.records_of(case_id) if case_id == top else _reached(case_id, self._takes_in) - {top}

    def dispute_of(self, case_id: str) -> str:
        """The id of the dispute: of its filed case, else of the record that none has taken in; of several, the one with the smallest
        number."""
        if case_id not in self._numbers:
            return case_id
        if case_id not in self._disputes:
            members = self.records_of(case_id)
            candidates = members & self._filed or members - self._taken_in_by.keys() or members
            own = min(candidates, key=lambda record: (self._numbers[record], record))
            self._disputes |= dict.fromkeys(members, own)
        return self._disputes[case_id]

    def is_filed(self, case_id: str) -> bool:
        """Whether a record that is joined with others belongs to a filed dispute."""
        return bool(self.records_of(case_id) & self._filed)

    def number_of(self, case_id: str) -> str | None:
        """The court's number of a record that is joined with another."""
        return self._numbers.get(case_id)


def _reached(case_id: str, *steps: Mapping[str, set[str]]) -> frozenset[str]:
    found, waiting = {case_id}, [case_id]
    while waiting:
        record = waiting.pop()
        fresh = set().union(*(step.get(record, ()) for step in steps)) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute by its id, the records that it consists of, and their entries in position order, as they stand."""

    case_id: str
    records: frozenset[str]
    entries: list[Entry]


def readers(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """Who may read each record: the jurisdictions of its entries and of every agency that its facts name, sorted.

    A jurisdiction that has only to do with one record of a dispute sees that one.
    """
    found: dict[str, set[str]] = {}
    for entry in entries:
        if entry.case_id is None:
            continue
        seeing = found.setdefault(entry.case_id, set())
        seeing.add(entry.jurisdiction)
        for agency in named(entry.event):
            seeing.add(agency.jurisdiction)
    return {record: sorted(seeing) for record, seeing in found.items()}


def load(
    ledger: Readable, case_id: str, tenants: tuple[str, ...], *, as_of: date | None = None, as_known_at: datetime | None = None
) -> Dispute:
    """The dispute that a record belongs to, as far as `tenants` may see it. Without entries where there is no such record for them.

    `as_of` leaves out facts dated later, joins among them; `as_known_at` leaves out what was recorded later.
    """
    query = f"SELECT {COLUMNS} FROM ledger.read_dispute(%s, %s, %s, %s, %s)"  # noqa: S608
    values = (case_id, CaseRecordsJoined.TOPIC, ",".join(tenants), as_of, as_known_at)
    with ledger.database.session() as connection:
        found = [to_entry(row) for row in connection.execute(query, values, prepare=True)]
    joins = _joins_among(found)
    records = joins.records_of(case_id)
    return Dispute(
        case_id=joins.dispute_of(case_id),
        records=records,
        entries=as_corrected([entry for entry in found if entry.case_id in records]),
    )


def _joins_among(entries: Sequence[Entry]) -> Joins:
    """The joins that stand among whole records."""
    if not any(isinstance(entry.event, CaseRecordsJoined) for entry in entries):
        return Joins()
    told = as_corrected([entry for entry in entries if isinstance(entry.event, CaseRecordsJoined | CaseFiled | Striking)])
    return Joins(told, (entry.stream for entry in told if isinstance(entry.event, CaseFiled)))


def load_several(ledger: Readable, cases: Collection[str]) -> dict[str, Dispute]:
    """The disputes that these records belong to, by the record, as the system itself sees them: for decisions that begin with whether there
    is anything to decide."""
    found: dict[str, Dispute] = {}
    wanted = sorted(set(cases))
    for begin in range(0, len(wanted), AT_ONCE):
        chunk = wanted[begin : begin + AT_ONCE]
        with ledger.database.read(EVERYWHERE) as cursor:
            joins = joined(cursor, chunk)
            whole = read_whole(cursor, sorted({*chunk, *joins.records}), joins, LAST)
        for case_id in chunk:
            dispute = joins.dispute_of(case_id)
            found[case_id] = Dispute(case_id=dispute, records=joins.records_of(case_id), entries=whole.get(dispute, []))
    return found


class DisputesAtOnce(Snapshot):
    """A snapshot that also remembers the joins. `expected` are records that will be asked for: they are read with the first."""

    def __init__(self, ledger: Ledger, cursor: Cursor) -> None:
        super().__init__(ledger, cursor)
        self.expected: set[str] = set()
        self._joins = Joins()
        self._looked_up: set[str] = set()

    def joins(self, records: Collection[str]) -> Joins:
        """The joins of these records with whatever they are joined with, perhaps among others."""
        if not self._looked_up.issuperset(records):
            self._looked_up |= self.expected | set(records)
            self._joins = joined(self.cursor, sorted(self._looked_up))
        return self._joins


def joins_of(ledger: Readable, records: Collection[str]) -> Joins:
    """The joins of these records with whatever they are joined with, as the system itself sees them."""
    if isinstance(ledger, DisputesAtOnce):
        return ledger.joins(records)
    with ledger.database.read(EVERYWHERE) as cursor:
        return joined(cursor, sorted(records))


def read_whole(cursor: Cursor, records: Sequence[str], joins: Joins, position: int) -> dict[str, list[Entry]]:
    """The entries of these records up to `position` as they stand, by dispute (in the order of their ids), each in position order. For
    views."""
    found: dict[str, list[Entry]] = {}
    several = set()
    recent = recent_of(cursor)
    # In the order of an index; who has one record needs no sorting.
    condition = "case_id = ANY (%s) AND position <= %s ORDER BY case_id, position"
    for entry in (
        stream_entries(cursor, condition, (list(records), position))
        if recent is None
        else recent.cases(cursor, records, position)
    ):
        dispute = joins.dispute_of(entry.case_id or "")
        if dispute != entry.case_id:
            several.add(dispute)
        found.setdefault(dispute, []).append(entry)
    for dispute in several:
        found[dispute].sort(key=attrgetter("position"))
    return {dispute: as_corrected(entries) for dispute, entries in sorted(found.items())}


def joined(
    cursor: Cursor,
    cases: Sequence[str] | None,
    *,
    position: int | None = None,
    as_of: date | None = None,
    as_known_at: datetime | None = None,
) -> Joins:
    """The joins of these records with whatever they are joined with, directly or not (None: every join there is), up to `position`."""
    # "+ 0", because a position is no way to find these: the planner would look through all positions up to it.
    known = (
        "position + 0 <= coalesce(%(position)s::bigint, 9223372036854775807) "
        "AND occurred_on <= coalesce(%(as_of)s::date, 'infinity') AND recorded_at <= coalesce(%(known)s::timestamptz, 'infinity')"
    )
    told = f"topic = %(topic)s AND {known}"
    if cases is None:
        query = f"SELECT {COLUMNS} FROM ledger.entry WHERE {told}"  # noqa: S608
    else:
        query = (
            f'WITH RECURSIVE member (id) AS (SELECT unnest(%(cases)s::text[]) COLLATE "C" UNION SELECT other.id FROM member, LATERAL ('  # noqa: S608
            f"SELECT case_id AS id FROM ledger.entry WHERE stream = member.id AND {told} UNION ALL "
            f"SELECT stream FROM ledger.entry WHERE case_id = member.id AND {told}) other) "
            # Member by member (OFFSET keeps it so): with a condition on all of them every join there is would be looked at.
            f"SELECT {COLUMNS} FROM member, LATERAL (SELECT * FROM ledger.entry WHERE stream = member.id AND {told} OFFSET 0) AS told"
        )
    values = {"topic": CaseRecordsJoined.TOPIC, "position": position, "as_of": as_of, "known": as_known_at}
    statements = [to_entry(row) for row in cursor.execute(query, {**values, "cases": list(cases or ())}).fetchall()]
    if not statements:
        return Joins()
    members = sorted({record for entry in statements for record in (entry.stream, entry.case_id or "")})
    beside = cursor.execute(
        f"SELECT {COLUMNS} FROM unnest(%(members)s::text[]) AS member (id), "  # noqa: S608
        f"LATERAL (SELECT * FROM ledger.entry WHERE stream = member.id AND topic = ANY (%(topics)s) AND {known} OFFSET 0) AS told",
        {**values, "topics": [CaseFiled.TOPIC, *sorted(striking_topics())], "members": members},
    ).fetchall()
    standing = as_corrected([*statements, *map(to_entry, beside)])
    return Joins(standing, (entry.stream for entry in standing if isinstance(entry.event, CaseFiled)))
