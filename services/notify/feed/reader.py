"""Who reads a feed, and what of the record is for it. Which entry is for a reader is fixed when the entry is recorded and never changes,
so that who reads early and who reads late get the same list.

An entry is for a reader's jurisdictions where it belongs to one of them, or where its case had come to concern one by then. What belongs
to a review is for the jurisdiction that it belongs to. Within that:

* an agency: the entries of the case records that had come to concern it by then, but no other agency's plan for a mediation, nothing of
  another agency's review, nothing internal to another agency (`yingsu.events.sight`) but to a defendant whose response it handled by then,
  and of reminders only those of what it owes itself, alone or with the others of its jurisdiction; from where it is recorded that it took
  another agency over as a whole, also what is for that one;
* a court: the entries of its own cases and its own messages; nothing internal, nothing of mediations, reviews and reminders;
* a mediation centre: cases and mediations, what is internal only as far as it is the centre's business too, and reminders of what a
  centre owes; nothing of reviews;
* a supervising body and an auditor: everything.

Where agencies have their webhooks sent is for nobody (`yingsu.events.notify.endpoint`).
"""

import re
from typing import Final, Literal

import msgspec

from yingsu.errors import Forbidden
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.registry.client import ClientRole
from yingsu.events.sight import internal_topics
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.ledger.entry import ANY_JURISDICTION
from yingsu.officials.callers import Caller
from yingsu.officials.roles import ROLES

Context = Literal["intake", "mediation", "review", "notify", "all"]
"""The service whose events are read, or all of these. The registry's are in no feed, nor are those of endpoints."""

CONTEXTS: Final = ("intake", "mediation", "review", "notify")
CENTRE: Final = "mediation_body"
"""Who a rule says owes what a mediation centre owes."""

_OPEN: Final[dict[ClientRole, tuple[str, ...]]] = {
    "agency": CONTEXTS,
    "court": ("intake",),
    "mediation_centre": ("intake", "mediation", "notify"),
    "supervisor": CONTEXTS,
    "auditor": CONTEXTS,
}
READERS: Final[tuple[ClientRole, ...]] = tuple(_OPEN)
"""An administrator keeps the system, not the cases."""


class FeedClosed(Forbidden):
    """Nothing of this service is for the caller's role."""

    code = "feed-closed"


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads, wherever it asks from. `tenants` are its jurisdictions (or the mark of the whole country), of which it sees nothing beyond;
    `agency` is an agency's id, `court` a court's designation. `took_over` are the agencies that its own took over, each with the position of
    the record from which on."""

    role: ClientRole
    tenants: tuple[str, ...]
    agency: str | None = None
    court: str | None = None
    took_over: tuple[tuple[str, int], ...] = ()

    @property
    def agencies(self) -> tuple[str, ...]:
        """Its own agency, and those that this took over."""
        return (self.agency or "", *(agency for agency, _ in self.took_over))

    @property
    def everywhere(self) -> bool:
        """Whether it reads the whole country."""
        return ANY_JURISDICTION in self.tenants

    @property
    def keys(self) -> tuple[str, ...]:
        """What `views.notify_concerned` calls its jurisdictions."""
        return tuple(map(division_key, self.tenants))

    def topics(self, context: Context) -> list[str]:
        """Patterns of LIKE for the topics of `context` of which something can be for it. Raises `FeedClosed` where there are none."""
        wanted = CONTEXTS if context == "all" else (context,)
        found = [f"{name}.%" for name in wanted if name in _OPEN.get(self.role, ())]
        if not found:
            raise FeedClosed(
                f"{context} 的事件不对{ROLES[self.role].title}开放，未提供。请改为读取本单位可以查看的事件，例如 /v1/notify/feeds/all。"
            )
        return found

    def condition(self) -> tuple[str, dict[str, object]]:
        """The SQL condition on a row `entry` of the ledger by which it is for this reader, and its parameters. Of topics: see `topics`."""
        parts: list[str] = []
        values: dict[str, object] = {}
        if not self.everywhere:
            parts.append(_OF_JURISDICTIONS)
            values |= {"tenants": list(self.tenants), "divisions": list(self.keys)}
        match self.role:
            case "agency":
                own = [f"({_CONCERNED} AND {_OWN})"]
                values |= {"reader": self.agency or "", "agency": self.agency or "", "others": list(OWED_BY_OTHERS)}
                values |= {
                    "internal": list(internal_topics()),
                    "handling": HandlingUnitDetermined.TOPIC,
                    "places": list(self.tenants),
                }
                for number, (agency, begun) in enumerate(self.took_over):
                    taken = f"({_CONCERNED} AND {_OWN} AND entry.position >= %(begun)s)"
                    own.append(_RENAMED.sub(rf"%(\g<1>_{number})s", taken))
                    values |= {f"reader_{number}": agency, f"agency_{number}": agency, f"begun_{number}": begun}
                parts.append(f"({' OR '.join(own)})")
            case "court":
                parts += [f"({_CONCERNED} OR {_OWN_MESSAGE})", _NOT_INTERNAL]
                values |= {"reader": court_key(self.court or ""), "court": self.court or "", "internal": list(internal_topics())}
            case "mediation_centre":
                parts += [_FOR_CENTRE, _NOT_INTERNAL]
                values |= {"centre": CENTRE, "internal": list(internal_topics(but_for_centre=True))}
        return " AND ".join(parts) or "true", values


def reader_of(caller: Caller) -> Reader:
    """The reader that a caller is."""
    return Reader(role=caller.role, tenants=caller.tenants, agency=caller.agency, court=caller.court)


def court_key(court: str) -> str:
    """What `views.notify_concerned` calls a court."""
    return f"court:{court}"


def division_key(jurisdiction: str) -> str:
    """What `views.notify_concerned` calls a jurisdiction. An agency it calls by its id."""
    return f"division:{jurisdiction}"


_OF_JURISDICTIONS: Final = (
    "(entry.jurisdiction = ANY (%(tenants)s) OR (entry.topic NOT LIKE 'review.%%' AND EXISTS (SELECT FROM views.notify_concerned place "
    "WHERE place.case_id = entry.case_id AND place.reader = ANY (%(divisions)s) AND place.since <= entry.position)))"
)
_CONCERNED: Final = (
    "EXISTS (SELECT FROM views.notify_concerned own WHERE own.case_id = entry.case_id AND own.reader = %(reader)s "
    "AND own.since <= entry.position)"
)
_HANDLED: Final = (
    "EXISTS (SELECT FROM ledger.entry held WHERE held.case_id = entry.case_id AND held.topic = %(handling)s "
    "AND held.position <= entry.position AND held.payload::json ->> 'unit' = %(agency)s "
    "AND held.payload::json ->> 'agency' = {whose} "
    "AND NOT EXISTS (SELECT FROM ledger.entry since WHERE since.case_id = held.case_id AND since.topic = held.topic "
    "AND since.position > held.position AND since.position <= entry.position "
    "AND since.payload::json ->> 'agency' = held.payload::json ->> 'agency' "
    "AND since.payload::json ->> 'object' = held.payload::json ->> 'object'))"
)
"""That the reader handled, by then, the response of the defendant `whose`."""
_OF_ITS_OWN: Final = (
    "(coalesce({event}.payload::json ->> 'agency', %(agency)s) = %(agency)s OR "
    + _HANDLED.replace("{whose}", "{event}.payload::json ->> 'agency'")
    + ")"
)
# What a duty of the whole case began with is the last part of its id.
_TOGETHER: Final = (
    "entry.payload::json ->> 'agency' IS NULL AND entry.jurisdiction = ANY (%(places)s) AND EXISTS (SELECT FROM ledger.entry began "
    "WHERE began.event_id = right(entry.payload::json ->> 'obligation', 36)::uuid "
    f"AND (began.topic <> ALL (%(internal)s) OR {_OF_ITS_OWN.format(event='began')}))"
)
_OWN: Final = (
    f"CASE WHEN entry.topic LIKE 'notify.%%' THEN (entry.payload::json ->> 'agency' = %(agency)s OR ({_TOGETHER})) "
    "AND entry.payload::json ->> 'owed_by' <> ALL (%(others)s) "
    r"WHEN entry.topic LIKE 'review.%%' OR entry.topic LIKE 'mediation.mediation\_plan\_%%' "
    "THEN entry.payload::json ->> 'agency' = %(agency)s "
    f"WHEN entry.topic = ANY (%(internal)s) THEN {_OF_ITS_OWN.format(event='entry')} ELSE true END"
)
_RENAMED: Final = re.compile(r"%\((reader|agency|begun)\)s")
"""The parameters that each agency has of its own."""
_NOT_INTERNAL: Final = "entry.topic <> ALL (%(internal)s)"
_OWN_MESSAGE: Final = (
    "(entry.case_id IS NULL AND entry.stream LIKE 'message-%%' AND EXISTS (SELECT FROM ledger.entry first "
    "WHERE first.stream = entry.stream AND first.version = 1 AND first.payload::json ->> 'court' = %(court)s))"
)
_FOR_CENTRE: Final = (
    "entry.case_id IS NOT NULL AND (CASE WHEN entry.topic LIKE 'notify.%%' "
    "THEN entry.payload::json ->> 'owed_by' = %(centre)s ELSE true END)"
)
