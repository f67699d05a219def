"""Load, decide, append: how a request becomes events, at most once.

The command id is looked up before anything is decided, because a decision on the state after one's own write would refuse the
repeat. It is looked up again when the decision or the append says no: a twin of the request may have been first.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from yingsu.errors import Change, Refused, Stale
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, Entry, Receipt, StreamWrite
from yingsu.ledger.store import Ledger

SYSTEM: Final = Actor(client="yingsu", role="system")
"""Who acts where nobody does: a reaction."""

EVERYWHERE: Final = (ANY_JURISDICTION,)
"""As far as the system itself reads and writes: in every jurisdiction."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One write as asked for: its identity, who asks, and for which jurisdictions it may write."""

    command_id: UUID
    body_hash: bytes
    actor: Actor
    source: str
    correlation_id: str
    permitted: tuple[str, ...]


def command_id(*parts: str) -> UUID:
    """The deterministic id of a command that follows from an event: it is carried out once, however often it is tried."""
    return uuid5(NAMESPACE_URL, "\n".join(parts))


def following(cause: Entry, name: str, *about: str, body_hash: bytes, source: str) -> Request:
    """What the reaction `name` asks for because of `cause`: the system's own command, the same whenever it is tried. `about` tells several
    commands that follow from one entry apart."""
    return Request(
        command_id=command_id(name, str(cause.event_id), *about),
        body_hash=body_hash,
        actor=SYSTEM,
        source=source,
        correlation_id=cause.correlation_id,
        permitted=EVERYWHERE,
    )


def carry_out(
    ledger: Ledger,
    request: Request,
    decide: Callable[[], Sequence[StreamWrite]],
    *,
    retries: int = 0,
    append: Callable[[Command], Receipt] | None = None,
) -> Receipt:
    """Carry out `request` once: look up its receipt, else decide and append.

    `decide` loads what it needs and returns the writes; it is called again, at most `retries` times, when a stream moved on
    meanwhile (for callers without `If-Match`). `append` is `Ledger.append` unless it is given. Raises what `decide` and `append` raise; a `VersionConflict` tells what was recorded since.
    """
    receipt = ledger.receipt(request.command_id, request.body_hash)
    attempt = 0
    writes: tuple[StreamWrite, ...] = ()
    while receipt is None:
        try:
            writes = tuple(decide())
            return (append or ledger.append)(
                Command(
                    command_id=request.command_id,
                    body_hash=request.body_hash,
                    writes=writes,
                    actor=request.actor,
                    source=request.source,
                    correlation_id=request.correlation_id,
                    permitted=request.permitted,
                )
            )
        except (Refused, Stale) as error:
            receipt = ledger.receipt(request.command_id, request.body_hash)
            if receipt is None and not (isinstance(error, VersionConflict) and attempt < retries):
                if isinstance(error, VersionConflict) and not error.changes:
                    error.changes = tuple(
                        found
                        for write in writes
                        for found in _since(ledger, write.stream, write.expected_version, request.permitted)
                    )
                raise
            attempt += 1
    return receipt


def carry_out_unless(
    ledger: Ledger,
    request: Request,
    decide: Callable[[], Sequence[StreamWrite]],
    touches: Callable[[Command, Entry], bool],
    *,
    retries: int,
    permitted: tuple[str, ...] | None = None,
) -> Receipt:
    """As `carry_out`, for a decision that rests on more streams than those it writes to: only if nothing that `touches` the command was
    recorded since it was decided, else it is decided anew.

    `permitted` is where the system itself writes what follows, for a decision that has checked the reach of who asks.
    """
    since = 0

    def prepare() -> Sequence[StreamWrite]:
        nonlocal since
        # What comes from here on is not surely among what is read for the decision.
        since = ledger.head()
        return decide()

    def append(command: Command) -> Receipt:
        if permitted is not None:
            command = msgspec.structs.replace(command, permitted=permitted)
        return ledger.append_unless(command, since, partial(touches, command))

    return carry_out(ledger, request, prepare, retries=retries, append=append)


def require_version(ledger: Ledger, stream: str, *, expected: int, actual: int, tenants: tuple[str, ...], refusal: str) -> None:
    """Raise `VersionConflict`, telling what was recorded since, unless the caller decided on the version that the stream has."""
    if expected != actual:
        error = VersionConflict(refusal)
        error.changes = tuple(_since(ledger, stream, expected, tenants))
        raise error


def _since(ledger: Ledger, stream: str, version: int, tenants: tuple[str, ...]) -> Iterator[Change]:
    """What was recorded in the stream after `version`, as far as `tenants` may see it."""
    for entry in ledger.load(stream, tenants):
        if entry.version > version:
            yield Change(entry.version, entry.topic, entry.recorded_at, entry.actor.role, entry.actor.official)
