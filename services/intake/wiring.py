"""From the request to the domain: what a route of intake needs of the service's dependencies."""

from datetime import date

from fastapi import Request

from services.intake.cases.desk import ResponseDesk
from services.intake.cases.timing import rules_known
from services.intake.cases.writer import CaseWriter
from services.intake.court.correspondence import Correspondence
from services.intake.handling.reading import HandlingReader
from yingsu.law.published import AskedOnce, InForce
from yingsu.officials.callers import Caller
from yingsu.officials.registered import RegisteredAgencies
from yingsu.officials.sight import Sight
from yingsu.web.deps import deps_of


def correspondence_of(request: Request) -> Correspondence:
    """The courts' messages."""
    deps = deps_of(request)
    return Correspondence(deps.ledger, deps.keys, deps.directory)


def desk_of(request: Request) -> ResponseDesk:
    """The agencies' desk."""
    deps = deps_of(request)
    return ResponseDesk(deps.ledger, deps.keys)


def rules_of(request: Request) -> InForce:
    """The published rules: the same for all that the request does."""
    if not hasattr(request.state, "rules"):
        request.state.rules = AskedOnce(request.app.state.rules)
    rules: AskedOnce = request.state.rules
    return rules


def handling_of(request: Request) -> HandlingReader:
    """Who handles the responses, by the rules and the registered agencies as of now."""
    registered: RegisteredAgencies = request.app.state.agencies
    return HandlingReader(deps_of(request).ledger.database, registered, rules_known(rules_of(request)))


def sight_of(request: Request, caller: Caller) -> Sight:
    """What the caller sees of persons."""
    return Sight(deps_of(request).keys, caller)


def writer_of(request: Request, caller: Caller, day: date | None = None) -> CaseWriter:
    """The writer of cases for the caller, as of a day."""
    handling = handling_of(request)
    return CaseWriter(sight_of(request, caller), deps_of(request).directory, handling.rules, handling.of, day)
