"""What agencies and the bodies over them register in a filed case: each kind of step beside its decision, all through one desk."""

from typing import Final

from services.intake.steps import reporting, resolution, risk
from services.intake.steps.kind import by_told

KINDS: Final = by_told(reporting.KINDS, resolution.KINDS, risk.KINDS)
"""Every kind of step, by what is told."""
