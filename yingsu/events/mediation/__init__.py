"""Events of the mediation service: the centre's steps, each agency's plan, mediation during a suit and in court, an agency's own correction."""

from yingsu.events.mediation import aftermath, correction, court, litigation, mediation, plan, unresolved

__all__ = ["aftermath", "correction", "court", "litigation", "mediation", "plan", "unresolved"]
