"""Whether a judgment in effect is performed, who guides it, and what is said of that (HZ-7.1 to HZ-7.3; YT-2.6.4).

`agency` is the defendant that performs; None where a step concerns the case as a whole.
"""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("intake.judgment_performed.v1")
class JudgmentPerformed(Event, frozen=True, kw_only=True):
    """履行裁判. All that the judgment orders was done by `performed_on`, as the defendant says."""

    agency: str
    judgment_no: str
    performed_on: date
    how: SealedText
    files: tuple[str, ...]


@internal(centre=True)
@stored("intake.performance_reported.v1")
class PerformanceReported(Event, frozen=True, kw_only=True):
    """告知判决履行情况 (HZ-7.2): 已履行, 部分履行, 未履行; the last two with the reason."""

    agency: str
    judgment_no: str
    reported_on: date
    result: Literal["done", "partly", "not"]
    reason: SealedText | None


@internal()
@stored("intake.performance_refused.v1")
class PerformanceRefused(Event, frozen=True, kw_only=True):
    """认定拒不履行 (YC-2.10.5; YT-4.2): entered by a person, with the grounds; lateness alone is none."""

    agency: str
    judgment_no: str
    refused_on: date
    grounds: SealedText


@internal(centre=True)
@stored("intake.court_opinion_heard.v1")
class CourtOpinionHeard(Event, frozen=True, kw_only=True):
    """听取人民法院意见和建议 on how a judgment is to be performed (HZ-7.3)."""

    agency: str | None
    heard_on: date
    opinion: SealedText


@internal(centre=True)
@stored("intake.guidance_given.v1")
class GuidanceGiven(Event, frozen=True, kw_only=True):
    """指导 (YC-2.4.3, DH-6.8, HZ-7.3): by the supervising body or the mediation centre."""

    agency: str | None
    given_on: date
    guidance: SealedText
