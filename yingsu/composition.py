"""The composition root: which services, views and reactions there are, and what each service is handed."""

from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI

from services.intake import app as intake
from services.notify import app as notify
from services.registry import app as registry
from yingsu.clock import Clock, system_clock
from yingsu.errors import YingsuError
from yingsu.installation import Installation
from yingsu.ledger.reader import View
from yingsu.officials.directory import Directory
from yingsu.officials.external_keys import ExternalKeys
from yingsu.officials.signing_key import open_signing_key
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.web.deps import Deps

VIEWS: Final[tuple[View, ...]] = (*intake.VIEWS, *notify.VIEWS, *registry.VIEWS)
"""Every read model. Each can be rebuilt."""


class ViewUnknown(YingsuError):
    """There is no view of this name."""

    code = "view-unknown"
    title = "没有这个视图"


def compose(installation: Installation, *, clock: Clock = system_clock, transport_clock: Clock = system_clock) -> Deps:
    """What every service is handed. `clock` is the record clock, and should be the installation's."""
    settings, directory = installation.settings, Directory(installation.ledger, transport_clock)
    issuer = Issuer(
        open_signing_key(installation.keys, settings.key_file),
        issuer=settings.issuer,
        audience=settings.audience,
        lifetime=settings.token_lifetime,
        clock=transport_clock,
    )
    external = ExternalKeys(settings.external_jwks, transport_clock) if settings.external_jwks else None

    return Deps(
        ledger=installation.ledger,
        keys=installation.keys,
        directory=directory,
        verifier=Verifier(issuer, directory, audience=settings.audience, clock=transport_clock, external=external),
        issuer=issuer,
        clock=clock,
        transport_clock=transport_clock,
        settings=settings,
    )


def applications(deps: Deps) -> Mapping[str, FastAPI]:
    """Every service's application, by name."""
    return {module.NAME: module.create_app(deps) for module in (intake, notify, registry)}


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from entries by itself: kept up like views, never part of a rebuild."""
    return intake.reactions(deps)


def view_named(name: str) -> View:
    """The read model `name`. Raises ViewUnknown."""
    for view in VIEWS:
        if view.name == name:
            return view
    raise ViewUnknown(f"没有名为 {name} 的视图，可用的是 {'、'.join(view.name for view in VIEWS)}。")
