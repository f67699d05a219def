"""The desk of reviews: whose review it is, the steps of the agency and of the supervising body, and who reviews what nobody does."""

from dataclasses import dataclass
from typing import Final

from services.review import opening
from services.review import review as reviews
from services.review.assigning import AssignReview, assign_review, duty_of
from services.review.commands import Command, decide
from services.review.rectification import SubmitRectification
from services.review.reporting import DraftReview
from services.review.requirements import Requirements, requirements_on
from services.review.review import Review
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.errors import NotFound, Refused
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.events.review.review import ReviewOpened
from yingsu.files import FileStore
from yingsu.law.in_force import EVER
from yingsu.law.published import RulesInForce
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, carry_out_unless, require_version
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, NewEvent, StreamWrite
from yingsu.ledger.entry import Command as WriteCommand
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller
from yingsu.officials.registered import RegisteredAgencies

ATTEMPTS: Final = 3
"""So often an assignment is decided again while others of the same judgment are being recorded."""


class ReviewNotFound(NotFound):
    """There is no such review for this caller."""

    code = "review-not-found"


class JudgmentNotFound(NotFound):
    """There is no such judgment for this caller."""

    code = "judgment-not-found"


class RulesMissing(Refused):
    """The profile by which the review was opened is not there any more."""

    code = "review-rules-missing"
    title = "没有复盘的规定"


class OtherSupervisor(JurisdictionDenied):
    """The review belongs to another jurisdiction."""

    title = "由其他辖区办理"


@dataclass(frozen=True)
class ReviewDesk:
    """Reads reviews as a caller may see them, and records what agencies and the supervising body do."""

    ledger: Ledger
    keys: KeyStore
    files: FileStore
    rules: RulesInForce
    agencies: RegisteredAgencies

    def review(self, review_id: str, caller: Caller) -> Review:
        """A review as it is now: an agency sees its own, the others those of their jurisdictions. Raises `ReviewNotFound`."""
        found = reviews.fold(self.ledger.load(review_id, caller.tenants))
        if found is not None and _sees(caller, found):
            return found
        raise ReviewNotFound("没有这项复盘，或者不在本单位可以查看的范围内。请核对复盘编号。")

    def required(self, review: Review) -> Requirements:
        """What the profile in force on the day of the receipt asks for. Raises `RulesMissing`."""
        found = requirements_on(self.rules.now(), review.jurisdiction, review.received_on)
        if found is None:
            raise RulesMissing(
                f"行政区划 {review.jurisdiction} 在 {review.received_on} 没有已公布的复盘规定（登记时依据 "
                f"{review.opening.decided_under.profile}），不能办理。请联系系统管理员公布。",
                clauses=review.opening.decided_under.clauses,
            )
        return found

    def take(self, review_id: str, command: Command, expected_version: int, caller: Caller, request: Request) -> None:
        """Record a step, decided on version `expected_version`. Raises `ReviewNotFound`, `OtherSupervisor`, `VersionConflict`,
        `FileNotUsable`, `RulesMissing`, and what the command's decision raises."""

        def prepare() -> list[StreamWrite]:
            review = self.review(review_id, caller)
            _check_reach(review.jurisdiction, request)
            require_version(
                self.ledger,
                review_id,
                expected=expected_version,
                actual=review.version,
                tenants=caller.tenants,
                refusal="本次复盘的登记已有更新。请重新读取后再提交。",
            )
            if isinstance(command, DraftReview | SubmitRectification):
                for at, file in enumerate(command.files):
                    self.files.require(file, caller.actor(), f"/files/{at}")
            today = legal_day(self.ledger.clock())
            event, day = decide(review, command, self.required(review), today, self.keys.seals(review_id, f"{review_id}/lead"))
            new = NewEvent(event=event, jurisdiction=review.jurisdiction, case_id=review.case_id, occurred_on=day)
            return [StreamWrite(stream=review_id, expected_version=review.version, events=(new,))]

        carry_out(self.ledger, request, prepare)

    def assign(self, command: AssignReview, caller: Caller, request: Request) -> str:
        """Give a government's part to the agency that reviews it; returns the review. Raises `JudgmentNotFound`, `OtherSupervisor`, and
        what `assign_review` raises."""

        def prepare() -> list[StreamWrite]:
            case_id, entries = self._record(command, caller)
            owed = opening.duties(entries, self.rules.now())
            duty = duty_of(command, owed)
            _check_reach(duty.jurisdiction, request)
            with self.ledger.database.read(EVERYWHERE) as cursor:
                agencies = self.agencies.at(cursor, EVER)
            stream = reviews.stream_of(case_id, command.judgment_no, command.agency)
            existing = reviews.fold(self.ledger.load(stream, EVERYWHERE))
            opened = assign_review(command, owed, entries, agencies, existing)
            new = NewEvent(event=opened, jurisdiction=duty.jurisdiction, case_id=case_id, occurred_on=opened.received_on)
            return [StreamWrite(stream=stream, expected_version=existing.version if existing else 0, events=(new,))]

        # Each agency's review is a stream of its own: that nobody else was given the part meanwhile is not seen there.
        return carry_out_unless(self.ledger, request, prepare, _opens_another, retries=ATTEMPTS).events[0].stream

    def _record(self, command: AssignReview, caller: Caller) -> tuple[str, list[Entry]]:
        """The case record with the judgment, and its entries."""
        entries = disputes.load(self.ledger, command.case_id, caller.tenants).entries
        for entry in entries:
            if isinstance(entry.event, JudgmentDelivered) and entry.event.judgment_no == command.judgment_no:
                return entry.case_id or "", [other for other in entries if other.case_id == entry.case_id]
        raise JudgmentNotFound("没有这个案件或者这份裁判文书，或者不在本单位可以查看的范围内。请核对案件编号和裁判文书号。")


def _sees(caller: Caller, review: Review) -> bool:
    if caller.role == "agency":
        return caller.answers_for(review.agency)
    return bool({review.jurisdiction, ANY_JURISDICTION} & set(caller.tenants))


def _opens_another(opening_one: WriteCommand, entry: Entry) -> bool:
    """Whether the entry opens a review of the judgment that the command opens one of."""
    new = opening_one.writes[0].events[0]
    return (
        isinstance(entry.event, ReviewOpened)
        and isinstance(new.event, ReviewOpened)
        and (entry.case_id, entry.event.judgment_no) == (new.case_id, new.event.judgment_no)
    )


def _check_reach(jurisdiction: str, request: Request) -> None:
    if jurisdiction not in request.permitted:
        raise OtherSupervisor(
            f"本次复盘属行政区划 {jurisdiction}，不在本系统获授权办理的范围之内，未登记。请由该辖区办理；辖区有误的，请联系管理员。"
        )
