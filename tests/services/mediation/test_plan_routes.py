"""The agencies' plans over HTTP: each its own, on its own version, whenever it comes."""

from collections.abc import Callable

import msgspec
import pytest
from joserfc.jwk import ECKey

from services.registry.setup import Credentials
from tests.services.mediation.story import (
    ACCEPTED,
    APART,
    CONDUCTED,
    LAND,
    MARKET,
    NOTICES,
    PLANS,
    TERMINATED,
    Step,
    at,
    play,
    read,
    refer,
    send,
)
from tests.whole import CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Entry
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import read_private_key, sign

OFFICIAL = "official-00000000-0000-4000-8000-320813000003"


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation of which both agencies have their notices."""
    found = refer(whole)
    play(whole, found, ACCEPTED, *NOTICES)
    return found


def submissions(whole: Whole) -> list[Entry]:
    """Every plan in the ledger."""
    return [entry for entry in whole.ledger.read_all(0, 1000) if isinstance(entry.event, MediationPlanSubmitted)]


def signing_key(whole: Whole, client: str) -> ECKey:
    """The key that the client's system signs statements with."""
    path = whole.deps.settings.data_folder / "credentials" / f"{client}.json"
    return read_private_key(msgspec.json.decode(path.read_bytes(), type=Credentials).private_key or {})


def changed(step: Step, **fields: object) -> Step:
    """The step with other contents."""
    return step._replace(body={**step.body, **fields})


def test_a_plan_is_told_and_the_centre_reads_it(whole: Whole, mediation: str) -> None:
    none_yet = whole.wire(CENTRE).get(f"/v1/mediation/mediations/{mediation}/plans/{MARKET}")
    assert (none_yet.headers["ETag"], none_yet.json()["lacking"]) == ('"0"', ["责任领导", "联络人", "初步调处意向方案"])

    told = send(whole, mediation, PLANS[0])

    assert (told.status_code, told.headers["ETag"]) == (201, '"1"')
    plan = told.json()
    assert (plan["due"], plan["complete_on"], plan["lacking"]) == ("2026-09-10", "2026-09-09", [])
    (submission,) = plan["submissions"]
    assert (submission["leader"]["name"], submission["leader_post"]) == ("示例乙", "副局长")
    assert (submission["contact"]["name"], submission["contact"]["phone"]) == ("示例丙", "000")
    assert submission["plan"] == "拟变更罚款数额（样例）"
    assert plan == read(whole, mediation, CENTRE, f"/plans/{MARKET}")


def test_a_plan_may_come_in_parts_and_late(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *PLANS)

    plan = read(whole, mediation, LAND_OA, f"/plans/{LAND}")
    assert (plan["due"], plan["complete_on"], plan["version"], len(plan["submissions"])) == ("2026-09-11", "2026-09-14", 2, 2)
    assert read(whole, mediation)["status"] == "planned"


def test_a_plan_does_not_stale_the_centre(whole: Whole, mediation: str) -> None:
    version = read(whole, mediation)["version"]
    play(whole, mediation, *PLANS)
    assert read(whole, mediation)["version"] == version


def test_a_plan_is_recorded_for_the_jurisdiction_and_the_day_of_its_agency(whole: Whole, mediation: str) -> None:
    play(whole, mediation, PLANS[0])

    (entry,) = submissions(whole)
    assert entry.stream == f"plan-{mediation.removeprefix('mediation-')}-{MARKET.removeprefix('agency-')}"
    assert (entry.jurisdiction, entry.occurred_on.isoformat(), entry.actor.agency) == ("320813", "2026-09-09", MARKET)


def test_the_official_who_acts_is_on_record(whole: Whole, mediation: str) -> None:
    whole.clock.set(at(PLANS[0].moment))
    now = whole.transport().timestamp()
    claims = StatementClaims(iss=MARKET_OA, sub=OFFICIAL, aud=whole.deps.settings.issuer, iat=now, exp=now + 60, jti="plan")
    statement = sign(claims, signing_key(whole, MARKET_OA), typ="JWT")
    told = whole.wire(MARKET_OA).send(
        "POST",
        f"/v1/mediation/mediations/{mediation}/plans/{MARKET}",
        json=PLANS[0].body,
        headers={"Idempotency-Key": "plan", "If-Match": '"0"', "Acting-Official": statement},
    )

    assert told.status_code == 201, told.text
    assert [entry.actor.official for entry in submissions(whole)] == [OFFICIAL]


def test_a_plan_sent_twice_is_recorded_once_and_a_stale_one_not_at_all(whole: Whole, mediation: str) -> None:
    first, again = (send(whole, mediation, PLANS[0], version=0, key="plan") for _ in range(2))
    assert (first.content, first.headers["ETag"]) == (again.content, '"1"')
    assert len(submissions(whole)) == 1

    stale = send(whole, mediation, PLANS[0], version=0)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    path = f"/v1/mediation/mediations/{mediation}/plans/{MARKET}"
    assert whole.wire(MARKET_OA).post(path, PLANS[0].body).status_code == 428
    assert whole.wire(MARKET_OA).send("POST", path, json=PLANS[0].body, headers={"If-Match": '"1"'}).status_code == 400


@pytest.mark.parametrize(
    ("code", "step", "status"),
    [
        ("plan-incomplete", Step("2026-09-09T15:00", f"plans/{MARKET}", {"received_on": "2026-09-09"}, MARKET_OA), 422),
        ("plan-incomplete", changed(PLANS[0], leader=None), 422),
        ("future-fact", changed(PLANS[0], received_on="2026-09-10"), 422),
        ("date-order", changed(PLANS[0], received_on="2026-09-06"), 422),
        ("file-not-usable", changed(PLANS[0], file="file-00000000-0000-4000-8000-000000000000"), 422),
        ("other-agency", PLANS[0]._replace(client=LAND_OA), 403),
        ("role-not-allowed", PLANS[0]._replace(client=CENTRE), 403),
        ("role-not-allowed", PLANS[0]._replace(client=SUPERVISOR), 403),
        ("scope-missing", PLANS[0]._replace(client=COURT), 403),
    ],
)
def test_what_is_no_plan_of_the_agency_is_refused_and_leaves_no_key(
    whole: Whole, mediation: str, subjects: Callable[[], set[str]], code: str, step: Step, status: int
) -> None:
    keys = subjects()
    refused = send(whole, mediation, step, version=0)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (submissions(whole), subjects()) == ([], keys)
    if code in ("plan-incomplete", "future-fact", "date-order", "other-agency"):
        assert "《十项机制》第四项" in refused.json()["detail"]


def test_a_plan_before_its_notice_is_refused(whole: Whole) -> None:
    early = send(whole, refer(whole), PLANS[0])
    assert (early.status_code, early.json()["code"]) == (409, "assignment-notice-not-sent")


def test_a_plan_that_comes_after_the_end_is_recorded_whichever_was_first(whole: Whole) -> None:
    """Decided before or after the termination, it is the same: the agency's stream is its own."""
    mediation = refer(whole)
    play(whole, mediation, *CONDUCTED, APART, TERMINATED)
    version = read(whole, mediation)["version"]
    late = changed(PLANS[0], received_on="2026-09-22")._replace(moment="2026-09-22T09:00")

    told = play(whole, mediation, late)

    assert (told["submissions"][-1]["received_on"], told["complete_on"]) == ("2026-09-22", "2026-09-09")
    shown = read(whole, mediation)
    assert (shown["status"], shown["version"]) == ("terminated", version)


def test_a_first_plan_after_the_end_is_on_record_and_brings_nothing_back(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, *NOTICES, TERMINATED)
    late = [
        changed(plan, received_on="2026-09-22")._replace(moment="2026-09-22T09:00") for plan in (PLANS[0], PLANS[1], PLANS[2])
    ]

    play(whole, mediation, *late)

    shown = read(whole, mediation)
    assert (shown["status"], shown["missing"]["without_plan"]) == ("terminated", [])
    assert [r["plan_complete_on"] for r in shown["respondents"]] == ["2026-09-22", "2026-09-22"]
    open_ones = whole.wire(CENTRE).get("/v1/notify/obligations").json()["obligations"]
    assert [found["code"] for found in open_ones] == [], "the duties ended with the mediation"


def test_an_erased_leader_is_shown_as_erased(whole: Whole, mediation: str) -> None:
    play(whole, mediation, PLANS[0])
    (entry,) = submissions(whole)
    whole.deps.keys.destroy(entry.stream)

    (submission,) = read(whole, mediation, MARKET_OA, f"/plans/{MARKET}")["submissions"]
    assert (submission["leader"]["name"], submission["contact"]["name"], submission["plan"]) == ("（已删除）",) * 3


def test_nothing_of_a_plan_is_readable_in_the_ledger(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *PLANS)
    stored = b"".join(entry.payload for entry in submissions(whole))
    assert [name for name in ("示例乙", "示例丙", "拟变更") if name.encode() in stored] == []
