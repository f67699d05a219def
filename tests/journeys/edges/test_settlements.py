"""A mediation before the suit: the court files meanwhile, the term goes on by consent; a settlement that not everybody signed, or that is broken."""

from typing import Any

import httpx
import pytest

from tests.clauses.district import District
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, BETA, Suit, read
from tests.wire import Wire, write_headers

REFERRED_NO, CASE_NO = "（2026）苏0813行诉前调250号", "（2026）苏0813行初250号"
MEDIATIONS = "/v1/mediation/mediations"


class Mediation:
    """A mediation that the centre conducts since 2 June 2026, between one applicant and the agencies of these codes."""

    def __init__(self, place: District, *codes: str) -> None:
        self.place = place
        self.agencies = {code: place.agency(f"示例{code[-3:]}局（样例）", code, "department") for code in codes}
        centre = place.agency("示例调处中心（样例）", "11320813000008120X", "mediation_centre")
        self.wire: Wire = place.client("mediation_centre", agency=centre)
        told = place.tell(
            "p-1",
            "pre_litigation_referral",
            REFERRED_NO,
            "2026-06-01",
            cause="行政处罚",
            applicants=[{"person": {"name": "示例张某"}}],
            agency_codes=list(codes),
            materials=[{"title": "起诉状（样例）"}],
        )
        assert told.status_code == 201, told.text
        self.case_id = str(told.json()["case_id"])
        (found,) = read(self.wire, MEDIATIONS, case_id=self.case_id)
        self.path = f"{MEDIATIONS}/{found['mediation_id']}"
        self.done("acceptance", "2026-06-02", accepted_on="2026-06-02")

    @property
    def parties(self) -> list[str]:
        """The applicant and the agencies."""
        return ["p1", *self.agencies.values()]

    def take(self, step: str, on: str, /, **body: Any) -> httpx.Response:
        """A step of the centre at noon of a day."""
        Suit(self.place, CASE_NO, self.case_id).at(on)
        headers = write_headers(version=int(self.wire.get(self.path).headers["ETag"].strip('"')))
        return self.wire.send("POST", f"{self.path}/{step}", json=body, headers=headers)

    def done(self, step: str, on: str, /, **body: Any) -> dict[str, Any]:
        """A step that is recorded; returns the mediation after it."""
        answer = self.take(step, on, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def settle(self, on: str, **body: Any) -> None:
        """Everybody agrees to a settlement; nobody has signed it yet."""
        place = {"session_at": f"{on}T14:00:00+08:00", "place": "示例调处室（样例）"}
        self.done("schedule", "2026-06-03", scheduled_on="2026-06-03", **place)
        for party in self.parties:
            self.done("notifications", "2026-06-03", party=party, notified_on="2026-06-03", method="电话")
        self.done("sessions", on, held_on=on, present=self.parties, agreed=True)
        terms = {"document_no": "示调协〔2026〕5号（样例）", "terms": ["处罚变更为警告（样例）"]}
        self.done("settlement", on, reached_on=on, parties=self.parties, **terms, **body)


@pytest.mark.edge(11)
def test_a_case_that_the_court_files_meanwhile_stops_no_mediation(made: Made) -> None:
    """No filing is refused for a mediation under way, and the dispute goes on as one under the number of the suit."""
    mediation = Mediation(made(), ALPHA)
    case = Suit.filed(mediation.place, CASE_NO, "2026-06-10", ALPHA, pre_case_nos=[REFERRED_NO])

    mediation.settle("2026-06-12")
    for party in mediation.parties:
        mediation.done("settlement/signatures", "2026-06-12", party=party, signed_on="2026-06-12", signatory="party")

    shown = case.read()
    assert (shown["status"], len(shown["mediations"])) == ("filed", 1)
    assert {number["case_no"] for number in shown["numbers"]} == {REFERRED_NO, CASE_NO}
    assert read(mediation.wire, mediation.path)["status"] == "settled_signed"
    assert case.read()["status"] == "filed", "only the court's ruling ends the suit"


@pytest.mark.edge(11)
def test_a_mediation_goes_on_beyond_its_thirty_days_only_if_every_party_consents(made: Made) -> None:
    """HZ-4.4: 30 days from the acceptance on 2 June end on 2 July."""
    mediation = Mediation(made(), ALPHA, BETA)
    case = Suit(mediation.place, REFERRED_NO, mediation.case_id)
    assert case.duty("mediation_term", "2026-06-03")["due"] == "2026-07-02"
    longer = {"agreed_on": "2026-06-30", "until": "2026-07-20", "reason": "等待鉴定意见（样例）"}

    refused = mediation.take("extensions", "2026-06-30", consents=mediation.parties[:2], **longer)
    assert refused.status_code == 409, refused.text
    mediation.done("extensions", "2026-06-30", consents=mediation.parties, **longer)

    duty = case.duty("mediation_term", "2026-07-03")
    assert (duty["due"], duty["standing"]) == ("2026-07-20", "not_due")


@pytest.mark.edge(12)
def test_a_settlement_that_two_of_three_have_signed_is_none_yet(made: Made) -> None:
    mediation = Mediation(made(), ALPHA, BETA)
    mediation.settle("2026-06-12")
    for party in mediation.parties[:2]:
        mediation.done("settlement/signatures", "2026-06-12", party=party, signed_on="2026-06-12", signatory="party")

    shown = read(mediation.wire, mediation.path)
    assert shown["status"] != "settled_signed"
    early = mediation.take("settlement/performance", "2026-06-13", performed_on="2026-06-13")
    assert (early.status_code, early.json()["code"]) == (409, "settlement-not-in-force")


@pytest.mark.edge(12)
def test_an_agent_signs_only_with_his_authority_on_file(made: Made) -> None:
    mediation = Mediation(made(), ALPHA)
    mediation.settle("2026-06-12")
    agent = {"party": "p1", "signed_on": "2026-06-12", "signatory": "authorised", "person": {"name": "示例律师"}}

    refused = mediation.take("settlement/signatures", "2026-06-12", **agent)

    assert (refused.status_code, "HZ-4" in " ".join(refused.json()["clauses"])) == (refused.status_code, True), refused.text
    assert refused.status_code in (409, 422)
    assert read(mediation.wire, mediation.path)["status"] != "settled_signed"


@pytest.mark.edge(12)
def test_a_settlement_that_is_broken_is_on_record_with_who_broke_it(made: Made) -> None:
    mediation = Mediation(made(), ALPHA)
    mediation.settle("2026-06-12", perform_by="2026-06-30")
    for party in mediation.parties:
        mediation.done("settlement/signatures", "2026-06-12", party=party, signed_on="2026-06-12", signatory="party")
    case = Suit(mediation.place, REFERRED_NO, mediation.case_id)
    assert case.duty("settlement_performance", "2026-06-13")["due"] == "2026-06-30"

    agency = mediation.agencies[ALPHA]
    mediation.done("settlement/breaches", "2026-07-02", party=agency, breached_on="2026-07-01", note="未按协议变更处罚（样例）")

    assert case.duty("settlement_performance", "2026-07-02")["standing"] == "overdue"
    assert [line["title"] for line in case.read("/timeline")][-1] == "登记行政机关未按调处协议履行"
