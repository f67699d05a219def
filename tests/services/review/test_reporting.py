"""The agency's part: given a review, when it acts, then the event or the rule that says no. Examples of the catalogue: HZ-9.4 to 9.6."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.review import reporting
from services.review.bounds import DateOrder, ReviewIsVoided, ReviewTooLong
from services.review.reporting import (
    AlreadySigned,
    AlreadyStarted,
    AlreadySubmitted,
    DraftReview,
    JudgmentCopyLacks,
    NotDrafted,
    NotStarted,
    PartsIncomplete,
    PartUnknown,
    SignerNotHead,
    SignReview,
    StartReview,
    SubmitReview,
    Unsigned,
)
from services.review.requirements import Requirements, requirements_on
from tests.services.review.cast import (
    CASE_NO,
    DRAFTED,
    FILE,
    HEAD,
    HONGZE,
    LENIENT,
    MARKET,
    OPENED,
    PARTS,
    RETURNED,
    SIGNED,
    STARTED,
    TO_DRAFT,
    TO_SIGNATURE,
    TO_SUBMISSION,
    TODAY,
    TOMORROW,
    VOIDED,
    Fact,
    Seals,
    changed,
    drafted,
    given,
    october,
    person,
    refused,
    text,
)
from yingsu.events.review.review import Basis, Part, ReviewDrafted, ReviewSigned, ReviewStarted, ReviewSubmitted
from yingsu.law.rules import builtin_rules
from yingsu.ledger import mapper
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import MAX_PAYLOAD_BYTES, FutureFact

LEADER = Person(name="示例乙")
START = StartReview(started_on=october(9), led_by=LEADER)
REPORT = {part: f"{part}（样例）" for part in PARTS}
DRAFT = DraftReview(drafted_on=october(12), parts=REPORT, files=(FILE,))
SIGN = SignReview(signed_on=october(14), official=HEAD, duties=("head",))
SUBMIT = SubmitReview(submitted_on=october(15))
START_CLAUSE, PARTS_CLAUSE, HEAD_CLAUSE = ("HZ-9.4",), ("HZ-9.5",), ("HZ-9.6",)


def start(*facts: Fact, seals: Seals | None = None, **change: Any) -> ReviewStarted:
    return reporting.start_review(given(*facts), changed(START, **change), HONGZE, TODAY, (seals or Seals()).person)


def draft(*facts: Fact, seals: Seals | None = None, required: Requirements = HONGZE, **change: Any) -> ReviewDrafted:
    return reporting.draft_review(given(*facts), changed(DRAFT, **change), required, TODAY, (seals or Seals()).text)


def sign(*facts: Fact, required: Requirements = HONGZE, **change: Any) -> ReviewSigned:
    return reporting.sign_review(given(*facts), changed(SIGN, **change), required, TODAY)


def submit(*facts: Fact, required: Requirements = HONGZE, **change: Any) -> ReviewSubmitted:
    return reporting.submit_review(given(*facts), changed(SUBMIT, **change), required, TODAY)


def test_a_review_is_begun_by_a_person_who_is_sealed() -> None:
    event = start(OPENED)
    assert event == ReviewStarted(agency=MARKET, judgment_no=CASE_NO, started_on=october(9), led_by=person(LEADER))


def test_it_may_be_begun_on_the_day_of_the_receipt_and_be_recorded_late() -> None:
    assert start(OPENED, started_on=date(2026, 9, 28), led_by=None).started_on == date(2026, 9, 28)


def test_a_review_is_begun_once() -> None:
    message = refused(AlreadyStarted, "review-already-started", START_CLAUSE, lambda seals: start(OPENED, STARTED, seals=seals))
    assert "2026-10-09" in message


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (date(2026, 9, 27), DateOrder)])
def test_it_is_begun_on_a_day_that_has_come_and_not_before_the_receipt(day: date, error: type[Any]) -> None:
    refused(error, error.code, START_CLAUSE, lambda seals: start(OPENED, started_on=day, seals=seals), pointer="/started_on")


def test_the_report_has_its_parts_in_the_order_of_the_profile() -> None:
    event = draft(OPENED, STARTED, parts=dict(reversed(REPORT.items())))
    assert event == ReviewDrafted(
        agency=MARKET,
        judgment_no=CASE_NO,
        drafted_on=october(12),
        parts=tuple(Part(part=part, text=text(f"{part}（样例）")) for part in PARTS),
        files=(FILE,),
    )


def test_a_report_before_the_review_was_begun_is_too_early() -> None:
    message = refused(NotStarted, "review-not-started", ("HZ-9.4", "HZ-9.5"), lambda seals: draft(OPENED, seals=seals))
    assert "请先登记开展" in message


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", [None, "", " \n"])
def test_every_part_is_there_and_says_something(part: str, content: str | None) -> None:
    """HZ-9.5: cause empty → refused, naming cause."""
    parts = {name: value for name, value in REPORT.items() if name != part}
    if content is not None:
        parts[part] = content
    titles = {"brief_facts": "简要案情", "mediation_efforts": "协调化解情况", "litigation_handling": "诉讼对接情况"}
    title = titles.get(part) or {"cause": "败诉原因", "conclusion": "分析结论"}[part]
    message = refused(
        PartsIncomplete,
        "review-parts-incomplete",
        PARTS_CLAUSE,
        lambda seals: draft(OPENED, STARTED, parts=parts, seals=seals),
        pointer=f"/parts/{part}",
    )
    assert f"缺少{title}，" in message


def test_a_part_that_the_profile_does_not_know_is_refused() -> None:
    message = refused(
        PartUnknown,
        "review-part-unknown",
        PARTS_CLAUSE,
        lambda seals: draft(OPENED, STARTED, parts={**REPORT, "excuses": "（样例）"}, seals=seals),
        pointer="/parts/excuses",
    )
    assert "excuses" in message
    assert "败诉原因（cause）" in message


def test_where_the_profile_names_no_parts_any_will_do_but_not_none() -> None:
    event = draft(OPENED, STARTED, required=LENIENT, parts={"problems": "有（样例）", "causes": "有（样例）"})
    assert [part.part for part in event.parts] == ["causes", "problems"]
    with pytest.raises(PartsIncomplete):
        draft(OPENED, STARTED, required=LENIENT, parts={})


@pytest.mark.parametrize(
    ("facts", "day", "error", "fact"),
    [
        ((OPENED, STARTED), TOMORROW, FutureFact, "今天"),
        ((OPENED, STARTED), october(8), DateOrder, "开展复盘"),
        ((OPENED, STARTED, DRAFTED), october(11), DateOrder, "上一稿"),
        ((*TO_SUBMISSION, RETURNED), october(15), DateOrder, "退回"),
    ],
)
def test_a_draft_is_of_a_day_that_has_come_and_follows_what_it_follows(
    facts: tuple[Fact, ...], day: date, error: type[Any], fact: str
) -> None:
    message = refused(
        error, error.code, PARTS_CLAUSE, lambda seals: draft(*facts, drafted_on=day, seals=seals), pointer="/drafted_on"
    )
    assert fact in message


def test_a_report_that_has_no_room_says_which_part_to_shorten() -> None:
    long = {**REPORT, "cause": "因" * 9000, "conclusion": "果" * 8000}
    message = refused(
        ReviewTooLong,
        "review-too-long",
        PARTS_CLAUSE,
        lambda seals: draft(OPENED, STARTED, parts=long, seals=seals),
        pointer="/parts/cause",
    )
    cut = int(message.split("至少减少 ")[1].split(" 字")[0])
    assert "“败诉原因”最长（9000 字）" in message

    fitting = {**long, "cause": "因" * (9000 - cut)}
    sealed = draft(OPENED, STARTED, parts=fitting)
    assert [part.text.box for part in sealed.parts][3] == fitting["cause"]
    with pytest.raises(ReviewTooLong):
        draft(OPENED, STARTED, parts={**long, "cause": "因" * (9000 - cut + 2)})


def test_what_was_measured_is_as_long_as_what_is_sealed() -> None:
    assert len(mapper.encode(draft(OPENED, STARTED))) < MAX_PAYLOAD_BYTES


def test_the_head_signs_the_last_draft() -> None:
    event = sign(OPENED, STARTED, DRAFTED, drafted(october(13)))
    assert event == ReviewSigned(agency=MARKET, judgment_no=CASE_NO, official=HEAD, signed_on=october(14), draft=UUID(int=4))


@pytest.mark.parametrize("duties", [("leader",), ("handler",), ("supervisor", "administrator"), ()])
def test_nobody_but_the_head_signs(duties: tuple[str, ...]) -> None:
    """HZ-9.6: signed by 副职 → refused."""
    message = refused(SignerNotHead, "signer-not-head", HEAD_CLAUSE, lambda _: sign(*TO_DRAFT, duties=duties))
    assert "请由主要负责人审签" in message


@pytest.mark.parametrize("facts", [(OPENED, STARTED), (*TO_SUBMISSION, RETURNED)])
def test_there_is_nothing_to_sign_or_submit_without_a_draft_of_its_own(facts: tuple[Fact, ...]) -> None:
    for message in (
        refused(NotDrafted, "review-not-drafted", PARTS_CLAUSE, lambda _: sign(*facts)),
        refused(NotDrafted, "review-not-drafted", PARTS_CLAUSE, lambda _: submit(*facts)),
    ):
        assert "请先起草" in message


def test_a_draft_is_signed_once_and_a_new_one_anew() -> None:
    refused(AlreadySigned, "review-already-signed", HEAD_CLAUSE, lambda _: sign(*TO_SIGNATURE))
    assert sign(*TO_SIGNATURE, drafted(october(14))).draft == UUID(int=5)


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (october(11), DateOrder)])
def test_the_signature_is_of_a_day_that_has_come_and_not_before_the_draft(day: date, error: type[Any]) -> None:
    refused(error, error.code, HEAD_CLAUSE, lambda _: sign(*TO_DRAFT, signed_on=day), pointer="/signed_on")


def test_a_signed_report_goes_to_the_addressees_of_the_profile() -> None:
    """HZ-9.6: signed by the head 2026-10-14, submitted 10-15 → accepted."""
    assert submit(*TO_SIGNATURE) == ReviewSubmitted(
        agency=MARKET,
        judgment_no=CASE_NO,
        submitted_on=october(15),
        addressees=("区司法局",),
        draft=UUID(int=3),
        signature=UUID(int=4),
        decided_under=Basis(profile="hongze.1", clauses=("HZ-9.5", "HZ-9.6")),
    )


def test_an_unsigned_report_is_not_submitted() -> None:
    message = refused(Unsigned, "review-unsigned", HEAD_CLAUSE, lambda _: submit(*TO_DRAFT))
    assert "请由主要负责人审签后再移送" in message


def test_a_signature_of_an_earlier_draft_does_not_count() -> None:
    message = refused(Unsigned, "review-unsigned", HEAD_CLAUSE, lambda _: submit(*TO_SIGNATURE, drafted(october(15))))
    assert "这一稿" in message


def test_where_the_profile_asks_for_no_signature_an_unsigned_report_is_submitted() -> None:
    event = submit(*TO_DRAFT, required=LENIENT)
    assert (event.signature, event.addressees, event.decided_under) == (None, (), Basis(profile="elsewhere.1", clauses=()))


def test_a_report_goes_out_with_the_judgment_where_the_profile_asks_for_it() -> None:
    rules = builtin_rules()
    yicheng = requirements_on(rules, "370404", date(2026, 9, 28))
    assert yicheng is not None
    with pytest.raises(JudgmentCopyLacks, match=r"连同败诉的判决书或裁定书一并报送") as refusal:
        submit(OPENED, STARTED, drafted(october(12), files=()), required=yicheng)
    assert (refusal.value.code, refusal.value.clauses) == ("review-judgment-copy-lacks", ("YC-2.5.3",))
    assert "YC-2.5.3" in refusal.value.message
    event = submit(OPENED, STARTED, drafted(october(12), files=(FILE,)), required=yicheng)
    assert event.addressees == ("区依法治区委员会办公室", "区司法局")


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (october(13), DateOrder)])
def test_a_report_goes_out_on_a_day_that_has_come_and_not_before_its_signature(day: date, error: type[Any]) -> None:
    refused(error, error.code, HEAD_CLAUSE, lambda _: submit(*TO_SIGNATURE, submitted_on=day), pointer="/submitted_on")


def test_a_report_that_is_with_its_addressee_is_not_touched_until_it_comes_back() -> None:
    for decide in (
        lambda seals: draft(*TO_SUBMISSION, seals=seals),
        lambda _: sign(*TO_SUBMISSION),
        lambda _: submit(*TO_SUBMISSION),
    ):
        message = refused(AlreadySubmitted, "review-already-submitted", HEAD_CLAUSE, decide)
        assert "退回" in message
    assert draft(*TO_SUBMISSION, RETURNED, drafted_on=october(17)).drafted_on == october(17)


def test_nothing_is_done_on_a_voided_review() -> None:
    refused(ReviewIsVoided, "review-voided", START_CLAUSE, lambda seals: start(OPENED, VOIDED, seals=seals))
    refused(ReviewIsVoided, "review-voided", PARTS_CLAUSE, lambda seals: draft(OPENED, STARTED, VOIDED, seals=seals))
    refused(ReviewIsVoided, "review-voided", HEAD_CLAUSE, lambda _: sign(*TO_DRAFT, VOIDED))
    refused(ReviewIsVoided, "review-voided", HEAD_CLAUSE, lambda _: submit(OPENED, STARTED, DRAFTED, SIGNED, VOIDED))
