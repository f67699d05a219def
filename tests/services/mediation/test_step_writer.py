"""Who sees who signed: the centre and those who supervise all of it, a party its own, others of the settlement the name alone."""

from typing import Any

import pytest

from tests.services.mediation.story import AGREED, CONDUCTED, LAND, MARKET, SETTLED, SIGNED, Step, play, read, refer
from tests.whole import AUDITOR, CENTRE, LAND_OA, MARKET_OA, SUPERVISOR, Whole

PERSON = {"name": "示例律师甲", "id_number": "000000000000000000", "phone": "000", "address": "示例路1号"}


def upload(whole: Whole) -> str:
    """A file of the centre; returns its id."""
    sent = whole.wire(CENTRE).send(
        "POST",
        "/v1/intake/files?name=sample.txt",
        content="示例授权委托书".encode(),
        headers={"Content-Type": "text/plain; charset=utf-8", "Idempotency-Key": "upload"},
    )
    return str(sent.json()["file_id"])


def authorised(step: Step, file: str) -> Step:
    """The signature, by somebody with authority."""
    return step._replace(body={**step.body, "signatory": "authorised", "person": PERSON, "authority": file})


def signatures(whole: Whole, mediation: str, client: str) -> dict[str, dict[str, Any]]:
    """What the client sees of each signature, by its party."""
    return {signed["party"]["party"]: signed for signed in read(whole, mediation, client)["settlement"]["signatures"]}


@pytest.fixture
def file(whole: Whole) -> str:
    """The proof of authority."""
    return upload(whole)


@pytest.fixture
def mediation(whole: Whole, file: str) -> str:
    """A settlement between the person and the market agency, both signed by somebody authorised; the land agency is no party of it."""
    found = refer(whole)
    settled = SETTLED._replace(body={**SETTLED.body, "parties": ["p1", MARKET]})
    play(whole, found, *CONDUCTED, AGREED, settled, authorised(SIGNED[0], file), authorised(SIGNED[2], file))
    return found


@pytest.mark.parametrize("client", [CENTRE, SUPERVISOR, AUDITOR])
def test_the_centre_and_those_who_supervise_see_who_signed(whole: Whole, mediation: str, file: str, client: str) -> None:
    for signed in signatures(whole, mediation, client).values():
        assert (signed["person"], signed["authority"]) == (PERSON, file)


def test_a_party_sees_its_own_signature_and_of_the_others_the_name(whole: Whole, mediation: str, file: str) -> None:
    seen = signatures(whole, mediation, MARKET_OA)

    assert (seen[MARKET]["person"], seen[MARKET]["authority"]) == (PERSON, file)
    assert seen["p1"]["person"] == {"name": "示例律师甲", "id_number": None, "phone": None, "address": None}
    assert seen["p1"]["authority"] == "（不予显示）"


def test_a_respondent_that_is_no_party_sees_that_it_was_signed_and_when(whole: Whole, mediation: str, file: str) -> None:
    assert LAND not in (seen := signatures(whole, mediation, LAND_OA))
    for party, day in (("p1", "2026-09-21"), (MARKET, "2026-09-18")):
        assert (seen[party]["signed_on"], seen[party]["signatory"]) == (day, "authorised")
        assert seen[party]["person"] == {"name": "（不予显示）", "id_number": None, "phone": None, "address": None}
        assert seen[party]["authority"] == "（不予显示）"
    assert PERSON["id_number"] not in str(read(whole, mediation, LAND_OA))
    assert file not in str(read(whole, mediation, LAND_OA))


def test_where_nobody_was_authorised_nothing_is_withheld(whole: Whole) -> None:
    found = refer(whole)
    play(whole, found, *CONDUCTED, AGREED, SETTLED, SIGNED[0])
    (signed,) = signatures(whole, found, LAND_OA).values()
    assert (signed["person"], signed["authority"]) == (None, None)
