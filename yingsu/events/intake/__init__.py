"""Events of the intake service: the court's messages and letters, the case before and after filing, its course, parties and instances, hearings
and judgments, each defendant's response, files."""

from yingsu.events.intake import (
    advice,
    case,
    correction,
    course,
    court_list,
    file,
    handling,
    hearing,
    instances,
    judgment,
    letter,
    message,
    parties,
    prelitigation,
    response,
    steps,
)

__all__ = [
    "advice",
    "case",
    "correction",
    "course",
    "court_list",
    "file",
    "handling",
    "hearing",
    "instances",
    "judgment",
    "letter",
    "message",
    "parties",
    "prelitigation",
    "response",
    "steps",
]
