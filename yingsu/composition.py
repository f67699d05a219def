"""The composition root: which services, views, reactions and workers there are, and what each service is handed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fastapi import FastAPI

from services.audit import app as audit
from services.intake import app as intake
from services.mediation import app as mediation
from services.notify import app as notify
from services.registry import app as registry
from services.review import app as review
from yingsu.clock import Clock, system_clock
from yingsu.errors import YingsuError
from yingsu.hosting import Worker
from yingsu.installation import Installation
from yingsu.ledger.view import View
from yingsu.officials.directory import Directory
from yingsu.officials.external_keys import ExternalKeys
from yingsu.officials.signing_key import open_signing_key
from yingsu.officials.tokens import Issuer, Verifier
from yingsu.structs import complete
from yingsu.web.deps import Deps

# Every process comes through here, and before it has threads.
complete()

VIEWS: Final[tuple[View, ...]] = (*intake.VIEWS, *mediation.VIEWS, *review.VIEWS, *notify.VIEWS, *registry.VIEWS)
"""Every read model. Each can be rebuilt."""

SERVICES: Final[Mapping[str, Callable[[Deps], FastAPI]]] = {
    module.NAME: module.create_app for module in (intake, mediation, review, notify, registry, audit)
}
"""What makes each service's application, by the service's name."""


class ServiceUnknown(YingsuError):
    """There is no service of this name."""

    code = "service-unknown"
    title = "没有这个服务"


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
        files=installation.files,
        directory=directory,
        verifier=Verifier(issuer, directory, audience=settings.audience, clock=transport_clock, external=external),
        issuer=issuer,
        clock=clock,
        transport_clock=transport_clock,
        settings=settings,
    )


def applications(deps: Deps) -> Mapping[str, FastAPI]:
    """Every service's application, by name."""
    return {name: create(deps) for name, create in SERVICES.items()}


def reactions(deps: Deps) -> tuple[View, ...]:
    """What follows from entries by itself: kept up like views, never part of a rebuild."""
    return (*intake.reactions(deps), *mediation.reactions(deps), *review.reactions(deps))


def workers(deps: Deps) -> tuple[Worker, ...]:
    """What is done again and again, beside views and reactions."""
    return notify.workers(deps)


def followed(deps: Deps) -> tuple[View, ...]:
    """All views and reactions."""
    return (*VIEWS, *reactions(deps))


def chosen(deps: Deps, names: Sequence[str]) -> tuple[tuple[View, ...], tuple[Worker, ...]]:
    """The views and reactions, and the workers, of these names; without a name, all there are. Raises ViewUnknown."""
    views, working = followed(deps), workers(deps)
    known = [one.name for one in views] + [one.name for one in working]
    for name in names:
        if name not in known:
            raise _unknown(name, known)
    wanted = frozenset(names or known)
    return tuple(view for view in views if view.name in wanted), tuple(worker for worker in working if worker.name in wanted)


def view_named(name: str, among: Sequence[View] = VIEWS) -> View:
    """The view `name`, by default of the read models. Raises ViewUnknown."""
    for view in among:
        if view.name == name:
            return view
    raise _unknown(name, [view.name for view in among])


def _unknown(name: str, known: Sequence[str]) -> ViewUnknown:
    return ViewUnknown(f"没有名为 {name} 的视图，可用的是 {'、'.join(known)}。")


def service_named(name: str) -> Callable[[Deps], FastAPI]:
    """What makes the application of the service `name`. Raises ServiceUnknown."""
    if name not in SERVICES:
        raise ServiceUnknown(f"没有名为 {name} 的服务，可用的是 {'、'.join(SERVICES)}。")
    return SERVICES[name]
