"""A connection that breaks at the worst moment."""

from collections.abc import Callable

import pytest
from psycopg.pq.abc import PGresult

from yingsu.ledger.appender import Appender
from yingsu.ledger.store import Ledger


class AnswerLost(Appender):
    """Runs the first statement, then loses the connection before its answer arrives."""

    lost = False

    def _execute(self, statement: bytes, values: list[bytes]) -> PGresult:
        result = super()._execute(statement, values)
        if self.lost:
            return result
        self.lost = True
        self.close()
        return super()._execute(statement, values)


@pytest.fixture
def lose_the_answer() -> Callable[[Ledger], None]:
    """Make the ledger's next append lose the answer of its COMMIT."""

    def arrange(ledger: Ledger) -> None:
        ledger._appender = AnswerLost(ledger.database.app_url, ledger.clock)

    return arrange
