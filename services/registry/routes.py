"""Every route of the registry, wired to what it needs."""

from fastapi import APIRouter

from services.registry.agency_routes import agency_routes
from services.registry.client_routes import client_routes
from services.registry.desk import Desk
from services.registry.official_routes import official_routes
from services.registry.rules_routes import rules_routes
from services.registry.token_routes import token_routes
from services.registry.views import Lists
from yingsu.law.published import RulesInForce
from yingsu.web.deps import Deps


def registry_routes(deps: Deps) -> tuple[APIRouter, ...]:
    """The routers, in the order in which the documents show them. Reads nothing yet."""
    desk = Desk(deps.ledger, deps.keys, deps.directory, deps.clock)
    lists = Lists(deps.ledger.database)
    return (
        token_routes(deps),
        agency_routes(deps, desk, lists),
        official_routes(deps, desk, lists),
        client_routes(deps, desk, lists),
        rules_routes(deps, lists, RulesInForce(deps.ledger)),
    )
