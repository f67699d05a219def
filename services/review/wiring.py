"""From the request to the domain: what a route of reviews needs of the service's dependencies."""

from fastapi import Request

from services.review.desk import ReviewDesk
from services.review.writer import ReviewWriter
from yingsu.officials.callers import Caller
from yingsu.officials.sight import Sight
from yingsu.web.deps import deps_of


def desk_of(request: Request) -> ReviewDesk:
    """The desk."""
    deps, state = deps_of(request), request.app.state
    return ReviewDesk(deps.ledger, deps.keys, deps.files, state.rules, state.agencies)


def writer_of(request: Request, caller: Caller) -> ReviewWriter:
    """The writer of reviews for the caller."""
    deps = deps_of(request)
    return ReviewWriter(Sight(deps.keys, caller), deps.directory)
