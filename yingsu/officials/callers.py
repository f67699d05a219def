"""Who is calling: what a verified token, and a verified assertion of the acting official, say. Owns the errors of a failed proof."""

import msgspec

from yingsu.errors import YingsuError
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Actor
from yingsu.officials.divisions import NATIONAL


class Unauthenticated(YingsuError):
    """The request does not prove who sends it (the edge answers 401)."""

    code = "unauthenticated"
    title = "身份未能确认"


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A machine client within the bounds of its token, and the official it acts for, where one was asserted.

    `jurisdictions` are division codes, or `NATIONAL`; what they let it read is `tenants`.
    `duties` are the official's (head, leader, handler …), empty without an assertion. `inherited` are the agencies that its own took over as
    a whole: it reads and answers their cases too (行政诉讼法 art. 26).
    """

    client: str
    role: ClientRole
    scopes: frozenset[str]
    jurisdictions: tuple[str, ...]
    court: str | None = None
    agency: str | None = None
    official: str | None = None
    duties: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()

    @property
    def tenants(self) -> tuple[str, ...]:
        """Whose rows it may read: those of its jurisdictions, or, with the whole country among them, all."""
        return EVERYWHERE if NATIONAL in self.jurisdictions else self.jurisdictions

    @property
    def confined_to(self) -> tuple[str, ...] | None:
        """The agencies to whose own cases it is confined in lists: an agency's system to those for which it answers. None: to none."""
        return self.agencies if self.role == "agency" else None

    @property
    def agencies(self) -> tuple[str, ...]:
        """Those for which it answers: its own agency, and what that took over. Empty where it has none."""
        return () if self.agency is None else (self.agency, *self.inherited)

    def answers_for(self, agency: str | None) -> bool:
        """Whether it answers for that agency."""
        return agency is not None and agency in self.agencies

    def actor(self) -> Actor:
        """The caller as the ledger records it: ids only."""
        return Actor(client=self.client, role=self.role, agency=self.agency, official=self.official)
