"""Whatever order a court's messages come in, and however often: the views of the terminated case (examples b-…) end the same."""

import json
import random
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pydantic import TypeAdapter

from services.intake.court.bodies import CourtMessageBody, notice_of
from services.intake.court.correspondence import Correspondence
from services.intake.court.door import CourtDoor
from services.intake.court.notice import canonical
from services.registry import samples
from tests.whole import CENTRE, COURT, LAND_OA, MARKET_OA, Whole
from yingsu import disputes
from yingsu.clock import SettableClock
from yingsu.composition import VIEWS, reactions
from yingsu.disputes import Dispute
from yingsu.ledger.deciding import Request
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.load.rows import Rows, differences, names_of
from yingsu.officials.callers import Caller
from yingsu.settings import Urls

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "hongze"
MESSAGES = ("b-01-referral", "b-17-pre-filing-notice", "b-19-case-filing", "b-20-service-shichang", "b-21-service-ziran")
READ = TypeAdapter[CourtMessageBody](CourtMessageBody).validate_python
ROUNDS = 5
"""Times all orders of the five messages: 600 disputes, each with its repeats at other places."""

AT_THE_CENTRE = (
    ("acceptance", "b-02-acceptance", CENTRE),
    ("assignment-notices", "b-03-assignment-notice-shichang", CENTRE),
    ("assignment-notices", "b-04-assignment-notice-ziran", CENTRE),
    (f"plans/{samples.MARKET}", "b-05-plan-shichang", MARKET_OA),
    (f"plans/{samples.RESOURCES}", "b-06-plan-ziran", LAND_OA),
    ("schedule", "b-07-schedule", CENTRE),
    ("notifications", "b-08-notification-shichang", CENTRE),
    ("notifications", "b-09-notification-ziran", CENTRE),
    ("notifications", "b-10-notification-p1", CENTRE),
    ("sessions", "b-11-session", CENTRE),
    ("termination", "b-12-termination", CENTRE),
    ("termination/services", "b-13-termination-service-shichang", CENTRE),
    ("termination/services", "b-14-termination-service-ziran", CENTRE),
    ("termination/services", "b-15-termination-service-p1", CENTRE),
    ("return", "b-16-return", CENTRE),
)
AGENCIES = ((samples.MARKET, MARKET_OA, "b-22-answer-shichang"), (samples.RESOURCES, LAND_OA, "b-23-answer-ziran"))


def example(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body


@dataclass
class Performance:
    """One dispute among many in one ledger: its own numbers and message ids, everything else as in the examples."""

    whole: Whole
    serial: int
    done: set[str] = field(default_factory=set)

    @property
    def numbers(self) -> dict[str, str]:
        """The court's numbers in the examples, and what they are here."""
        old = {"诉前调8号": "诉前调", "诉前立21号": "诉前立", "行初9号": "行初"}
        return {text: f"{kind}{self.serial}号" for text, kind in old.items()}

    def body(self, name: str) -> dict[str, Any]:
        text = json.dumps(example(name), ensure_ascii=False)
        for old, new in self.numbers.items():
            text = text.replace(old, new)
        body: dict[str, Any] = json.loads(text)
        return body | ({"message_id": f"{self.serial}-{name}"} if "message_id" in body else {})

    def tell(self, name: str) -> None:
        """The court sends a message, each time under a key of its own."""
        notice = notice_of(READ(self.body(name)))
        caller = Caller(
            client=COURT, role="court", scopes=frozenset({"notice:write"}), jurisdictions=("320813",), court=samples.COURT
        )
        request = Request(
            command_id=uuid4(),
            body_hash=canonical(notice)[:32],
            actor=caller.actor(),
            source="/v1/intake",
            correlation_id=name,
            permitted=caller.jurisdictions,
        )
        deps = self.whole.deps
        CourtDoor(Correspondence(deps.ledger, deps.keys, deps.directory), deps.files).receive(notice, caller, request)
        self.done.add(name)

    def react(self) -> None:
        for reaction in reactions(self.whole.deps):
            catch_up(self.whole.ledger.database, reaction)

    def mediate(self) -> None:
        """The centre and the agencies do their part of the examples."""
        self.react()
        (mediation,) = (entry.stream for entry in self.dispute().entries if entry.topic == "mediation.mediation_opened.v1")
        for path, name, client in AT_THE_CENTRE:
            wire = self.whole.wire(client)
            read_at = f"/v1/mediation/mediations/{mediation}" + (f"/{path}" if path.startswith("plans/") else "")
            version = int(wire.get(read_at).headers["etag"].strip('"'))
            answer = wire.post(f"/v1/mediation/mediations/{mediation}/{path}", self.body(name), version=version)
            assert answer.status_code == 201, (name, answer.text)
        self.react()

    def pass_on(self) -> None:
        """The centre tells both agencies of the filing to come."""
        case_id = self.record("行诉前立")
        for agency, _, _ in AGENCIES:
            answer = self.whole.wire(CENTRE).post(
                f"/v1/intake/cases/{case_id}/forwardings/{agency}", self.body("b-18-forwarding"), version=0
            )
            assert answer.status_code == 201, answer.text

    def answer(self) -> None:
        """Both agencies answer."""
        case_id = self.record("行初")
        for agency, client, name in AGENCIES:
            answer = self.whole.wire(client).post(
                f"/v1/intake/cases/{case_id}/responses/{agency}/answer", self.body(name), version=0
            )
            assert answer.status_code == 201, answer.text

    def record(self, kind: str) -> str:
        answer = self.whole.wire(CENTRE).get("/v1/intake/cases/by-number/（2026）苏0813" + f"{kind}{self.serial}号")
        assert answer.status_code == 200, answer.text
        return str(next(known["case_id"] for known in answer.json()["numbers"] if kind in known["case_no"]))

    def dispute(self) -> Dispute:
        return disputes.load(self.whole.ledger, self.record("行诉前调"), ("320813",))

    def rows_among(self, rows: Rows) -> dict[str, list[str]]:
        """What every view shows of it, in canonical text."""
        roles = {self.record(kind): kind for kind in ("行诉前调", "行诉前立", "行初")}
        dispute = disputes.load(self.whole.ledger, next(iter(roles)), ("320813",))
        assert set(roles) == dispute.records
        texts = {f"{self.serial}号": "号", f"{self.serial}-b-": "b-"}
        return rows.of(names_of(dispute, roles, texts))


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    return Whole(ledger, keys, clock, tmp_path)


def shuffled(order: tuple[str, ...], chance: random.Random) -> list[str]:
    """First comings in this order, each message once more at a random later place."""
    sending = list(order)
    for name in order:
        sending.insert(chance.randint(sending.index(name) + 1, len(sending)), name)
    return sending


def settled(whole: Whole) -> None:
    for view in (*reactions(whole.deps), *VIEWS):
        catch_up(whole.ledger.database, view)


def take_statistics(urls: Urls) -> None:
    """What a server in use does by itself within a minute. Before, it looks through the whole ledger for the records of a dispute."""
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("ANALYZE ledger.entry")


def test_every_order_of_the_courts_messages_ends_in_the_same_views(whole: Whole, urls: Urls) -> None:
    chance = random.Random(20260330)  # noqa: S311 (disorder, not secrecy)
    orders = [order for _ in range(ROUNDS) for order in permutations(MESSAGES)]
    played = [Performance(whole, serial) for serial in range(1001, 1001 + len(orders))]
    for performance, order in zip(played, orders, strict=True):
        for name in shuffled(order, chance):
            performance.tell(name)
        if performance.serial % 100 == 10:
            take_statistics(urls)
    settled(whole)

    rows = Rows(whole.ledger.database)
    first = played[0].rows_among(rows)
    assert [len(rows) for table, rows in first.items() if table == "intake_timeline"] == [9]
    for performance, order in zip(played[1:], orders[1:], strict=True):
        assert differences(first, performance.rows_among(rows)) == [], order


def test_nor_does_it_matter_how_far_the_centre_was_when_a_message_came(whole: Whole) -> None:
    chance = random.Random(20260420)  # noqa: S311
    played = []
    for serial, order in enumerate(chance.sample(list(permutations(MESSAGES)), 24), start=2001):
        performance = Performance(whole, serial)
        late = serial % 2 == 0
        for name in shuffled(order, chance):
            first_time = name not in performance.done
            performance.tell(name)
            if first_time and not late and name == "b-01-referral":
                performance.mediate()
            if first_time and not late and name == "b-17-pre-filing-notice":
                performance.pass_on()
        if late:
            performance.mediate()
            performance.pass_on()
        performance.answer()
        played.append((order, performance))
    settled(whole)

    rows = Rows(whole.ledger.database)
    first = played[0][1].rows_among(rows)
    late_plans = [row for row in first["notify_obligation"] if '"mediation_plan"' in row and '"late_days":5' in row]
    assert len(late_plans) == 1
    for order, performance in played[1:]:
        assert differences(first, performance.rows_among(rows)) == [], order
