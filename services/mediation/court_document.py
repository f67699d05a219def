"""The court's 行政调解书 in a filed case: issued, signed for, performed. Pure.

It is refused in a case that is not mediable: compensation, indemnity and discretionary powers are (行政诉讼法 art. 60); every other case is
settled and withdrawn. With the last signature it binds.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import msgspec

from services.mediation.bounds import DateOrder, check_day, check_open, check_parties, check_respondent, complete_on
from services.mediation.court_steps import CourtDocument
from services.mediation.grounds import IN_COURT, cited
from services.mediation.mediation import Mediation
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.court import (
    CourtMediationDocumentBecameEffective,
    CourtMediationDocumentIssued,
    CourtMediationDocumentPerformed,
    CourtMediationDocumentSigned,
    MediableGround,
)
from yingsu.ledger.sealed import SealedText

MEDIABLE: Final = "court_mediation_mediable"
"""The gate of a jurisdiction whose document repeats which cases are mediable."""

ISSUED: Final = "制作行政调解书"


class NotMediable(Malformed):
    """The case is none in which there is a 行政调解书."""

    code = "case-not-mediable"
    title = "案件不适用调解"


class CourtSessionNotAgreed(Refused):
    """The court held no session that ended in agreement."""

    code = "court-session-not-agreed"
    title = "人民法院调解未达成一致"


class DocumentAlreadyIssued(Refused):
    """There is a 行政调解书."""

    code = "court-document-already-issued"
    title = "行政调解书已登记"


class DocumentNotIssued(Refused):
    """There is no 行政调解书."""

    code = "court-document-not-issued"
    title = "没有行政调解书"


class DocumentAlreadySigned(Refused):
    """The party has signed."""

    code = "court-document-already-signed"
    title = "该当事人已签收"


class DocumentNotEffective(Refused):
    """Somebody has not signed yet: nothing binds."""

    code = "court-document-not-effective"
    title = "行政调解书尚未生效"


class DocumentAlreadyPerformed(Refused):
    """The agency has performed."""

    code = "court-document-already-performed"
    title = "该机关已履行"


class IssueDocument(msgspec.Struct, frozen=True, kw_only=True):
    """行政调解书. `ground` where the filing does not say that the case is mediable."""

    document_no: str
    issued_on: date
    ground: MediableGround | None = None
    perform_by: date | None = None
    file: str | None = None


class SignDocument(msgspec.Struct, frozen=True, kw_only=True):
    """签收行政调解书."""

    party: str
    signed_on: date


class PerformDocument(msgspec.Struct, frozen=True, kw_only=True):
    """履行行政调解书."""

    agency: str
    performed_on: date
    note: str | None = None


def issue_document(
    state: Mediation, command: IssueDocument, today: date, mediable: bool | None, clauses: Sequence[str] = ()
) -> CourtMediationDocumentIssued:
    """制作行政调解书 (YT-2.5.2), in a mediable case only. `mediable` is what the filing says, `clauses` are those of the jurisdiction's own gate.

    Raises `NotMediable`, `DocumentAlreadyIssued`, `CourtSessionNotAgreed`, `MediationConcluded`, `FutureFact`, `DateOrder`.
    """
    cites = (*clauses, IN_COURT)
    if mediable is False or (mediable is None and command.ground is None):
        unsaid = mediable is None
        raise NotMediable(
            f"{'法院立案时没有列明本案可否调解，也没有写明属于哪一类案件' if unsaid else '法院立案时列明本案不适用调解'}，行政调解书未登记。"
            "人民法院审理行政案件不适用调解，但是行政赔偿、补偿和行政机关行使自由裁量权的案件除外（行政诉讼法第六十条）。"
            f"{'属于这些案件的，请写明（ground）；' if unsaid else ''}其他案件可以协调和解，由原告申请撤诉、法院裁定（第六十二条），请登记诉中调解。",
            clauses=cites,
            pointer="/ground",
        )
    if state.court_document is not None:
        raise DocumentAlreadyIssued(
            f"已于 {state.court_document.issued_on} 登记行政调解书（{state.court_document.document_no}，行政诉讼法第六十条），不再重复登记。"
            "登记有误的，请更正该项登记。",
            clauses=(IN_COURT,),
        )
    agreed = [session.held_on for session in state.court_sessions if session.agreed]
    if not agreed:
        raise CourtSessionNotAgreed(
            f"没有达成一致的调解登记，行政调解书未登记。{cited(IN_COURT)}达成协议的才制作调解书，请先登记该次调解。",
            clauses=(IN_COURT,),
        )
    check_day(command.issued_on, today, "/issued_on", since=min(agreed), fact="达成一致", clause=IN_COURT)
    check_open(state, command.issued_on, IN_COURT)
    if command.perform_by is not None and command.perform_by < command.issued_on:
        raise DateOrder(
            f"履行期限 {command.perform_by} 早于制作之日 {command.issued_on}，未登记。{cited(IN_COURT)}的调解书在生效之后履行，"
            "请核对两个日期后重新提交。",
            clauses=(IN_COURT,),
            pointer="/perform_by",
        )
    return CourtMediationDocumentIssued(**msgspec.structs.asdict(command), respondents=state.respondents)


def sign_document(
    state: Mediation, command: SignDocument, today: date
) -> tuple[CourtMediationDocumentSigned | CourtMediationDocumentBecameEffective, ...]:
    """签收行政调解书, once a party. The last signature brings it into force, on the latest day, for each agency (YT-2.6.1): then there is an
    event more for each.

    Raises `DocumentNotIssued`, `NotAParty`, `DocumentAlreadySigned`, `MediationConcluded`, `FutureFact`, `DateOrder`.
    """
    document = _document(state, "登记签收")
    check_parties((command.party,), state.parties, "/party", IN_COURT)
    known = next((signed for signed in state.document_signatures if signed.party == command.party), None)
    if known is not None:
        raise DocumentAlreadySigned(
            f"该当事人已于 {known.signed_on} 签收行政调解书（行政诉讼法第六十条），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(IN_COURT,),
        )
    check_day(command.signed_on, today, "/signed_on", since=document.issued_on, fact=ISSUED, clause=IN_COURT)
    check_open(state, command.signed_on, IN_COURT)
    days = (signed.signed_on for signed in state.document_signatures)
    effective_on = complete_on(state.unsigned, command.party, command.signed_on, days)
    signed = CourtMediationDocumentSigned(
        party=command.party, document_no=document.document_no, signed_on=command.signed_on, complete_on=effective_on
    )
    if effective_on is None:
        return (signed,)
    effects = (
        CourtMediationDocumentBecameEffective(
            agency=agency, document_no=document.document_no, effective_on=effective_on, perform_by=document.perform_by
        )
        for agency in state.respondents
    )
    return (signed, *effects)


def perform_document(
    state: Mediation, command: PerformDocument, today: date, seal: Callable[[str], SealedText]
) -> CourtMediationDocumentPerformed:
    """履行行政调解书 (YT-2.6.1), once an agency, also late.

    Raises `DocumentNotIssued`, `NotARespondent`, `DocumentNotEffective`, `DocumentAlreadyPerformed`, `FutureFact`, `DateOrder`.
    """
    document = _document(state, "登记履行")
    check_respondent(state, command.agency, IN_COURT)
    if state.effective_on is None:
        raise DocumentNotEffective(
            f"行政调解书（{document.document_no}）尚有当事人没有签收，未登记履行。{cited(IN_COURT)}的调解书自最后一方签收之日生效，"
            "请先登记签收。",
            clauses=(IN_COURT,),
        )
    known = next((done for done in state.document_performances if done.agency == command.agency), None)
    if known is not None:
        raise DocumentAlreadyPerformed(
            f"该机关已于 {known.performed_on} 履行行政调解书（行政诉讼法第六十条、第九十四条），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(IN_COURT,),
        )
    check_day(command.performed_on, today, "/performed_on", since=document.issued_on, fact=ISSUED, clause=IN_COURT)
    return CourtMediationDocumentPerformed(
        agency=command.agency,
        document_no=document.document_no,
        performed_on=command.performed_on,
        note=seal(command.note) if command.note else None,
    )


def _document(state: Mediation, what: str) -> CourtDocument:
    if state.court_document is None:
        raise DocumentNotIssued(
            f"本次人民法院调解没有行政调解书，不能{what}（行政诉讼法第六十条）。请先登记行政调解书。", clauses=(IN_COURT,)
        )
    return state.court_document
