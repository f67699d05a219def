"""What agencies and the bodies over them register in a filed case: each kind of step beside its decision, all through one desk."""

from types import MappingProxyType
from typing import Final

from services.intake.steps import (
    absence,
    act,
    answering,
    attending,
    correction,
    letters,
    performing,
    reporting,
    resolution,
    risk,
    team,
)
from services.intake.steps.kind import by_told

KINDS: Final = by_told(
    absence.KINDS,
    act.KINDS,
    answering.KINDS,
    attending.KINDS,
    correction.KINDS,
    letters.KINDS,
    performing.KINDS,
    reporting.KINDS,
    resolution.KINDS,
    risk.KINDS,
    team.KINDS,
)
"""Every kind of step, by what is told."""
BY_EVENT: Final = MappingProxyType({kind.event: kind for kind in KINDS.values()})
"""The same by what is recorded: each is recorded as an event of its own."""
