"""The agency's part of a review: begun, written, signed by its head, submitted. Pure.

Whatever is refused leaves no key behind: a decision seals once all its checks have passed. Late steps are recorded like any other: how
late they are is for the rules to say.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from services.review.bounds import check_day, check_room, check_stands
from services.review.requirements import Requirements, part_title
from services.review.review import Draft, Review
from yingsu.errors import Malformed, Refused
from yingsu.events.review.review import Part, ReviewDrafted, ReviewSigned, ReviewStarted, ReviewSubmitted
from yingsu.ledger.room import empty_seal
from yingsu.ledger.sealed import Person, SealedPerson, SealedText
from yingsu.text import visible


class AlreadyStarted(Refused):
    """The review was begun."""

    code = "review-already-started"
    title = "复盘已开展"


class NotStarted(Refused):
    """The review was not begun."""

    code = "review-not-started"
    title = "复盘尚未开展"


class AlreadySubmitted(Refused):
    """The report is with its addressees and was not sent back."""

    code = "review-already-submitted"
    title = "分析报告已移送"


class PartsIncomplete(Malformed):
    """A required part of the report lacks or is empty."""

    code = "review-parts-incomplete"
    title = "分析报告内容不完整"


class PartUnknown(Malformed):
    """A part that the profile does not know."""

    code = "review-part-unknown"
    title = "分析报告没有这一部分"


class NotDrafted(Refused):
    """There is no draft, or none since the report was sent back."""

    code = "review-not-drafted"
    title = "分析报告尚未起草"


class SignerNotHead(Refused):
    """Who signs is not the head of the agency."""

    code = "signer-not-head"
    title = "审签人不是主要负责人"


class AlreadySigned(Refused):
    """The draft as it stands is signed."""

    code = "review-already-signed"
    title = "分析报告已审签"


class Unsigned(Refused):
    """The draft as it stands was not signed by the head."""

    code = "review-unsigned"
    title = "分析报告尚未审签"


class JudgmentCopyLacks(Refused):
    """The judgment or ruling is not with the report."""

    code = "review-judgment-copy-lacks"
    title = "未附败诉的裁判文书"


class StartReview(msgspec.Struct, frozen=True, kw_only=True):
    """开展复盘."""

    started_on: date
    led_by: Person | None = None


class DraftReview(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report; `parts` by their names."""

    drafted_on: date
    parts: Mapping[str, str]
    files: tuple[str, ...] = ()


class SignReview(msgspec.Struct, frozen=True, kw_only=True):
    """审签 by `official`, whose duties are `duties`."""

    signed_on: date
    official: str
    duties: tuple[str, ...]


class SubmitReview(msgspec.Struct, frozen=True, kw_only=True):
    """移送."""

    submitted_on: date


def start_review(
    state: Review, command: StartReview, required: Requirements, today: date, seal_person: Callable[[Person], SealedPerson]
) -> ReviewStarted:
    """开展复盘 (HZ-9.4), once. Raises `ReviewIsVoided`, `AlreadyStarted`, `FutureFact`, `DateOrder`."""
    check_stands(state, ("start",), required)
    if state.started:
        raise AlreadyStarted(
            f"本次复盘已于 {state.started.started_on} 开展（{required.cited('start')}），不再重复登记。请起草分析报告。",
            clauses=required.ids("start"),
        )
    since, fact = state.received_on, "收到败诉裁判文书"
    check_day(command.started_on, today, "/started_on", since=since, fact=fact, rests_on=("start",), required=required)
    return ReviewStarted(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        started_on=command.started_on,
        led_by=seal_person(command.led_by) if command.led_by else None,
    )


def draft_review(
    state: Review, command: DraftReview, required: Requirements, today: date, seal: Callable[[str], SealedText]
) -> ReviewDrafted:
    """起草分析报告 (HZ-9.5): every part that is required, and no other. It takes the place of the draft before, and of its signature.

    Raises `ReviewIsVoided`, `NotStarted`, `AlreadySubmitted`, `PartUnknown`, `PartsIncomplete`, `ReviewTooLong`, `FutureFact`,
    `DateOrder`.
    """
    check_stands(state, ("required_parts",), required)
    if state.started is None:
        raise NotStarted(
            f"复盘尚未开展，分析报告未登记。按照{required.cited('start', 'required_parts')}，先开展复盘，再制作分析报告，请先登记开展。",
            clauses=required.ids("start", "required_parts"),
        )
    _check_not_submitted(state, required)
    _check_parts(command.parts, required)
    since, fact = state.started.started_on, "开展复盘"
    if state.draft:
        since, fact = max(since, state.draft.event.drafted_on), "上一稿"
    if state.returns:
        since, fact = max((since, fact), (state.returns[-1].event.returned_on, "退回"))
    check_day(command.drafted_on, today, "/drafted_on", since=since, fact=fact, rests_on=("required_parts",), required=required)
    texts = {f"/parts/{part}": (part_title(part), text) for part, text in command.parts.items()}
    clauses, cited = required.ids("required_parts"), required.cited("required_parts")
    check_room(_drafted(state, command, required, empty_seal(state.review_id)), texts, clauses, cited)
    return _drafted(state, command, required, seal)


def sign_review(state: Review, command: SignReview, required: Requirements, today: date) -> ReviewSigned:
    """主要负责人审签 (HZ-9.6) of the draft as it stands.

    Raises `ReviewIsVoided`, `AlreadySubmitted`, `NotDrafted`, `SignerNotHead`, `AlreadySigned`, `FutureFact`, `DateOrder`.
    """
    check_stands(state, ("head_signature",), required)
    _check_not_submitted(state, required)
    draft = _draft(state, "审签", required)
    if "head" not in command.duties:
        raise SignerNotHead(
            f"审签人登记的职责不是本单位主要负责人，未登记。按照{required.cited('head_signature')}，请由主要负责人审签；"
            "职责登记有误的，请联系系统管理员。",
            clauses=required.ids("head_signature"),
        )
    if state.signature:
        raise AlreadySigned(
            f"这一稿已于 {state.signature.event.signed_on} 审签（{required.cited('head_signature')}），不再重复登记。请移送报告。",
            clauses=required.ids("head_signature"),
        )
    since = draft.event.drafted_on
    check_day(command.signed_on, today, "/signed_on", since=since, fact="起草", rests_on=("head_signature",), required=required)
    return ReviewSigned(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        official=command.official,
        signed_on=command.signed_on,
        draft=draft.event_id,
    )


def submit_review(state: Review, command: SubmitReview, required: Requirements, today: date) -> ReviewSubmitted:
    """移送分析报告 (HZ-9.6) to the addressees of the profile, signed where the profile asks for it, with the judgment or ruling among its
    files where it asks for that (YC-2.5.3).

    Raises `ReviewIsVoided`, `AlreadySubmitted`, `NotDrafted`, `JudgmentCopyLacks`, `Unsigned`, `FutureFact`, `DateOrder`.
    """
    check_stands(state, ("addressees",), required)
    _check_not_submitted(state, required)
    draft, signature = _draft(state, "移送", required), state.signature
    if required.judgment_copy and not draft.event.files:
        raise JudgmentCopyLacks(
            f"分析报告没有附件，未移送。按照{required.cited('judgment_copy')}，报告连同败诉的判决书或裁定书一并报送，"
            "请将裁判文书上传为附件，重新起草后再移送。",
            clauses=required.ids("judgment_copy"),
        )
    if required.head_signature and signature is None:
        raise Unsigned(
            f"分析报告{'的这一稿' if state.signatures else ''}尚未经本单位主要负责人审签，未移送。按照{required.cited('head_signature')}，"
            "报告经审签后移送，请由主要负责人审签后再移送。",
            clauses=required.ids("head_signature"),
        )
    since, fact = (signature.event.signed_on, "审签") if signature else (draft.event.drafted_on, "起草")
    check_day(command.submitted_on, today, "/submitted_on", since=since, fact=fact, rests_on=("addressees",), required=required)
    return ReviewSubmitted(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        submitted_on=command.submitted_on,
        addressees=required.addressees,
        draft=draft.event_id,
        signature=signature.event_id if signature else None,
        decided_under=required.basis("required_parts", "judgment_copy", "head_signature", "addressees"),
    )


def _drafted(state: Review, command: DraftReview, required: Requirements, seal: Callable[[str], SealedText]) -> ReviewDrafted:
    return ReviewDrafted(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        drafted_on=command.drafted_on,
        parts=tuple(Part(part=part, text=seal(command.parts[part])) for part in required.required_parts or sorted(command.parts)),
        files=command.files,
    )


def _check_parts(given: Mapping[str, str], required: Requirements) -> None:
    """Every required part has a text, and there is no other. Where the profile names none, at least one part is there."""
    names = required.required_parts
    listed = "、".join(f"{part_title(part)}（{part}）" for part in names)
    unknown = [part for part in given if names and part not in names]
    if unknown:
        raise PartUnknown(
            f"分析报告没有 {unknown[0][:60]} 这一部分，未登记。按照{required.cited('required_parts')}，报告内容为：{listed}。"
            "请改填其中一项，其他材料上传为文件。",
            clauses=required.ids("required_parts"),
            pointer=f"/parts/{unknown[0]}",
        )
    lacking = [part for part in names or given if not visible(given.get(part, ""))]
    if lacking or not given:
        raise PartsIncomplete(
            f"分析报告缺少{'、'.join(map(part_title, lacking)) or '内容'}，未登记。{required.cited('required_parts')}对报告内容有明确要求"
            f"{f'：{listed}' if listed else ''}，请逐项填写后重新提交。",
            clauses=required.ids("required_parts"),
            pointer=f"/parts/{lacking[0]}" if lacking else "/parts",
        )


def _check_not_submitted(state: Review, required: Requirements) -> None:
    if state.submission:
        raise AlreadySubmitted(
            f"分析报告已于 {state.submission.event.submitted_on} 移送（{required.cited('addressees')}），未登记。"
            "需要修改的，请司法行政机关退回后重新起草、审签和移送。",
            clauses=required.ids("addressees"),
        )


def _draft(state: Review, what: str, required: Requirements) -> Draft:
    if state.current_draft is None:
        since = "退回后还没有重新起草分析报告" if state.returns else "分析报告尚未起草"
        raise NotDrafted(
            f"{since}，不能{what}。按照{required.cited('required_parts')}，复盘分析先制作分析报告，请先起草。",
            clauses=required.ids("required_parts"),
        )
    return state.current_draft
