"""The gates of the profile in force, each with its clauses: what a step must have, and what is only flagged. Whoever takes the step enforces them."""

from collections.abc import Iterator
from datetime import date

from yingsu.law.clauses import Clause
from yingsu.law.provision import Gate
from yingsu.law.rules import Rules
from yingsu.ledger.mapper import newest


def gates_on(rules: Rules | None, jurisdiction: str, day: date, topic: str) -> Iterator[tuple[Gate, tuple[Clause, ...]]]:
    """The gates of a topic in the profile that governs `day`, those of the layers above first, each with its clauses. A gate that names an
    older version of the topic is one of it."""
    for layer in rules.layers_on(jurisdiction, day) if rules else ():
        clauses = {clause.id: clause for clause in layer.profile.clauses}
        for gate in layer.profile.gates:
            if newest(gate.at) == topic:
                yield gate, tuple(clauses[identifier] for identifier in gate.clauses if identifier in clauses)


def citation(clauses: tuple[Clause, ...]) -> str:
    """The clauses as an official cites them."""
    return "、".join(clause.citation for clause in clauses)
