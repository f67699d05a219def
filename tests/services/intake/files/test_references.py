"""Who may read a file because of what refers to it: the referral and the letter, an agency's plan, the settlement and its signatures."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.intake.files.references import FileReferenceView, files_of
from tests.files.storing import PDF
from tests.rebuilding.one_view import rebuild
from tests.services.intake.cast import CENTRE, COURT, MARKET, NEIGHBOUR
from tests.services.intake.files.test_routes import content, upload
from tests.whole import Calling
from yingsu.events.intake.letter import CourtLetterIssued, Enclosure
from yingsu.events.intake.prelitigation import Material, PreLitigationReferred, Respondent
from yingsu.events.mediation.mediation import MediationOpened, SettlementReached, SettlementSigned
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.events.review.review import Part, ReviewDrafted
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.reader import catch_up, contents
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import Ledger

CASE = "case-01994b2e-0000-7000-8000-0000000000aa"
MEDIATION = f"mediation-{'a' * 32}"
TITLE = SealedText(subject=CASE, key_id="k", box="eA==")
DAY = date(2026, 9, 14)
READERS = (
    "court", "court-of-one", "other-court", "market", "market-archive", "land", "neighbour", "centre", "other-centre",
    "supervisor", "other-supervisor", "auditor", "national-auditor",
)  # fmt: skip

Append = Callable[[str, Event], None]


@pytest.fixture
def append(ledger: Ledger) -> Append:
    """Appends an event of the case to a stream of its own."""

    def one(stream: str, event: Event) -> None:
        new = NewEvent(event=event, jurisdiction="320813", occurred_on=DAY, case_id=CASE)
        ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=bytes(32),
                writes=(StreamWrite(stream=stream, expected_version=0, events=(new,)),),
                actor=Actor(client="test", role="court"),
                source="test",
                correlation_id="test",
                permitted=(ANY_JURISDICTION,),
            )
        )

    return one


@pytest.fixture
def readers_of(line: Calling, ledger: Ledger) -> Callable[[str], set[str]]:
    """The clients that may read a file, once the view has followed. Metadata and content are open to the same."""

    def reading(file_id: str) -> set[str]:
        catch_up(ledger.database, FileReferenceView())
        statuses = {client: line(client).get(f"/files/{file_id}").status_code for client in READERS}
        assert statuses == {client: content(line(client), file_id).status_code for client in READERS}
        assert set(statuses.values()) <= {200, 404}
        return {client for client, status in statuses.items() if status == 200}

    return reading


def referral(*files: str | None) -> PreLitigationReferred:
    """A referral against the market agency of 洪泽 and its neighbour's, with these materials."""
    return PreLitigationReferred(
        court=COURT,
        case_no="（2026）苏0813行诉前调5号",
        type_code="行诉前调",
        type_known=True,
        referred_on=DAY,
        received_on=DAY,
        cause="行政处罚",
        applicants=(),
        respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=NEIGHBOUR, jurisdiction="320812")),
        act=None,
        claims=None,
        materials=tuple(Material(material=f"m{n}", title=TITLE, pages=None, file=file) for n, file in enumerate(files, 1)),
        complaint_received_on=None,
    )


def letter(file: str) -> CourtLetterIssued:
    """The letter that sends a material back."""
    return CourtLetterIssued(
        kind="mediation_terminated",
        court=COURT,
        case_no="（2026）苏0813行诉前调5号",
        mediation=MEDIATION,
        letter_no="1",
        issued_on=DAY,
        text=TITLE,
        enclosures=(Enclosure(material="m1", title=TITLE, file=file, returned=True, reason=None),),
    )


def plan(file: str) -> MediationPlanSubmitted:
    """The market agency's plan as a file."""
    return MediationPlanSubmitted(
        mediation=MEDIATION,
        agency=MARKET,
        received_on=DAY,
        leader=None,
        leader_post=None,
        contact=None,
        plan=None,
        file=file,
        complete_on=None,
    )


def settlement(file: str) -> SettlementReached:
    """A settlement as a file."""
    return SettlementReached(document_no="1", reached_on=DAY, parties=("p1", MARKET), terms=(TITLE,), perform_by=None, file=file)


def signature(file: str, party: str = "p1") -> SettlementSigned:
    """A signature by somebody whose authority is proved by a file."""
    return SettlementSigned(party=party, signed_on=DAY, signatory="authorised", person=None, authority=file)


def draft(file: str) -> ReviewDrafted:
    """The market agency's analysis of its loss, with a file."""
    part = Part(part="cause", text=TITLE)
    return ReviewDrafted(agency=MARKET, judgment_no="1", drafted_on=DAY, parts=(part,), files=(file,))


def rectification(file: str) -> RectificationSubmitted:
    """What the market agency has put right, with a file."""
    return RectificationSubmitted(
        agency=MARKET, judgment_no="1", submitted_on=DAY, addressees=("区司法局",), plan=None, result=TITLE, files=(file,)
    )


COURTS = {"court", "court-of-one"}
RESPONDENTS = {"market", "market-archive", "neighbour"}
PUBLIC_BODIES = {"centre", "other-centre", "supervisor", "other-supervisor", "auditor", "national-auditor"}


def test_the_materials_of_a_referral_are_for_its_court_the_respondents_and_their_jurisdictions(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]]
) -> None:
    file_id = upload(line("court")).json()["file_id"]
    assert readers_of(file_id) == {"court"}
    append(CASE, referral(file_id, None, file_id))
    assert readers_of(file_id) == COURTS | RESPONDENTS | PUBLIC_BODIES
    assert content(line("land"), file_id).json()["code"] == "file-not-found"


def test_what_a_letter_encloses_is_for_the_same(line: Calling, append: Append, readers_of: Callable[[str], set[str]]) -> None:
    file_id = upload(line("centre")).json()["file_id"]
    append(CASE, referral())
    append(f"letter-{'b' * 32}", letter(file_id))
    assert readers_of(file_id) == COURTS | RESPONDENTS | PUBLIC_BODIES


def test_an_agencys_plan_is_for_that_agency_and_not_for_the_others_or_the_court(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]]
) -> None:
    file_id = upload(line("market")).json()["file_id"]
    append(CASE, referral())
    append(f"plan-{'a' * 32}-{MARKET.removeprefix('agency-')}", plan(file_id))
    assert readers_of(file_id) == {"market", "market-archive"} | PUBLIC_BODIES


def test_a_settlement_is_for_the_agencies_that_are_its_parties_and_not_for_other_respondents_or_the_court(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]]
) -> None:
    file_id = upload(line("centre")).json()["file_id"]
    append(CASE, referral())
    append(MEDIATION, settlement(file_id))
    assert readers_of(file_id) == {"market", "market-archive"} | PUBLIC_BODIES


@pytest.mark.parametrize(("party", "agencies"), [("p1", set()), (MARKET, {"market", "market-archive"})])
def test_the_proof_of_authority_is_for_the_agency_that_signed(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]], party: str, agencies: set[str]
) -> None:
    file_id = upload(line("centre")).json()["file_id"]
    append(CASE, referral())
    append(MEDIATION, signature(file_id, party))
    assert readers_of(file_id) == agencies | PUBLIC_BODIES


@pytest.mark.parametrize("refer", [draft, rectification])
def test_the_files_of_a_review_are_for_its_agency_and_who_supervises_it_and_not_for_the_court_or_the_centre(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]], refer: Callable[[str], Event]
) -> None:
    file_id = upload(line("market-archive")).json()["file_id"]
    append(CASE, referral())
    append(f"review-{'e' * 32}", refer(file_id))
    assert readers_of(file_id) == {"market", "market-archive", "supervisor", "auditor", "national-auditor"}


def test_without_a_referral_that_can_be_read_the_entrys_own_jurisdiction_and_its_parties_see_it(
    line: Calling, append: Append, readers_of: Callable[[str], set[str]]
) -> None:
    """As beside a suit, where there is none, or where a later version of this software recorded the referral."""
    file_id = upload(line("centre")).json()["file_id"]
    append(MEDIATION, settlement(file_id))
    assert readers_of(file_id) == {"centre", "supervisor", "auditor", "national-auditor", "market", "market-archive"}


def test_what_refers_to_no_file_is_passed_over() -> None:
    opened = MediationOpened(
        track="pre_suit",
        referral=UUID(int=1),
        court=COURT,
        case_no="1",
        received_on=DAY,
        applicants=("p1",),
        respondents=(MARKET,),
        materials=("m1",),
    )
    assert [files_of(event) for event in (opened, referral(None))] == [frozenset(), frozenset()]


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_a_replay_in_any_batches_gives_equal_bytes(line: Calling, append: Append, ledger: Ledger, batch: int) -> None:
    one, other = (upload(line("centre"), PDF, name=name).json()["file_id"] for name in ("甲.pdf", "乙.pdf"))
    append(CASE, referral(one, other))
    append(f"letter-{'b' * 32}", letter(one))
    append(f"plan-{'a' * 32}-1", plan(other))
    append(MEDIATION, settlement(other))
    view = FileReferenceView()
    catch_up(ledger.database, view)
    with ledger.database.project() as cursor:
        kept = contents(cursor, "intake_file_reference")
    rebuild(ledger.database, view, batch=batch)
    with ledger.database.project() as cursor:
        assert contents(cursor, "intake_file_reference") == kept
    assert kept.count(b"\n") == 5
    assert CENTRE.encode() not in kept
