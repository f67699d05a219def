"""Which entries refer to an uploaded file, so that whoever may see such an entry may read the file. The read model of it.

A file itself belongs to no case: it is uploaded before anything refers to it. Files that come with a court's referral, and go back with
its letter, are open to that court and to the respondents. What a mediation adds is not for the court: a plan is for its agency, a
settlement for the agencies that are its parties, a 行政调解书 for its respondents, the proof of authority for the agency that signed. What belongs to the review of a lost
case is for the agency that reviews, the supervisor and the auditor: neither for the court nor for the mediation centre. So is what is
internal (`yingsu.events.sight`), but for the centre where it is the centre's business. What an agency told the court of its case is open to
that court.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yingsu.events.intake.advice import CourtLetterReceived, JudicialAdviceReceived, LossWarningReceived
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.letter import CourtLetterIssued
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.intake.steps.attending import AbsenceExplained
from yingsu.events.intake.steps.reporting import CourtInformed
from yingsu.events.mediation.court import CourtMediationDocumentIssued
from yingsu.events.mediation.mediation import SettlementReached, SettlementSigned
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.events.review.review import ReviewDrafted
from yingsu.events.sight import internal_topics, is_for_centre, is_internal
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.rows import COLUMNS, to_entry
from yingsu.officials.callers import Caller

_OF_A_REVIEW = ReviewDrafted | RectificationSubmitted
_TOLD_THE_COURT = CourtInformed | AbsenceExplained


@dataclass(frozen=True)
class FileReferenceView:
    """`views.intake_file_reference`: one row a file and an entry that refers to it."""

    name: str = "intake.files"
    tables: tuple[str, ...] = ("intake_file_reference",)
    selects: tuple[str, ...] = (
        "intake.pre_litigation%",
        "intake.court_letter%",
        "intake.loss_warning%",
        "intake.judicial_advice%",
        "mediation.%",
        "review.%",
        CourtInformed.TOPIC,
        AbsenceExplained.TOPIC,
        *internal_topics(),
    )

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Note the files that the batch refers to."""
        referring = [(entry, files) for entry in entries if (files := files_of(entry.event))]
        referrals = _referrals(cursor, [entry for entry, _ in referring]) if referring else {}
        courts = _courts(cursor, [entry for entry, _ in referring if isinstance(entry.event, _TOLD_THE_COURT)])
        for entry, files in referring:
            court, agencies, jurisdictions = _open_to(entry, referrals.get(entry.case_id or ""))
            if isinstance(entry.event, _TOLD_THE_COURT):
                court = courts.get(entry.case_id or "")
            cursor.executemany(
                "INSERT INTO intake_file_reference (file, position, case_id, court, agencies, for_centre, jurisdictions) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    (
                        file,
                        entry.position,
                        entry.case_id,
                        court,
                        agencies,
                        not isinstance(entry.event, _OF_A_REVIEW) and is_for_centre(entry),
                        jurisdictions,
                    )
                    for file in sorted(files)
                ],
            )


def files_of(event: Event) -> frozenset[str]:
    """The ids of the files that an event refers to."""
    match event:
        case PreLitigationReferred():
            found = {material.file for material in event.materials}
        case CourtLetterIssued():
            found = {enclosure.file for enclosure in event.enclosures}
        case (
            MediationPlanSubmitted()
            | SettlementReached()
            | CourtLetterReceived()
            | JudicialAdviceReceived()
            | LossWarningReceived()
            | CourtInformed()
            | AbsenceExplained()
            | CourtMediationDocumentIssued()
        ):
            found = {event.file}
        case SettlementSigned():
            found = {event.authority}
        case ReviewDrafted() | RectificationSubmitted():
            found = set(event.files)
        case _:
            found = {getattr(event, "file", None), *getattr(event, "files", ())} if event.TOPIC in internal_topics() else set()
    return frozenset(file for file in found if file is not None)


def open_through_a_case(cursor: Cursor, file_id: str, caller: Caller) -> bool:
    """Whether an entry that the caller may see refers to the file. The cursor must be the caller's: it sees its jurisdictions only."""
    whose = "SELECT FROM views.intake_file_reference WHERE file = %s"
    match caller.role:
        case "court":
            row = cursor.execute(f"{whose} AND court = %s LIMIT 1", (file_id, caller.court)).fetchone()
        case "agency":
            row = cursor.execute(f"{whose} AND agencies && %s::text[] LIMIT 1", (file_id, list(caller.agencies))).fetchone()
        case "mediation_centre":
            row = cursor.execute(f"{whose} AND for_centre LIMIT 1", (file_id,)).fetchone()
        case "supervisor" | "auditor":
            row = cursor.execute(f"{whose} LIMIT 1", (file_id,)).fetchone()
        case _:
            row = None
    return row is not None


def _referrals(cursor: Cursor, entries: Sequence[Entry]) -> dict[str, PreLitigationReferred]:
    """The court's referral in each case that the entries belong to."""
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = ANY (%s) AND topic = %s AND position <= %s ORDER BY position",  # noqa: S608
        (list({entry.case_id for entry in entries}), PreLitigationReferred.TOPIC, entries[-1].position),
    ).fetchall()
    found: dict[str, PreLitigationReferred] = {}
    for entry in map(to_entry, rows):
        if isinstance(entry.event, PreLitigationReferred):
            found.setdefault(entry.stream, entry.event)
    return found


def _courts(cursor: Cursor, entries: Sequence[Entry]) -> dict[str, str]:
    """The court of each case in which an agency told it something."""
    if not entries:
        return {}
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = ANY (%s) AND topic = %s AND position <= %s ORDER BY position",  # noqa: S608
        (list({entry.case_id for entry in entries}), CaseFiled.TOPIC, entries[-1].position),
    ).fetchall()
    filed = [(entry.stream, entry.event.court) for entry in map(to_entry, rows) if isinstance(entry.event, CaseFiled)]
    return dict(reversed(filed))


def _open_to(entry: Entry, referral: PreLitigationReferred | None) -> tuple[str | None, list[str], list[str]]:
    """The court and the agencies that may see what an entry refers to, and the jurisdictions whose centre, supervisor and auditor may."""
    event = entry.event
    if isinstance(event, _OF_A_REVIEW):
        return None, [event.agency], [entry.jurisdiction]
    if is_internal(entry):
        return None, [agency] if (agency := getattr(event, "agency", None)) else [], [entry.jurisdiction]
    respondents = referral.respondents if referral else ()
    court = event.court if isinstance(event, PreLitigationReferred | CourtLetterIssued) else None
    named = [respondent.agency for respondent in respondents]
    match event:
        case (
            MediationPlanSubmitted()
            | CourtLetterReceived()
            | JudicialAdviceReceived()
            | LossWarningReceived()
            | CourtInformed()
            | AbsenceExplained()
        ):
            agencies = [event.agency]
        case SettlementReached():
            agencies = [agency for agency in named or _agencies(event.parties) if agency in event.parties]
        case SettlementSigned():
            agencies = [agency for agency in named or _agencies((event.party,)) if agency == event.party]
        case CourtMediationDocumentIssued():
            agencies = list(event.respondents)
        case _:
            agencies = named
    return court, agencies, sorted({entry.jurisdiction, *(respondent.jurisdiction for respondent in respondents)})


def _agencies(parties: Sequence[str]) -> list[str]:
    """The agencies among the parties of a mediation beside a suit, which no court referred."""
    return [party for party in parties if party.startswith("agency-")]
