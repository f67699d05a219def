"""What becomes of an agency: renamed, merged, split, powers transferred, abolished. Streams `agency-<uuid>`.

Each is dated by its own day. What one agency gives up, another takes over: both streams tell it, in one append, so that either end leads to
the other. 行政诉讼法 art. 26: whoever goes on exercising the powers of an agency that was abolished or lost them is the defendant.
"""

from datetime import date
from typing import Literal

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored

Manner = Literal["merged", "split", "powers_transferred", "abolished"]
"""怎样承继: 合并, 分立, 职权划转, 撤销."""


class Share(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one agency takes over in a split: the powers that are named, and for one of them the `rest`, which nobody named."""

    agency: str
    powers: tuple[str, ...]
    rest: bool


@stored("registry.agency_renamed.v1")
class AgencyRenamed(Event, frozen=True, kw_only=True):
    """更名. The agency is the same, its name is `name` from `since` on. `authority` is the document that says so."""

    agency_id: str
    name: str
    since: date
    authority: str | None


@stored("registry.agency_merged.v1")
class AgencyMerged(Event, frozen=True, kw_only=True):
    """并入. From `since` on the agency is part of `into`, which answers for all that it did."""

    agency_id: str
    into: str
    since: date
    authority: str | None


@stored("registry.agency_split.v1")
class AgencySplit(Event, frozen=True, kw_only=True):
    """分立. From `since` on the agency is no more; each of `shares` has its powers, exactly one of them the rest."""

    agency_id: str
    shares: tuple[Share, ...]
    since: date
    authority: str | None


@stored("registry.powers_transferred.v1")
class PowersTransferred(Event, frozen=True, kw_only=True):
    """职权划转. From `since` on `to` exercises the powers that are named; the agency goes on with its others."""

    agency_id: str
    to: str
    powers: tuple[str, ...]
    since: date
    authority: str | None


@stored("registry.agency_abolished.v1")
class AgencyAbolished(Event, frozen=True, kw_only=True):
    """撤销. From `since` on the agency is no more. `successor` exercises its powers; None where no agency does."""

    agency_id: str
    since: date
    successor: str | None
    authority: str | None


@stored("registry.agency_succeeded.v1")
class AgencySucceeded(Event, frozen=True, kw_only=True):
    """承继. The other end of each of these: what the agency took over. `whole`: it answers for whatever the predecessor did that nobody else
    took over by name."""

    agency_id: str
    predecessor: str
    manner: Manner
    powers: tuple[str, ...]
    whole: bool
    since: date
