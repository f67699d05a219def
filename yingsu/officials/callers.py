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
    `duties` are the official's (head, leader, handler …), empty without an assertion.
    """

    client: str
    role: ClientRole
    scopes: frozenset[str]
    jurisdictions: tuple[str, ...]
    court: str | None = None
    agency: str | None = None
    official: str | None = None
    duties: tuple[str, ...] = ()

    @property
    def tenants(self) -> tuple[str, ...]:
        """Whose rows it may read: those of its jurisdictions, or, with the whole country among them, all."""
        return EVERYWHERE if NATIONAL in self.jurisdictions else self.jurisdictions

    @property
    def confined_to(self) -> str | None:
        """The agency to whose own cases it is confined in lists: an agency's system to its agency. None: to none."""
        return self.agency or "" if self.role == "agency" else None

    def actor(self) -> Actor:
        """The caller as the ledger records it: ids only."""
        return Actor(client=self.client, role=self.role, agency=self.agency, official=self.official)
