"""Events of the notify service: what the clock told about obligations, and the endpoints that agencies registered."""

from yingsu.events.notify import endpoint, timer

__all__ = ["endpoint", "timer"]
