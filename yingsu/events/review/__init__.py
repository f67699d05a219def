"""Events of the review service: the review of a lost case and the rectification that follows it."""

from yingsu.events.review import rectification, review

__all__ = ["rectification", "review"]
