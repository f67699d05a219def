"""The lines of a register of what a court lists and nothing here answers: a case that is not on record, or that no agency reported (YC-3.3.3)."""

from collections.abc import Collection, Iterator

from services.intake.court_lists.lists import CourtList, standing
from services.intake.court_lists.reading import on_record
from services.intake.registers.lines import Line
from services.intake.registers.sought import Sought
from yingsu.disputes import Dispute
from yingsu.law.matching import condition
from yingsu.law.provision import Register
from yingsu.law.registers import Row
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry


def listed(
    database: Database, tenants: tuple[str, ...], register: Register, topics: Collection[str], sought: Sought
) -> Iterator[tuple[Line, list[Entry]]]:
    """A line for each number of the lists that stand on the day, each with the entries of its dispute. None for an agency: what it did not
    report is asked of it by the body that supervises."""
    if sought.agencies is not None:
        return
    with database.read(tenants) as cursor:
        lists = standing(cursor, sought.jurisdiction, by=sought.day, known_at=sought.as_known_at)
    known = on_record(database, tenants, lists, topics, as_of=sought.as_of, as_known_at=sought.as_known_at)
    for of_one in lists:
        for case_no in of_one.numbers:
            dispute = known.get((of_one.told.court, case_no))
            row = _row(of_one, case_no, register, dispute, sought)
            if row.closed_by is None or not (register.gaps or sought.standing):
                case_id = dispute.case_id if dispute else None
                computed = {"case_no": case_no} if "case_no" in register.columns else {}
                yield (
                    Line(case_id=case_id, case_no=case_no, agency=None, row=row, computed=computed),
                    dispute.entries if dispute else [],
                )


def _row(of_one: CourtList, case_no: str, register: Register, dispute: Dispute | None, sought: Sought) -> Row:
    """The row of a number: whatever the profile says closes it, before the list came or after."""
    (listed_as,) = map(condition, register.of)
    closings = [
        (what.day(entry), entry)
        for what in map(condition, register.closed_by)
        for entry in (dispute.entries if dispute else ())
        if entry.topic == what.topic and what.holds_for(entry.event, None, None) and what.day(entry) <= sought.day
    ]
    closed_on, closed_by = min(closings, key=lambda found: (found[0], found[1].position), default=(None, None))
    return Row(
        subject=dispute.case_id if dispute else case_no,
        party=None,
        key=case_no,
        on=listed_as.day(of_one.entry),
        what=listed_as.what,
        entry=of_one.entry,
        closed_on=closed_on,
        closed_by=closed_by,
    )
