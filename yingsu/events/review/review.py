"""复盘 of a lost case, by the agency that owes it. Streams `review-<digest of the case record, the judgment's number and the agency>`.

Each event names the agency and the judgment, so that periods of several reviews of one agency are told apart.
"""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from yingsu.events.intake.judgment import Outcome
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a decision rests on: the governing profile as `<id>.<version>`, and the clauses."""

    profile: str
    clauses: tuple[str, ...]


@stored("review.review_opened.v1")
class ReviewOpened(Event, frozen=True, kw_only=True):
    """一案一复盘. `agency` has to review the case; `judgment` is the entry of the judgment, received on `received_on`.

    `defendant` is the one for whose part the review is held: `agency` itself, or a government whose implementing unit `agency` is.
    `grounds`: `defendant` lost, or stood beside one that lost. `outcomes` are the losing ones of `defendant`; none for one that did not lose.
    """

    agency: str
    defendant: str
    grounds: Literal["lost", "joint_defendant"]
    court: str
    case_no: str
    judgment: UUID
    judgment_no: str
    judged_on: date
    received_on: date
    outcomes: tuple[Outcome, ...]
    decided_under: Basis


@stored("review.review_started.v1")
class ReviewStarted(Event, frozen=True, kw_only=True):
    """开展复盘 on `started_on`, led by a person of the agency where it names one."""

    agency: str
    judgment_no: str
    started_on: date
    led_by: SealedPerson | None


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of the report. `part` is a name from the profile's list: brief_facts, mediation_efforts, litigation_handling, cause …"""

    part: str
    text: SealedText


@stored("review.review_drafted.v1")
class ReviewDrafted(Event, frozen=True, kw_only=True):
    """分析报告 as it now reads: it takes the place of the draft before, and of the signature on that. `files` are uploaded files."""

    agency: str
    judgment_no: str
    drafted_on: date
    parts: tuple[Part, ...]
    files: tuple[str, ...]


@stored("review.review_signed.v1")
class ReviewSigned(Event, frozen=True, kw_only=True):
    """主要负责人审签. `official`, head of the agency on `signed_on`, signed the draft that is the entry `draft`."""

    agency: str
    judgment_no: str
    official: str
    signed_on: date
    draft: UUID


@stored("review.review_submitted.v1")
class ReviewSubmitted(Event, frozen=True, kw_only=True):
    """移送分析报告. The draft `draft` went to every one of `addressees` (names from the profile). `signature` is the entry of the signing."""

    agency: str
    judgment_no: str
    submitted_on: date
    addressees: tuple[str, ...]
    draft: UUID
    signature: UUID | None
    decided_under: Basis


@stored("review.review_returned.v1")
class ReviewReturned(Event, frozen=True, kw_only=True):
    """退回重报 by the supervising body, with the reason. The report has to be drafted, signed and submitted anew."""

    agency: str
    judgment_no: str
    returned_on: date
    reason: SealedText


@stored("review.review_accepted.v1")
class ReviewAccepted(Event, frozen=True, kw_only=True):
    """接收 by the supervising body."""

    agency: str
    judgment_no: str
    accepted_on: date


@stored("review.review_voided.v1")
class ReviewVoided(Event, frozen=True, kw_only=True):
    """撤销复盘 by the supervising body: the loss does not stand. `authority` is the number of the document that says so."""

    agency: str
    judgment_no: str
    voided_on: date
    because: Literal["reversed", "corrected"]
    authority: str
    reason: SealedText
