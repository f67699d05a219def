"""The plain facts that a court tells of a filed case: which message becomes which event, and what makes one a repetition. Pure.

A message and its event have fields of one name; `TABLE` says the rest. Owns this table and the one decision on all of them: what the
record holds adds nothing, and another content under the number of a fact that has one waits for a person.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_type_hints

import msgspec

from services.intake.cases.case import Case, NotADefendant
from services.intake.cases.trial import canonical_number, judgment_no_of
from services.intake.court.adding import require_filed
from services.intake.court.envelope import FactNotice, PaperNotice
from services.intake.court.fact_notices import (
    AdviceNotice,
    AdviceWithdrawalNotice,
    AppealNotice,
    CancellationNotice,
    ClosureNotice,
    LetterNotice,
    LossWarningNotice,
    MergerNotice,
    OpinionNotice,
    PerformanceResumptionNotice,
    PerformanceTermNotice,
    ProcedureNotice,
    QueryNotice,
    RemandNotice,
    ResumptionNotice,
    RetrialNotice,
    SeriesEndNotice,
    SeriesNotice,
    SittingNotice,
    SplitNotice,
    SuggestionNotice,
    SummonsNotice,
    SuspensionNotice,
    TransferNotice,
    TrialTermNotice,
)
from services.intake.dates import received_day
from yingsu.errors import Refused
from yingsu.events.intake.advice import (
    AdviceWithdrawn,
    CourtLetterReceived,
    CourtOpinionReceived,
    CourtQueryReceived,
    JudicialAdviceReceived,
    LossWarningReceived,
)
from yingsu.events.intake.course import (
    CaseClosedWithoutJudgment,
    CaseLinkedToSeries,
    CaseResumed,
    CasesMerged,
    CaseSplit,
    CaseSuspended,
    CaseTransferred,
    CaseUnlinkedFromSeries,
    ProcedureChanged,
    TrialTermExtended,
)
from yingsu.events.intake.hearing import HearingCancelled, HearingHeld, LeaderSuggested, LeaderSummoned
from yingsu.events.intake.instances import AppealFiled, CaseRemanded, PerformanceResumed, PerformanceTermExtended, RetrialOrdered
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedText

Words = Callable[[SealedText], str | None]
"""Opens a sealed text; None after erasure."""

Seal = Callable[[str], SealedText]
"""Seals a text for the case."""


class ToldOtherwise(Refused):
    """The record holds another content under the number of this fact. It waits for a person."""

    code = "told-otherwise"
    title = "已有其他内容"


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of message becomes its event.

    `day` is the event's field with the day of the fact. `key` are the fields that only one fact of the case may have, with one content (of
    () there is one in a case); None: whatever differs is another fact. `fields` are those that the message calls otherwise. `title`: what
    officials call it.
    """

    event: type[Event]
    title: str
    day: str | None = None
    key: tuple[str, ...] | None = None
    fields: Mapping[str, str] = {}


TABLE: Final[Mapping[type[FactNotice], Plain]] = MappingProxyType(
    {
        ProcedureNotice: Plain(event=ProcedureChanged, title="变更审理程序", day="changed_on"),
        SuspensionNotice: Plain(event=CaseSuspended, title="中止诉讼", day="suspended_on"),
        ResumptionNotice: Plain(event=CaseResumed, title="恢复诉讼", day="resumed_on"),
        TrialTermNotice: Plain(event=TrialTermExtended, title="延长审限", day="extended_on"),
        CancellationNotice: Plain(event=HearingCancelled, title="取消开庭", day="cancelled_on"),
        SittingNotice: Plain(event=HearingHeld, title="开庭", day="held_on"),
        SummonsNotice: Plain(event=LeaderSummoned, title="通知负责人出庭", day="summoned_on"),
        SuggestionNotice: Plain(event=LeaderSuggested, title="建议负责人出庭", day="suggested_on"),
        AppealNotice: Plain(event=AppealFiled, title="上诉", day="filed_on", key=("judgment_no", "appellant")),
        RemandNotice: Plain(event=CaseRemanded, title="发回重审", day="remanded_on", key=("judgment_no",)),
        RetrialNotice: Plain(event=RetrialOrdered, title="裁定再审", day="ordered_on", key=("ruling_no",)),
        PerformanceResumptionNotice: Plain(event=PerformanceResumed, title="恢复执行", day="resumed_on"),
        PerformanceTermNotice: Plain(event=PerformanceTermExtended, title="准予延期履行", day="extended_on"),
        LossWarningNotice: Plain(event=LossWarningReceived, title="发出败诉预警函", key=("agency", "letter_no")),
        LetterNotice: Plain(event=CourtLetterReceived, title="发函", key=("agency", "letter_no"), fields={"kind": "letter_kind"}),
        AdviceNotice: Plain(event=JudicialAdviceReceived, title="发出司法建议", key=("agency", "advice_no")),
        AdviceWithdrawalNotice: Plain(
            event=AdviceWithdrawn, title="撤回司法建议", day="withdrawn_on", key=("agency", "advice_no")
        ),
        QueryNotice: Plain(event=CourtQueryReceived, title="提出问题", key=("agency", "query_no")),
        OpinionNotice: Plain(event=CourtOpinionReceived, title="提出意见、建议", key=("agency", "opinion_no")),
        ClosureNotice: Plain(event=CaseClosedWithoutJudgment, title="结案", day="closed_on", key=()),
        TransferNotice: Plain(event=CaseTransferred, title="移送", day="transferred_on", key=()),
        MergerNotice: Plain(event=CasesMerged, title="合并审理", day="merged_on"),
        SplitNotice: Plain(event=CaseSplit, title="分案审理", day="split_on"),
        SeriesNotice: Plain(event=CaseLinkedToSeries, title="列入系列案", day="linked_on", fields={"kind": "series_kind"}),
        SeriesEndNotice: Plain(event=CaseUnlinkedFromSeries, title="移出系列案", day="unlinked_on"),
    }
)
"""Every plain fact."""

_NUMBERS: Final = frozenset({"ruling_no", "new_case_no", "leading_case_no"})
_NUMBER_LISTS: Final = frozenset({"case_nos", "new_case_nos"})


def decide(case: Case, notice: FactNotice, agency: str, today: date, *, opened: Words, seal: Seal) -> Event | None:
    """The event that the message becomes; None where the record has it. `agency` is the id of the agency that it names, "" without one.

    Raises `NotADefendant`, `DateOrder` for a fact of the suit before its filing, `ToldOtherwise`.
    """
    plain = TABLE[type(notice)]
    if agency:
        case.jurisdiction_of(agency)
    if case.filing is not None and not _precedes(notice):
        require_filed(case.filing, notice.occurred_on, plain.title)
    texts = {field: getattr(notice, field) for field in _sealed_fields(plain.event)}
    event = plain.event(**{name: _value(name, plain, case, notice, agency, today) for name in plain.event.__struct_fields__})
    known = [fact for fact in case.facts if isinstance(fact.event, plain.event)]
    for fact in known:
        alike = fact.on == notice.occurred_on and _says(fact.event, event, texts, opened)
        if alike:
            return None
        if plain.key is not None and all(getattr(fact.event, name) == getattr(event, name) for name in plain.key):
            raise ToldOtherwise(
                f"本案已有 {fact.on} {plain.title}的登记，两次的日期或者内容不同，请核对；确为另一事实的，请法院以其自己的编号报送"
            )
    sealed = {field: seal(text) for field, text in texts.items() if text}
    return msgspec.structs.replace(event, **sealed) if sealed else event


def _value(name: str, plain: Plain, case: Case, notice: FactNotice, agency: str, today: date) -> Any:
    """A field of the event, as the message tells it. What is sealed is left out."""
    if name == "agency":
        return agency
    if name == plain.day:
        return notice.occurred_on
    if name == "received_on" and isinstance(notice, PaperNotice):
        return received_day(notice)
    if name == "appellant" and isinstance(notice, AppealNotice):
        return agency or _party(case, notice)
    if name in _sealed_fields(plain.event):
        return None
    told = getattr(notice, plain.fields.get(name, name))
    if name == "judgment_no" and case.filing is not None:
        return judgment_no_of(notice, told, case.filing, today)
    if name in _NUMBERS and told is not None:
        return canonical_number(told, today)
    if name in _NUMBER_LISTS:
        return tuple(dict.fromkeys(canonical_number(number, today) for number in told))
    return told


def _precedes(notice: FactNotice) -> bool:
    """Whether it may be dated before a filing: a refusal to accept the suit, that an appeal may have lifted."""
    return isinstance(notice, ClosureNotice) and notice.reason == "not_accepted"


def _party(case: Case, notice: AppealNotice) -> str:
    """The party of the case that appeals. Raises `NotADefendant` for none of it."""
    parties = [plaintiff.party for plaintiff in case.plaintiffs]
    if notice.party not in parties:
        raise NotADefendant(f"消息所称上诉人 {notice.party} 不是本案当事人（本案原告：{'、'.join(parties)}）。请法院核对后重报")
    return notice.party


def _says(known: Event, event: Event, texts: Mapping[str, str | None], opened: Words) -> bool:
    """Whether a fact on record says what the message says. What was erased counts as the same."""
    if msgspec.structs.replace(known, **dict.fromkeys(texts)) != event:
        return False
    return all(_same(getattr(known, field), text, opened) for field, text in texts.items())


def _same(known: SealedText | None, text: str | None, opened: Words) -> bool:
    return bool(known) == bool(text) and (known is None or opened(known) in (None, text))


@cache
def _sealed_fields(event: type[Event]) -> tuple[str, ...]:
    hints = get_type_hints(event)
    return tuple(name for name in event.__struct_fields__ if hints[name] == SealedText | None)
