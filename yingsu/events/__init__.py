"""The published language: every event that any service appends, by the service that owns it.

Services may fold each other's events, never import each other. Importing this package registers every topic.
"""

from yingsu.events import intake, mediation, notify, registry, review

__all__ = ["intake", "mediation", "notify", "registry", "review"]
