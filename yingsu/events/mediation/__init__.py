"""Events of the mediation service: the centre's steps, each agency's plan, mediation during a suit and in court, an agency's own correction."""

from yingsu.events.mediation import aftermath, correcting, correction, court, litigation, mediation, plan, unresolved

__all__ = ["aftermath", "correcting", "correction", "court", "litigation", "mediation", "plan", "unresolved"]
