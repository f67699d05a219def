"""What a reader sees of a text. Free for every layer: the edge refuses what shows nothing, and so do the decisions."""

import unicodedata
from typing import Final

_UNSEEN_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that show nothing."""


def visible(text: str) -> bool:
    """Whether a reader sees anything of a text: it is not made of blanks, marks and characters without a shape alone."""
    return any(unicodedata.category(char)[0] not in "ZCM" and char not in _UNSEEN_LETTERS for char in text)
