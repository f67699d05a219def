"""What the profile in force asks of a step (`gates.toml`): the parts without which it is refused, or recorded and flagged. Pure.

A gate's `requires` names fields of the step; what is asked in other words is for the decision of its kind, which finds the gate by its
code.
"""

from services.intake.steps.kind import Kind, Told
from yingsu.errors import Malformed
from yingsu.law.gates import gates_on as gates_on
from yingsu.law.provision import Gate
from yingsu.law.rules import Rules


class StepIncomplete(Malformed):
    """A part that the profile requires of the step lacks."""

    code = "step-incomplete"
    title = "登记内容不完整"


def lacking(gate: Gate, told: Told) -> tuple[str, ...]:
    """The fields of a step that the gate requires and that say nothing."""
    fields = (name for name in gate.requires if name in told.__struct_fields__)
    return tuple(name for name in fields if getattr(told, name) in (None, "", (), False))


def require_parts(rules: Rules | None, jurisdiction: str, kind: Kind, told: Told) -> None:
    """Refuse a step without a part that the profile requires of it. Raises `StepIncomplete`."""
    for gate, clauses in gates_on(rules, jurisdiction, kind.day_of(told), kind.event.TOPIC):
        missing = lacking(gate, told) if gate.effect == "refuse" else ()
        if missing:
            cited = "、".join(clause.citation for clause in clauses)
            raise StepIncomplete(
                f"{kind.title}缺少{'、'.join(kind.label(name) for name in missing)}，未登记。{cited}要求{gate.title}，请补充后重新提交。",
                clauses=tuple(clause.id for clause in clauses),
                pointer=f"/{missing[0]}",
            )
