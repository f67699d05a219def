"""Who handles the responses in a case, for whoever reads it: the record's facts over the rules and the registered agencies as of now."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.intake.cases.record import Record
from yingsu.law.handling import Handling, handlings, says_anything
from yingsu.law.in_force import EVER
from yingsu.law.rules import Rules
from yingsu.ledger.database import Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.officials.agencies import Agency
from yingsu.officials.registered import RegisteredAgencies


@dataclass(frozen=True)
class HandlingReader:
    """`rules` are those in force; None where none are published."""

    database: Database
    registered: RegisteredAgencies
    rules: Rules | None

    def of(self, record: Record) -> tuple[Handling, ...]:
        """Who handles what, by the defendants of the filing; nothing before it. Raises `ProfileMalformed`."""
        filing, rules = record.case.filing, self.rules
        if filing is None:
            return ()
        spoken = rules is not None and any(says_anything(rules, place, filing) for place in record.case.jurisdictions)
        return handlings(filing, record.determined, rules, self.agencies() if spoken else {})

    def agencies(self) -> Mapping[str, Agency]:
        """Every registered agency, by its id."""
        with self.database.read(EVERYWHERE) as cursor:
            return self.registered.at(cursor, EVER)
