"""Events of the intake service: the court's messages, the case, each defendant's response."""

from yingsu.events.intake import case, message, response

__all__ = ["case", "message", "response"]
