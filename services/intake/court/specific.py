"""The messages about a filed case that become more than one event, or name somebody new: the decisions on them. Pure but for sealing.

Each is added once: what the record holds adds nothing, another content under the number of a judgment waits for a person.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from services.intake.cases.case import Case, NotADefendant
from services.intake.cases.trial import judgment_no_of
from services.intake.court import adding
from services.intake.court.delivery import Fact
from services.intake.court.fact_notices import AbsenceRulingNotice, AdditionNotice, EffectiveNotice, ReplacementNotice
from services.intake.court.facts import ToldOtherwise
from services.intake.court.notice import RemovalNotice, SubstitutionNotice, canonical_code
from yingsu.events.intake.case import CaseFiled, Defendant, Plaintiff
from yingsu.events.intake.hearing import CourtAbsenceRecorded, CourtRuledOnAbsence
from yingsu.events.intake.instances import JudgmentBecameEffective
from yingsu.events.intake.parties import PlaintiffSubstituted
from yingsu.ledger.keys_in_hand import Keys
from yingsu.ledger.sealed import SealedText
from yingsu.officials.agencies import Agency


def add(case: Case, filing: CaseFiled, agency: Agency, notice: AdditionNotice | ReplacementNotice) -> tuple[Fact, ...]:
    """追加被告. The case concerns its jurisdiction from now on. Raises `DateOrder`."""
    defendant = Defendant(agency=agency.agency_id, jurisdiction=agency.jurisdiction, object=notice.object)
    event = adding.add_defendant(case, filing, defendant, notice)
    if event is None:
        return ()
    known = {filed.jurisdiction for filed in case.defendants}
    concerns = () if agency.jurisdiction in known else (agency.jurisdiction,)
    return (Fact(event=event, jurisdiction=agency.jurisdiction, concerns=concerns),)


def replace(case: Case, filing: CaseFiled, agencies: Mapping[str, Agency | None], notice: ReplacementNotice) -> tuple[Fact, ...]:
    """变更被告 (行政诉讼法 art. 26): one leaves, the other comes. Raises `DateOrder`, `NotADefendant`."""
    leaving, coming = agencies[canonical_code(notice.agency_code)], agencies[canonical_code(notice.by_code)]
    if leaving is None or coming is None:
        raise TypeError("an agency of the notice is not registered")
    removal = RemovalNotice(
        message_id=notice.message_id,
        case_no=notice.case_no,
        occurred_on=notice.occurred_on,
        agency_code=notice.agency_code,
        reason=notice.reason,
    )
    removed = adding.remove_defendant(case, leaving.agency_id, removal)
    left = () if removed is None else (Fact(event=removed, jurisdiction=case.jurisdiction_of(leaving.agency_id)),)
    return (*left, *add(case, filing, coming, notice))


def rule_on_absence(case: Case, filing: CaseFiled, agency: str, notice: AbsenceRulingNotice) -> tuple[Fact, ...]:
    """认定缺席, and the absence itself where nobody appeared or somebody left. Raises `DateOrder`, `NotADefendant`, `ToldOtherwise`."""
    jurisdiction = case.jurisdiction_of(agency)
    adding.require_filed(filing, notice.hearing_on, "开庭")
    ruled = CourtRuledOnAbsence(
        agency=agency,
        hearing_no=notice.hearing_no,
        hearing_on=notice.hearing_on,
        ruling=notice.ruling,
        accepted=notice.ruling == "leader_excused",
        ruled_on=notice.occurred_on,
    )
    at = (agency, notice.hearing_no, notice.hearing_on)
    for fact in case.facts:
        known = fact.event
        if isinstance(known, CourtRuledOnAbsence) and (known.agency, known.hearing_no, known.hearing_on) == at:
            if known == ruled:
                return ()
            if known.ruled_on == ruled.ruled_on:
                raise ToldOtherwise(
                    f"该机关在 {notice.hearing_on} 第 {notice.hearing_no} 次开庭缺席的认定已登记，两次内容不同，请核对"
                )
    found = [Fact(event=ruled, jurisdiction=jurisdiction)]
    if notice.ruling in ("absent_unjustified", "left_without_leave"):
        absence = CourtAbsenceRecorded(
            agency=agency, hearing_no=notice.hearing_no, hearing_on=notice.hearing_on, kind=notice.ruling
        )
        if not any(fact.event == absence for fact in case.facts):
            found.append(Fact(event=absence, jurisdiction=jurisdiction))
    return tuple(found)


def take_effect(
    case: Case,
    filing: CaseFiled,
    agencies: Mapping[str, Agency | None],
    notice: EffectiveNotice,
    today: date,
    *,
    opened: Callable[[SealedText], str | None],
    seal: Callable[[str], SealedText],
) -> tuple[Fact, ...]:
    """裁判生效, one fact for each defendant. Raises `DateOrder`, `NotADefendant`, `ToldOtherwise`."""
    adding.require_filed(filing, notice.occurred_on, "裁判生效")
    judgment_no = judgment_no_of(notice, notice.judgment_no, filing, today)
    known = {
        (fact.event.agency, fact.event.judgment_no): fact.event
        for fact in case.facts
        if isinstance(fact.event, JudgmentBecameEffective)
    }
    found = []
    for one in notice.obliged:
        agency = agencies[canonical_code(one.agency_code)]
        if agency is None:
            raise TypeError("an agency of the notice is not registered")
        event = JudgmentBecameEffective(
            agency=agency.agency_id,
            judgment_no=judgment_no,
            effective_on=notice.occurred_on,
            perform_by=one.perform_by,
            guided=one.guided,
            terms=None,
        )
        before = known.get((event.agency, judgment_no))
        if before is None:
            new = msgspec.structs.replace(event, terms=seal(one.terms)) if one.terms else event
            found.append(Fact(event=new, jurisdiction=case.jurisdiction_of(event.agency)))
        elif msgspec.structs.replace(before, terms=None) != event or not _same(before.terms, one.terms, opened):
            raise ToldOtherwise(f"{judgment_no} 对该机关生效的登记已有其他内容，请核对生效日期、履行期限和履行内容")
        known[event.agency, judgment_no] = event
    return tuple(found)


def substitute(case: Case, filing: CaseFiled, notice: SubstitutionNotice, keys: Keys) -> tuple[Fact, ...]:
    """变更原告 (行政诉讼法 art. 25). The new party goes by the number of the old one and the day. Raises `DateOrder`, `NotADefendant`,
    `ToldOtherwise`."""
    adding.require_filed(filing, notice.occurred_on, "变更原告")
    parties = [plaintiff.party for plaintiff in case.plaintiffs]
    if notice.party not in parties:
        raise NotADefendant(f"消息所称原告 {notice.party} 不是本案当事人（本案原告：{'、'.join(parties)}）。请法院核对后重报")
    party = f"{notice.party}.{notice.occurred_on:%Y%m%d}"
    person, organisation = notice.substitute.person, notice.substitute.organisation
    for fact in case.facts:
        known = fact.event
        if not isinstance(known, PlaintiffSubstituted) or known.substitute.party != party:
            continue
        same = (known.substitute.organisation, bool(known.substitute.person), known.reason) == (
            organisation,
            person is not None,
            notice.reason,
        )
        if same and (known.substitute.person is None or keys.open_person(known.substitute.person) in (None, person)):
            return ()
        raise ToldOtherwise(f"原告 {notice.party} 于 {notice.occurred_on} 变更的登记已有其他内容，请核对")
    sealed = keys.seal_person(f"{case.case_id}/{party}", person) if person else None
    event = PlaintiffSubstituted(
        party=notice.party,
        substitute=Plaintiff(party=party, person=sealed, organisation=organisation),
        substituted_on=notice.occurred_on,
        reason=notice.reason,
    )
    return (Fact(event=event, jurisdiction=case.jurisdictions[0]),)


def _same(known: SealedText | None, text: str | None, opened: Callable[[SealedText], str | None]) -> bool:
    return bool(known) == bool(text) and (known is None or opened(known) in (None, text))
