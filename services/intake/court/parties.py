"""What of a court's notice is personal: its parties, the claims, the titles of materials. Sealed under the record's keys, and compared.

Data subjects of a record: `<case_id>/p1`, `/p2` … for the parties, `<case_id>/claims`, `<case_id>/materials`.
"""

from typing import Protocol

import msgspec

from services.intake.court.notice import FilingNotice, OpeningNotice, PreFilingNotice, ReferralNotice, Suing
from yingsu.events.intake.case import CaseFiled, Plaintiff
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.ledger.keys_in_hand import Keys
from yingsu.ledger.sealed import Person, SealedPerson, SealedText

OpeningFact = CaseFiled | PreLitigationReferred | PreFilingNotified
"""What an opening notice becomes."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """The personal part of a notice, as its fact keeps it."""

    parties: tuple[Plaintiff, ...]
    claims: SealedText | None = None
    titles: tuple[SealedText, ...] = ()

    @property
    def subjects(self) -> list[str]:
        """The data subjects whose keys it uses."""
        people = [party.person.subject for party in self.parties if party.person]
        return [*people, *dict.fromkeys(text.subject for text in (self.claims, *self.titles) if text)]


class Sealing(Protocol):
    """Seals for data subjects: a key store, or what only measures."""

    def seal_person(self, subject: str, person: Person) -> SealedPerson:
        """Seal a person."""

    def seal_text(self, subject: str, text: str) -> SealedText:
        """Seal a text."""


def seal(keys: Sealing, case_id: str, notice: OpeningNotice) -> Sealed:
    """Seal the personal part of a notice for a record. Keys are created for the data subjects that have none."""
    claims = _claims(notice)
    return Sealed(
        parties=tuple(
            Plaintiff(
                party=f"p{index}",
                person=keys.seal_person(f"{case_id}/p{index}", suing.person) if suing.person else None,
                organisation=suing.organisation,
            )
            for index, suing in enumerate(_parties(notice), start=1)
        ),
        claims=keys.seal_text(f"{case_id}/claims", claims) if claims else None,
        titles=tuple(keys.seal_text(f"{case_id}/materials", title) for title in _titles(notice)),
    )


def sealed_in(fact: OpeningFact) -> Sealed:
    """The personal part of a fact."""
    match fact:
        case CaseFiled():
            return Sealed(parties=fact.plaintiffs, claims=fact.claims)
        case PreLitigationReferred():
            return Sealed(parties=fact.applicants, claims=fact.claims, titles=tuple(m.title for m in fact.materials))
        case PreFilingNotified():
            return Sealed(parties=fact.applicants)


def says_the_same(keys: Keys, sealed: Sealed, notice: OpeningNotice) -> bool:
    """Whether a notice says of persons what is sealed. What was erased counts as the same."""
    parties, titles = _parties(notice), _titles(notice)
    if len(sealed.parties) != len(parties) or len(sealed.titles) != len(titles):
        return False
    return (
        all(_same_party(keys, known, suing) for known, suing in zip(sealed.parties, parties, strict=True))
        and _same_text(keys, sealed.claims, _claims(notice))
        and all(_same_text(keys, known, title) for known, title in zip(sealed.titles, titles, strict=True))
    )


def _same_party(keys: Keys, known: Plaintiff, suing: Suing) -> bool:
    return (
        known.organisation == suing.organisation
        and bool(known.person) == bool(suing.person)
        and (known.person is None or keys.open_person(known.person) in (None, suing.person))
    )


def _same_text(keys: Keys, known: SealedText | None, text: str | None) -> bool:
    return bool(known) == bool(text) and (known is None or keys.open_text(known) in (None, text))


def parties_pointer(notice: OpeningNotice) -> str:
    """Where a notice names its parties."""
    return "/plaintiffs" if isinstance(notice, FilingNotice) else "/applicants"


def _parties(notice: OpeningNotice) -> tuple[Suing, ...]:
    return notice.plaintiffs if isinstance(notice, FilingNotice) else notice.applicants


def _claims(notice: OpeningNotice) -> str | None:
    return None if isinstance(notice, PreFilingNotice) else notice.claims


def _titles(notice: OpeningNotice) -> tuple[str, ...]:
    return tuple(sent.title for sent in notice.materials) if isinstance(notice, ReferralNotice) else ()
