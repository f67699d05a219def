"""Every route of the registry, wired to what it needs."""

from fastapi import APIRouter

from services.registry.agency_routes import agency_routes
from services.registry.calendar_import import CalendarDesk
from services.registry.calendar_routes import calendar_routes
from services.registry.changes_desk import ChangesDesk
from services.registry.clause_routes import clause_routes
from services.registry.client_routes import client_routes
from services.registry.desk import Desk
from services.registry.draft_routes import draft_routes
from services.registry.drafting import DraftingDesk
from services.registry.lineage_routes import lineage_routes
from services.registry.office_desk import OfficeDesk
from services.registry.office_routes import office_routes
from services.registry.official_routes import official_routes
from services.registry.register_routes import register_routes
from services.registry.retirement_routes import retirement_routes
from services.registry.rules_routes import rules_routes
from services.registry.token_routes import token_routes
from services.registry.views import Lists
from services.registry.whatif_routes import whatif_routes
from yingsu.law.published import RulesInForce
from yingsu.web.deps import Deps


def registry_routes(deps: Deps) -> tuple[APIRouter, ...]:
    """The routers, in the order in which the documents show them. Reads nothing yet."""
    desk = Desk(deps.ledger, deps.keys, deps.directory, deps.clock)
    lists = Lists(deps.ledger.database)
    rules = RulesInForce(deps.ledger)
    drafting = DraftingDesk(deps.ledger, deps.clock, rules)
    return (
        token_routes(deps),
        agency_routes(deps, desk, lists),
        lineage_routes(deps, ChangesDesk(deps.ledger, deps.directory, deps.clock)),
        office_routes(deps, OfficeDesk(deps.ledger, deps.keys, deps.directory, deps.clock)),
        register_routes(deps, rules),
        official_routes(deps, desk, lists),
        client_routes(deps, desk, lists),
        rules_routes(deps, lists, rules),
        calendar_routes(CalendarDesk(deps.ledger, deps.clock, rules)),
        draft_routes(drafting),
        retirement_routes(drafting),
        clause_routes(),
        whatif_routes(deps, rules, drafting),
    )
