"""What a mediation is about, whoever brought it there: the court's referral before the suit, or the suit that the court filed. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec

from yingsu.events.intake.case import Act, CaseFiled, DefendantRemoved, Plaintiff
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.intake.prelitigation import Material, PreLitigationReferred
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """The dispute of one mediation. `respondents` are the agencies with their jurisdictions on the day that brought it; `materials` those
    that the court sent; `referred_on` is None for a filed case; `mediable` as the filing tells it (行政诉讼法 art. 60), None where it does not.
    """

    court: str
    case_no: str
    cause: str
    applicants: tuple[Plaintiff, ...]
    respondents: tuple[tuple[str, str], ...]
    act: Act | None
    claims: SealedText | None
    materials: tuple[Material, ...] = ()
    referred_on: date | None = None
    complaint_received_on: date | None = None
    mediable: bool | None = None

    @property
    def natural_persons(self) -> tuple[str, ...]:
        """The applicants that are no organisation."""
        return tuple(applicant.party for applicant in self.applicants if applicant.person is not None)

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Those of the agencies, each once."""
        return tuple(dict.fromkeys(jurisdiction for _, jurisdiction in self.respondents))

    def jurisdiction_of(self, agency: str) -> str | None:
        """Where an agency belonged; None for one that is no respondent."""
        return next((jurisdiction for respondent, jurisdiction in self.respondents if respondent == agency), None)


def of_referral(referral: PreLitigationReferred) -> Matter:
    """What a court referred."""
    return Matter(
        court=referral.court,
        case_no=referral.case_no,
        cause=referral.cause,
        applicants=referral.applicants,
        respondents=tuple((respondent.agency, respondent.jurisdiction) for respondent in referral.respondents),
        act=referral.act,
        claims=referral.claims,
        materials=referral.materials,
        referred_on=referral.referred_on,
        complaint_received_on=referral.complaint_received_on,
    )


def defendants(filing: Entry, entries: Iterable[Entry], on: date) -> tuple[tuple[str, str], ...]:
    """The defendants of a filed case on a day, with their jurisdictions: those of the filing and those added since, without those that left
    (行政诉讼法 arts. 26, 27)."""
    if not isinstance(filing.event, CaseFiled):
        raise TypeError(f"{filing.topic} files no case")
    found = {sued.agency: sued.jurisdiction for sued in filing.event.defendants}
    for entry in sorted(entries, key=lambda entry: (entry.occurred_on, entry.position)):
        if entry.case_id != filing.case_id or entry.occurred_on > on:
            continue
        match entry.event:
            case DefendantAdded() as added:
                found[added.agency] = added.jurisdiction
            case DefendantRemoved(agency=agency):
                found.pop(agency, None)
            case _:
                pass
    return tuple(found.items())


def of_filing(filing: CaseFiled, respondents: Collection[tuple[str, str]]) -> Matter:
    """What a court filed, against the defendants that it had on the day of the opening, with their jurisdictions."""
    return Matter(
        court=filing.court,
        case_no=filing.case_no,
        cause=filing.cause,
        applicants=filing.plaintiffs,
        respondents=tuple(respondents),
        act=filing.act,
        claims=filing.claims,
        complaint_received_on=filing.complaint_received_on,
        mediable=filing.mediable,
    )
