"""Whether a leader of a defendant must, or should, appear at a hearing, or its head (正职), and why. Pure.

行政诉讼法 art. 3 asks every agency that is sued for a leader, or else for staff: that is the rule without any reason here. What goes beyond it
follows from the court's call and from the profile in force on the day of the hearing (group `hearings`), each reason with its clause. Of
several hearings of an instance one with a leader is enough (法释〔2020〕3号 art. 7), unless the call is for this hearing or the document asks
for every one.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from services.intake.cases.attending import Attending, By, Explanation, Ruling
from services.intake.cases.response import Attendance, Response
from services.intake.cases.step_titles import FLAGS
from services.intake.cases.trial import Hearing
from yingsu.law.parameters import Cited, parameter_on
from yingsu.law.rules import Rules

Degree = Literal["must", "should"]
"""应当, 宜（积极）."""

BY: Final[Mapping[By, tuple[str, str]]] = MappingProxyType(
    {
        "court_notice": ("人民法院通知负责人出庭", "法释〔2020〕3号第四条"),
        "court_suggestion": ("人民法院书面建议负责人出庭", "法释〔2018〕1号第一百二十九条"),
        "useful": ("负责人出庭有利于查清案件事实、解决行政争议", "政府法制机构的意见"),
        "legal_office_opinion": ("政府法制机构认为负责人应当出庭", "政府法制机构的意见"),
    }
)
"""What each call is called, and what it rests on where the profile does not say."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason. `head`: it asks for the 正职. `met`: a leader as asked for appeared at an earlier hearing, and that is enough."""

    code: str
    title: str
    degree: Degree
    head: bool
    authority: str
    clauses: tuple[str, ...]
    met: bool = False


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one defendant for one hearing. `appeared_before`: a leader did, at an earlier hearing of the instance. `excused`: it
    told the court that the leader of another defendant appears (法释〔2020〕3号 art. 3)."""

    reasons: tuple[Reason, ...] = ()
    appeared_before: bool = False
    excused: bool = False

    @property
    def open(self) -> tuple[Reason, ...]:
        """The reasons that hold for this hearing."""
        return tuple(reason for reason in self.reasons if not reason.met) if not self.excused else ()

    @property
    def degree(self) -> Degree | None:
        """The stronger of what they ask; None where only 行政诉讼法 art. 3 does."""
        degrees = {reason.degree for reason in self.open}
        return "must" if "must" in degrees else "should" if degrees else None

    @property
    def head(self) -> bool:
        """Whether the 正职 is asked for."""
        return any(reason.head for reason in self.open)


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """All that an appearance is judged by, besides the profile: what was asked, how an absence was explained, what the court held of it."""

    requirement: Requirement = Requirement()
    explanation: Explanation | None = None
    ruling: Ruling | None = None

    def justified(self, attendance: Attendance) -> bool:
        """Was the absence explained to the court, which does not hold otherwise, and staff sent (法释〔2020〕3号 arts. 8–10)?"""
        refused = self.ruling is not None and not self.ruling.accepted
        return self.explanation is not None and not refused and attendance.staff > 0


def requirement(
    attending: Attending, response: Response, jurisdiction: str, hearing: Hearing, rules: Rules | None
) -> Requirement:
    """What is asked of the defendant whose `response` it is for the hearing. `jurisdiction`: whose document governs the defendant."""
    earlier = [
        known
        for known in response.attendances
        if known.led and (known.hearing_on, known.hearing_no) < (hearing.hearing_on, hearing.hearing_no)
    ]
    heads = any(known.rank == "principal" for known in earlier)
    explanation = attending.explained(response.agency, hearing.hearing_no, hearing.hearing_on)
    return Requirement(
        reasons=tuple(_reasons(attending, response.agency, jurisdiction, hearing, rules, led=bool(earlier), headed=heads)),
        appeared_before=bool(earlier),
        excused=explanation is not None and explanation.reason == "joint_defendants",
    )


def circumstances(
    attending: Attending, response: Response, jurisdiction: str, hearing: Hearing, rules: Rules | None
) -> Circumstances:
    """All that the defendant's appearance at the hearing is judged by."""
    at = (response.agency, hearing.hearing_no, hearing.hearing_on)
    return Circumstances(
        requirement=requirement(attending, response, jurisdiction, hearing, rules),
        explanation=attending.explained(*at),
        ruling=attending.ruled(*at),
    )


def _reasons(
    attending: Attending, agency: str, jurisdiction: str, hearing: Hearing, rules: Rules | None, *, led: bool, headed: bool
) -> Iterator[Reason]:
    day = hearing.hearing_on

    def value(key: str) -> Cited | None:
        return parameter_on(rules, jurisdiction, day, "hearings", key) if rules else None

    expected = value("leader_expected_reasons")
    for call in attending.calls_for(agency, jurisdiction, hearing.hearing_no, day):
        title, authority = BY[call.by]
        told_here = expected is not None and isinstance(expected.value, tuple) and call.by in expected.value
        yield Reason(
            code=call.by,
            title=title,
            degree="must" if call.by == "court_notice" else "should",
            head=False,
            authority=expected.citation if expected is not None and told_here else authority,
            clauses=_ids(expected) if told_here else (),
            met=led and call.hearing_no is None and call.by != "court_notice",
        )
    every = value("leader_required")
    if every is not None and every.value == "every_hearing":
        yield Reason(
            code="every_hearing",
            title="每次开庭均安排负责人出庭",
            degree="must",
            head=False,
            authority=every.citation,
            clauses=_ids(every),
        )
    flags = attending.flags_on(agency, jurisdiction, day)
    for key, head in (("leader_required_flags", False), ("head_required_flags", True)):
        asked = value(key)
        for flag in FLAGS:
            if asked is not None and isinstance(asked.value, tuple) and flag in asked.value and flag in flags:
                yield Reason(
                    code=flag,
                    title=FLAGS[flag],
                    degree="must",
                    head=head,
                    authority=asked.citation,
                    clauses=_ids(asked),
                    met=headed if head else led,
                )


def _ids(cited: Cited | None) -> tuple[str, ...]:
    return tuple(clause.id for clause in cited.clauses) if cited else ()
