"""What a court's message says: one struct a kind, decoded from the canonical body that the ledger keeps sealed.

The canonical body is what the court sent as JSON with sorted keys and without defaults, so that equal messages have equal bytes
whatever order their fields came in, also when a later version adds a field. Dates are legal days (Asia/Shanghai).
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from services.intake.court.envelope import AgencyFactNotice, PaperNotice
from services.intake.court.envelope import Notice as Notice
from services.intake.court.fact_notices import (
    AbsenceRulingNotice,
    AdditionNotice,
    AppealNotice,
    EffectiveNotice,
    PlainNotice,
    ReplacementNotice,
    SpecificNotice,
)
from yingsu.events.intake.case import Act, DisputedObject, Instance, ServedDocument
from yingsu.events.intake.instances import Review
from yingsu.events.intake.judgment import Outcome
from yingsu.ledger.sealed import Person

JudgmentDocument = Literal["judgment", "ruling"]
"""判决书, 裁定书."""


class Sued(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A defendant by its 统一社会信用代码, and what it is sued for."""

    agency_code: str
    object: DisputedObject = "original_act"


class Suing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A plaintiff: a natural person or an organisation, one of both."""

    person: Person | None = None
    organisation: str | None = None


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One of the materials of a referral, with the id of its uploaded file where there is one."""

    title: str
    pages: int | None = None
    file: str | None = None


class Judged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the court decided on one defendant, by its 统一社会信用代码, and on what it was sued for."""

    agency_code: str
    outcome: Outcome
    object: DisputedObject = "original_act"


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The day on which a defendant received the judgment."""

    agency_code: str
    received_on: date
    method: str | None = None


class Reviewed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a judgment of a later instance decides upon an earlier one: by the case number it had, of whichever court."""

    case_no: str
    result: Review
    judgment_no: str | None = None


class FilingNotice(Notice, frozen=True, kw_only=True, tag="case_filing"):
    """立案. Filed on `occurred_on`. `instance` where the type code does not say it; `pre_case_nos` are the court's own earlier numbers of the
    same instance, `earlier_case_nos` those of earlier instances, of whichever court."""

    cause: str
    plaintiffs: tuple[Suing, ...]
    defendants: tuple[Sued, ...]
    instance: Instance | None = None
    act: Act | None = None
    claims: str | None = None
    complaint_received_on: date | None = None
    mediable: bool | None = None
    pre_case_nos: tuple[str, ...] = ()
    earlier_case_nos: tuple[str, ...] = ()


class ReferralNotice(Notice, frozen=True, kw_only=True, tag="pre_litigation_referral"):
    """诉前移送调处. Referred on `occurred_on`; the mediation centre has the materials since `received_on` (absent: the same day)."""

    cause: str
    applicants: tuple[Suing, ...]
    agency_codes: tuple[str, ...]
    materials: tuple[Sent, ...]
    act: Act | None = None
    claims: str | None = None
    received_on: date | None = None
    complaint_received_on: date | None = None


class PreFilingNotice(Notice, frozen=True, kw_only=True, tag="pre_filing_notice"):
    """预立案信息通报. Sent on `occurred_on`; the mediation centre has it since `received_on` (absent: the same day)."""

    cause: str
    applicants: tuple[Suing, ...]
    agency_codes: tuple[str, ...]
    act: Act | None = None
    received_on: date | None = None
    pre_case_nos: tuple[str, ...] = ()


class PreFilingWithdrawalNotice(Notice, frozen=True, kw_only=True, tag="pre_filing_withdrawal"):
    """撤回预立案通报. Withdrawn on `occurred_on`."""

    reason: str


class ServiceNotice(Notice, frozen=True, kw_only=True, tag="service"):
    """送达. Sent out or handed over on `occurred_on`; the agency received it on `received_on` (absent: the same day)."""

    agency_code: str
    document: ServedDocument
    received_on: date | None = None
    method: str | None = None


class ExtensionNotice(Notice, frozen=True, kw_only=True, tag="extension"):
    """准予延期. Granted on `occurred_on`."""

    agency_code: str
    until: date
    reason: str
    period: Literal["statutory_answer"] = "statutory_answer"


class RemovalNotice(Notice, frozen=True, kw_only=True, tag="defendant_removal"):
    """被告退出. No longer a defendant from `occurred_on` on."""

    agency_code: str
    reason: str


class HearingNotice(Notice, frozen=True, kw_only=True, tag="hearing_notice"):
    """开庭通知. Fixed on `occurred_on`: hearing number `hearing_no` of the case is on `hearing_on`. The same number on another day moves it."""

    hearing_on: date
    hearing_no: int = 1
    begins_at: datetime | None = None
    place: str | None = None


class JudgmentNotice(Notice, frozen=True, kw_only=True, tag="judgment"):
    """裁判. Decided on `occurred_on`. `judgment_no` is the document's number (absent: the case number, with its 之一, 之二)."""

    document: JudgmentDocument
    results: tuple[Judged, ...]
    judgment_no: str | None = None
    receipts: tuple[Receipt, ...] = ()
    upon_earlier: Reviewed | None = None


class SubstitutionNotice(Notice, frozen=True, kw_only=True, tag="plaintiff_substitution"):
    """变更原告, on `occurred_on`: `substitute` takes the place of `party` ("p1", …)."""

    party: str
    substitute: Suing
    reason: str


class WithdrawalNotice(Notice, frozen=True, kw_only=True, tag="withdrawal"):
    """准予撤诉. Ruled on `occurred_on`."""

    ruling_no: str
    voluntary: bool


OpeningNotice = FilingNotice | ReferralNotice | PreFilingNotice
"""What opens a record of its own number."""

ReceivedNotice = ServiceNotice | ReferralNotice | PreFilingNotice | PaperNotice
"""What somebody receives, on a day that may be later."""

TellingNotice = (
    OpeningNotice
    | PreFilingWithdrawalNotice
    | ServiceNotice
    | ExtensionNotice
    | RemovalNotice
    | HearingNotice
    | JudgmentNotice
    | WithdrawalNotice
    | SubstitutionNotice
    | SpecificNotice
    | PlainNotice
)

"""What tells a fact."""


class CorrectionNotice(Notice, frozen=True, kw_only=True, tag="message_correction"):
    """更正消息. On `occurred_on` the court puts `replacement` in the place of the message that it sent under the same id."""

    reason: str
    replacement: TellingNotice
    authority: str | None = None


class MessageWithdrawalNotice(Notice, frozen=True, kw_only=True, tag="message_withdrawal"):
    """撤回消息. On `occurred_on` the court takes back what it told in the message `withdraws`."""

    withdraws: str
    reason: str
    authority: str | None = None


CorrectingNotice = CorrectionNotice | MessageWithdrawalNotice
"""What is about an earlier message."""

AnyNotice = TellingNotice | CorrectingNotice

_decode = msgspec.json.Decoder(AnyNotice).decode


def canonical(notice: AnyNotice) -> bytes:
    """The bytes that are hashed and kept: JSON with sorted keys, without what has its default."""
    return msgspec.json.encode(notice, order="sorted")


def read(content: bytes | str) -> AnyNotice:
    """The notice of canonical bytes. Raises `msgspec.ValidationError` for anything else."""
    notice: AnyNotice = _decode(content)
    return notice


def kind_of(notice: AnyNotice) -> str:
    """The kind, as in the body."""
    return str(notice.__struct_config__.tag)


def agency_codes(notice: AnyNotice) -> tuple[str, ...]:
    """The codes of the agencies that the notice names, canonical, in its order."""
    match notice:
        case FilingNotice():
            return tuple(canonical_code(sued.agency_code) for sued in notice.defendants)
        case ReferralNotice() | PreFilingNotice():
            return tuple(canonical_code(code) for code in notice.agency_codes)
        case JudgmentNotice():
            named = [*(judged.agency_code for judged in notice.results), *(receipt.agency_code for receipt in notice.receipts)]
            return tuple(dict.fromkeys(canonical_code(code) for code in named))
        case ReplacementNotice():
            return (canonical_code(notice.agency_code), canonical_code(notice.by_code))
        case EffectiveNotice():
            return tuple(dict.fromkeys(canonical_code(one.agency_code) for one in notice.obliged))
        case (
            ServiceNotice() | ExtensionNotice() | RemovalNotice() | AdditionNotice() | AbsenceRulingNotice() | AgencyFactNotice()
        ):
            return (canonical_code(notice.agency_code),)
        case AppealNotice(agency_code=str() as code):
            return (canonical_code(code),)
        case CorrectionNotice(replacement=replacement):
            return agency_codes(replacement)
        case _:
            return ()


def told_in(notice: AnyNotice) -> AnyNotice:
    """What a notice tells: of a correction what it puts in the place of the earlier message."""
    return notice.replacement if isinstance(notice, CorrectionNotice) else notice


def corrected_id(notice: CorrectingNotice) -> str:
    """The id of the message that it is about."""
    return notice.withdraws if isinstance(notice, MessageWithdrawalNotice) else notice.replacement.message_id


def canonical_code(code: str) -> str:
    """A 统一社会信用代码 as it is registered: without blanks, in capitals."""
    return "".join(code.split()).upper()
