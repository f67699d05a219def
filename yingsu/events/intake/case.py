"""Facts of one case as the court reports them. Streams `case-<uuid>` and `case_number-<digest>`. 行政诉讼法 article numbers are cited."""

from datetime import date
from typing import Literal

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText

Instance = Literal["first", "second", "retrial"]
"""审级: 一审, 二审, 再审."""

DisputedObject = Literal["original_act", "reconsideration_decision"]
"""What a defendant is sued for: 原行政行为 or 复议决定 (art. 79)."""

ServedDocument = Literal["complaint_copy", "summons", "judgment", "ruling", "mediation_document", "other"]
"""送达文书: 起诉状副本, 传票, 判决书, 裁定书, 行政调解书, 其他."""


class Plaintiff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plaintiff: a sealed natural person, or an organisation by its name. `party` is unique in the case ("p1", "p2", …)."""

    party: str
    person: SealedPerson | None
    organisation: str | None


class Defendant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A defendant agency, its jurisdiction (division code) on the day of filing, and what it is sued for."""

    agency: str
    jurisdiction: str
    object: DisputedObject


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The administrative act in dispute: its kind (行政处罚, 行政许可 …), document number and date, and the unit that carried it out."""

    kind: str
    document_no: str | None
    made_on: date | None
    implementing_unit: str | None


@stored("intake.case_filed.v1")
class CaseFiled(Event, frozen=True, kw_only=True):
    """立案. The court registered the case (art. 51). `type_known` is false for a type code outside the courts' published list."""

    court: str
    case_no: str
    type_code: str
    type_known: bool
    instance: Instance
    filed_on: date
    cause: str
    plaintiffs: tuple[Plaintiff, ...]
    defendants: tuple[Defendant, ...]
    act: Act | None
    claims: SealedText | None
    complaint_received_on: date | None
    mediable: bool | None


@stored("intake.case_number_reserved.v1")
class CaseNumberReserved(Event, frozen=True, kw_only=True):
    """Exactly one case has this number in this court: at most one in a stream whose id is derived from both."""

    court: str
    case_no: str
    case_id: str


@stored("intake.case_number_awaited.v1")
class CaseNumberAwaited(Event, frozen=True, kw_only=True):
    """A court's message (its stream) speaks of a case that is not there yet. In the stream of the number, so that filing cannot miss it."""

    court: str
    case_no: str
    message: str


@stored("intake.service_recorded.v1")
class ServiceRecorded(Event, frozen=True, kw_only=True):
    """送达. A document reached one defendant. `received_on` is the day that agency received it; its own clocks start there (art. 67)."""

    agency: str
    document: ServedDocument
    received_on: date
    method: str | None


@stored("intake.extension_granted.v1")
class ExtensionGranted(Event, frozen=True, kw_only=True):
    """准予延期. The court moved a period of one defendant to `until` (art. 36; 法释〔2018〕1号 art. 34)."""

    agency: str
    period: Literal["statutory_answer"]
    until: date
    reason: str


@stored("intake.defendant_removed.v1")
class DefendantRemoved(Event, frozen=True, kw_only=True):
    """被告退出. The agency is no longer a defendant; its running periods end (art. 26)."""

    agency: str
    reason: str


@stored("intake.case_withdrawn.v1")
class CaseWithdrawn(Event, frozen=True, kw_only=True):
    """准予撤诉. Only by the court's ruling (art. 62)."""

    ruling_no: str
    ruled_on: date
    voluntary: bool
