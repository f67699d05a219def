"""Events of the intake service: the court's messages and letters, the case before and after filing, each defendant's response, files."""

from yingsu.events.intake import case, file, letter, message, prelitigation, response

__all__ = ["case", "file", "letter", "message", "prelitigation", "response"]
