"""The ladders over HTTP: what is proposed to whom, on which entries, on two clocks, and who may see it."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import msgspec
import pytest

from services.notify.clock.desk import ClockDesk
from services.review.figures.standings import standings
from tests.clauses.district import District
from tests.law.casebook import TOWN
from tests.law.trial_book import judged
from tests.services.audit.story import enrol
from tests.services.mediation.story import at
from tests.services.review.figures.story import LAND, MARKET, case_id, file, history, judge
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.law.provision import Ladder, Tier, Trigger
from yingsu.law.published import RulesInForce
from yingsu.law.rules import PublishedProfile, Rules, builtin_rules


def ask(whole: Whole, agency: str = MARKET, client: str = SUPERVISOR, **query: str) -> httpx.Response:
    return whole.wire(client).get("/v1/review/ladders", agency_id=agency, **query)


def ladder(answer: httpx.Response, code: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [item for item in answer.json()["ladders"] if item["ladder"] == code]
    return found[0]


def test_a_ladder_shows_its_window_its_roles_what_it_counts_and_that_it_only_ranks(whole: Whole) -> None:
    history(whole)
    answer = ask(whole, day="2026-06-30")
    assert (answer.status_code, answer.json()["day"], answer.json()["profile"]) == (200, "2026-06-30", "hongze.1")
    found = ladder(answer, "three_year_losses")
    assert (found["from"], found["to"], found["window"], found["proposed"]) == ("2023-07-01", "2026-06-30", "36_months", [])
    (tier,) = found["tiers"]
    (trigger,) = tier["triggers"]
    assert (trigger["number"], trigger["ranks"], trigger["holds"], trigger["clauses"]) == (1, True, False, ["HZ-1.4"])
    (item,) = trigger["items"]
    assert (item["case_id"], item["day"]) == (case_id(1), "2026-06-28")
    assert tier["by"] == [{"role": "supervising_body", "name": "区司法局"}]
    assert tier["needs"] == ["败诉数：未设门槛，只排名，由有权机关提出"]


def test_a_rate_is_shown_with_both_numbers_and_what_only_persons_tell_sleeps(whole: Whole) -> None:
    history(whole)
    asked = ask(whole, day="2026-06-30")
    (interview,) = ladder(asked, "interview")["tiers"]
    (rate,) = interview["triggers"]
    assert (rate["number"], rate["of"], rate["percent"], rate["ranks"]) == (1, 3, "33.33%", True)
    (referral,) = ladder(asked, "referral")["tiers"]
    assert (referral["asleep"], referral["reached"]) == (True, False)
    assert referral["triggers"][0]["missing"] == ["review.subjective_fault_determined.v1"]


def test_a_threshold_proposes_and_what_is_proposed_rests_on_the_entries_of_the_losses() -> None:
    """HZ-10.1 with the threshold that the operator set: 2 of 10 in the third quarter."""
    trigger = Trigger(rate="loss_rate", threshold="0.15", clauses=("HZ-10.1",))
    interview = Ladder(
        code="interview",
        title="败诉率较高约谈",
        clauses=("HZ-10.1",),
        window="operator",
        tiers=(Tier(no=1, title="区领导约谈", triggers=(trigger,), by=("district_leader",), of=("agency_head",)),),
    )
    rules = builtin_rules()
    here = next(item for item in rules.published if item.profile.id == "hongze")
    later = PublishedProfile(
        profile=msgspec.structs.replace(here.profile, escalations=(interview,)), version=2, effective_from=date(2026, 7, 1)
    )
    tried = Rules((*rules.published, later), rules.calendar)
    disputes = [book.dispute() for book in judged(2, 8, date(2026, 8, 3))]
    (proposal,) = standings(disputes, tried, TOWN, "320813", date(2026, 9, 30), date(2026, 10, 8))
    assert [step.no for step in proposal.standing.proposed] == [1]
    assert len(proposal.standing.event_ids) == 4
    assert (proposal.named["district_leader"], proposal.named["agency_head"]) == ("区领导", "承办单位主要负责人")
    before = standings(disputes, tried, TOWN, "320813", date(2026, 6, 30), date(2026, 10, 8))
    assert [step.no for at_ in before for step in at_.standing.proposed] == []


def test_the_day_that_is_not_given_is_today(whole: Whole) -> None:
    history(whole)
    assert ask(whole).json()["day"] == "2026-08-01"
    assert ask(whole, as_of="2026-06-27").json()["day"] == "2026-06-27"


def test_standings_stand_on_both_clocks(whole: Whole) -> None:
    """The loss of 28 June was recorded on 12 July."""
    history(whole)

    def losses(**query: str) -> int:
        number: int = ladder(ask(whole, day="2026-07-31", **query), "three_year_losses")["tiers"][0]["triggers"][0]["number"]
        return number

    assert (losses(), losses(as_of="2026-06-27"), losses(as_known_at="2026-07-01T00:00:00+08:00")) == (1, 0, 0)


def test_before_anything_was_published_there_are_no_ladders(whole: Whole) -> None:
    answer = ask(whole, as_known_at="2001-01-01T00:00:00+08:00")
    assert (answer.status_code, answer.json()["profile"], answer.json()["ladders"]) == (200, None, [])


def test_each_agency_has_its_own_standing(whole: Whole) -> None:
    history(whole)
    file(whole, 9, date(2026, 7, 1), LAND)
    judge(whole, 9, date(2026, 7, 20), (LAND, "revoked"))
    judge(whole, 9, date(2026, 7, 21), (LAND, "altered"))
    whole.settle()
    (trigger,) = ladder(ask(whole, LAND), "three_year_losses")["tiers"][0]["triggers"]
    assert [(item["case_id"], item["day"]) for item in trigger["items"]] == [(case_id(9), "2026-07-21")]


@pytest.mark.parametrize("client", [MARKET_OA, SUPERVISOR, AUDITOR])
def test_an_agency_its_supervisor_and_an_auditor_see_the_same(whole: Whole, client: str) -> None:
    history(whole)
    assert ask(whole, client=client).json() == ask(whole).json()


def test_who_may_not_have_the_figures_may_not_have_the_standing(whole: Whole) -> None:
    history(whole)
    refused = ask(whole, client=LAND_OA)
    assert (refused.status_code, refused.json()["code"]) == (403, "figures-of-another")
    for client in (COURT, CENTRE):
        assert ask(whole, client=client).json()["code"] == "role-not-allowed"
    whole.clock.set(at("2026-09-01T09:00"))
    neighbour = enrol(whole, "next-supervisor", "supervisor", ("320812",), ("case:read",))
    assert (ask(whole, client=neighbour).status_code, ask(whole, client=neighbour).json()["code"]) == (404, "agency-not-found")


ANSWER = {"submitted_on": "2026-06-22", "delivery": "post", "has_answer": True, "evidence_count": 3}


@pytest.mark.parametrize(("posted_on", "grounds"), [("2026-06-18", ["2026-06-08"]), ("2026-06-19", ["2026-06-08", "2026-06-18"])])
def test_a_notice_of_an_overdue_answer_proposes_a_special_bulletin_unless_it_was_posted_in_time(
    whole: Whole, posted_on: str, grounds: list[str]
) -> None:
    """YC-2.6.1: received on 3 June, due on the 18th, told overdue on the 19th, answered by post that reached the court on the 22nd;
    never reported to the bureau, which was due on the 8th."""
    whole.clock.set(at("2026-06-01T09:00"))
    district = District.of(whole, "370404", "鲁0404")
    town = district.agency("示例镇人民政府（样例）", "113704040000080005", "township")
    number = "（2026）鲁0404行初12号"
    district.sue(number, "113704040000080005")
    district.serve(number, "113704040000080005")
    bureau = district.client("supervisor")
    (case,) = bureau.get("/v1/intake/cases").json()

    def proposed() -> list[str]:
        (tier,) = ladder(bureau.get("/v1/review/ladders", agency_id=town), "special_bulletin")["tiers"]
        return [item["day"] for trigger in tier["triggers"] for item in trigger["items"]]

    whole.clock.set(datetime(2026, 6, 19, 4, tzinfo=UTC))
    ClockDesk(whole.ledger, whole.deps.keys, RulesInForce(whole.ledger)).tell(case["case_id"])
    whole.settle()
    assert proposed() == ["2026-06-08", "2026-06-18"]
    whole.clock.set(datetime(2026, 6, 22, 4, tzinfo=UTC))
    path = f"/v1/intake/cases/{case['case_id']}/responses/{town}/answer"
    oa = district.client("agency", agency=town)
    assert oa.post(path, {**ANSWER, "posted_on": posted_on}, version=0).status_code == 201
    whole.settle()
    assert proposed() == grounds
