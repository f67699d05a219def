"""Load, decide, append: how a request becomes events, at most once.

The command id is looked up before anything is decided, because a decision on the state after one's own write would refuse the
repeat. It is looked up again when the decision or the append says no: a twin of the request may have been first.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from yingsu.errors import Refused, Stale
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.entry import Actor, Command, Receipt, StreamWrite
from yingsu.ledger.store import Ledger


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One write as asked for: its identity, who asks, and for which jurisdictions it may write."""

    command_id: UUID
    body_hash: bytes
    actor: Actor
    source: str
    correlation_id: str
    permitted: tuple[str, ...]


def carry_out(ledger: Ledger, request: Request, decide: Callable[[], Sequence[StreamWrite]], *, retries: int = 0) -> Receipt:
    """Carry out `request` once: look up its receipt, else decide and append.

    `decide` loads what it needs and returns the writes; it is called again, at most `retries` times, when a stream moved on
    meanwhile (for callers without `If-Match`). Raises what `decide` and `Ledger.append` raise.
    """
    receipt = ledger.receipt(request.command_id, request.body_hash)
    attempt = 0
    while receipt is None:
        try:
            return ledger.append(
                Command(
                    command_id=request.command_id,
                    body_hash=request.body_hash,
                    writes=tuple(decide()),
                    actor=request.actor,
                    source=request.source,
                    correlation_id=request.correlation_id,
                    permitted=request.permitted,
                )
            )
        except (Refused, Stale) as error:
            receipt = ledger.receipt(request.command_id, request.body_hash)
            if receipt is None and (not isinstance(error, VersionConflict) or attempt >= retries):
                raise
            attempt += 1
    return receipt
