"""The cases of a register, out of the ledger, for one caller: only disputes that have a fact of it, and of those only the facts it looks at.

Nothing is kept: a register is read anew each time, a few hundred disputes in memory at once.
"""

from collections.abc import Collection, Iterator
from datetime import date

import msgspec

from services.intake.cases.standing import STANDING
from services.intake.registers.kinds import SERVED, Kind
from services.intake.registers.lines import Line, lines
from services.intake.registers.listed import listed
from services.intake.registers.sought import Sought
from yingsu.errors import NotFound
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.course import CaseLinkedToSeries, CaseUnlinkedFromSeries
from yingsu.events.intake.steps.resolution import SponsorAssigned
from yingsu.events.naming import NAMING
from yingsu.histories import Histories, histories
from yingsu.law.clauses import Clause
from yingsu.law.provision import Register
from yingsu.law.registers import registers_on
from yingsu.law.rules import Rules
from yingsu.ledger.correcting import as_corrected, striking_topics
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.mapper import event_class, newest, spelled
from yingsu.ledger.rows import stream_entries


class RegisterNotFound(NotFound):
    """The profile of that day has no such register of cases."""

    code = "case-register-not-found"
    title = "没有这个台账"


class Known(msgspec.Struct, frozen=True):
    """A register of the profile in force, with its clauses, and how it is read."""

    register: Register
    clauses: tuple[Clause, ...]
    kind: Kind

    @property
    def topics(self) -> frozenset[str]:
        """The topics of every fact that it looks at."""
        own = {newest(topic) for topic in self.register.topics()}
        needed = {event.TOPIC for event in self.kind.needs}
        links = {CaseLinkedToSeries.TOPIC, CaseUnlinkedFromSeries.TOPIC} if self.of_series else set()
        return frozenset(own | needed | links | NAMING | STANDING)

    @property
    def of_series(self) -> bool:
        """Whether a fact of one case may close rows of others of its series."""
        return CaseLinkedToSeries.TOPIC in {fact.topic for fact in self.register.of}


def known_on(rules: Rules | None, jurisdiction: str, day: date) -> tuple[Known, ...]:
    """The registers of cases in force on the day whose facts are recorded, by code."""
    found = registers_on(rules, jurisdiction, day)
    return tuple(
        Known(register, clauses, SERVED[code])
        for code, (register, clauses) in sorted(found.items())
        if code in SERVED and all(event_class(topic) for topic in register.topics())
    )


def known(rules: Rules | None, jurisdiction: str, code: str, day: date) -> Known:
    """One of them. Raises `RegisterNotFound`."""
    for found in known_on(rules, jurisdiction, day):
        if found.register.code == code:
            return found
    raise RegisterNotFound(
        f"{day} 在本辖区施行的文件没有规定这个台账，或者该台账不按案件登记。本辖区的台账见 /v1/intake/registers；机关台账见登记服务。"
    )


def read(database: Database, tenants: tuple[str, ...], asked: Known, sought: Sought) -> Iterator[tuple[Line, list[Entry]]]:
    """The lines of the register, each with the entries of its dispute, in the order of the disputes."""
    if asked.kind.listed:
        yield from listed(database, tenants, asked.register, asked.topics, sought)
        return
    with database.read(tenants) as cursor:
        found = _histories(cursor, asked, sought)
        sponsored = _sponsored(cursor, sought) if asked.of_series else ()
    for dispute in found.read(database, tenants, spelled(asked.topics)):
        made = lines(
            dispute,
            asked.register,
            asked.kind,
            sought.jurisdiction,
            sought.day,
            standing=sought.standing,
            sponsored=sponsored,
        )
        for line in made:
            yield line, dispute.entries


def _histories(cursor: Cursor, asked: Known, sought: Sought) -> Histories:
    own = None if sought.agencies is None else list(sought.agencies)
    begun = {newest(fact.topic) for fact in asked.register.of} | ({CaseFiled.TOPIC} if asked.kind.lacking else set())
    rows = cursor.execute(
        "SELECT DISTINCT case_id FROM ledger.case_access JOIN ledger.entry USING (case_id) "
        "WHERE case_access.jurisdiction = %s AND topic = ANY (%s) AND (%s::text[] IS NULL OR case_id IN "
        "(SELECT unnest(below) FROM views.intake_case WHERE agencies && %s::text[]))",
        (sought.jurisdiction, sorted(spelled(begun)), own, own),
    ).fetchall()
    concerned = [case_id for (case_id,) in rows]
    return histories(cursor, concerned, as_of=sought.as_of, as_known_at=sought.as_known_at)


def _sponsored(cursor: Cursor, sought: Sought) -> Collection[Entry]:
    """The sponsors of whole series."""
    condition = (
        "topic = ANY (%s) AND occurred_on <= coalesce(%s::date, 'infinity') AND recorded_at <= coalesce(%s::timestamptz, 'infinity') "
        "ORDER BY position"
    )
    topics = [SponsorAssigned.TOPIC, *sorted(striking_topics())]
    found = list(stream_entries(cursor, condition, (topics, sought.as_of, sought.as_known_at)))
    return [entry for entry in as_corrected(found) if isinstance(entry.event, SponsorAssigned) and entry.event.series is not None]
