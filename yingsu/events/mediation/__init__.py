"""Events of the mediation service: the centre's steps, each agency's plan."""

from yingsu.events.mediation import mediation, plan

__all__ = ["mediation", "plan"]
