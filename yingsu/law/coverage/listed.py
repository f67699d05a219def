"""How each clause of the documents is realised: by which values, rules and provisions of a profile, enforced where, shown by which tests.

Nothing of it is typed in. What cites a clause is read from the profiles, where code names it from the source, which tests play its example
from their marks (`covering`, `coverage_sources`). The list is generated into `coverage.json`, comes with the software and is compared in CI.

A clause is closed when nothing about it is left to build: what cites it looks only at facts that services record, a gate is named by the
code that enforces it, and a test plays its acceptance example. One that only exhorts (`record_only`) is closed by the test that nothing it
says triggers anything. Every other clause is open, with what is missing.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

import msgspec

By = Literal["obligation", "gate", "register", "metric", "escalation", "document", "role", "value", "record"]
"""How a clause is realised: 期限义务, 关口, 台账, 指标, 问责, 文书, 职责, 参数, 仅作记录."""

Status = Literal["closed", "open"]

_LIST: Final = "coverage.json"


class Realised(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in a profile that rests on the clause. `key` is `<profile>/<file>.<code>`; `enforced_at` where code names a gate;
    `missing` what keeps it from working: topics of events that no service records yet, or the lack of code."""

    by: By
    key: str
    title: str
    enforced_at: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Coverage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What there is of one clause. `profile` is the one of its document; `named_at` are the places of the code that name the clause."""

    id: str
    profile: str
    kind: str
    also: tuple[str, ...] = ()
    status: Status
    realised: tuple[Realised, ...] = ()
    named_at: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def listed() -> tuple[Coverage, ...]:
    """The list that comes with the software."""
    content = resources.files("yingsu.law.coverage").joinpath(_LIST).read_bytes()
    return msgspec.json.decode(content, type=tuple[Coverage, ...])


def text_of(found: Iterable[Coverage]) -> str:
    """The list as it is written, a line a clause."""
    return "[\n" + ",\n".join(msgspec.json.encode(item).decode() for item in found) + "\n]\n"
