"""The texts of the centre's documents (HZ-4.2, 4.4, 4.5, 4.8, 4.9), from values in the clear. Pure: names come unsealed, periods reckoned.

What was said in mediation is in none of them: the letter to the court gives the reason and the materials, nothing else.
"""

from datetime import date, datetime
from typing import Final

import msgspec

from yingsu.clock import SHANGHAI
from yingsu.events.mediation.mediation import TerminationReason
from yingsu.law.wording import full, plain

REASONS: dict[TerminationReason, str] = {
    "withdrawn": "申请人撤回调处申请",
    "unreachable": "无法与当事人取得联系",
    "unwilling": "当事人不愿意继续调处",
    "too_far_apart": "各方分歧较大，难以达成一致意见",
    "term_expired": "调处期限届满，未能达成协议",
    "refuses_to_sign": "当事人拒绝在调处协议上签字",
    "other": "其他原因",
}
"""What each reason is called in a document."""

FIRST: Final = 3
"""How many parties of a side a short title names."""

DOCUMENT = "洪泽区《关于进一步压降行政诉讼败诉率的十项机制》第四项"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as text. `document_no` is None for a notice that has none; `signed_by` stands below the text, over the day."""

    title: str
    document_no: str | None
    issued_on: date
    addressee: str
    paragraphs: tuple[str, ...]
    signed_by: str

    @property
    def text(self) -> str:
        """The whole of it, a line a paragraph."""
        number = (self.document_no,) if self.document_no else ()
        return "\n".join((self.title, *number, f"{self.addressee}：", *self.paragraphs, self.signed_by, plain(self.issued_on)))


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """The matter as every document names it: names of the centre, the court and the parties, and what the dispute is about.

    `centre_contact` is where the centre can be reached; `act` names the act in dispute.
    """

    centre: str
    court: str
    case_no: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    cause: str
    act: str | None = None
    claims: str | None = None
    centre_contact: str | None = None

    @property
    def title(self) -> str:
        """`（2026）苏0813行诉前调7号示例张某与示例局行政处罚行政争议`."""
        return self._titled("、".join(self.applicants), "、".join(self.respondents))

    @property
    def short_title(self) -> str:
        """The same, of a length that does not grow with the number of the parties."""
        return self._titled(_first(self.applicants, "名申请人"), _first(self.respondents, "个行政机关"))

    def _titled(self, applicants: str, respondents: str) -> str:
        return f"{self.case_no}{applicants}与{respondents}{self.cause}行政争议"


class ListedMaterial(msgspec.Struct, frozen=True, kw_only=True):
    """A material by its title. `returned` and `reason` matter in the list with the letter to the court only."""

    title: str
    pages: int | None = None
    returned: bool = True
    reason: str | None = None


class Signatory(msgspec.Struct, frozen=True, kw_only=True):
    """A party of a settlement: its name, who signed for it under authority or as its head, and when."""

    name: str
    authorised: str | None = None
    head: str | None = None
    signed_on: date | None = None


def assignment_notice(
    dispute: Dispute, *, agency: str, document_no: str, issued_on: date, due: date | None, materials: tuple[ListedMaterial, ...]
) -> Document:
    """《行政争议调处交办通知书》 to one agency (HZ-4.2). `due` is the last day for leader, contact and plan (HZ-4.3): None where it is unknown."""
    last_day = f"即不晚于{full(due)}" if due else "届满日待期限规则公布后另行告知"
    return Document(
        title="行政争议调处交办通知书",
        document_no=document_no,
        issued_on=issued_on,
        addressee=agency,
        paragraphs=(
            f"本中心收到{dispute.court}移送的{dispute.title}的诉前调解案件材料。根据{DOCUMENT}，现交你单位办理。",
            *_about(dispute),
            f"请在收到本通知书后3个工作日内，{last_day}，确定负责化解工作的责任领导及行政争议化解联络人，制定初步调处意向方案，"
            "并告知本中心。",
            "移送材料：",
            *_listed(materials),
            *_reach(dispute),
        ),
        signed_by=dispute.centre,
    )


def schedule_notice(
    dispute: Dispute, *, addressee: str, issued_on: date, session_at: datetime, place: str, replaces_reason: str | None = None
) -> Document:
    """调处时间、地点通知 to one party (HZ-4.4). `replaces_reason` where it replaces an earlier time. ValueError for a naive `session_at`."""
    if session_at.tzinfo is None:
        raise ValueError("a session is at an aware datetime")
    local = session_at.astimezone(SHANGHAI)
    replaced = (f"原定的时间、地点因故变更（{replaces_reason}），以本通知为准。",) if replaces_reason else ()
    return Document(
        title="行政争议调处时间、地点通知",
        document_no=None,
        issued_on=issued_on,
        addressee=addressee,
        paragraphs=(
            f"{dispute.title}，根据{DOCUMENT}，现将调处的时间、地点通知如下：",
            f"时间：{full(local.date())}{local:%H:%M}（北京时间）",
            f"地点：{place}",
            f"参加人：{'、'.join((*dispute.applicants, *dispute.respondents))}",
            *replaced,
            "请准时参加。委托他人参加的，请带授权委托材料；不能参加的，请提前告知本中心。",
            *_reach(dispute),
        ),
        signed_by=dispute.centre,
    )


def settlement(
    dispute: Dispute,
    *,
    document_no: str,
    reached_on: date,
    terms: tuple[str, ...],
    signatories: tuple[Signatory, ...],
    perform_by: date | None = None,
    effective_on: date | None = None,
) -> Document:
    """《行政争议调处协议》 (HZ-4.5) with its signatures (HZ-4.6). `signatories` are the parties that took part."""
    effect = f"本协议已于{plain(effective_on)}生效。" if effective_on else "本协议尚待当事人签字确认。"
    return Document(
        title="行政争议调处协议",
        document_no=document_no,
        issued_on=reached_on,
        addressee="、".join(signatory.name for signatory in signatories),
        paragraphs=(
            f"{dispute.title}，经{dispute.centre}调处，各方自愿达成如下一致意见：",
            *_about(dispute),
            *(f"{number}. {term}" for number, term in enumerate(terms, start=1)),
            *((f"履行期限：{full(perform_by)}前（含当日）。",) if perform_by else ()),
            "本协议由参与调处的各方当事人或者其授权的人员签字确认，自最后一方签字之日起生效。",
            *(_signature(signatory) for signatory in signatories),
            effect,
        ),
        signed_by=dispute.centre,
    )


def termination_notice(
    dispute: Dispute, *, addressee: str, document_no: str, terminated_on: date, reason: TerminationReason, note: str | None = None
) -> Document:
    """《行政争议终止调处通知书》 to one party (HZ-4.8): the reason, and the party's rights. `note` says what "other" is; else it is not told."""
    why = f"{REASONS[reason]}（{note}）" if reason == "other" and note else REASONS[reason]
    return Document(
        title="行政争议终止调处通知书",
        document_no=document_no,
        issued_on=terminated_on,
        addressee=addressee,
        paragraphs=(
            f"{dispute.title}，因{why}，根据{DOCUMENT}，本中心决定于{plain(terminated_on)}终止调处。",
            f"本案材料将退回{dispute.court}，由人民法院依法处理。申请人仍有权依法提起行政诉讼，起诉期限依照《中华人民共和国行政诉讼法》"
            "第四十五条至第四十八条的规定，请及时向人民法院了解和主张。",
            "参照《人民法院在线调解规则》第十八条，当事人为达成协议作出妥协而认可的事实，在其后的诉讼中不作为对其不利的依据或者证据，"
            "法律另有规定或者当事人均同意的除外。",
            *_reach(dispute),
        ),
        signed_by=dispute.centre,
    )


def termination_letter(
    dispute: Dispute,
    *,
    letter_no: str,
    returned_on: date,
    terminated_on: date,
    termination_no: str,
    reason: TerminationReason,
) -> Document:
    """《行政争议终止调处告知函》 to the court (HZ-4.9): the reason by its name, nothing of what was said in mediation.

    The list of the materials is no part of it: it is on record with the letter, and follows it (`enclosed`).
    """
    return Document(
        title="行政争议终止调处告知函",
        document_no=letter_no,
        issued_on=returned_on,
        addressee=dispute.court,
        paragraphs=(
            f"贵院移送的{dispute.short_title}，因{REASONS[reason]}，本中心已于{plain(terminated_on)}终止调处"
            f"（{termination_no}）。根据{DOCUMENT}，现将相关材料一并退回贵院，材料清单附后。",
            *_reach(dispute),
        ),
        signed_by=dispute.centre,
    )


def enclosed(materials: tuple[ListedMaterial, ...]) -> str:
    """附：材料清单, which follows the letter to the court: what goes back, and why a thing does not."""
    return "\n".join(("附：材料清单", *_listed(materials)))


def _about(dispute: Dispute) -> tuple[str, ...]:
    told = (
        ("申请人", "、".join(dispute.applicants)),
        ("案涉行政机关", "、".join(dispute.respondents)),
        ("案由", dispute.cause),
        ("所涉行政行为", dispute.act),
        ("诉求", dispute.claims),
    )
    return tuple(f"{name}：{value}" for name, value in told if value)


def _listed(materials: tuple[ListedMaterial, ...]) -> tuple[str, ...]:
    return tuple(_line(number, material) for number, material in enumerate(materials, start=1)) or ("（无）",)


def _first(names: tuple[str, ...], counted: str) -> str:
    more = f"等{len(names)}{counted}" if len(names) > FIRST else ""
    return "、".join(names[:FIRST]) + more


def _line(number: int, material: ListedMaterial) -> str:
    pages = f"，{material.pages}页" if material.pages is not None else ""
    kept = "" if material.returned else f"（未退回，理由：{material.reason}）"
    return f"{number}. {material.title}{pages}{kept}"


def _signature(signatory: Signatory) -> str:
    by = f"（由{signatory.authorised}经授权签字）" if signatory.authorised else f"（{signatory.head}）" if signatory.head else ""
    return f"{signatory.name}{by}：{f'{plain(signatory.signed_on)}签字' if signatory.signed_on else '（待签字）'}"


def _reach(dispute: Dispute) -> tuple[str, ...]:
    return (f"联系方式：{dispute.centre_contact}",) if dispute.centre_contact else ()
