"""A connection that breaks at the worst moment, and a small view."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.pq.abc import PGresult

from tests.ledger.reasons import Reasons
from yingsu.ledger.appender import Appender
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls


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


@pytest.fixture
def view(urls: Urls) -> Reasons:
    """The small view, with its table."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE views.reasons (stream text PRIMARY KEY, text text NOT NULL, jurisdictions text[] NOT NULL)")
        owner.execute("SELECT views.protect('reasons')")
    return Reasons()
