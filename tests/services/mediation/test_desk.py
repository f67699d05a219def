"""The desk of mediation over HTTP: whose mediation it is to conduct, and that nothing is recorded that cannot be sent on."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    CASE,
    CONDUCTED,
    LAND,
    MARKET,
    NOTICES,
    PLANS,
    RETURNED,
    SETTLED,
    TERMINATED,
    Step,
    play,
    read,
    refer,
    referred,
    send,
)
from tests.whole import COURT, Whole
from yingsu.events.intake.case import Plaintiff
from yingsu.events.intake.prelitigation import Material, PreLitigationReferred, Respondent
from yingsu.events.registry.client import ClientRegistered
from yingsu.ledger import mapper
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Entry, NewEvent, StreamWrite
from yingsu.ledger.store import MAX_PAYLOAD_BYTES
from yingsu.officials.roles import scopes_of

NEIGHBOUR = "agency-00000000-0000-4000-8000-320812000001"
OTHER_CENTRE = "other-tiaochu"
TO_TERMINATION = (ACCEPTED, TERMINATED)


def changed(step: Step, **fields: Any) -> Step:
    """The step with other contents."""
    return step._replace(body={**step.body, **fields})


def entries(whole: Whole, mediation: str) -> list[Entry]:
    """What the mediation's stream holds."""
    return whole.ledger.load(mediation, (ANY_JURISDICTION,))


def materials(whole: Whole, count: int, title: str) -> tuple[Material, ...]:
    """So many materials of the referral."""
    seal = whole.deps.keys.seal_text
    return tuple(Material(material=f"m{n}", title=seal(f"{CASE}/m", title), pages=1, file=None) for n in range(1, count + 1))


def kept(count: int, reason: str) -> Step:
    """A return in which so many materials stay, each for this reason."""
    listed = [{"material": f"m{n}", "returned": False, "reason": reason} for n in range(1, count + 1)]
    return changed(RETURNED, materials=listed)


def largest_referral(whole: Whole, title: str) -> PreLitigationReferred:
    """The referral with as many such titles as one entry takes."""
    for count in range(200, 0, -1):
        event = referred(whole.deps.keys, materials=materials(whole, count, title))
        if len(mapper.encode(event)) <= MAX_PAYLOAD_BYTES:
            return event
    raise AssertionError("no referral fits")


def register_other_centre(whole: Whole) -> None:
    """The centre of the neighbouring district."""
    event = ClientRegistered(
        client_id=OTHER_CENTRE,
        name="示例邻区调处中心（样例）",
        role="mediation_centre",
        court=None,
        agency=NEIGHBOUR,
        jurisdictions=("320812",),
        scopes=tuple(sorted(scopes_of("mediation_centre"))),
        secret_hash=None,
        public_key=None,
    )
    whole.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(
                StreamWrite(
                    stream=f"client-{OTHER_CENTRE}",
                    expected_version=0,
                    events=(NewEvent(event=event, jurisdiction="320812", occurred_on=date(2026, 9, 1)),),
                ),
            ),
            actor=Actor(client="test", role="administrator"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )


def test_the_centre_of_another_district_reads_the_mediation_and_takes_no_step(
    whole: Whole, subjects: Callable[[], set[str]]
) -> None:
    mediation = refer(
        whole, respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=NEIGHBOUR, jurisdiction="320812"))
    )
    register_other_centre(whole)
    keys, before = subjects(), entries(whole, mediation)
    note = changed(TERMINATED, reason="other", note="当事人死亡（样例）")

    for step in (ACCEPTED, note):
        refused = send(whole, mediation, step._replace(client=OTHER_CENTRE))
        assert (refused.status_code, refused.json()["code"]) == (403, "jurisdiction-denied")
        assert "由行政区划 320813 的调处中心办理" in refused.json()["detail"]
        assert "《十项机制》第四项" in refused.json()["detail"]
        assert "被告" not in refused.json()["detail"]
    assert (entries(whole, mediation), subjects()) == (before, keys)
    assert read(whole, mediation, OTHER_CENTRE)["status"] == "referred"
    assert play(whole, mediation, ACCEPTED)["status"] == "accepted"


def test_an_agency_that_moved_to_another_district_is_told_where_its_plan_belongs(
    whole: Whole, subjects: Callable[[], set[str]]
) -> None:
    """The market agency belonged to the neighbouring district on the day of the referral."""
    mediation = refer(
        whole, respondents=(Respondent(agency=MARKET, jurisdiction="320812"), Respondent(agency=LAND, jurisdiction="320813"))
    )
    play(whole, mediation, ACCEPTED, *NOTICES)
    keys = subjects()

    refused = send(whole, mediation, PLANS[0], version=0)

    assert (refused.status_code, refused.json()["code"]) == (403, "jurisdiction-denied")
    assert "320812" in refused.json()["detail"]
    assert "《十项机制》第四项" in refused.json()["detail"]
    assert subjects() == keys


def test_the_largest_referral_that_is_accepted_goes_back_with_the_longest_titles_and_reasons(whole: Whole) -> None:
    """200 titles of 200 characters are refused at the court's door; what is accepted can be returned with nothing enclosed."""
    event = largest_referral(whole, "题" * 200)
    mediation = refer(whole, materials=event.materials)
    play(whole, mediation, *TO_TERMINATION)

    shown = play(whole, mediation, kept(len(event.materials), "由" * 200))

    assert len(event.materials) == 64
    assert {(m["returned"], m["reason"]) for m in shown["materials"]} == {(False, "由" * 200)}
    (letter,) = [d for d in read(whole, mediation, path="/documents") if d["kind"] == "termination_letter"]
    assert letter["text"].count("由" * 200) == len(event.materials)
    waiting = whole.wire(COURT).get("/v1/intake/court/letters").json()
    assert sum(line["enclosures"] for line in waiting) == len(event.materials)


def test_two_hundred_materials_may_stay_for_short_reasons(whole: Whole) -> None:
    mediation = refer(whole, materials=materials(whole, 200, "证据"))
    play(whole, mediation, *TO_TERMINATION)

    shown = play(whole, mediation, kept(200, "当事人已经取回原件，未退回法院，留存复印件"))

    assert len(shown["materials"]) == 200
    assert whole.wire(COURT).get("/v1/intake/court/letters").json() != []


def test_reasons_that_have_no_room_are_refused_with_what_to_shorten(whole: Whole, subjects: Callable[[], set[str]]) -> None:
    mediation = refer(whole, materials=materials(whole, 200, "证据"))
    play(whole, mediation, *TO_TERMINATION)
    before, keys = entries(whole, mediation), subjects()

    refused = send(whole, mediation, kept(200, "由" * 200))

    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["clauses"]) == (422, "returned-materials-too-long", ["HZ-4.9"])
    assert problem["errors"][0]["pointer"] == "/materials"
    assert "现有 40000 字" in problem["detail"]
    assert "《十项机制》第四项" in problem["detail"]
    assert (entries(whole, mediation), subjects()) == (before, keys)


def test_a_reason_why_a_material_stays_is_one_line_of_two_hundred_characters(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, *TO_TERMINATION)
    for reason in ("由" * 201, "甲\n乙"):
        listed = [{"material": "m1"}, {"material": "m2", "returned": False, "reason": reason}]
        refused = send(whole, mediation, changed(RETURNED, materials=listed))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/materials/1/reason")


def test_the_letter_does_not_grow_with_the_number_of_the_applicants(whole: Whole) -> None:
    names = tuple(Plaintiff(party=f"p{n}", person=None, organisation=f"{n}" + "名" * 190) for n in range(1, 101))
    mediation = refer(whole, applicants=names)
    play(whole, mediation, *TO_TERMINATION, RETURNED)

    (letter,) = [d for d in read(whole, mediation, path="/documents") if d["kind"] == "termination_letter"]
    assert "等100名申请人与" in letter["text"]
    assert len(letter["text"]) < 2000


def test_a_settlement_that_has_no_room_is_refused_and_leaves_no_key(whole: Whole, subjects: Callable[[], set[str]]) -> None:
    mediation = refer(whole)
    play(whole, mediation, *CONDUCTED, AGREED._replace(body={**AGREED.body, "notes": None}))
    keys = subjects()

    refused = send(whole, mediation, changed(SETTLED, terms=["条" * 8000] * 3))

    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["clauses"]) == (422, "settlement-too-long", ["HZ-4.5"])
    assert (problem["errors"][0]["pointer"], "《十项机制》第四项" in problem["detail"]) == ("/terms", True)
    assert subjects() == keys
    assert mediation not in keys
    assert play(whole, mediation, changed(SETTLED, terms=["条" * 8000] * 2))["status"] == "settled_unsigned"
