"""Which reviews a case record calls for: who owes one for which judgment, for whose part, and since when. Pure.

Everything follows from the facts of the record, in whatever order they came: the judgment with its losing defendants, the day on which
each defendant received the document, who had left the case before. HZ-9.1 to 9.3.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from services.review.requirements import Name, Requirements, requirements_on
from yingsu.events.intake.case import CaseFiled, Defendant, DefendantRemoved, ServiceRecorded
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.naming import named
from yingsu.events.review.review import ReviewOpened
from yingsu.law.handling import unit_named
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry
from yingsu.officials.agencies import Agency

GOVERNMENT = "government"


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """The part of one defendant in a lost case that has to be reviewed. `received_on` is None as long as it has not the document.

    `unit` is what the court named as the implementing unit of the act.
    """

    judgment: JudgmentDelivered
    judgment_id: UUID
    defendant: str
    jurisdiction: str
    grounds: Literal["lost", "joint_defendant"]
    outcomes: tuple[Outcome, ...]
    received_on: date | None
    unit: str | None
    required: Requirements

    @property
    def judgment_no(self) -> str:
        """The number of the judgment."""
        return self.judgment.judgment_no


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A duty with the agency that owes it, since `received_on`: the day on which that agency received the document, where it is a
    defendant itself, else the day on which `duty.defendant` did. None as long as it has not come."""

    duty: Duty
    agency: str
    received_on: date | None

    def opened(self) -> ReviewOpened:
        """The opening of the review. Raises `ValueError` before the receipt."""
        duty, judgment = self.duty, self.duty.judgment
        if self.received_on is None:
            raise ValueError("no review before the judgment is received")
        names: list[Name] = ["owner", "start"] if duty.grounds == "lost" else ["joint_defendants", "start"]
        if self.agency != duty.defendant:
            names.append("government_owner")
        return ReviewOpened(
            agency=self.agency,
            defendant=duty.defendant,
            grounds=duty.grounds,
            court=judgment.court,
            case_no=judgment.case_no,
            judgment=duty.judgment_id,
            judgment_no=judgment.judgment_no,
            judged_on=judgment.judged_on,
            received_on=self.received_on,
            outcomes=duty.outcomes,
            decided_under=duty.required.basis(*names),
        )


def duties(entries: Sequence[Entry], rules: Rules) -> tuple[Duty, ...]:
    """The duties that the entries of one case record call for, by judgment, in the order of the defendants of the filing.

    Where the document has not come yet, the rules of the day of the judgment are looked at.
    """
    filed = _filing(entries)
    if filed is None:
        return ()
    found: list[Duty] = []
    for judged in _judgments(entries).values():
        judgment = judged.event
        if not isinstance(judgment, JudgmentDelivered):
            continue
        lost = _losers(entries, judgment.judgment_no)
        if not lost:
            continue
        for defendant in _still_there(entries, filed, judgment, lost):
            received_on = _received_on(entries, judgment, defendant.agency)
            required = requirements_on(rules, defendant.jurisdiction, received_on or judgment.judged_on)
            if required is None or (defendant.agency not in lost and required.joint_defendants != "all"):
                continue
            found.append(
                Duty(
                    judgment=judgment,
                    judgment_id=judged.event_id,
                    defendant=defendant.agency,
                    jurisdiction=defendant.jurisdiction,
                    grounds="lost" if defendant.agency in lost else "joint_defendant",
                    outcomes=lost.get(defendant.agency, ()),
                    received_on=received_on,
                    unit=filed.act.implementing_unit if filed.act else None,
                    required=required,
                )
            )
    return tuple(found)


def assignments(found: Iterable[Duty], agencies: Mapping[str, Agency]) -> tuple[Assignment, ...]:
    """Who owes these duties: one review for each owner and judgment. Of several duties of one owner a loss goes before standing beside
    a loser, then its own part before that of a government. Duties whose owner cannot be told are left out."""
    by_owner: dict[tuple[str, str], list[Duty]] = {}
    for duty in found:
        owner = owner_of(duty, agencies)
        if owner is not None:
            by_owner.setdefault((duty.judgment_no, owner), []).append(duty)
    result = []
    for (_, owner), owed in by_owner.items():
        first = min(owed, key=lambda duty: (duty.grounds != "lost", duty.defendant != owner, duty.defendant))
        own = next((duty for duty in owed if duty.defendant == owner), first)
        result.append(Assignment(duty=first, agency=owner, received_on=own.received_on))
    return tuple(result)


def owner_of(duty: Duty, agencies: Mapping[str, Agency]) -> str | None:
    """Who reviews: the defendant; for a government the implementing unit, where the profile says so: the one registered agency of the
    same jurisdiction with this very name. None where there is none."""
    if not falls_to_unit(duty, agencies):
        return duty.defendant
    return unit_named(duty.unit, duty.jurisdiction, agencies)


def falls_to_unit(duty: Duty, agencies: Mapping[str, Agency]) -> bool:
    """Whether the defendant is a government for which its implementing unit reviews (HZ-9.3)."""
    agency = agencies.get(duty.defendant)
    return agency is not None and agency.type == GOVERNMENT and duty.required.government_owner == "implementing_unit"


def unassigned(found: Iterable[Duty], entries: Iterable[Entry], agencies: Mapping[str, Agency]) -> tuple[Duty, ...]:
    """The governments' duties that have begun and that nobody reviews: no review was opened for them, and the implementing unit is not
    one that reviews the case anyway. Does not ask which agencies were registered later."""
    known = list(entries)
    filed = _filing(known)
    waiting = [duty for duty in found if duty.received_on is not None and falls_to_unit(duty, agencies)]
    parties = {agencies[d.agency].name for d in (filed.defendants if filed else ()) if d.agency in agencies}
    return tuple(duty for duty in waiting if (duty.unit or "").strip() not in parties and not covered(duty, known, agencies))


def covered(duty: Duty, entries: Iterable[Entry], agencies: Mapping[str, Agency]) -> bool:
    """Whether a review was opened that holds this part: for the defendant, or by the agency that the court named as its unit."""
    for entry in entries:
        opened = entry.event
        if isinstance(opened, ReviewOpened) and opened.judgment_no == duty.judgment_no:
            owner = agencies.get(opened.agency)
            if opened.defendant == duty.defendant or (owner is not None and owner.name == (duty.unit or "").strip()):
                return True
    return False


def _filing(entries: Iterable[Entry]) -> CaseFiled | None:
    return next((entry.event for entry in entries if isinstance(entry.event, CaseFiled)), None)


def _judgments(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The judgments by their numbers; one that is told again stays the first."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if isinstance(entry.event, JudgmentDelivered):
            found.setdefault(entry.event.judgment_no, entry)
    return found


def _losers(entries: Iterable[Entry], judgment_no: str) -> dict[str, tuple[Outcome, ...]]:
    """Who lost by the judgment and whose loss stands, with the losing outcomes, sorted."""
    entries = list(entries)
    told = [entry.event for entry in entries if isinstance(entry.event, JudgmentReversed)]
    reversed_ = {event.agency for event in told if event.judgment_no == judgment_no}
    found: dict[str, set[Outcome]] = {}
    for entry in entries:
        if isinstance(entry.event, JudgmentLost) and entry.event.judgment_no == judgment_no:
            found.setdefault(entry.event.agency, set()).update(entry.event.outcomes)
    return {agency: tuple(sorted(outcomes)) for agency, outcomes in found.items() if agency not in reversed_}


def _still_there(
    entries: Iterable[Entry], filed: CaseFiled, judgment: JudgmentDelivered, lost: Mapping[str, object]
) -> list[Defendant]:
    """The defendants of the case on the day of the judgment, each once. One that lost was a defendant, whatever was told before."""
    removed = {
        entry.event.agency
        for entry in entries
        if isinstance(entry.event, DefendantRemoved) and entry.occurred_on <= judgment.judged_on
    }
    by_agency: dict[str, Defendant] = {}
    added = [
        defendant
        for entry in entries
        if isinstance(entry.event, DefendantAdded) and entry.event.added_on <= judgment.judged_on
        for defendant in named(entry.event)
        if isinstance(defendant, Defendant)
    ]
    for defendant in (*filed.defendants, *added):
        if defendant.agency in lost or defendant.agency not in removed:
            by_agency.setdefault(defendant.agency, defendant)
    return list(by_agency.values())


def _received_on(entries: Iterable[Entry], judgment: JudgmentDelivered, agency: str) -> date | None:
    """The day on which the agency received this judgment: of its receipts of such a document, the first since the judgment, as the case
    shows it. A receipt does not say of which of several judgments it is: none of them goes without a review for that."""
    days = (
        entry.event.received_on
        for entry in entries
        if isinstance(entry.event, ServiceRecorded)
        and (entry.event.agency, entry.event.document) == (agency, judgment.document)
        and entry.event.received_on >= judgment.judged_on
    )
    return min(days, default=None)
