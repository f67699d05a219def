"""What may change a dispute only one at a time: the message that joins its records with others, and the filing of its case.

Such a message decides on the whole dispute and writes to some of its records only, so the versions of what it writes do not exclude
another that decides on the same state. Therefore it also claims every dispute that it touches: in the stream `dispute-<uuid>` of the
dispute's smallest record, at the version that was read before the decision. A record that nobody has seen yet is excluded by the
reservation of its number.
"""

from collections.abc import Iterable

from yingsu import disputes
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.snapshot import Readable


def claims_on(ledger: Readable, records: Iterable[str]) -> dict[str, int]:
    """The claim streams of the disputes that these records belong to, with their versions.

    What is read of the disputes after this call is still true when an append at these versions succeeds: whatever changes a dispute
    claims it.
    """
    members = sorted(set(records))
    while True:
        streams = _streams(ledger, members)
        versions = {stream: len(ledger.load(stream, EVERYWHERE)) for stream in streams}
        # A dispute that grew in between may go by another stream now.
        if _streams(ledger, members) == streams:
            return versions


def _streams(ledger: Readable, members: list[str]) -> list[str]:
    if not members:
        return []
    joins = disputes.joins_of(ledger, members)
    return sorted({f"dispute-{min(joins.records_of(record)).removeprefix('case-')}" for record in members})
