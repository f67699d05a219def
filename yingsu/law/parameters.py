"""Values of the profile in force, each with the words of its clauses: what code reads instead of numbers and choices of its own."""

from datetime import date

import msgspec

from yingsu.law.clauses import Clause
from yingsu.law.rule import Parameter
from yingsu.law.rules import Rules


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """A value, the clauses that it rests on, and the layer that holds it as `<id>.<version>`."""

    value: str | int | bool | tuple[str, ...]
    clauses: tuple[Clause, ...]
    layer: str

    @property
    def citation(self) -> str:
        """Its clauses as an official would cite them."""
        return "、".join(clause.citation for clause in self.clauses) or "本单位自定"


def parameter_on(rules: Rules, jurisdiction: str, day: date, group: str, key: str) -> Cited | None:
    """The value that governs in `jurisdiction` what happens on `day`: that of the lowest layer that has one; None where no layer has."""
    layers = rules.layers_on(jurisdiction, day)
    for layer in reversed(layers):
        found: Parameter | None = layer.profile.parameters.get(group, {}).get(key)
        if found is not None:
            clauses = {clause.id: clause for above in layers for clause in above.profile.clauses}
            cited = tuple(clauses[identifier] for identifier in found.clauses if identifier in clauses)
            return Cited(value=found.value, clauses=cited, layer=layer.token)
    return None
