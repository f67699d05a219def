"""Letters to courts: one follows from each matter that the centre returns; its court reads and confirms it, once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.intake.letters import letter as letters
from services.intake.letters.letter import Letter
from services.intake.letters.view import LetterView
from services.intake.reactions import IssueLetters
from tests.rebuilding.one_view import rebuild
from tests.services.intake.cast import CASE, REFERRAL_NO, TODAY, entries, referral
from tests.wire import Wire, write_headers
from yingsu.events.intake.letter import CourtLetterCollected, CourtLetterIssued
from yingsu.events.intake.prelitigation import Material, PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened, ReturnedMaterial, ReturnedToCourt
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.mapper import encode
from yingsu.ledger.reader import catch_up, contents
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import MAX_PAYLOAD_BYTES
from yingsu.web.deps import Deps

Line = Callable[[str], Wire]
Topics = Callable[[], list[str]]
Give = Callable[..., str]

TEXT = SealedText(subject="mediation-1", key_id="01980000-0000-7000-8000-00000000000a", box="eA==")
LETTER_NO = "洪示调告〔2026〕1号（样例）"


def opened(**change: Any) -> MediationOpened:
    """The mediation of the referral."""
    given: dict[str, Any] = {
        "track": "pre_suit",
        "referral": UUID(int=1),
        "court": "苏0813",
        "case_no": REFERRAL_NO,
        "received_on": date(2026, 8, 21),
        "applicants": ("p1",),
        "respondents": (),
        "materials": ("m1", "m2"),
    }
    return MediationOpened(**(given | change))


def returned(materials: Sequence[ReturnedMaterial] = (), text: SealedText = TEXT) -> ReturnedToCourt:
    """The return on 14 September."""
    return ReturnedToCourt(letter_no=LETTER_NO, returned_on=date(2026, 9, 14), materials=tuple(materials), text=text)


def back(material: str, reason: SealedText | None = None) -> ReturnedMaterial:
    return ReturnedMaterial(material=material, returned=reason is None, reason=reason)


@pytest.fixture
def give_back(court: Wire, deps: Deps) -> Give:
    """A referral by the court, its mediation, and the return of its materials, one of them withheld; returns the mediation."""

    def append(stream: str, version: int, event: Event, case_id: str) -> UUID:
        new = NewEvent(event=event, jurisdiction="320813", case_id=case_id, occurred_on=date(2026, 9, 14))
        receipt = deps.ledger.append(
            Command(
                command_id=uuid4(),
                body_hash=bytes(32),
                writes=(StreamWrite(stream=stream, expected_version=version, events=(new,)),),
                actor=Actor(client="centre", role="mediation_centre"),
                source="test",
                correlation_id="test",
                permitted=(ANY_JURISDICTION,),
            )
        )
        return receipt.events[0].event_id

    def give(serial: int = 1, text: str = "调处已终止，现退回材料（样例）", reason: str = "原件由示例张某取回（样例）") -> str:
        case_no = REFERRAL_NO.replace("8号", f"{serial}号")
        receipt = court.report(referral(message_id=f"p-{serial}", case_no=case_no)).json()
        mediation = digest_stream("mediation", str(serial))
        event_id = UUID(receipt["facts"][0]["event_id"])
        append(mediation, 0, opened(referral=event_id, case_no=case_no), receipt["case_id"])
        texts = [deps.keys.seal_text(mediation, sealed) for sealed in (text, reason)]
        append(mediation, 1, returned([back("m1"), back("m2", texts[1])], texts[0]), receipt["case_id"])
        return mediation

    return give


@pytest.fixture
def react(deps: Deps) -> Callable[[], None]:
    """Let the reaction and the list catch up."""

    def both() -> None:
        for view in (IssueLetters(deps.ledger, deps.keys), LetterView()):
            catch_up(deps.ledger.database, view)

    return both


def test_a_return_makes_one_letter_however_often_it_is_read(
    give_back: Give, react: Callable[[], None], deps: Deps, topics: Topics
) -> None:
    mediation = give_back()
    react()
    reaction = IssueLetters(deps.ledger, deps.keys)
    with deps.ledger.database.project() as cursor:
        reaction.apply(cursor, deps.ledger.read_all(0, 1000))
    rebuild(deps.ledger.database, reaction)

    assert topics().count("intake.court_letter_issued.v1") == 1
    entry = next(entry for entry in deps.ledger.read_all(0, 1000) if entry.topic == "intake.court_letter_issued.v1")
    cause = next(entry for entry in deps.ledger.read_all(0, 1000) if entry.topic == "mediation.returned_to_court.v1")
    assert entry.stream == digest_stream("letter", str(cause.event_id))
    assert (entry.causation_id, entry.case_id, entry.jurisdiction) == (cause.event_id, cause.case_id, "320813")
    assert isinstance(entry.event, CourtLetterIssued)
    assert (entry.event.mediation, entry.event.issued_on) == (mediation, date(2026, 9, 14))


def test_a_court_reads_its_letter_with_the_text_and_what_is_enclosed(
    give_back: Give, react: Callable[[], None], court: Wire
) -> None:
    give_back(8)
    react()

    row = court.get("/court/letters").json()[0]
    assert (row["case_no"], row["letter_no"], row["kind_title"]) == (REFERRAL_NO, LETTER_NO, "行政争议终止调处告知函")
    assert (row["issued_on"], row["collected_on"], row["enclosures"]) == ("2026-09-14", None, 2)
    shown = court.get(f"/court/letters/{row['letter_id']}").json()
    assert shown["text"] == "调处已终止，现退回材料（样例）"
    assert shown["materials"] == [
        {"material": "m1", "title": "起诉状（样例）", "file": None, "returned": True, "reason": None},
        {
            "material": "m2",
            "title": "处罚决定书（样例）",
            "file": None,
            "returned": False,
            "reason": "原件由示例张某取回（样例）",
        },
    ]
    assert "mediation" not in shown


def test_a_letter_is_confirmed_once_whatever_the_key(
    give_back: Give, react: Callable[[], None], court: Wire, topics: Topics
) -> None:
    give_back()
    react()
    path = f"/court/letters/{court.get('/court/letters').json()[0]['letter_id']}"
    body = {"collected_on": "2026-09-15"}

    answers = [court.post(f"{path}/receipt", body, key=key) for key in ("k", "k", None)]
    answers.append(court.post(f"{path}/receipt", {"collected_on": "2026-09-16"}))

    assert {(answer.status_code, answer.json()["collected_on"]) for answer in answers} == {(200, "2026-09-15")}
    assert topics().count("intake.court_letter_collected.v1") == 1
    assert court.get(path).json() == answers[0].json()


def test_two_confirmations_at_once_are_one(give_back: Give, react: Callable[[], None], court: Wire, topics: Topics) -> None:
    give_back()
    react()
    path = f"/court/letters/{court.get('/court/letters').json()[0]['letter_id']}/receipt"
    request: dict[str, Any] = {"json": {"collected_on": "2026-09-15"}}

    answers = court.together([("POST", path, request | {"headers": write_headers()}) for _ in range(4)])

    assert {answer.status_code for answer in answers} == {200}
    assert topics().count("intake.court_letter_collected.v1") == 1


def test_letters_are_listed_oldest_first_by_whether_they_were_collected_and_paged(
    give_back: Give, react: Callable[[], None], court: Wire
) -> None:
    for serial in (1, 2, 3):
        give_back(serial)
    react()
    first, second, third = (row["letter_id"] for row in court.get("/court/letters").json())
    court.post(f"/court/letters/{second}/receipt", {"collected_on": "2026-09-15"})
    react()

    assert [row["letter_id"] for row in court.get("/court/letters", collected="no").json()] == [first, third]
    assert [row["letter_id"] for row in court.get("/court/letters", collected="yes").json()] == [second]
    page = court.get("/court/letters", limit="2")
    rest = court.send("GET", page.links["next"]["url"])
    assert [row["letter_id"] for row in page.json() + rest.json()] == [first, second, third]


def test_the_list_is_a_fold_of_the_ledger(give_back: Give, react: Callable[[], None], court: Wire, deps: Deps) -> None:
    for serial in (1, 2):
        give_back(serial)
    react()
    letter_id = court.get("/court/letters").json()[0]["letter_id"]
    court.post(f"/court/letters/{letter_id}/receipt", {"collected_on": "2026-09-15"})
    react()

    def rows() -> bytes:
        with deps.ledger.database.project() as cursor:
            return contents(cursor, "intake_letter")

    before = rows()
    assert before.count(b"\n") == 2
    assert "起诉状".encode() not in before
    for batch in (1, 500):
        rebuild(deps.ledger.database, LetterView(), batch=batch)
        assert rows() == before


@pytest.mark.parametrize("collected", [False, True], ids=["new", "collected"])
@pytest.mark.parametrize(
    ("day", "code"), [("2026-09-13", "date-order"), ("2026-09-17", "future-fact"), ("1990-01-01", "date-order")]
)
def test_a_day_of_receipt_that_cannot_be_true_is_refused(
    give_back: Give, react: Callable[[], None], court: Wire, topics: Topics, day: str, code: str, collected: bool
) -> None:
    give_back()
    react()
    letter_id = court.get("/court/letters").json()[0]["letter_id"]
    if collected:
        court.post(f"/court/letters/{letter_id}/receipt", {"collected_on": "2026-09-15"})

    refusal = court.post(f"/court/letters/{letter_id}/receipt", {"collected_on": day})

    assert (refusal.status_code, refusal.json()["code"]) == (422, code)
    assert refusal.json()["errors"][0]["pointer"] == "/collected_on"
    assert topics().count("intake.court_letter_collected.v1") == int(collected)


def test_a_key_that_confirmed_a_letter_confirms_no_other_day(
    give_back: Give, react: Callable[[], None], court: Wire, topics: Topics
) -> None:
    give_back()
    react()
    path = f"/court/letters/{court.get('/court/letters').json()[0]['letter_id']}/receipt"
    assert court.post(path, {"collected_on": "2026-09-15"}, key="k").status_code == 200

    # Also where the other day could not be true.
    refusals = [court.post(path, {"collected_on": day}, key="k") for day in ("2026-09-16", "2026-09-13")]
    assert {(refusal.status_code, refusal.json()["code"]) for refusal in refusals} == {(422, "idempotency-key-reused")}
    assert topics().count("intake.court_letter_collected.v1") == 1


def test_other_courts_and_other_roles_do_not_see_a_letter(
    give_back: Give, react: Callable[[], None], court: Wire, line: Line
) -> None:
    give_back()
    react()
    path = f"/court/letters/{court.get('/court/letters').json()[0]['letter_id']}"

    other = line("other-court")
    assert other.get("/court/letters").json() == []
    for answer in (other.get(path), other.post(f"{path}/receipt", {"collected_on": "2026-09-15"})):
        assert (answer.status_code, answer.json()["code"]) == (404, "letter-not-found")
    for client in ("market", "supervisor", "centre", "auditor"):
        assert line(client).get(path).status_code == 403
    assert court.get(f"/court/letters/letter-{'0' * 32}").status_code == 404


def long(subject: str) -> SealedText:
    """A text as long as a title or a reason gets."""
    return SealedText(subject=f"{CASE}/{subject}", key_id="01980000-0000-7000-8000-00000000000a", box="x" * 400)


def sealing(text: str) -> SealedText:
    return SealedText(subject="letter-1", key_id=TEXT.key_id, box=text)


def referred(materials: int) -> PreLitigationReferred:
    return PreLitigationReferred(
        court="苏0813",
        case_no=REFERRAL_NO,
        type_code="行诉前调",
        type_known=True,
        referred_on=date(2026, 8, 20),
        received_on=date(2026, 8, 21),
        cause="行政处罚",
        applicants=(),
        respondents=(),
        act=None,
        claims=None,
        materials=tuple(
            Material(material=f"m{n}", title=long("materials"), pages=1, file=f"file-{n}") for n in range(1, materials + 1)
        ),
        complaint_received_on=None,
    )


def test_a_list_that_is_too_long_for_one_letter_goes_on_in_further_ones() -> None:
    """A referral and a return that each fit into an entry need not fit together."""
    reasons = [back(f"m{n}", long("reason")) for n in range(1, 101)]
    assert len(encode(referred(100))) < MAX_PAYLOAD_BYTES
    assert len(encode(returned(reasons))) < MAX_PAYLOAD_BYTES

    parts = letters.of_termination(returned(reasons), opened(), referred(100), "mediation-1", sealing)

    assert len(parts) == 2
    assert [len(encode(part)) <= MAX_PAYLOAD_BYTES for part in parts] == [True, True]
    assert [e.material for part in parts for e in part.enclosures] == [f"m{n}" for n in range(1, 101)]
    assert {(part.letter_no, part.text) for part in parts} == {(LETTER_NO, TEXT)}
    assert letters.stream_of("e", 2) != letters.stream_of("e") == digest_stream("letter", "e")


@pytest.mark.parametrize("text", [33_000, 64_000])
def test_a_text_that_leaves_no_room_for_an_enclosure_has_a_letter_of_its_own(text: int) -> None:
    long_text = SealedText(subject=TEXT.subject, key_id=TEXT.key_id, box="x" * text)
    long_reason = SealedText(subject=TEXT.subject, key_id=TEXT.key_id, box="x" * 32_100)
    reasons = [back("m1"), back("m2", long_reason), back("m3", long_reason)]

    parts = letters.of_termination(returned(reasons, long_text), opened(), referred(3), "mediation-1", sealing)

    assert [[e.material for e in part.enclosures] for part in parts] == [[], ["m1", "m2"], ["m3"]]
    assert [part.text for part in parts] == [long_text, *[sealing(letters.CONTINUED)] * 2]
    assert {part.letter_no for part in parts} == {LETTER_NO}
    assert max(len(encode(part)) for part in parts) <= MAX_PAYLOAD_BYTES


def test_a_court_is_told_where_the_text_is(give_back: Give, react: Callable[[], None], court: Wire) -> None:
    give_back(8, text="终" * 8190, reason="因" * 8000)
    react()

    shown = [court.get(f"/court/letters/{row['letter_id']}").json() for row in court.get("/court/letters").json()]
    assert [(len(letter["materials"]), letter["text"]) for letter in shown] == [(0, "终" * 8190), (2, letters.CONTINUED)]


def test_a_letter_passes_titles_and_files_on_as_they_are() -> None:
    letter = letters.of_termination(
        returned([back("m2"), back("m1", long("reason"))]), opened(), referred(2), "mediation-1", sealing
    )[0]

    assert [(e.material, e.title, e.file, e.returned, e.reason) for e in letter.enclosures] == [
        ("m2", long("materials"), "file-2", True, None),
        ("m1", long("materials"), "file-1", False, long("reason")),
    ]


def test_what_was_never_received_cannot_be_enclosed() -> None:
    with pytest.raises(LookupError):
        letters.of_termination(returned([back("m3")]), opened(), referred(2), "mediation-1", sealing)


def test_the_first_day_of_receipt_stands() -> None:
    issued = letters.of_termination(returned([back("m1")]), opened(), referred(1), "mediation-1", sealing)[0]
    days = [date(2026, 9, 15), date(2026, 9, 16)]
    collected = [(CourtLetterCollected(court="苏0813", collected_on=day), day) for day in days]

    found = letters.fold(entries((issued, date(2026, 9, 14)), *collected, stream="letter-1"))
    assert isinstance(found, Letter)
    assert (found.collected_on, found.version, found.issued.letter_no) == (days[0], 3, LETTER_NO)
    assert letters.collect(found, TODAY, TODAY) == CourtLetterCollected(court="苏0813", collected_on=TODAY)
    assert letters.fold(entries(collected[0], stream="letter-1")) is None
