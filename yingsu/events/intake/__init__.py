"""Events of the intake service: the court's messages and letters, the case before and after filing, hearings and judgments, each defendant's response, files."""

from yingsu.events.intake import case, file, handling, hearing, judgment, letter, message, prelitigation, response

__all__ = ["case", "file", "handling", "hearing", "judgment", "letter", "message", "prelitigation", "response"]
