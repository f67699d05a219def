"""The documents that the centre has made: to whom, with what text, and who reads them."""

from typing import Any

import pytest

from services.registry import samples
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    APART,
    CASE,
    CONDUCTED,
    LAND,
    MARKET,
    NOTICES,
    RETURNED,
    SETTLED,
    SIGNED,
    TERMINATED,
    TO_RETURN,
    TO_SETTLEMENT,
    play,
    read,
    refer,
)
from tests.whole import AUDITOR, CENTRE, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.intake.prelitigation import Respondent
from yingsu.events.mediation.mediation import ReturnedToCourt

NEIGHBOUR = "agency-00000000-0000-4000-8000-320812000001"


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation that was just referred."""
    return refer(whole)


def papers(whole: Whole, mediation: str, client: str = CENTRE, kind: str | None = None) -> list[dict[str, Any]]:
    """The documents that the client reads."""
    found = read(whole, mediation, client, "/documents")
    return [paper for paper in found if kind in (None, paper["kind"])]


def addressees(found: list[dict[str, Any]]) -> list[str | None]:
    """Whom the documents are for."""
    return [paper["addressee"] and paper["addressee"]["party"] for paper in found]


def test_nothing_is_made_before_the_first_notice(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED)
    assert papers(whole, mediation) == []


def test_the_notice_of_assignment_names_the_last_day_by_the_published_rules(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED, *NOTICES)

    market, land = papers(whole, mediation)
    assert (market["title"], market["document_no"], market["made_on"]) == (
        "行政争议调处交办通知书",
        "洪示调交〔2026〕1号",
        "2026-09-07",
    )
    assert market["addressee"] == {"party": MARKET, "name": "洪泽区示例市场监督管理局（样例）"}
    assert "不晚于2026年9月10日（星期四）" in market["text"]
    assert "不晚于2026年9月11日（星期五）" in land["text"], "each agency's period runs from its own receipt"
    for part in (
        samples.COURT_NAME,
        "示例张某",
        "示例食品有限公司（样例）",
        "示例张某的行政起诉状",
        "洪泽区示例行政争议调处中心（样例）",
    ):
        assert part in market["text"]


def test_where_no_rule_is_published_the_notice_says_so_without_a_date(whole: Whole) -> None:
    """The profile of the neighbouring district knows no such period."""
    mediation = refer(
        whole, respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=NEIGHBOUR, jurisdiction="320812"))
    )
    neighbour = NOTICES[0]._replace(body={**NOTICES[0].body, "agency": NEIGHBOUR})
    play(whole, mediation, ACCEPTED, neighbour)

    (paper,) = papers(whole, mediation)
    assert "届满日待期限规则公布后另行告知" in paper["text"]
    assert "不晚于" not in paper["text"]
    assert read(whole, mediation, path=f"/plans/{NEIGHBOUR}")["due"] is None


def test_a_settled_mediation_has_its_whole_dossier(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED)
    (draft,) = papers(whole, mediation, kind="settlement")
    assert draft["text"].count("待签字") >= 4

    play(whole, mediation, *SIGNED)
    found = papers(whole, mediation)
    assert [paper["kind"] for paper in found] == ["assignment_notice"] * 2 + ["schedule_notice"] * 4 + ["settlement"]
    assert addressees(found) == [MARKET, LAND, "p1", "p2", MARKET, LAND, None]
    for part in ("罚款数额变更为二千元（样例）", "示例张某：2026年9月21日签字", "2026年9月22日"):
        assert part in found[-1]["text"]
    assert "2026年9月18日（星期五）09:30" in found[2]["text"]


def test_a_terminated_mediation_has_a_notice_for_each_party_and_the_letter_as_it_was_sent(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_RETURN)

    notices = papers(whole, mediation, kind="termination_notice")
    assert addressees(notices) == ["p1", "p2", MARKET, LAND]
    (letter,) = papers(whole, mediation, kind="termination_letter")
    assert (letter["title"], letter["document_no"], letter["addressee"]) == (
        "行政争议终止调处告知函",
        "洪示调函〔2026〕1号",
        None,
    )
    for part in (samples.COURT_NAME, "示例张某的行政起诉状", "当事人已取回（样例）", "洪示调终〔2026〕1号"):
        assert part in letter["text"]
    sent = next(e.event for e in whole.ledger.read_all(0, 1000) if isinstance(e.event, ReturnedToCourt))
    kept = whole.deps.keys.open_text(sent.text) or ""
    assert (
        letter["text"]
        == f"{kept}\n附：材料清单\n1. 示例张某的行政起诉状，6页\n2. 行政处罚决定书复印件，3页（未退回，理由：当事人已取回（样例））"
    )
    assert "当事人已取回" not in kept, "the list is on record once"


def test_what_was_said_in_mediation_is_in_no_document(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, APART, TERMINATED, RETURNED)
    texts = "".join(paper["text"] for paper in papers(whole, mediation))
    assert [said for said in ("愿意让步", "差距五千元", "拟变更罚款数额") if said in texts] == []


def test_another_reason_is_shown_to_the_parties_as_the_notice_states_it_and_any_other_note_is_not(
    whole: Whole, mediation: str
) -> None:
    note = "申请人死亡，没有近亲属（样例）"
    play(whole, mediation, *CONDUCTED, APART, TERMINATED._replace(body={**TERMINATED.body, "reason": "other", "note": note}))

    (notice,) = papers(whole, mediation, LAND_OA, "termination_notice")
    assert f"因其他原因（{note}）" in notice["text"]
    assert read(whole, mediation, LAND_OA)["termination"]["note"] == note


def test_a_note_beside_a_reason_of_the_list_stays_with_the_centre(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, APART, TERMINATED)

    (notice,) = papers(whole, mediation, LAND_OA, "termination_notice")
    assert "差距五千元" not in notice["text"]
    assert read(whole, mediation, LAND_OA)["termination"]["note"] == "（不予显示）"
    assert "差距五千元" in read(whole, mediation)["termination"]["note"]


@pytest.mark.parametrize("client", [SUPERVISOR, AUDITOR])
def test_who_supervises_reads_the_whole_dossier(whole: Whole, mediation: str, client: str) -> None:
    play(whole, mediation, *TO_RETURN)
    assert papers(whole, mediation, client) == papers(whole, mediation)


def test_an_agency_reads_what_is_addressed_to_it_and_the_settlement(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_SETTLEMENT)
    found = papers(whole, mediation, LAND_OA)
    assert [(paper["kind"], address) for paper, address in zip(found, addressees(found), strict=True)] == [
        ("assignment_notice", LAND),
        ("schedule_notice", LAND),
        ("settlement", None),
    ]


def test_an_agency_that_is_no_party_of_the_settlement_does_not_read_it(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED._replace(body={**SETTLED.body, "parties": ["p1", MARKET]}))
    assert papers(whole, mediation, LAND_OA, "settlement") == []
    settlement = read(whole, mediation, LAND_OA)["settlement"]
    assert (settlement["terms"], [party["party"] for party in settlement["parties"]]) == (
        ["（不予显示）", "（不予显示）"],
        ["p1", MARKET],
    )
    assert len(papers(whole, mediation, MARKET_OA, "settlement")) == 1


def test_the_letter_to_the_court_is_not_for_the_agencies(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_RETURN)
    found = papers(whole, mediation, MARKET_OA)
    assert [paper["kind"] for paper in found] == ["assignment_notice", "schedule_notice", "termination_notice"]
    assert set(addressees(found)) == {MARKET}
    assert {m["reason"] for m in read(whole, mediation, MARKET_OA)["materials"]} == {None, "（不予显示）"}


def test_erasure_reaches_the_letter_as_it_was_sent(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_RETURN)
    for subject in (mediation, f"{CASE}/p1", f"{CASE}/m1", f"{CASE}/m2"):
        whole.deps.keys.destroy(subject)
    (letter,) = papers(whole, mediation, kind="termination_letter")
    assert letter["text"].split("\n") == [
        "（已删除）",
        "附：材料清单",
        "1. （已删除），6页",
        "2. （已删除），3页（未退回，理由：（已删除））",
    ]
