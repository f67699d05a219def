"""What the registry's routes ask of a request and say in an answer, in one vocabulary."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Response

from services.registry.drafts import Person
from yingsu.ledger.deciding import Request
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.web.auth import allow
from yingsu.web.paging import Page, page
from yingsu.web.writes import if_match, if_none_match, set_etag, write_request

Reader = Annotated[Caller, Depends(allow("registry:read"))]
Administrator = Annotated[Caller, Depends(allow("registry:write", roles={"administrator"}))]
ClientReader = Annotated[Caller, Depends(allow("registry:read", roles={"administrator", "auditor"}))]
Registrar = Annotated[Caller, Depends(allow("registry:write", roles={"administrator"}, official=True))]
"""A person who acts through a system of administrators."""
DraftReader = Annotated[Caller, Depends(allow("registry:read", roles={"administrator", "supervisor", "auditor"}))]
Write = Annotated[Request, Depends(write_request)]
Version = Annotated[int, Depends(if_match)]
Held = Annotated[frozenset[str], Depends(if_none_match)]
Paged = Annotated[Page, Depends(page)]


def after(paged: Page) -> str:
    """The id after which the page begins."""
    return "" if paged.after is None else str(paged.after[0])


def person(caller: Caller) -> Person:
    """The official who acts, where the route requires one."""
    return Person(official=caller.official or "", duties=caller.duties)


def may_see(caller: Caller, jurisdiction: str | None) -> bool:
    """Whether the caller may know of rules of a jurisdiction; those of all (None) anyone may."""
    return jurisdiction is None or within((jurisdiction,), caller.jurisdictions)


def created(response: Response, location: str, version: int) -> None:
    """Say where the new thing is, and its version."""
    response.headers["Location"] = f"/v1/registry/{quote(location)}"
    set_etag(response, version)
