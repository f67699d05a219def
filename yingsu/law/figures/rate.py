"""A rate as it is published: exact, from whole numbers, rounded half up. Never a binary fraction: 10.0 % is 10.00 %, not 9.99 %.

Whether a rate keeps within a limit is decided on the whole numbers, so that rounding moves nothing over a border.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

NO_RATE: Final = "分母为零，不计算比率。"
"""What is said instead of a rate where there is nothing to divide by."""

_SCALE: Final = 10_000


class Rate(msgspec.Struct, frozen=True):
    """`value`: a decimal with four places (`0.3333`); `percent`: the same as a percentage (`33.33%`)."""

    value: str
    percent: str


def rate(numerator: int, denominator: int) -> Rate | None:
    """`numerator` / `denominator`, rounded half up to four places. None without a denominator."""
    if denominator == 0:
        return None
    parts = _rounded(Fraction(numerator, denominator))
    whole, rest = divmod(parts, _SCALE)
    hundreds, hundredths = divmod(parts, 100)
    return Rate(f"{whole}.{rest:04}", f"{hundreds}.{hundredths:02}%")


def points(now: Fraction, then: Fraction) -> str:
    """The difference of two rates in percentage points, with its sign and two places (`+5.00`, `-2.00`, `0.00`)."""
    parts = _rounded(abs(now - then))
    whole, rest = divmod(parts, 100)
    sign = "" if parts == 0 else "+" if now > then else "-"
    return f"{sign}{whole}.{rest:02}"


def is_decimal(text: str) -> bool:
    """Is it a plain decimal from 0 to 1 (`0.10`, `1`)?"""
    whole, point, rest = text.partition(".")
    digits = all(part.isascii() and part.isdecimal() for part in ((whole, rest) if point else (whole,)))
    return digits and 0 <= Fraction(text) <= 1


def percent_of(text: str) -> str:
    """A decimal as a percentage without needless zeros: `0.10` is `10%`, `0.125` is `12.5%`."""
    return f"{(Decimal(text) * 100).normalize():f}%"


def _rounded(value: Fraction) -> int:
    """In ten-thousandths, half up."""
    return (2 * _SCALE * value.numerator + value.denominator) // (2 * value.denominator)
