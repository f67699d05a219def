"""Events of the registry service: agencies and what becomes of them, who holds which office, courts, officials, clients, and the published rules."""

from yingsu.events.registry import agency, client, lineage, office, rules

__all__ = ["agency", "client", "lineage", "office", "rules"]
