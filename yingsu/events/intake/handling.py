"""谁承办谁应诉: which unit handles a defendant's response. Streams `handling-<case uuid>`, so that it stales no agency's ETag."""

from datetime import date
from typing import Literal

from yingsu.events.intake.case import DisputedObject
from yingsu.events.review.review import Basis
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("intake.handling_unit_determined.v1")
class HandlingUnitDetermined(Event, frozen=True, kw_only=True):
    """应诉承办单位. From `determined_on` on, `unit` handles the response of the defendant `agency` for what it is sued for (DH-6.4, DH-6.5,
    YT-2.2.1 to 2.2.7); a later one for the same defendant and object takes its place. Periods stay those of the defendant.

    `by`: the profile's rule says it without doubt, or whoever the profile names decided it, for a `reason`.
    """

    agency: str
    object: DisputedObject
    unit: str
    by: Literal["rule", "decider"]
    reason: SealedText | None
    determined_on: date
    decided_under: Basis
