"""What an official reads of a step of an agency, or of the body that supervises: one line of Chinese without names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from yingsu.events.intake.steps.reporting import AnswerReported, CaseReported
from yingsu.ledger.entry import Event

STEP_TITLES: Final[Mapping[type[Event], str | Callable[[Any], str]]] = {
    CaseReported: "报备案件基本情况",
    AnswerReported: "报备答辩状",
}
