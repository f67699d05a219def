"""Keys for what is decided together: made at once, stored before anything sealed with them is recorded, in one go."""

import os
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from yingsu.clock import Clock
from yingsu.ledger.ids import uuid7
from yingsu.ledger.keys import KEY_BYTES, KeyStore, boxed
from yingsu.ledger.sealed import Person, SealedPerson, SealedText

_encode = msgspec.json.Encoder().encode


class Keys(Protocol):
    """What a decision seals and opens with: a key store, or keys in hand."""

    def seal_person(self, subject: str, person: Person) -> SealedPerson:
        """Seal a person under the key of `subject`."""
        ...

    def seal_text(self, subject: str, text: str) -> SealedText:
        """Seal a text under the key of `subject`."""
        ...

    def open_person(self, sealed: SealedPerson) -> Person | None:
        """The person; None after erasure."""
        ...

    def open_text(self, sealed: SealedText) -> str | None:
        """The text; None after erasure."""
        ...

    def destroy(self, subject: str) -> int:
        """Destroy the key of `subject`; returns how many were stored."""
        ...


class KeysInHand:
    """Seals for one decision with keys that are made here and stored later: nothing is stored for what is refused meanwhile.

    What it sealed may be recorded only when `store_together` has stored its keys. For one thread. What is sealed elsewhere it opens through
    the key store.
    """

    def __init__(self, store: KeyStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._fresh: dict[str, tuple[str, bytes]] = {}
        self._stored: dict[str, tuple[str, bytes]] = {}

    def seal_person(self, subject: str, person: Person) -> SealedPerson:
        """Seal a person under the key of `subject`."""
        key_id, box = self._seal(subject, "person", _encode(person))
        return SealedPerson(subject=subject, key_id=key_id, box=box)

    def seal_text(self, subject: str, text: str) -> SealedText:
        """Seal a text under the key of `subject`."""
        key_id, box = self._seal(subject, "text", text.encode())
        return SealedText(subject=subject, key_id=key_id, box=box)

    def open_person(self, sealed: SealedPerson) -> Person | None:
        """The person; None after erasure."""
        return self._store.open_person(sealed)

    def open_text(self, sealed: SealedText) -> str | None:
        """The text; None after erasure."""
        return self._store.open_text(sealed)

    def destroy(self, subject: str) -> int:
        """Destroy the key of `subject`, here and where it may be stored; returns how many were stored."""
        self._stored.pop(subject, None)
        return 0 if self._fresh.pop(subject, None) else self._store.destroy(subject)

    @property
    def fresh(self) -> dict[str, tuple[str, bytes]]:
        """The keys (id, key) that are not stored yet, by subject."""
        return dict(self._fresh)

    def stored(self, others: Mapping[str, tuple[str, bytes]]) -> bool:
        """Take note that its keys are stored, but for the subjects of `others`, which have these. Returns whether what it sealed holds."""
        spoilt = self._fresh.keys() & others.keys()
        self._stored |= self._fresh | {subject: others[subject] for subject in spoilt}
        self._fresh.clear()
        return not spoilt

    def _seal(self, subject: str, kind: str, plain: bytes) -> tuple[str, str]:
        known = self._stored.get(subject) or self._fresh.get(subject)
        if known is None:
            known = self._fresh[subject] = (str(uuid7(self._clock)), os.urandom(KEY_BYTES))
        key_id, key = known
        return key_id, boxed(key, key_id, subject, kind, plain)


def store_together(store: KeyStore, hands: Sequence[KeysInHand]) -> list[KeysInHand]:
    """Store the keys of several decisions, which have no subject in common. Returns those whose subjects had other keys: they know these
    now, and what they sealed is to be sealed again."""
    others = store.keep({subject: key for hand in hands for subject, key in hand.fresh.items()})
    return [hand for hand in hands if not hand.stored(others)]
