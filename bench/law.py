"""The obligation engine in one process, on generated cases in memory: evaluating, beside a program that knows one rule by heart; explaining.

The hand-written one answers a single question (each answer's last day, and whether it was in time) with the same arithmetic. What the engine
costs above it is the price of rules as data, of every other duty, and of a record that can be explained.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from bench.history import ENTRIES_A_CASE, MOMENT, case_events
from services.registry import samples
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.law.calendar import load_builtin
from yingsu.law.deadline import reckon
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import builtin_rules
from yingsu.ledger import mapper
from yingsu.ledger.entry import Actor, Entry

_IDS: Final = UUID(int=7)
_ACTOR: Final = Actor(client="bench", role="court")
_RULE_BY_HEART: Final = 15


def measure_law(rounds: int, events: int) -> list[str]:
    """Run the rounds in turn, print their JSON lines, and return the table's lines. The first round is a warm-up and is not counted."""
    entries = in_memory(events)
    rules = builtin_rules()
    found = evaluate(entries, rules)
    ours, plain, explained = [], [], []
    for number in range(rounds + 1):
        rates = {
            "evaluate": len(entries) / _seconds(lambda: evaluate(entries, rules)),
            "one rule by heart": len(entries) / _seconds(lambda: by_heart(entries)),
            "explain": len(found) / _seconds(lambda: [explain(item, rules) for item in found]),
        }
        if number:
            ours.append(rates["evaluate"])
            plain.append(rates["one rule by heart"])
            explained.append(rates["explain"])
            for name, rate in rates.items():
                print(json.dumps({"measure": "law", "contender": name, "round": number, "a second": round(rate)}), flush=True)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, plain, strict=True))
    each = 1000 / statistics.median(explained)
    print(
        json.dumps({"measure": "law", "medians": {"evaluate": round(statistics.median(ours))}, "ratio": round(ratio, 2)}),
        flush=True,
    )
    return [
        f"{'evaluate':<24} yingsu {statistics.median(ours):>8.0f} events/s, {len(found) * 1000 // len(entries)} obligations a thousand   "
        f"one rule by heart {statistics.median(plain):>8.0f}  × {ratio:.2f}",
        f"{'explain one deadline':<24} yingsu {each:>8.3f} ms",
    ]


def in_memory(events: int) -> list[Entry]:
    """About `events` entries of whole cases, those of no case among them, as the ledger would hand them over."""
    entries: list[Entry] = []
    for number in range(1, 1 + events // ENTRIES_A_CASE):
        case_id = f"case-{uuid5(_IDS, str(number))}"
        for stream, of_case, day, event in case_events(case_id, number):
            position = len(entries) + 1
            entries.append(
                Entry(
                    position=position,
                    event_id=uuid5(_IDS, f"entry {position}"),
                    stream=stream,
                    version=1,
                    topic=event.TOPIC,
                    jurisdiction=samples.JURISDICTION,
                    case_id=case_id if of_case else None,
                    occurred_on=day,
                    occurred_at=None,
                    received_on=None,
                    source_seq=None,
                    recorded_at=MOMENT,
                    actor=_ACTOR,
                    source="/v1/intake",
                    correlation_id=f"bench-{number}",
                    causation_id=None,
                    corrects=None,
                    payload=mapper.encode(event),
                    event=event,
                )
            )
    return entries


def by_heart(entries: list[Entry]) -> int:
    """How many answers were in time, told by a program that knows nothing but the fifteen days."""
    calendar = load_builtin()
    served: dict[tuple[str | None, str], date] = {}
    answered: dict[tuple[str | None, str], date] = {}
    for entry in entries:
        event = entry.event
        if isinstance(event, ServiceRecorded) and event.document == "complaint_copy":
            place = (entry.case_id, event.agency)
            served[place] = min(event.received_on, served.get(place, event.received_on))
        elif isinstance(event, AnswerSubmitted) and event.has_answer:
            place = (entry.case_id, event.agency)
            answered[place] = min(event.submitted_on, answered.get(place, event.submitted_on))
    return sum(
        answered.get(place, date.max) <= reckon(start, _RULE_BY_HEART, "calendar_day", "after", calendar).due
        for place, start in served.items()
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
