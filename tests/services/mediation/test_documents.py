"""What the centre's documents say, from values in the clear."""

from datetime import UTC, date, datetime
from typing import get_args

import msgspec
import pytest

from services.mediation import documents
from services.mediation.documents import Dispute, Document, ListedMaterial, Signatory
from tests.services.mediation.cast import at, october
from yingsu.events.mediation.mediation import TerminationReason

DISPUTE = Dispute(
    centre="洪泽区示例行政争议调处中心（样例）",
    court="示例人民法院（样例）",
    case_no="（2026）苏0813行诉前调7号",
    applicants=("示例张某", "示例食品有限公司（样例）"),
    respondents=("示例市场监管局（样例）", "示例资源局（样例）"),
    cause="行政处罚",
    act="洪示市监处罚〔2026〕15号处罚决定（样例）",
    claims="请求撤销行政处罚决定（样例）",
    centre_contact="000",
)
BARE = Dispute(
    centre="示例调处中心",
    court="示例法院",
    case_no="（2026）苏0813行诉前调8号",
    applicants=("示例李某",),
    respondents=("示例镇政府",),
    cause="信息公开",
)
MATERIALS = (ListedMaterial(title="行政起诉状", pages=6), ListedMaterial(title="处罚决定书复印件"))
CLAUSE = "《关于进一步压降行政诉讼败诉率的十项机制》第四项"


def assignment(dispute: Dispute = DISPUTE) -> Document:
    """The notice to the market agency."""
    return documents.assignment_notice(
        dispute,
        agency="示例市场监管局（样例）",
        document_no="洪调交〔2026〕7号",
        issued_on=date(2026, 9, 22),
        due=date(2026, 9, 30),
        materials=MATERIALS,
    )


def agreement(*signatories: Signatory, effective_on: date | None = None, perform_by: date | None = None) -> Document:
    """The settlement."""
    return documents.settlement(
        DISPUTE,
        document_no="洪调协〔2026〕7号",
        reached_on=october(13),
        terms=("罚款减为五千元（样例）", "示例张某自愿撤回起诉（样例）"),
        signatories=signatories,
        effective_on=effective_on,
        perform_by=perform_by,
    )


def notice(reason: TerminationReason = "too_far_apart", note: str | None = None) -> Document:
    """The notice of termination to the applicant."""
    return documents.termination_notice(
        DISPUTE, addressee="示例张某", document_no="洪调终〔2026〕7号", terminated_on=october(15), reason=reason, note=note
    )


def letter(dispute: Dispute = DISPUTE, reason: TerminationReason = "too_far_apart") -> Document:
    """The letter to the court."""
    return documents.termination_letter(
        dispute,
        letter_no="洪调函〔2026〕7号",
        returned_on=october(16),
        terminated_on=october(15),
        termination_no="洪调终〔2026〕7号",
        reason=reason,
    )


def test_the_notice_of_assignment_says_who_what_until_when_and_with_which_materials() -> None:
    document = assignment()

    assert (document.title, document.document_no) == ("行政争议调处交办通知书", "洪调交〔2026〕7号")
    assert (document.addressee, document.issued_on, document.signed_by) == (
        "示例市场监管局（样例）",
        date(2026, 9, 22),
        "洪泽区示例行政争议调处中心（样例）",
    )
    assert CLAUSE in document.paragraphs[0]
    assert document.paragraphs[1:] == (
        "申请人：示例张某、示例食品有限公司（样例）",
        "案涉行政机关：示例市场监管局（样例）、示例资源局（样例）",
        "案由：行政处罚",
        "所涉行政行为：洪示市监处罚〔2026〕15号处罚决定（样例）",
        "诉求：请求撤销行政处罚决定（样例）",
        "请在收到本通知书后3个工作日内，即不晚于2026年9月30日（星期三），确定负责化解工作的责任领导及行政争议化解联络人，"
        "制定初步调处意向方案，并告知本中心。",
        "移送材料：",
        "1. 行政起诉状，6页",
        "2. 处罚决定书复印件",
        "联系方式：000",
    )


def test_what_is_not_known_leaves_no_empty_line() -> None:
    document = assignment(BARE)

    assert [p for p in document.paragraphs if "诉求" in p or "所涉行政行为" in p or "联系方式" in p] == []
    assert "None" not in document.text


def test_the_time_is_told_as_it_is_in_shanghai() -> None:
    document = documents.schedule_notice(
        DISPUTE,
        addressee="示例张某",
        issued_on=october(9),
        session_at=datetime(2026, 10, 11, 17, 5, tzinfo=UTC),
        place="区调处中心一号调处室",
    )

    assert document.document_no is None
    assert CLAUSE in document.paragraphs[0]
    assert document.paragraphs[1:4] == (
        "时间：2026年10月12日（星期一）01:05（北京时间）",
        "地点：区调处中心一号调处室",
        "参加人：示例张某、示例食品有限公司（样例）、示例市场监管局（样例）、示例资源局（样例）",
    )
    assert "变更" not in document.text


def test_another_time_says_that_it_replaces_the_first_and_why() -> None:
    document = documents.schedule_notice(
        DISPUTE, addressee="示例张某", issued_on=october(11), session_at=at(14), place="二号室", replaces_reason="场地调整"
    )

    assert "原定的时间、地点因故变更（场地调整），以本通知为准。" in document.paragraphs


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        documents.schedule_notice(
            DISPUTE,
            addressee="示例张某",
            issued_on=october(9),
            session_at=datetime(2026, 10, 12, 9, 30),  # noqa: DTZ001
            place="一号室",
        )


def test_the_settlement_has_its_terms_its_day_of_performance_and_room_for_signatures() -> None:
    document = agreement(
        Signatory(name="示例张某", signed_on=october(13)),
        Signatory(name="示例市场监管局（样例）", authorised="示例李某", signed_on=october(14)),
        Signatory(name="示例资源局（样例）"),
        Signatory(name="示例食品有限公司（样例）", head="示例王某", signed_on=october(14)),
        perform_by=date(2026, 11, 13),
    )

    assert (document.title, document.issued_on) == ("行政争议调处协议", october(13))
    assert document.paragraphs[6:] == (
        "1. 罚款减为五千元（样例）",
        "2. 示例张某自愿撤回起诉（样例）",
        "履行期限：2026年11月13日（星期五）前（含当日）。",
        "本协议由参与调处的各方当事人或者其授权的人员签字确认，自最后一方签字之日起生效。",
        "示例张某：2026年10月13日签字",
        "示例市场监管局（样例）（由示例李某经授权签字）：2026年10月14日签字",
        "示例资源局（样例）：（待签字）",
        "示例食品有限公司（样例）（示例王某）：2026年10月14日签字",
        "本协议尚待当事人签字确认。",
    )


def test_a_settlement_in_force_says_since_when() -> None:
    document = agreement(Signatory(name="示例张某", signed_on=october(16)), effective_on=october(16))

    assert document.paragraphs[-1] == "本协议已于2026年10月16日生效。"
    assert "履行期限" not in document.text


def test_the_notice_of_termination_gives_the_reason_and_the_rights() -> None:
    document = notice()

    assert document.title == "行政争议终止调处通知书"
    assert "因各方分歧较大，难以达成一致意见，" in document.paragraphs[0]
    assert CLAUSE in document.paragraphs[0]
    assert "起诉期限依照《中华人民共和国行政诉讼法》" in document.paragraphs[1]
    assert "第十八条" in document.paragraphs[2]


def test_only_another_reason_is_explained_by_its_note() -> None:
    assert "因其他原因（当事人死亡）" in notice("other", "当事人死亡").text
    assert "不接受五千元" not in notice("too_far_apart", "不接受五千元").text


@pytest.mark.parametrize("reason", get_args(TerminationReason))
def test_every_reason_has_its_words(reason: TerminationReason) -> None:
    assert f"因{documents.REASONS[reason]}" in notice(reason).text
    assert f"因{documents.REASONS[reason]}" in letter(reason=reason).text


def test_the_letter_to_the_court_says_that_the_matter_comes_back_and_why() -> None:
    document = letter()

    assert (document.title, document.addressee) == ("行政争议终止调处告知函", "示例人民法院（样例）")
    assert document.paragraphs == (
        "贵院移送的（2026）苏0813行诉前调7号示例张某、示例食品有限公司（样例）与示例市场监管局（样例）、示例资源局（样例）"
        "行政处罚行政争议，因各方分歧较大，难以达成一致意见，本中心已于2026年10月15日终止调处（洪调终〔2026〕7号）。"
        f"根据洪泽区{CLAUSE}，现将相关材料一并退回贵院，材料清单附后。",
        "联系方式：000",
    )


def test_the_list_says_what_goes_back_and_why_a_thing_does_not() -> None:
    kept = ListedMaterial(title="照片", pages=2, returned=False, reason="当事人已取回")

    assert documents.enclosed((*MATERIALS, kept)).split("\n") == [
        "附：材料清单",
        "1. 行政起诉状，6页",
        "2. 处罚决定书复印件",
        "3. 照片，2页（未退回，理由：当事人已取回）",
    ]


def test_the_letter_names_the_first_of_many_parties_and_how_many_there_are() -> None:
    names = tuple(f"示例{n}号" for n in range(1, 101))
    many = msgspec.structs.replace(DISPUTE, applicants=names, respondents=names[:20])

    first = letter(many).paragraphs[0]

    assert "示例1号、示例2号、示例3号等100名申请人与示例1号、示例2号、示例3号等20个行政机关行政处罚行政争议" in first
    assert "示例100号" in many.title


def test_the_court_hears_nothing_of_what_was_asked_for_or_offered() -> None:
    assert "请求撤销" not in letter().text


def test_a_referral_without_materials_goes_back_without_any() -> None:
    assert documents.enclosed(()) == "附：材料清单\n（无）"
    assert len(letter(BARE).paragraphs) == 1


def test_the_text_is_the_whole_document() -> None:
    lines = notice().text.split("\n")

    assert lines[:3] == ["行政争议终止调处通知书", "洪调终〔2026〕7号", "示例张某："]
    assert lines[-2:] == ["洪泽区示例行政争议调处中心（样例）", "2026年10月15日"]
    assert len(lines) == 5 + len(notice().paragraphs)
