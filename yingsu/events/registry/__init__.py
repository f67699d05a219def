"""Events of the registry service: agencies, courts, officials, clients, and the published rules."""

from yingsu.events.registry import agency, client, rules

__all__ = ["agency", "client", "rules"]
