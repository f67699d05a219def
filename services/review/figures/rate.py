"""A rate as it is published: exact, from whole numbers, rounded half up. Never a binary fraction: 10.0 % is 10.00 %, not 9.99 %."""

import msgspec

NO_RATE = "分母为零，不计算比率。"
"""What is said instead of a rate where there is nothing to divide by."""

_SCALE = 10_000


class Rate(msgspec.Struct, frozen=True):
    """`value`: a decimal with four places (`0.3333`); `percent`: the same as a percentage (`33.33%`)."""

    value: str
    percent: str


def rate(numerator: int, denominator: int) -> Rate | None:
    """`numerator` / `denominator`, rounded half up to four places. None without a denominator."""
    if denominator == 0:
        return None
    parts = (2 * _SCALE * numerator + denominator) // (2 * denominator)
    whole, rest = divmod(parts, _SCALE)
    hundreds, hundredths = divmod(parts, 100)
    return Rate(f"{whole}.{rest:04}", f"{hundreds}.{hundredths:02}%")
