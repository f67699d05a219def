"""An event with empty boxes is as long as the sealed one, so what has no room is known before anything is sealed."""

import pytest

from tests.services.mediation.cast import MEDIATION, REACHED
from yingsu.events.mediation.mediation import SettlementReached
from yingsu.ledger import mapper
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.room import empty_seal, excess
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import MAX_PAYLOAD_BYTES


def settlement(*terms: SealedText) -> SettlementReached:
    """A settlement with these terms."""
    assert isinstance(REACHED[0], SettlementReached)
    return SettlementReached(
        document_no="洪调协〔2026〕7号",
        reached_on=REACHED[1],
        parties=REACHED[0].parties,
        terms=terms,
        perform_by=None,
        file=None,
    )


@pytest.mark.parametrize("text", ["甲", "示例条款", "a", "ab", "𠮷", "条" * 8000])
def test_an_empty_box_is_as_long_as_the_sealed_one(keys: KeyStore, text: str) -> None:
    empty, sealed = empty_seal(MEDIATION)(text), keys.seal_text(MEDIATION, text)

    assert len(mapper.encode(settlement(empty))) == len(mapper.encode(settlement(sealed)))
    assert set(empty.box) <= {"A", "="}


def test_the_excess_is_what_has_to_go(keys: KeyStore) -> None:
    seal = empty_seal(MEDIATION)
    too_long = excess(settlement(seal("条" * 20_000)))

    assert too_long > 0
    assert excess(settlement(seal("条" * (20_000 - too_long)))) == 0
    assert len(mapper.encode(settlement(keys.seal_text(MEDIATION, "条" * (20_000 - too_long))))) <= MAX_PAYLOAD_BYTES
