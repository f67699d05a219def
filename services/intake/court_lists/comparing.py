"""A list of a court beside what is on record here: what one side has and the other has not. Pure.

A case that the court filed and of which nothing is known here was kept from this system by nobody's ill will, most often: its filing was
never sent. One that is on record and that its agency never reported (报备) is the agency's to report.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

import msgspec

from services.intake.cases import record as records
from services.intake.court_lists.lists import CourtList
from yingsu.disputes import Dispute
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.court_list import ListedCase
from yingsu.events.intake.steps.reporting import CaseReported


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A case of the list. `case_id` is None where it is not on record; `agencies` are its defendants of the district, `unreported` those of
    them that have not reported it."""

    listed: ListedCase
    case_id: str | None = None
    agencies: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()

    @property
    def standing(self) -> Literal["recorded", "unrecorded"]:
        """Whether it is on record here."""
        return "unrecorded" if self.case_id is None else "recorded"


class Unlisted(msgspec.Struct, frozen=True, kw_only=True):
    """A case that this court filed in the period of the list, against an agency of the district, and did not list."""

    case_no: str
    case_id: str
    filed_on: date


def compare(court_list: CourtList, on_record: Mapping[str, Dispute]) -> Iterator[Compared]:
    """Each case of the list, in its order. `on_record`: the disputes by the court's numbers."""
    for listed in court_list.told.cases:
        dispute = on_record.get(listed.case_no)
        if dispute is None:
            yield Compared(listed=listed)
            continue
        case = records.fold(dispute.case_id, dispute.entries).case
        own = tuple(agency for agency in case.agencies if case.jurisdiction_of(agency) == court_list.entry.jurisdiction)
        sued = tuple(agency for agency in own if case.removed_on(agency) is None)
        reported = {entry.event.agency for entry in dispute.entries if isinstance(entry.event, CaseReported)}
        yield Compared(
            listed=listed,
            case_id=dispute.case_id,
            agencies=sued,
            unreported=tuple(agency for agency in sued if agency not in reported),
        )


def unlisted(court_list: CourtList, disputes: Iterable[Dispute]) -> list[Unlisted]:
    """What the list does not have, by the day of filing."""
    told, numbers = court_list.told, frozenset(court_list.numbers)
    found = [
        Unlisted(case_no=filing.case_no, case_id=dispute.case_id, filed_on=filing.filed_on)
        for dispute in disputes
        for filing in (entry.event for entry in dispute.entries)
        if isinstance(filing, CaseFiled)
        and filing.court == told.court
        and told.filed_from <= filing.filed_on <= told.filed_to
        and filing.case_no not in numbers
        and any(defendant.jurisdiction == court_list.entry.jurisdiction for defendant in filing.defendants)
    ]
    return sorted(found, key=lambda one: (one.filed_on, one.case_no))
