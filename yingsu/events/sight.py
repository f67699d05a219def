"""Which facts of a case are internal: what an agency, or the body over it, registers for their own use.

An internal fact is for the agency that it names (where it names none, for every agency of its case), for the body that supervises, and for
the auditor; also for the mediation centre where it is `centre` business. Courts and the other agencies of the case do not see it. Every
other fact of a case is for whoever the case concerns, as far as its service is open to them.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from yingsu.ledger.entry import Entry, Event

E = TypeVar("E", bound=type[Event])

_internal: dict[str, bool] = {}


def internal(*, centre: bool = False) -> Callable[[E], E]:
    """Class decorator, above `stored`: facts of this class are internal. `centre`: the mediation centre sees them too. The class has a
    field `agency`, an agency's id or None."""

    def register(cls: E) -> E:
        if not cls.TOPIC or "agency" not in cls.__struct_fields__:
            raise ValueError(f"{cls.__name__}: an internal fact has a topic and says whose it is")
        _internal[cls.TOPIC] = centre
        return cls

    return register


def internal_topics(*, but_for_centre: bool = False) -> tuple[str, ...]:
    """The topics of internal facts, sorted; `but_for_centre` leaves out those that the mediation centre sees."""
    return tuple(sorted(topic for topic, centre in _internal.items() if not (but_for_centre and centre)))


def is_internal(entry: Entry) -> bool:
    """Whether neither courts nor the other agencies of its case see the entry."""
    return entry.topic in _internal


def is_for_agencies(entry: Entry, agencies: Collection[str]) -> bool:
    """Whether who answers for these agencies sees the entry, as far as it is internal."""
    return not is_internal(entry) or (named := getattr(entry.event, "agency", None)) is None or named in agencies


def is_for_centre(entry: Entry) -> bool:
    """Whether the mediation centre sees the entry, as far as it is internal."""
    return _internal.get(entry.topic, True)
